// SPDX-License-Identifier: Apache-2.0
// What the page last showed, kept on the phone: whoever opens it again without a network sees that, and when it was right.

const SLOT = "hall.ticket.seen";
const RATING = "hall.ticket.rating";
// Of a family, say, each in a tab of its own.
const MOST = 4;
const SEED = 2166136261;

/** A short mark of a token: it tells numbers apart and opens nothing. */
function markOf(token) {
  let hash = SEED;
  for (const letter of token) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619) >>> 0;
  return hash.toString(36);
}

/** Keep the view that was right at `at_us`, beside those of a few other numbers. A browser that keeps nothing shows nothing without a network. */
export function keep(token, view, at_us) {
  try {
    const of = markOf(token);
    const others = all().filter((it) => it.of !== of);
    localStorage.setItem(SLOT, JSON.stringify([{ of, view, at_us, here_ms: Date.now() }].concat(others).slice(0, MOST)));
  } catch (error) {
    console.warn("this number is not kept on this device", error);
  }
}

/** What was kept of this number, `{view, at_us, here_ms}`, with the phone's own time of then; null: nothing. */
export function recall(token) {
  try {
    const kept = all().find((it) => it.of === markOf(token));
    return kept && kept.view && kept.view.ticket && kept.view.ticket.orders && kept.view.hall.plan ? kept : null;
  } catch (error) {
    console.warn("what was kept of this number cannot be read", error);
    return null;
  }
}

/** What is kept of every number, the newest first. */
function all() {
  const kept = JSON.parse(localStorage.getItem(SLOT) || "[]");
  return Array.isArray(kept) ? kept : [];
}

/** Keep what is chosen and typed of the rating of errand `of` until it is sent, in this tab alone. */
export function keepRating(of, given) {
  try {
    const { stars, comment, contact } = given;
    sessionStorage.setItem(RATING, JSON.stringify({ of, stars, comment, contact, tags: Array.from(given.tags), dimensions: Array.from(given.dimensions) }));
  } catch (error) {
    console.warn("the rating is not kept in this tab", error);
  }
}

/** What was chosen of the rating of errand `of` and not sent yet; null: nothing. */
export function recallRating(of) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(RATING) || "null");
    if (!kept || kept.of !== of) return null;
    return { stars: kept.stars, comment: kept.comment, contact: kept.contact, tags: new Set(kept.tags), dimensions: new Map(kept.dimensions) };
  } catch (error) {
    console.warn("what was kept of the rating cannot be read", error);
    return null;
  }
}

/** Let the files of the page be kept too, where the browser allows that: on HTTPS, or on this machine. */
export async function keepPage() {
  if (!navigator.serviceWorker) return;
  try {
    const known = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("sw.js");
    if (known) return;
    const scope = location.pathname.replace(/[^/]*$/, "");
    const ours = (path) => [scope, "/shared/", "/words/", "/theme.css"].some((beginning) => path.startsWith(beginning));
    const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name));
    const files = loaded.filter((url) => ours(url.pathname)).map((url) => url.pathname + url.search);
    await (await caches.open(`hall${scope}`)).addAll([scope, ...new Set(files)].map((file) => new Request(file, { cache: "force-cache" })));
  } catch (error) {
    console.warn("this page is not kept on this device", error);
  }
}
