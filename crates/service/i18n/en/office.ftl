# The office of a service centre.

# Frame, sign-in, home
office-name = Tirkeu · service centre
office-footer-note = For staff of the service centre. Every search and every view is recorded.
office-sign-in-heading = Sign in to the office
office-sign-in-lead = You sign in with your own key (EDS). Only members of staff on record are let in; a new sign-in ends the one before.
office-signed-out = Nobody is signed in at this workplace any more.
office-sign-in-again = Sign in again
error-not-staff = The owner of this key is not on the staff of the office. Ask your administrator for a role.
office-home-heading = Your workplace
office-home-tasks = What you can do
office-home-nothing = No task is waiting for your roles.
office-home-logged = Whomever you look at, for what and on which basis is recorded, and the person can see it.
office-badge = Staff number
office-centre = Service centre
office-roles = Roles
office-state = State
office-history = History
office-role-operator = Operator
office-role-approver = Approver
office-role-auditor = Auditor
office-role-reviewer = Reviewer
office-role-administrator = Administrator
office-role-hint-operator = Finds applications, files for those present, proposes acts.
office-role-hint-approver = Approves acts that others propose.
office-role-hint-auditor = Looks at a random share of what others did.
office-role-hint-reviewer = Looks at dwellings that were flagged.
office-role-hint-administrator = Grants and ends roles; sees no citizen’s data. Goes with no other role.

# Staff
office-nav-staff = Staff
office-staff-heading = Staff
office-staff-lead = Whoever has a role here signs in with their own key. You cannot change your own roles.
office-staff-name = Name
office-staff-active = active
office-staff-ended = ended
office-staff-grant = Grant roles
office-staff-grant-lead = Type the name yourself: nothing is read from the registers here. Whoever has roles already gets these in their place.
office-staff-grant-button = Grant
office-granted = Granted by
office-granted-console = the first administrator, named on the command line
office-staff-was-granted = roles granted: { $roles } (by { $by })
office-staff-was-ended = all roles ended (by { $by })
office-staff-signed-in = signed in
office-staff-end = End all roles
office-staff-end-heading = End all roles of { $name }?
office-staff-end-lead = Their session ends at once. You can grant roles again later.
office-staff-end-button = End the roles
error-administrator-alone = An administrator has no other role. Choose this one alone, or leave it out.
error-not-to-oneself = Nobody grants roles to themself. Another administrator does.
