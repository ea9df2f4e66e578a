## The pages of the portal.

## Around every page.

portal-name = Tirkeu
portal-skip = Skip to the content
portal-languages = Language of the page
portal-back = Back
portal-continue = Continue
portal-change = Change
portal-choose = Choose
portal-error = Error
portal-problem = There is a problem
portal-breadcrumbs = Where you are
portal-pages = Pages

nav-label = Your services
nav-applications = My applications
nav-questions = Questions to me
nav-questions-open =
    { $count ->
        [one] { $count } waits for your answer
       *[other] { $count } wait for your answer
    }
nav-notices = Notices
nav-notices-new = { $count } new
nav-sign-in = Sign in
nav-sign-out = Sign out

idle-label = End of the session
idle-warning = You will soon be signed out, since nothing was done for a while. What you have typed is kept.
idle-stay = Stay signed in
idle-gone = You are signed out. Open the page again and sign in to see how it stands.

footer-help = Help
footer-statistics = Statistics
footer-api = For developers
footer-licences = Licences
footer-note = Open system of residence registration. Built from published texts; not a product of any authority.

date-day = Day
date-month = Month
date-year = Year
date-long =
    { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    } { $year }
date-moment = { $date }, { $clock }
left-seconds =
    { $count ->
        [one] { $count } second left
       *[other] { $count } seconds left
    }
left-minutes =
    { $count ->
        [one] { $count } minute left
       *[other] { $count } minutes left
    }
left-hours =
    { $count ->
        [one] { $count } hour left
       *[other] { $count } hours left
    }
span-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
span-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
span-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
span-months =
    { $count ->
        [one] { $count } month
       *[other] { $count } months
    }

## The catalogue, the start page, help.

home-heading = Services
home-lead = Register at your place of residence online: no queue, no official in between, every decision explained.
home-known-heading = Already under way
home-applications = My applications
home-applications-text = History of services: how each application stands, what happens next, what you can do.
home-questions = Questions to me
home-questions-text = Somebody wants to be registered at your dwelling? See exactly what is asked, and answer.
home-statistics = Statistics
home-statistics-text = How many are registered, through which channels, how fast.

section-citizenship = Citizenship, migration and immigration
section-citizenship-text = Registration at the place of residence, permanent and temporary.

service-name = Residence registration
service-text = Register yourself, your child or your ward at a dwelling, your own or somebody else's with the owner's consent.

start-lead = Register permanently or for a time at a house or flat in Kazakhstan. The registers are asked for you, the owner agrees by SMS or here, and the decision is made automatically.
start-button = Start now
start-fact-price = Price
start-fact-price-value = Free
start-fact-form = To fill in
start-fact-form-value = About 5 minutes
start-fact-owner = The owner has
start-fact-result = Decision
start-fact-result-value = At once, when all have agreed
start-who = Who can apply
start-who-citizens = citizens of Kazakhstan from the age of 16, for themselves, whether owners or not
start-who-parents = parents and legal representatives, for children of 14 and 15
start-who-guardians = guardians, trustees and legal representatives, for adults whom a court found incapable or partially capable
start-who-tenants = tenants of state housing, for people listed in the lease
start-who-children = Children under 14 are not registered separately: they come along with the parent.
start-needed = What you need
start-needed-iin = your IIN
start-needed-phone = a way to sign: your digital signature with NCALayer, the eGov Mobile app, or a phone whose number is linked to you in the mobile citizens base, for the codes by SMS
start-needed-address = the address, or its code (RCA)
start-needed-papers = No papers: what the state knows is read from its registers.
start-how = How it goes
start-how-fill = You fill in the application and sign it: by digital signature, in eGov Mobile or with a code from an SMS.
start-how-registers = The registers of persons, addresses and property are asked.
start-how-owner = If you are not the only owner, each owner gets an SMS from 1414 and has { $window } from receiving it to answer. Without an answer the application is refused, and you can ask again.
start-how-decision = The decision is made automatically. You see each ground with its article and what to do.
start-kinds = Permanent or temporary
start-kinds-permanent = A permanent registration closes your earlier permanent one by itself.
start-kinds-temporary = A temporary one is for { $min } to { $max } months, leaves the permanent one in force and ends by itself.
start-centre = When to go to a service centre
start-centre-minor = an owner or co-owner is under 18, or was found incapable or partially capable
start-centre-organisation = an owner is an organisation, or has died and the heirs are not entered
start-centre-foreigners = the person to be registered is not a citizen of Kazakhstan
start-centre-check = You need not know this beforehand: before you sign we say whether a service centre is needed.

