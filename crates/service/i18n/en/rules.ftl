## What stands in the way of an application, for the applicant, and what to do now.
## A finding hands over its parameters as the core has them.

ground-r-channel = Registration is done online. The counter takes only the cases that cannot be handled online.
remedy-r-channel = Apply on the portal, in the mobile app or in the self-service zone of a service centre.

ground-r-iin = The IIN is not right: it has twelve digits, and the last one checks the others.
remedy-r-iin = Copy the number from the identity card.

ground-r-sign = The signature was not accepted: it is invalid, out of date or somebody else's.
remedy-r-sign = Sign again with your own valid digital signature or with a new SMS password.

ground-r-phone = To sign by SMS your number must be in the mobile citizens base, and it is not there.
remedy-r-phone = Link your number on the eGov.kz portal or at a service centre, or sign with a digital signature or by QR.

ground-r-applicant = According to the registers you cannot apply yourself.
remedy-r-applicant = If the record is wrong, turn to a service centre; if you have a guardian, trustee or representative, they apply for you.

ground-r-rep = There is no record that you may act for this person.
remedy-r-rep = Check the IIN; if you are the parent, guardian, trustee or representative, first have that entered by the civil registry or the guardianship authority.

ground-r-age-14 = A child under 14 is not registered separately: the child's address is that of the parents.
remedy-r-age-14 = Register your own move: your children under 14 come along with you.

ground-r-age-16 = For a person under 16 a parent or legal representative applies.
remedy-r-age-16 = Ask the parent, guardian or legal representative to apply.

ground-r-self = This person is 16 or older and therefore applies alone.
remedy-r-self = Ask this person to sign in and apply.

ground-r-ward = For this person the guardian, trustee or representative on record applies.
remedy-r-ward = Ask them to apply; if that is you, first have it entered by the guardianship authority.

ground-r-person = The person register has no active record of a person you named.
remedy-r-person = Check the IIN; if it is right, turn to a service centre to have the record mended.

ground-r-citizen = Foreigners and stateless persons are registered at a service centre.
remedy-r-citizen = Go to a service centre with the identity documents.

ground-r-addr = The address register has no such address, or it is no longer in use.
remedy-r-addr = Look the address up by street and house; if it is missing, have it entered through a service centre.

ground-r-addr-unit = This is the address of a whole block of flats.
remedy-r-addr-unit = Choose the flat.

ground-r-addr-use = These premises are not meant for living.
remedy-r-addr-use = Choose another address; if the record is wrong, the owner can have the use of the premises corrected.

ground-r-rent-end = The lease of this state housing has ended.
remedy-r-rent-end = Have the lease renewed at the housing office, then apply again.

ground-r-rent-out = You or a person you named are not listed in the lease of this state housing.
remedy-r-rent-out =
    { $office ->
        [none] To be listed, turn to the local housing office.
       *[other] To be listed, turn to: { $office }.
    }

ground-r-title = No right of ownership is on record for this dwelling, or the building was not commissioned.
remedy-r-title = The owner has the document of title (contract, certificate of inheritance, act of commissioning) registered by the State Corporation at a service centre.

## These four say the same: the state of an owner is nobody else's business.

ground-r-own-minor =
    { $paper ->
        [missing] The consent on paper of whoever answers for an owner of this dwelling is missing.
       *[other] This dwelling is served at a service centre.
    }
ground-r-own-incap = { ground-r-own-minor }
ground-r-own-dead = { ground-r-own-minor }
ground-r-own-org = { ground-r-own-minor }
remedy-r-own-minor =
    { $paper ->
        [missing] Bring the paper to the counter: of a parent, guardian or the guardianship authority, of the heirs, or of the organisation that owns it.
       *[other] Go to any service centre with your identity document.
    }
note-r-own-minor = Whoever answers for an owner has agreed on paper; the paper is kept with the application.
note-r-own-incap = { note-r-own-minor }
note-r-own-dead = { note-r-own-minor }
note-r-own-org = { note-r-own-minor }
remedy-r-own-incap = { remedy-r-own-minor }
remedy-r-own-dead = { remedy-r-own-minor }
remedy-r-own-org = { remedy-r-own-minor }

ground-r-own-lock = An owner has switched off registration at this dwelling.
remedy-r-own-lock = Talk to the owner; once the owner lifts this, apply again.

ground-r-same = This person is already registered at this address in the same way.
remedy-r-same = Nothing need be done: the registration stands.

ground-r-open = Another application for one of these people is open: { $number }.
remedy-r-open = Wait for its decision, or withdraw it and sign this one again.

ground-r-norm =
    The norm is { $norm } m² a person. At { $area } m² there is room for { $room ->
        [one] { $room } person
       *[other] { $room } people
    }; with this application there would be { $after }.
remedy-r-norm = Choose another address; if you are a relative of the owner or a full-time student, check that this is on record.

