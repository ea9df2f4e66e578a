// Keeps the files of the design and one page that names nobody. Whatever else is asked for goes to the
// portal and is not kept.
"use strict";

const kept = "{kept}";
const offline = "{offline}";
const name = kept[0];

self.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(name);
    await cache.addAll([...kept, offline]);
    await self.skipWaiting();
  };
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const clear = async () => {
    for (const other of await caches.keys()) if (other !== name) await caches.delete(other);
    await self.clients.claim();
  };
  event.waitUntil(clear());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const find = (what) => caches.match(what, { ignoreSearch: true, ignoreVary: true });
  if (kept.includes(pathname)) {
    event.respondWith(find(pathname).then((file) => file || fetch(request)));
  } else if (request.mode === "navigate" && !pathname.startsWith("/sign-out") && !pathname.startsWith("/signed-out")) {
    // The browser itself forgets what it has behind a sign-out.
    event.respondWith(fetch(request).catch(() => find(offline)));
  }
});
