// The portal as an app: what is needed without a network is kept.
"use strict";

if (navigator.serviceWorker) navigator.serviceWorker.register("/worker.js").catch(() => {});
