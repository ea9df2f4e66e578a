problem-signature-title = The signature is not taken
problem-signature-detail = The signature is not taken. Sign again.
problem-ended-title = This has ended
problem-ended-detail = It was asked too long ago, or is used already. Begin again.
problem-revocation-unknown-title = The certificate cannot be checked now
problem-revocation-unknown-detail = The signature is right, but nothing says now whether its certificate is revoked. Try again in a minute.
problem-stronger-sign-in-title = Sign in with a digital signature or QR
problem-stronger-sign-in-detail = A sign-in by SMS is not enough for this. Sign in with a digital signature or with QR.

## Why a signature is not taken, and what to do.

signature-fault-unreadable = The signature cannot be read. Sign again.
signature-fault-wrong = The signature does not belong to this key. Sign again.
signature-fault-other-content = Another text was signed. Open the page again and sign what it shows.
signature-fault-several-signers = Exactly one person must sign. Sign again with your own key alone.
signature-fault-not-a-person = This is the key of an organisation. Choose your own key, issued to you as a person.
signature-fault-wrong-purpose = This key is not for signing. Choose the one for signing; its file may be called RSA or GOST.
signature-fault-no-iin = The certificate names no valid IIN. Choose your own key.
signature-fault-other-person = The key belongs to somebody else. Choose your own key.
signature-fault-expired = The certificate has expired. Get a new one on the portal of the certification authority or at a service centre.
signature-fault-not-yet-valid = The certificate is not valid yet. Look at the date of this computer, or wait.
signature-fault-revoked = The certificate is revoked. Get a new one on the portal of the certification authority or at a service centre.
signature-fault-untrusted = The certificate was not issued by an authority that is trusted here. Choose a key of the National Certification Authority.
signature-fault-weak = The key or its algorithm is no longer accepted. Get a new key.
signature-fault-used-before = This signature was used already. Sign again.

## What the app eGov Mobile shows before one signs.

mobile-sign-in = Sign in to the portal
mobile-application = Application for registration at the place of residence
mobile-consent = Consent to a registration at the place of residence

## How an application was signed.

field-signature = Signature
signed-by-sms = one-time SMS password
signed-by-eds = digital signature (EDS)
signed-by-qr = eGov QR
