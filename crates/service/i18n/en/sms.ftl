## SMS from the service number. No text may hold a run of four or more digits but the code, and the
## longest names and streets must leave it within three parts (201 units): crate::messages and its
## tests see to both. Sentences of one question are said one after another: what is asked, who comes
## along, how to answer, and what to do when it is unexpected.

sms-consent-owner =
    { $applicant } asks to register with you { $kind ->
        [temporary] for a time
       *[permanent] permanently
    }: { $street }.
sms-consent-owner-for-others =
    { $applicant } asks to register { $others ->
        [one] { $others } person
       *[other] { $others } people
    } with you { $kind ->
        [temporary] for a time
       *[permanent] permanently
    }: { $street }.
sms-consent-co-owner =
    Co-owner { $applicant } asks to register { $kind ->
        [temporary] for a time
       *[permanent] permanently
    }: { $street }.
sms-consent-co-owner-for-others =
    Co-owner { $applicant } asks to register { $others ->
        [one] { $others } person
       *[other] { $others } people
    } { $kind ->
        [temporary] for a time
       *[permanent] permanently
    }: { $street }.
sms-consent-listed-person =
    Tenant { $applicant } asks to register you { $kind ->
        [temporary] for a time
       *[permanent] permanently
    }: { $street }.
sms-consent-other-parent =
    { $applicant } asks to register your child { $kind ->
        [temporary] for a time
       *[permanent] permanently
    }: { $street }.

sms-along-children =
    { $children ->
        [one] With { $children } child.
       *[other] With { $children } children.
    }
sms-along-others =
    { $others ->
        [one] With { $others } other person.
       *[other] With { $others } others.
    }
sms-along-both = Others: { $others }, children: { $children }.
sms-children-in-all =
    { $children ->
        [one] { $children } child in all.
       *[other] { $children } children in all.
    }

sms-within-seconds =
    within { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
sms-within-minutes =
    within { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
sms-within-hours =
    within { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
sms-answer = Answer { $within }: YES or NO and code { $code }.
sms-unexpected = Unexpected? Do not answer.

## Codes: the purpose in words, the code last.

sms-sign-in-code = Code to sign in to the Tirkeu portal. Tell nobody: { $code }
sms-sign-code = Code to sign application { $number }. Tell nobody: { $code }

## Answers to what people write back.

sms-hint = To answer, send YES or NO together with the eight digits of the code from the SMS. You can also answer in the portal.
sms-hint-closed = This question is closed: no answer is needed. See the portal.
sms-hint-locked = Too many wrong codes. Now you can answer in the portal only.

## Notices.

sms-notice-filed = { $applicant } applied to register you: { $street }. Number { $number }, see the portal.
sms-notice-attempt = { $applicant } applied for registration at { $street }. Number { $number }. If your answer is needed, the question is in the portal.
sms-notice-registered = Application { $number }: registered at { $street }.
sms-notice-registered-there = On the application of { $applicant } a registration was made at { $street }. Number { $number }, see the portal.
sms-notice-refused = Application { $number } is refused. The portal says why and what to do.
sms-notice-ended-there =
    Application { $number } of { $applicant } ended without registration{ $street ->
        [none] {""}
       *[other] : { $street }
    }. You need do nothing.
sms-notice-referred = Application { $number } is served at a service centre. See the portal.
sms-notice-withdrawn = Application { $number } was withdrawn.
sms-notice-left = Somebody who was registered at your dwelling has left it. See the portal.
sms-notice-term-ends = Your temporary registration ends on { $date }: { $street }.
sms-notice-term-ended = Your temporary registration has ended: { $street }.
sms-notice-born = Your child is registered at the mother's address. See the portal.
sms-notice-by-act =
    Act { $number } of a service centre: { $act ->
        [emigration] your registration has ended: emigration.
        [court_removal] your registration has ended by decision of a court.
        [court_registration] you are registered by decision of a court.
        [annulment] your registration was annulled by the police.
        [correction] a wrong entry about you was corrected.
       *[other] your former registration is restored.
    } Questions? Go to a service centre.
sms-notice-there-by-act =
    Act { $number } of a service centre: somebody is registered in your dwelling{ $act ->
        [court_registration] {" "}by decision of a court
        [birth] {" "}(a newborn)
       *[other] {""}
    }. Questions? Go to a service centre.
