## What happened to an application, line by line. Never who a party is.

journal-drafted = Draft made.
journal-changed = Draft changed.
journal-signed = Application signed and filed.
journal-held =
    A register does not answer; the application waits: { $register ->
        [persons] { register-persons }
        [kin] { register-kin }
        [capacity] { register-capacity }
        [addresses] { register-addresses }
        [titles] { register-titles }
        [leases] { register-leases }
        [phones] { register-phones }
        [registrations] { register-registrations }
       *[locks] { register-locks }
    }.
journal-checked = The registers answered; the application is checked.
journal-asked =
    { $count ->
        [one] { $count } person is asked by SMS.
       *[other] { $count } people are asked by SMS.
    }
journal-asked-in-portal =
    { $count ->
        [one] { $count } person is asked in the portal.
       *[other] { $count } people are asked in the portal.
    }
journal-sms-failed =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    }: the SMS cannot be delivered; the portal stays open for the answer.
journal-delivered =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } received the question; the time to answer runs.
journal-opened =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } opened the question in the portal; the time to answer runs.
journal-wrong-code =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    }: a wrong code came from the phone.
journal-locked =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    }: too many wrong codes; only an answer in the portal counts now.
journal-agreed =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } agreed.
journal-party-refused =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } refused.
journal-lapsed =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } did not answer in time.
journal-unreachable =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } could not be reached.
journal-all-agreed = Every consent that is needed is there.
journal-registered = Registered.
journal-refused = Refused.
journal-referred = Referred to a service centre.
journal-withdrawn = The applicant withdrew the application.
journal-notified = Everybody concerned is told.

## Names of the things of a case.

status-draft = Draft
status-signed = Signed
status-checking = Being checked
status-awaiting-consent = Waiting for consent
status-registering = Being registered
status-registered = Registered
status-refused = Refused
status-referred = Referred to a service centre
status-withdrawn = Withdrawn

role-owner = owner
role-co-owner = co-owner
role-listed-person = person listed in the lease
role-other-parent = the child's other parent

register-persons = State database of persons
register-kin = Civil registry and guardianship records
register-capacity = Court decisions on capacity
register-addresses = Address register
register-titles = State database of real estate
register-leases = Leases of state housing
register-phones = Mobile citizens base
register-registrations = Registration book
register-locks = Bans of owners

channel-portal = Web portal
channel-mobile = Mobile app
channel-kiosk = Self-service zone of a service centre
channel-counter = Counter of a service centre

kind-permanent = Permanent registration
kind-temporary = Temporary registration

region-10 = Abai Region
region-11 = Akmola Region
region-15 = Aktobe Region
region-19 = Almaty Region
region-23 = Atyrau Region
region-27 = West Kazakhstan Region
region-31 = Jambyl Region
region-33 = Jetisu Region
region-35 = Karaganda Region
region-39 = Kostanay Region
region-43 = Kyzylorda Region
region-47 = Mangystau Region
region-55 = Pavlodar Region
region-59 = North Kazakhstan Region
region-61 = Turkistan Region
region-62 = Ulytau Region
region-63 = East Kazakhstan Region
region-71 = Astana
region-75 = Almaty
region-79 = Shymkent

reason-family = Family
reason-work = Work
reason-study = Study
reason-treatment = Treatment
reason-purchase = Purchase of a dwelling
reason-rent = Renting a dwelling
reason-other = Other

consent-status-asked = Asked
consent-status-received = Received
consent-status-agreed = Agreed
consent-status-refused = Refused
consent-status-lapsed = No answer in time
consent-status-unreachable = Not reached
consent-status-void = Closed

method-eds = Digital signature
method-sms = SMS password
method-qr = eGov QR

address-kind-house = House
address-kind-block = Block of flats
address-kind-flat = Flat
address-kind-plot = Plot of land

ownership-private = Private ownership
ownership-state-rental = Housing stock of the state

relation-parent = parent
relation-guardian = guardian
relation-trustee = trustee
relation-representative = legal representative
relation-spouse = spouse
relation-sibling = brother or sister
relation-grandparent = grandparent
relation-relative = relative

## Why somebody can answer in the portal only.

portal-only-no-number = There is no number in the mobile citizens base.
portal-only-fresh = The number was linked too short a time ago.
portal-only-shared = The number is the same as the applicant's.

## Why somebody does not agree.

refusal-none = No reason given
refusal-stranger = I do not know this person
refusal-unwilling = I do not agree
refusal-not-mine = This is not my property

## A decision in words. Times are handed over as they are to be read; $who, $status and $text are
## texts from above.

explain-heading = The decision on application { $number } and what it rests on
explain-decision =
    { $ruling ->
        [approved] Registered at { $at }.
        [refused] Refused at { $at }.
       *[referred] Referred to a service centre at { $at }.
    }
explain-undecided = There is no decision yet: { $status }.
explain-withdrawn = The applicant withdrew it at { $at }.
explain-law = Judged by the law in force on { $date } ({ $source }).
explain-grounds = Grounds
explain-ground = { $text } — { $article }
explain-remedy = What to do: { $text }
explain-evidence =
    { $register ->
        [persons] { register-persons }
        [kin] { register-kin }
        [capacity] { register-capacity }
        [addresses] { register-addresses }
        [titles] { register-titles }
        [leases] { register-leases }
        [phones] { register-phones }
        [registrations] { register-registrations }
       *[locks] { register-locks }
    } answered at { $time }.
explain-notes = Notes
explain-asks = Consents
explain-party = { $who }: { $status }
explain-not-judged = Rules not judged
explain-journal = What happened
explain-again = To ask again, open the application in the portal and choose “Ask again”: a new draft with the same content is made.
explain-unknown = There is no application { $number }. Check the number.
