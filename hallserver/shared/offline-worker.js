// SPDX-License-Identifier: Apache-2.0
// The service worker of staff who walk the hall: keeps the files of their screen, so that it opens without the hall too.
// The newest file always comes first; what is kept is for when the hall cannot be reached. It never keeps data: those are the page's own.

const PATIENCE_MS = 3000;
const DOWN_MS = 10000;
const SCOPE = new URL(self.registration.scope).pathname;
const SHELF = `hall${SCOPE}`;
let downUntil_ms = 0;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isFile = [SCOPE, "/shared/", "/words/"].some((beginning) => url.pathname.startsWith(beginning));
  if (event.request.method === "GET" && url.origin === self.location.origin && isFile) event.respondWith(newest(event.request));
});

/** The file from the hall; the kept one where the hall does not answer in time. */
async function newest(request) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(request, { ignoreSearch: request.mode === "navigate" });
  if (!kept) return keep(shelf, request, await fetch(request));
  // One file has waited in vain: the others of the same screen need not.
  if (Date.now() < downUntil_ms) return kept;
  try {
    return keep(shelf, request, await inTime(fetch(request)));
  } catch (error) {
    downUntil_ms = Date.now() + DOWN_MS;
    return kept;
  }
}

function keep(shelf, request, answer) {
  if (answer.ok) shelf.put(request, answer.clone()).catch((error) => console.warn("a file of the screen is not kept", error));
  return answer;
}

function inTime(promise) {
  return Promise.race([promise, new Promise((resolve, reject) => setTimeout(reject, PATIENCE_MS, new Error("no answer in time")))]);
}