help-heading = Help
help-whom = Whom to ask
help-whom-text = The call centre of the state services, 1414, is free and open day and night. At a service centre you can use this portal in the self-service zone, with a person beside you.
help-codes = Codes from SMS
help-codes-text = All SMS come from 1414. A code to sign in or to sign has six digits; tell it to nobody, not even to staff. If your number is not linked to you, link it on eGov.kz or at a service centre.
help-keys = Digital signature and eGov Mobile
help-keys-text = On a computer you sign through NCALayer, a free program of the National Certification Authority that holds your key; the portal never sees key or password. On a phone you sign in the eGov Mobile app with the signature stored there. Before you sign you see the text to the letter. If somebody shows you a QR code or asks you to sign something you did not begin, do not sign.
help-owners = If somebody applies for your dwelling
help-owners-text = You get an SMS with who asks, where and for how many. Answer with the word and the eight digits, or sign in here under “Questions to me”: there you agree by digital signature or with eGov Mobile, and refuse without one. If you did not expect it, do not answer: without your consent nobody is registered. The eight digits are never typed into a web page.
help-session = Time limits
help-session-text =
    You are signed out after { $minutes } minutes without a request and { $hours } hours after signing in. What you have typed is kept: sign in again and go on. Answers to an unfinished application are kept for { $days ->
        [one] { $days } day
       *[other] { $days } days
    } after the last change.
help-cookies = Cookies
help-cookies-text = There are up to four, all of ours and needed: one holds your session, one your language, one protects forms before you sign in, one holds what you have begun with your phone. Nothing is counted or shared.
help-access = Accessibility
help-access-text = The portal works by keyboard, with a screen reader, without JavaScript, at four times the size and on a small phone. If something does not, tell 1414: that is a defect.

signed-out-heading = You are signed out
signed-out-text = On a shared device also close the window.
signed-out-again = Sign in again

## Signing in.

sign-in-heading = Sign in
sign-in-lead = We send a code by SMS to the number that is linked to you in the mobile citizens base.
sign-in-iin-hint = Twelve digits, as on the identity card
sign-in-button = Send the code
sign-in-no-phone-label = My number is not linked, or I have another one
sign-in-no-phone = Link the number on eGov.kz or at a service centre. For your safety we do not show here whether and which number is linked.
sign-in-closed = Nobody can sign in here for the moment. Turn to a service centre.
sign-in-idle = You were signed out, since nothing was done for a while. What you typed is kept: sign in and go on.
sign-in-code-heading = Enter the code from the SMS
sign-in-code-lead = If your number is linked to you, an SMS from 1414 is on its way. The code is good for 5 minutes.
sign-in-code-button = Sign in
sign-in-again = Send a new code
sign-in-not-received = Wait a minute; abroad the phone must be in roaming. If nothing comes, ask for a new code. If still nothing comes, the number is probably not linked to you: link it on eGov.kz or at a service centre.
code-hint = Six digits. Do not share them.
code-not-received-label = No SMS came

## The way to an application.

apply-progress = Step { $number } of { $of }
apply-kept = Your answers are kept until { $date }. You can go on later, on another device too.

unfinished-heading = You have an unfinished application
unfinished-text = Go on where you stopped, or begin anew; then the earlier answers are forgotten.
unfinished-continue = Go on
unfinished-anew = Begin anew

