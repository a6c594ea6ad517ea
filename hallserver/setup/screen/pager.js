// SPDX-License-Identifier: Apache-2.0
// A table of hundreds of rows, a page at a time.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

const MOST = 40;

function pagesOf(n) {
  return Math.max(1, Math.ceil(n / MOST));
}

/** The rows of the page that `place` is on; `place.page` is brought back to one that there is. */
export function pageOf(rows, place) {
  place.page = Math.min(Math.max(0, place.page), pagesOf(rows.length) - 1);
  return rows.slice(place.page * MOST, (place.page + 1) * MOST);
}

/** Go to the page with the last row. */
export function toLast(rows, place) {
  place.page = pagesOf(rows.length) - 1;
}

/** The foot of a table with more than one page; null for a short one. go(): the page has changed. */
export function pager(n, place, go) {
  const pages = pagesOf(n);
  if (pages === 1) return null;
  const step = (by, key) =>
    el("button", { class: "button slim", type: "button", disabled: place.page + by < 0 || place.page + by >= pages, on: { click: () => {
      place.page += by;
      go();
    } } }, say(key));
  return el("nav", { class: "pager", "aria-label": say("setup.page-of", { page: place.page + 1, pages, n }) }, step(-1, "setup.page-before"), el("span", {}, say("setup.page-of", { page: place.page + 1, pages, n })), step(1, "setup.page-next"));
}
