## What is wrong with a field, and what to write instead.

error-required = Fill in this field.
error-unknown-word = This value is not known. Choose one from the list.
error-rka-form = An address code has sixteen digits. Choose the address by search.
error-rka-check-digit = There is a slip in the address code. Check the digits or choose the address by search.
error-iin-form = An IIN has twelve digits. Copy it from the identity card.
error-iin-check-digit = There is a slip in the IIN. Check the digits.
error-date-form = Write the date as year-month-day, such as 2026-01-15.
error-date-future = This day is still to come. Give the day of arrival.
error-twice = This person is named twice. Take one out.
error-too-many = One application names at most 20 people. File another for the rest.
error-not-with-permanent = A permanent registration has no term. Take the months out.
error-term = A temporary registration is for 1 to 12 months. Choose a number within this.
error-counter-closed = Registration is done online. Apply on the portal, in the mobile app or in a self-service zone.
error-code-form = The code has six digits. Copy it from the SMS.
error-code-wrong = The code is wrong. Enter the one from the latest SMS.
error-code-expired = The code has expired. Ask for a new one.
error-challenge = This attempt has ended. Start again.
error-cms = The signature cannot be read. Sign the document again.
error-method = This method is not in use. Choose one of those on offer.
error-answer = The answer must be “agree” or “refuse”.
error-too-long = The text is too long. Shorten it.
error-holder-form = An owner is named by twelve digits (IIN or BIN). Check them.
error-too-short = The text is too short. Write at least three characters.
error-json = The request cannot be read as JSON. Check how it is written.
error-type = The value has the wrong type. Write it as the description says.
error-unknown-field = There is no such field. Check its name.
error-cursor = There is no such page of the list. Open the list from its beginning.

## Problem documents.

problem-bad-request-title = The request cannot be understood
problem-bad-request-detail = The request is not well-formed. Mend it and send it again.
problem-unauthorised-title = Sign in first
problem-unauthorised-detail = This needs a sign-in, or yours has ended. Sign in again.
problem-not-found-title = Not found
problem-not-found-detail = There is no such page or record, or it is not shown to you. Check the address.
problem-method-not-allowed-title = This cannot be done here
problem-method-not-allowed-detail = This address takes another HTTP method. See the description.
problem-conflict-title = Not possible as things stand
problem-conflict-detail = The application does not allow this now. Reload the page to see how it stands.
problem-open-application-title = Another application is open
problem-open-application-detail = Another application for one of these people is open. Wait for its decision, or withdraw it.
problem-stale-title = It has changed meanwhile
problem-stale-detail = You, in another window, or somebody else changed it; nothing was stored. Reload the page and repeat.
problem-idempotency-mismatch-title = The key was used for another request
problem-idempotency-mismatch-detail = This Idempotency-Key came with another body. Take a new key for a new request.
problem-too-large-title = Too large
problem-too-large-detail = The request is larger than allowed. Make it smaller.
problem-unsupported-media-type-title = This format is not taken
problem-unsupported-media-type-detail = Send the request as application/json.
problem-not-acceptable-title = No answer in this format
problem-not-acceptable-detail = The answer is application/json. Change the Accept header.
problem-invalid-fields-title = Some fields need mending
problem-invalid-fields-detail = Nothing was stored. Mend the fields that are named and send it again.
problem-refused-at-signing-title = The application was not filed
problem-refused-at-signing-detail = Something stands in the way of the signing. The draft is kept: mend the cause and sign again.
problem-method-unavailable-title = This method is not available
problem-method-unavailable-detail = Signing in or signing in this way is not open here. Choose another.
problem-too-many-requests-title = Too many requests
problem-too-many-requests-detail =
    Try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
problem-too-many-tries-title = Too many wrong tries
problem-too-many-tries-detail = This code no longer counts. Ask for a new one.
problem-limit-rounds-title = Asked often enough for today
problem-limit-rounds-detail = Consent for this dwelling was asked several times today. Talk to the owner and try again tomorrow.
problem-limit-strangers-title = Too many strange addresses
problem-limit-strangers-detail = In one week you can apply for a few dwellings of strangers only. Try again next week or turn to a service centre.
problem-unavailable-title = Not available for the moment
problem-unavailable-detail = Nothing was stored. Try again in a few minutes.
problem-internal-title = Something went wrong on our side
problem-internal-detail = Nothing was stored. Try again; if it happens again, tell the support.
problem-late-title = The answer came too late
problem-late-detail = The time to answer is over. The applicant can ask again.
problem-closed-title = The question is closed
problem-closed-detail = This application has ended: no answer is needed.
problem-no-phone-title = No number
problem-no-phone-detail = Your number is not in the mobile citizens base. Link it on the eGov.kz portal or at a service centre, or use a digital signature or QR.

## Names of the fields.

field-kind = Kind of registration
field-months = Term in months
field-rka = Address
field-reason = Reason
field-arrived-on = Day of arrival
field-subjects = Who is to be registered
field-children = Children who come along
field-channel = Channel
field-iin = IIN
field-code = Code from the SMS
field-method = Way of signing
field-answer = Answer
field-cms = Signature
field-q = Address search
