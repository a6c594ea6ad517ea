// SPDX-License-Identifier: Apache-2.0
// The service worker of staff who walk the hall: keeps the files of their screen, so that it opens without the hall too.
// The newest file always comes first; what is kept is for when the hall cannot be reached, and a page that was given something old is
// told so once the hall answers. It never keeps data: those are the page's own.

const PATIENCE_MS = 3000;
const DOWN_MS = 10000;
const SCOPE = new URL(self.registration.scope).pathname;
const SHELF = `hall${SCOPE}`;
let downUntil_ms = 0;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const isFile = [SCOPE, "/shared/", "/words/", "/theme.css"].some((beginning) => url.pathname.startsWith(beginning));
  if (event.request.method === "GET" && url.origin === self.location.origin && isFile) event.respondWith(newest(event));
});

/** The file from the hall; the kept one where the hall does not answer in time. */
async function newest(event) {
  const request = event.request;
  const shelf = await caches.open(SHELF);
  const isTheme = new URL(request.url).pathname === "/theme.css";
  const kept = await shelf.match(request, { ignoreSearch: request.mode === "navigate" || isTheme });
  if (!kept) return keep(shelf, request, await fetch(request));
  const coming = fetch(request).then((answer) => keep(shelf, request, answer));
  // One file has waited in vain: the others of the same screen need not.
  if (Date.now() >= downUntil_ms) {
    try {
      return await inTime(coming);
    } catch (error) {
      downUntil_ms = Date.now() + DOWN_MS;
    }
  }
  event.waitUntil(coming.then((answer) => tellIfOther(answer, kept), () => undefined));
  return kept;
}

/** Tell the open pages that a file has come which is not the one that they were given. */
async function tellIfOther(answer, kept) {
  if (!answer.ok || answer.headers.get("ETag") === kept.headers.get("ETag")) return;
  for (const client of await self.clients.matchAll()) client.postMessage("newer");
}

function keep(shelf, request, answer) {
  if (answer.ok) shelf.put(request, answer.clone()).catch((error) => console.warn("a file of the screen is not kept", error));
  return answer;
}

function inTime(promise) {
  return Promise.race([promise, new Promise((resolve, reject) => setTimeout(reject, PATIENCE_MS, new Error("no answer in time")))]);
}