apply-who = Who is to be registered?
apply-who-legend = You and those you act for
apply-who-hint = Choose all who move together. Children under 14 come along with a parent: choose yourself, they are asked for later.
apply-who-me = Myself
apply-who-charge = { $relation }, { $age } years old
apply-who-none = Choose who is to be registered, or enter an IIN.
apply-who-child = This child is under 14 and comes along with you: choose yourself, and the child further on.
relation-to-me-child = Your child
relation-to-me-ward = Your ward
relation-to-me-kin = Your relative

apply-where = Where?
apply-where-label = City, street, house and flat, or the address code (RCA)
apply-where-hint = In Kazakh or Russian: city, street, house, flat
apply-where-search = Search
apply-where-empty = Enter the address, such as city, street and house.
apply-where-chosen = Chosen so far: { $address }. Search again to change it.
apply-where-found-legend =
    { $count ->
        [one] { $count } address found
       *[other] { $count } addresses found
    }
apply-where-more = There may be more. Add the house or the flat to narrow the search.
apply-where-near = Perhaps you mean one of these: no address has exactly these words.
apply-where-found = { $kind } · RCA { $rka }
apply-where-block = Block of flats: the flat comes next
apply-where-nothing = No such address was found.
apply-where-nothing-help = Write fewer words, or only the beginnings of them; check the spelling of the street. If the address is missing in the register, have it entered through a service centre.
apply-where-choose = Choose an address.

apply-flat = Which flat?
apply-flat-hint = The number of the flat
apply-flat-other-building = Choose another building
apply-flat-none = The address register has no flats of this building. Choose another address; if it is missing, have it entered through a service centre.
apply-flat-choose = Choose the flat.

apply-pre-check = What will happen at this address
apply-pre-check-later = This cannot be said now: { $why } You can go on; it is looked at after the signing.
apply-pre-check-strangers = What will happen with a person whom you named by IIN is looked at after the signing.
apply-pre-check-note = Nobody has been asked or told anything so far.
apply-pre-check-other = Choose another address
apply-pre-check-anyway = Continue anyway
apply-asks-owner =
    { $count ->
        [one] { $count } owner must agree
       *[other] { $count } owners must agree
    }
apply-asks-co-owner =
    { $count ->
        [one] { $count } co-owner must agree
       *[other] { $count } co-owners must agree
    }
apply-asks-listed-person =
    { $count ->
        [one] { $count } person listed in the lease must agree
       *[other] { $count } people listed in the lease must agree
    }
apply-asks-other-parent =
    { $count ->
        [one] { $count } other parent must agree
       *[other] { $count } other parents must agree
    }

apply-kind = Permanently or for a time?
apply-kind-legend = Kind of registration
apply-kind-required = Choose permanent or temporary.
apply-kind-permanent = Permanently
apply-kind-permanent-hint = Your earlier permanent registration is closed by itself.
apply-kind-temporary = For a time
apply-kind-temporary-hint = For { $min } to { $max } months; the permanent registration stays.
apply-months = Months, if for a time
apply-months-hint = A number from { $min } to { $max }
apply-months-required = Enter for how many months.

apply-children = Which children come along?
apply-children-hint = Children under 14 have the address of a parent. Chosen are those who are registered where you are. If none comes along, choose none.
apply-child-age =
    { $age ->
        [one] { $age } year old
       *[other] { $age } years old
    }

apply-reason = Why are you registering here?
apply-reason-required = Choose the reason.

apply-arrival = When did you move in?
apply-arrival-lead = You must register within 10 days of arriving. If you have not moved in yet, leave it empty.
apply-arrival-hint = For example { $example }
apply-arrived-on-date-form = Enter a real day in digits: day, month, year.

apply-check = Check your answers
apply-check-rka = RCA { $rka }
apply-check-no-children = Nobody
apply-check-no-day = Not moved in yet
apply-check-next = Next you see the application as it is signed, and sign it with a code from an SMS. Nothing is sent before that.
apply-check-button = Continue to signing

