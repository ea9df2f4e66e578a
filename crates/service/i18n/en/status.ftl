### How the service is doing now.

footer-status = Status
status-heading = Status of the service
status-at = As of { $at }.
status-all-well = Nothing is known to be out of order
status-all-well-text = You can apply, sign and answer.
status-disturbed = A part does not answer now
status-disturbed-text = You can apply. Your application waits for the answer: nothing is lost, and nothing is refused for that reason.
status-who = Who answers
status-who-text = By real requests of the last quarter of an hour.
status-authority = Check of certificates of digital signatures
status-sms = Sending SMS
status-sms-up = Connected
status-sms-down = Not connected
status-state-answers = Answers
status-state-silent = Does not answer
status-state-not-asked = Not asked lately
status-last = last at { $clock }
status-time = How long things take now
status-time-text = Of applications signed lately ({ $hours }). Decided: { $decided }.
status-time-none = Of the applications signed lately ({ $hours }) none is decided yet.
status-from-to = From the signature to the decision
status-to-decision = With the wait for the owner’s answer
status-without-wait = Without the wait for people
status-median = Half take less than
status-p95 = 95 of 100 take less than
status-again = Look again
