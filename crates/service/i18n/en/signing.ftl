## Signing in, signing and agreeing by digital signature and eGov Mobile.

## Which way.

ways-sign-in = How do you want to sign in?
ways-sign = How do you want to sign?
ways-agree = How do you want to sign your consent?
ways-eds = Digital signature
ways-eds-hint = With your key on this computer, through NCALayer
ways-qr = eGov Mobile
ways-qr-hint = With the app on your phone, by QR code or on this same phone
ways-sms = Code by SMS
ways-sms-hint-sign-in = To apply and to refuse. To agree to an application, choose one of the other ways.
ways-sms-hint-sign = To the number linked to you
ways-choose = Choose one of the ways.
ways-again = Choose another way
sign-in-stronger = To agree to an application, sign in by digital signature or with eGov Mobile. Then you come back here.

## By digital signature.

eds-sign-in-heading = Sign in by digital signature
eds-sign-in-lead = You sign a short text with your key. It is made for this one sign-in and files nothing.
eds-sign-heading = Sign by digital signature
eds-agree-heading = Agree by digital signature
eds-how = NCALayer must be running on this computer. It opens a window of its own: choose your key there and enter its password. The key and the password never come to us.
eds-button = Sign with NCALayer
eds-document = The text you sign, to the letter
eds-document-text = These very bytes are signed and stored.
eds-without-script = Your browser does not run the script of this page, and without it there is no way to NCALayer. Switch JavaScript on for this site and reload the page, or choose another way.
eds-busy = Looking for NCALayer.
eds-choose = NCALayer has opened a window, perhaps behind this one. Choose your key there, enter its password and confirm.
eds-sent = Signed. The signature is being checked.
eds-cancelled = Nothing was signed: the window of NCALayer was closed. Press the button to try again.
eds-absent = NCALayer does not answer
eds-absent-start = If NCALayer is installed, start it and wait for its icon to appear beside the clock.
eds-absent-install = If it is not installed, take it from the site of the National Certification Authority:
eds-absent-allow = If the browser asks whether this site may reach programs on this device, allow it.
eds-absent-then = Then press the button again. On a phone there is no NCALayer: choose eGov Mobile.
eds-old = This NCALayer is too old. Update it from the site of the National Certification Authority, start it and press the button again:
eds-failed = NCALayer could not sign. Check that the key is your own and that its carrier is plugged in, and press the button again. NCALayer says:

## With eGov Mobile.

qr-sign-in-heading = Sign in with eGov Mobile
qr-sign-heading = Sign with eGov Mobile
qr-agree-heading = Agree with eGov Mobile
qr-lead = You sign in the app with the digital signature that is stored on your phone.
qr-begin = Show the QR code
qr-step-scan = Open eGov Mobile on your phone and scan this code with “QR scanner”.
qr-step-check = Look at what you sign, and sign it in the app.
qr-step-back = This page goes on by itself.
qr-picture = QR code for the eGov Mobile app
qr-open = Open eGov Mobile on this device
qr-until = The code is good until { $until } and for one signature.
qr-waiting = Waiting for your phone.
qr-opened = The app has opened the document. Sign it there.
qr-look = Look again
qr-cancel = Cancel
qr-expired = The time of this code is over; nothing was signed. Show a new one.
qr-cancelled = This code was cancelled; nothing was signed.
qr-here = If you did not begin this yourself, or somebody else shows you the code, do not sign.

## A signature that waits.

waits-heading = Your signature is kept
waits-lead = It is right. But whether your certificate was revoked cannot be learned now: the service that knows does not answer.
waits-next = We ask again by ourselves, and the application goes on as soon as there is an answer. You need do nothing and can close this page.
waits-refused = The signature that waited was not taken.
waits-lapses = If no answer has come within { $days ->
        [one] { $days } day
       *[other] { $days } days
    }, the signature no longer counts, and you sign again.
waits-look = See how it stands

## Consent by signature.

agree-button = Agree here
agree-or-sms = You can also agree here, by digital signature or with eGov Mobile.
agree-only = You can agree here, by digital signature or with eGov Mobile.
agree-stronger = To agree here, sign in by digital signature or with eGov Mobile.
agree-stronger-button = Sign in to agree
agree-heading = Your consent
agree-lead = You sign the consent below. Read it: with your signature it counts.
agree-document = The consent you sign, to the letter
agree-waits = You have signed your consent. It is kept until it can be learned whether your certificate was revoked, and then counts from when you signed; you need do nothing.