sign-heading = Sign the application
sign-number = Application
sign-declaration = By signing you apply for this registration and confirm that what you state is true. The registers are asked, and everybody whose consent is needed gets a question.
sign-document = The document you sign, to the letter
sign-document-text = These very bytes are signed and stored; the number below is their fingerprint.
sign-by-sms = You sign with a code that we send by SMS to { $phone }.
sign-by-sms-no-phone = You sign with a code that we send by SMS to the number linked to you.
sign-send = Send the code
sign-send-again = Send the code again
sign-sent = The code was sent to { $phone } and is good until { $until }.
sign-button = Sign and file

filed-heading = Your application is filed
filed-number = Reference number
filed-at = Signed on { $at }. The number is kept under “My applications”.
filed-next = What happens next
filed-next-signed = You have signed.
filed-next-registers = The registers are asked. This takes moments; if one does not answer, the application waits for it.
filed-next-owners = Everybody whose consent is needed gets an SMS from 1414, or a question in the portal.
filed-next-decision = The decision is made automatically, and you are told by SMS and here.
filed-keep = You can close this page. Until the decision you can take the application back.
filed-follow = See the status

## One application.

case-heading = Application { $number }
case-title = Application
case-grounds = Why
case-remedy = What to do now:
case-facts = Known from:
case-fact = { $register }, answered on { $at }
case-parties = Who is asked
case-until = Until
case-journal = What happened
case-again = See the status now
case-sign = Sign
case-change = Change
case-ask-again = Ask again
case-withdraw = Take the application back
case-content = What you applied for

next-draft = Nothing has been sent yet. Check the draft and sign it.
next-signed = The registers are being asked. This usually takes moments; you need do nothing.
next-checking = The registers are being asked. You need do nothing.
next-held = { $register } has not answered since { $since }. The application waits and goes on by itself; you need do nothing.
next-awaiting-consent =
    { $count ->
        [one] { $count } person must still answer.
       *[other] { $count } people must still answer.
    } As soon as all agree, you are registered. You need do nothing, but you can let them know.
next-registering = Everybody has agreed. The registers are read once more, then you are registered.
next-registered = The registration is in the registration book.
next-refused = Nothing was registered. Below is why, and what you can do.
next-referred = A service centre serves this case. Go there with your identity document and this number.
next-withdrawn = You took the application back. Nothing was registered.

party-asked = An SMS is on its way. The time to answer runs from its receipt; it must arrive before the time below.
party-received = Has received the question and can answer now.
party-portal = No SMS can be answered from this person’s number. They can answer in the portal: to agree they sign in by digital signature or with eGov Mobile.
party-portal-closed = No SMS can be answered from this person’s number. In the portal they can refuse; agreeing there needs a digital signature, which is not open here yet. So without another number the time will run out.
party-agreed = Has agreed.
party-refused = Has refused.
party-lapsed = Did not answer in time.
party-unreachable = Could not be reached.
party-void = The application ended before the answer.

withdraw-heading = Take application { $number } back?
withdraw-lead = It ends at once; codes that were sent no longer count, and everybody who was asked is told. You can apply again at any time.
withdraw-button = Take it back
withdraw-keep = Keep the application

history-heading = My applications
history-begun = You have begun an application and not finished it.
history-empty = You have not applied for anything yet.
history-apply = New application
history-number = Number
history-what = What
history-when = When
history-status = Status
history-older = Older
history-newest = Newest

## Questions to owners and others who must agree.

questions-heading = Questions to me
questions-lead = Here is asked whoever owns a dwelling, is listed in a lease, or is the other parent of a child. Without your consent nothing is registered.
questions-none = Nobody waits for your answer.
questions-open = Waiting for your answer
questions-open-hint = When you open a question, the time to answer begins.
questions-closed = Answered and ended
questions-as = You are asked as { $role }. Asked on
question-status-asked = Not opened yet
question-status-received = Waits for your answer
question-status-agreed = You agreed
question-status-refused = You refused
question-status-lapsed = Time is over
question-status-unreachable = Time is over
question-status-void = Needs no answer any more

