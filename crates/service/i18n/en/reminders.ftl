## Reminders, and what both sides are told when the time runs out. SMS texts: see sms.ftl.

sms-reminder = Reminder.
sms-reminder-answer = Answer before { $time }: YES or NO and code { $code }.
sms-notice-reminder = You have not answered yet: { $applicant } applied for registration at { $street }. Answer before { $date }. Number { $number }, the question is in the portal.

sms-notice-lapsed = Application { $number } ended without registration: there was no answer in time. In the portal the applicant can ask again in one step and get a certificate of the attempt.
sms-notice-lapsed-there =
    The time to answer ran out: application { $number } of { $applicant } is closed, nobody was registered{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Nothing is left to answer.
sms-notice-unreached = Application { $number } ended without registration: the question could not be delivered in time. In the portal the applicant can ask again in one step and get a certificate of the attempt.
sms-notice-unreached-there =
    The question could not be delivered in time: application { $number } of { $applicant } is closed, nobody was registered{ $street ->
        [none] {""}
       *[other] : { $street }
    }. Nothing is left to answer.

journal-reminded =
    { $role ->
        [owner] The owner
        [co_owner] The co-owner
        [listed_person] The person listed in the lease
        [other_parent] The child's other parent
       *[other] The person asked
    }: reminded that the time runs out.