ground-r-temp = A temporary registration is for 1 to 12 months.
remedy-r-temp = Choose a number of months within this; to stay longer, register permanently.

ground-r-con-no =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } does not agree.
remedy-r-con-no = Talk to this person; if you come to terms, repeat the application with “Ask again”.
ground-r-con-time =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } did not answer in time.
remedy-r-con-time = Let this person know and choose “Ask again”: a new question goes out at once.
ground-r-con-reach =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    } could not be reached. This is not a refusal.
remedy-r-con-reach = Ask this person to switch the phone on or to sign in to the portal, then choose “Ask again”.
ground-r-con-chg = Who must agree has changed while the application was open.
remedy-r-con-chg = Choose “Ask again”: those who must agree now will be asked.

## What a rule notes though it changes nothing.

note-r-ward = You applied as the guardian, trustee or representative on record.
note-r-rent-for = The tenant registers a person listed in the lease: that person is told.
note-r-rent-in = Listed in the lease: the state is not asked, and the tenant is told at once.
note-r-late = More than 10 days have passed since arrival. This does not change the decision, but living unregistered can be fined (Administrative Code, article 492).
note-r-own-sole = The applicant is the only owner: no other owner is asked.
note-r-own-co = The applicant is one of the owners: the others are not asked.
note-r-kid-other = The child's parent who stays at the old address is told.

not-judged = Rule { $rule } was not judged: { $because } stands in its way.

## Whom a rule wants asked.

ask-r-rent-for = The person whom the tenant registers must agree.
ask-r-own-co = The other owners must agree.
ask-r-own-other = All owners must agree.
ask-r-own-phone = A person without a usable number answers in the portal.
ask-r-kid-other = The child's parent who stays at the old address must agree.

## Short names of the rules.

rule-r-channel = Channel of filing
rule-r-iin = Well-formed IIN
rule-r-sign = The applicant's signature
rule-r-phone = A number to sign with by SMS
rule-r-applicant = The applicant may act
rule-r-rep = Authority to act for another
rule-r-age-14 = Child under 14
rule-r-age-16 = Person under 16
rule-r-self = Adults apply alone
rule-r-ward = Adult ward
rule-r-person = Active record of the person
rule-r-citizen = Citizenship of Kazakhstan
rule-r-addr = The address exists
rule-r-addr-unit = A flat is chosen
rule-r-addr-use = Premises for living
rule-r-rent-end = The lease is in force
rule-r-rent-out = Not listed in the lease
rule-r-rent-for = The tenant files for another
rule-r-rent-in = Listed in the lease
rule-r-title = A title on record
rule-r-own-minor = Owner under age
rule-r-own-incap = Incapable owner
rule-r-own-dead = Owner who died
rule-r-own-org = Organisation as owner
rule-r-own-lock = Ban of an owner
rule-r-same = Already registered there
rule-r-open = Another open application
rule-r-norm = Living-space norm
rule-r-temp = Term of a temporary registration
rule-r-late = The ten days
rule-r-own-sole = Only owner
rule-r-own-co = One of several owners
rule-r-own-other = Not an owner
rule-r-own-phone = Number of the person asked
rule-r-kid-other = The child's other parent
rule-r-con-no = Consent refused
rule-r-con-time = Time to answer
rule-r-con-reach = Not reached
rule-r-con-chg = Change of who must agree

## Official names of the texts the rules rest on.

article-rules-677 = Population Registration Rules, order of the Minister of Internal Affairs of the Republic of Kazakhstan of 9 September 2024, No. 677 (V2400035045)
article-order-november-2025 = Order of the Minister of Internal Affairs of the Republic of Kazakhstan of 14 November 2025 amending the Population Registration Rules (in force since 30 November 2025)
article-joint-order = Joint order of 7 October 2025, No. 500/НҚ, and of 31 October 2025, No. 801, on the pilot of online registration
article-announcement = Announcement of the company National Information Technologies of 18 November 2025
article-number-register = Rules of the register of identification numbers; resolution of the Government of the Republic of Kazakhstan of 26 August 2013, No. 853
article-civil-code-16 = Civil Code of the Republic of Kazakhstan of 27 December 1994, article 16
article-housing-law = Law of the Republic of Kazakhstan of 16 April 1997, No. 94, on housing relations, articles 23 and 24
article-migration-51 = Law of the Republic of Kazakhstan of 22 July 2011, No. 477-IV, on population migration, article 51; decision of the council of the city of Astana of 26 December 2025
article-mobile-base = Rules of the mobile citizens base, order of 2016, No. 58 (V1600013195)
article-own-rule = Tirkeu's own rule, no published text
rule-r-der-event = Event that ends or moves a registration
ground-r-der-event = The act of the service centre cannot be approved as it stands.
remedy-r-der-event = Check the basis and the registration book, then propose another act.