asked-heading = What you are asked
asked-who = { $applicant } asks for your consent. You are asked as { $role }.
asked-until = Answer before
asked-number = Application
asked-follows = What follows if you agree
asked-follows-permanent = The people named are registered permanently at this address, until they register elsewhere or are removed.
asked-follows-temporary = The people named are registered at this address for this term; it ends by itself.
asked-follows-duty = You give away no right of ownership. You can ask for a removal later.
asked-follows-others = Others are asked too; it is registered only if all agree.
asked-follows-silence = If you refuse or do not answer in time, nothing is registered.
asked-agree = To agree
asked-agree-sms = Reply to the SMS from 1414, from this same phone, with the word and the eight digits that stand in it:
asked-agree-to = Send to
asked-agree-code = the eight digits from the SMS
asked-agree-safe = With { $no } and the digits you refuse. Never type the digits into a web page and tell them to nobody.
asked-agree-signature = To agree here needs a digital signature, which is not open here yet. You can refuse below; without an answer nothing is registered.
asked-refuse = To refuse
asked-refuse-text = You can refuse here at once. The applicant is told that you did, and nothing is registered.
asked-refuse-button = Refuse
asked-refused = You refused: nothing will be registered on this application.
answer-yes = YES
answer-no = NO
portal-only-failed = The SMS could not be delivered to your number.
portal-only-locked = Too many wrong codes came from your phone; the code no longer counts.

refuse-heading = Why do you refuse?
refuse-lead = The application then ends at once. The applicant learns that you refused, not why.
refuse-not-mine-hint = Then the property register should be looked at: turn to a service centre.
refuse-choose = Choose a reason.
refuse-button = Refuse
refuse-keep = Do not refuse now

problem-stale-form-title = This page was open too long
problem-stale-form-detail = The form could not be taken, since it does not belong to your session any more. Nothing was stored. Go back, reload the page and send it again. If it happens again, your browser keeps no cookies from here: allow them, or take another browser.

## The inbox of notices.

notices-heading = Notices
notices-lead = Everything you were told, also by SMS, newest first.
notices-none = There are no notices yet.
notices-new = New
notices-open = Open the application
notices-answer = See the question
notices-older = Older notices
notices-newest = Newest notices

## The statistics page.

statistics-heading = Statistics
statistics-span = From { $from } to { $to }, by the day of signing.
statistics-from = From
statistics-to = To
statistics-show = Show
statistics-services = Services
statistics-services-note = signed applications
statistics-persons = People
statistics-persons-note = in these applications
statistics-online = Online
statistics-online-note = portal, mobile app and kiosk, of all services
statistics-time = To a decision
statistics-time-note = half are decided within this, the wait for people left out
statistics-seconds = { $seconds } s
statistics-note = Applications that are still open count among the services. Totals of earlier systems are in the channels and in the share online, not in outcomes, times and regions.

chart-table = As a table
chart-csv = Download as CSV
chart-empty = Nothing was counted in this span.
chart-month = Month
chart-share = Share online, per cent
chart-outcome = Status
chart-services = Services
chart-persons = People
chart-region = Region
chart-region-unknown = Not known
chart-ground = Ground
chart-rule = Rule
chart-median = Median, seconds
chart-p95 = 95 of 100 within, seconds
chart-median-without = Median without the wait, seconds
chart-p95-without = 95 of 100 within, without the wait, seconds
chart-whole = Whole span
chart-channels = Services by channel
chart-channels-about = Signed applications month by month.
chart-online = Share online
chart-online-about = Of a hundred services, how many came through portal, mobile app or kiosk.
chart-outcomes = How it ended
chart-outcomes-about = Status of the applications that were signed in this span.
chart-times = Time to a decision
chart-times-about = From the signature to the decision, the wait for people left out; with it in the table.
chart-regions = Regions
chart-regions-about = Registered applications by region of the new address.
chart-grounds = Why not
chart-grounds-about = Grounds of refusals and referrals; an application may have several.
