### The portal as an app of the phone.

app-name = Tirkeu
app-long-name = Tirkeu – residence registration
app-heading = Public services
app-lead = Choose a section.
app-housing = Real estate and utilities
app-housing-text = Registration at the place of residence
app-service = Registration of the population of the Republic of Kazakhstan at the place of residence
app-known = Already under way
app-begin = Begin an application
app-more = More about the service
app-shared = On a shared phone sign out when you have finished: nothing remains on it.
app-offline-heading = No network
app-offline-text = Connect to the internet and open the page again. Nothing happens to an application that was filed: it is considered without you.
app-offline-again = Open again

ways-qr-hint-app = With the app on this phone
qr-app-lead = The app opens on this phone. Look at the document, sign it and come back to this page: it goes on by itself.
qr-app-open = Sign in eGov Mobile
qr-app-other = Is the app on another phone?
