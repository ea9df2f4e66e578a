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
ways-other = Other ways
ways-again = Choose another way
ways-closed = No way to do this is open here. Turn to a service centre.
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
waits-deadline = The time of your signature counts, not that of the answer.
waits-look = See how it stands

## Consent by signature.

agree-button = Agree here
agree-or-sms = You can also agree here, by digital signature or with eGov Mobile.
agree-only = You can agree here, by digital signature or with eGov Mobile.
agree-stronger = To agree here, sign in by digital signature or with eGov Mobile.
agree-stronger-button = Sign in to agree
agree-lead = You sign the consent below. Read it: with your signature it counts.
agree-document = The consent you sign, to the letter
agree-waits = You have signed your consent. It is kept until it can be learned whether your certificate was revoked; you need do nothing.

## What is wrong with a signature, and what to do.

signature-unreadable = The signature cannot be read. Sign once more; if it happens again, restart NCALayer.
signature-wrong = This signature does not count: it does not fit the document or the key. Sign once more.
signature-several-signers = There are several signatures in it, and only yours is wanted. Sign once more with your key alone.
signature-not-a-person = This is the key of an organisation or of a system. Sign with your own key, that of a natural person.
signature-wrong-purpose = This key is not made for this. Choose your key for signatures; its file is usually called GOSTKNCA or RSA.
signature-no-iin = There is no IIN in the certificate of this key. Sign with a key issued to you as a natural person.
signature-other-person = This is the key of somebody else. Sign with your own key, or sign out and sign in as yourself.
signature-expired = The certificate of this key has expired. Get a new key on eGov.kz or at a service centre, or choose another way.
signature-not-yet-valid = The certificate of this key is not valid yet. Check the day from which it is valid and the clock of your computer.
signature-revoked = The certificate of this key is revoked. Choose a key that is in force, or get a new one on eGov.kz or at a service centre.
signature-untrusted = This key was not issued by the National Certification Authority. Choose a key that was.
signature-weak = This key uses an algorithm that is no longer taken. Get a new key on eGov.kz or at a service centre.
signature-other-content = Another text was signed than the one shown here. Read the text and sign once more.
signature-used-before = This signature was used already. Sign once more.
signature-unlearnable = It cannot be learned now whether your certificate was revoked. Try again in a few minutes, or choose another way.
