### Pages of a kiosk in a service centre.

kiosk-heading = Choose a language
kiosk-text = Here you can register at your place of residence.
kiosk-keeps-nothing = When you leave, nothing about you remains on this device. Your application can be seen from your phone or from home, at the portal.
kiosk-start-text = Fill in your application and sign it right here. Have your phone with you.
kiosk-apply = Begin an application
kiosk-letters = Size of letters
kiosk-letter = A
kiosk-letters-plain = Normal letters
kiosk-letters-large = Large letters
kiosk-letters-larger = Very large letters
kiosk-call = Call staff
kiosk-call-heading = Call a member of staff?
kiosk-call-text = Somebody of the centre will come to this kiosk and help. The call shows them nothing of what you have typed.
kiosk-called-heading = Staff has been called
kiosk-called-text = Wait at the kiosk, somebody will come.
kiosk-called-again = Staff has been called from this kiosk several times just now. Wait a little, or go to somebody in the hall.
kiosk-back = Go back
kiosk-end = Finish and erase everything
kiosk-still-heading = Are you still here?
kiosk-still = Go on
kiosk-idle-warning = Unless you go on, everything you have typed will be erased in half a minute and the kiosk starts anew.

receipt-heading = Follow your application on your phone
receipt-picture = QR code with the address of the application
receipt-text = Scan the code with the camera of your phone and sign in at the portal: the decision will appear there. The code holds nothing about you.

ways-eds-hint-kiosk = With your key in the reader of this kiosk
ways-qr-hint-kiosk = With the app on your own phone: you scan a QR code from the screen
