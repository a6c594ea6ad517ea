// SPDX-License-Identifier: Apache-2.0
// The waiting list in the pocket: saved while the hall can be reached, shown with its time while it cannot.
// It lives as long as the sign-in of this tab, and not beyond the day.

import { asking } from "./dialogs.js";
import { byId, el, put, text } from "./dom.js";
import { KEPT_LIST } from "./sign.js";
import { clockText } from "./time.js";
import { named, say } from "./words.js";

const SAVE_MS = 20000;
const LOOK_MS = 1000;
const NEWER_MS = 2000;
// After a reload the hall has so long to bring a view before the kept list is shown.
const OPEN_MS = 3000;
const STATES = ["called", "serving", "held", "absent"];

// What is said before the page is loaded is heard by those that listen then.
if (navigator.serviceWorker) reloadForNewer();

/**
 * Keep the waiting list of a page. `leave` signs out: without the hall the page has no bar with that button.
 * → `{saw(list), cut(isCut), follow(hall), stop()}`: saw: a new view's list, as `waiting_list` of the server makes it. stop: the hall
 * will not have this person here.
 */
export function listKeeper(leave) {
  const kept = { list: null, at_us: 0, fast_ms: 0, saved_ms: -SAVE_MS, hall: null };
  keepScreen();
  const opening = setTimeout(() => kept.list || shown(load(), leave), OPEN_MS);
  setInterval(() => {
    forget();
    if (!kept.list || !kept.hall.live()) return;
    kept.at_us = kept.hall.now();
    if (performance.now() - kept.saved_ms >= SAVE_MS) save(kept);
  }, LOOK_MS);
  return {
    follow: (hall) => (kept.hall = hall),
    stop: () => clearTimeout(opening),
    saw: (list) => {
      const isNew = !kept.list || kept.list.date !== list.date || kept.list.open !== list.open;
      kept.list = list;
      kept.at_us = kept.hall.now();
      kept.fast_ms = Date.now() - kept.at_us / 1000;
      if (isNew || performance.now() - kept.saved_ms >= SAVE_MS) save(kept);
      hide();
    },
    cut: (isCut) => {
      if (!isCut) return;
      if (kept.list) save(kept);
      shown(load(), leave);
    },
  };
}

/** Keep the list with when it was last true, by this device's clock too: it may have slept since. A closed day's helps nobody. */
function save(kept) {
  kept.saved_ms = performance.now();
  try {
    if (kept.list.open) sessionStorage.setItem(KEPT_LIST, JSON.stringify({ at_us: kept.at_us, saved_ms: Math.round(kept.at_us / 1000 + kept.fast_ms), list: kept.list }));
    else sessionStorage.removeItem(KEPT_LIST);
  } catch (error) {
    console.warn("the list is not kept on this device", error);
  }
}

/** A list that is shown goes from the screen as well when its day is over. */
function forget() {
  const box = document.getElementById("offline");
  if (!box || load()) return;
  text(box.querySelector(".offline-at"), say("staff.stale"));
  for (const node of Array.from(box.children).slice(1)) node.remove();
}

/** What was saved today on this device; null: nothing. */
function load() {
  const found = JSON.parse(sessionStorage.getItem(KEPT_LIST) || "null");
  if (found && new Date(found.saved_ms).toDateString() === new Date().toDateString()) return found;
  sessionStorage.removeItem(KEPT_LIST);
  return null;
}

/** Let the files of this screen be kept as well, so that it opens without the hall. Needs HTTPS or this machine. */
export async function keepScreen() {
  if (!navigator.serviceWorker) {
    console.warn("without HTTPS this screen does not open when the hall cannot be reached");
    return;
  }
  try {
    const known = navigator.serviceWorker.controller;
    await navigator.serviceWorker.register("sw.js");
    if (known) return;
    const scope = location.pathname.replace(/[^/]*$/, "");
    const parts = performance.getEntriesByType("resource").map((entry) => pathOf(new URL(entry.name)));
    const files = parts.filter((path) => [scope, "/shared/", "/words/", "/theme.css"].some((beginning) => path.startsWith(beginning)));
    // The browser has just asked for each of them: the hall is not asked again.
    await (await caches.open(`hall${scope}`)).addAll([scope, ...new Set(files)].map((path) => new Request(path, { cache: "force-cache" })));
  } catch (error) {
    console.warn("this screen is not kept on this device", error);
  }
}

/** By what a file is kept: of words also which areas a page has asked for. */
function pathOf(url) {
  return url.pathname.startsWith("/words/") ? url.pathname + url.search : url.pathname;
}

/** A page that was given old files because the hall was slow begins anew when all newer ones are there and nobody is asked anything. */
function reloadForNewer() {
  let timer = 0;
  const reload = () => (asking() ? wait() : location.reload());
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(reload, NEWER_MS);
  };
  navigator.serviceWorker.addEventListener("message", (event) => event.data === "newer" && wait());
}

function hide() {
  const node = document.getElementById("offline");
  if (node) node.remove();
  document.body.classList.remove("offline");
}

function shown(kept, leave) {
  hide();
  if (!kept) return;
  const list = kept.list;
  const field = el("input", { class: "input", type: "search", autocomplete: "off", placeholder: say("offline.find"), "aria-label": say("offline.find") });
  const rows = el("div", { class: "offline-rows" });
  const narrow = () => put(rows, parts(list, field.value.normalize("NFKC").trim().toUpperCase()));
  field.addEventListener("input", narrow);
  const at = el("p", { class: "offline-at", role: "alert" }, say("offline.at", { time: clockText(kept.at_us, list.zone, true) }));
  const isBare = !byId("bar").querySelector(".bar-end");
  if (isBare) put(byId("bar"), el("span", { class: "place" }, document.title));
  const out = isBare ? el("button", { class: "button", type: "button", on: { click: leave } }, say("shared.sign-out")) : null;
  const box = el("section", { id: "offline", data: { at: kept.at_us, saved: kept.saved_ms } }, el("div", { class: "offline-head" }, at, out), field, rows);
  byId("app").parentNode.insertBefore(box, byId("app"));
  document.body.classList.add("offline");
  narrow();
}

function parts(list, wanted) {
  const rows = list.rows.filter((row) => row.label.toUpperCase().includes(wanted));
  const states = STATES.map((state) => part(say(`state.${state}`), rows.filter((row) => row.state === state), list));
  const queues = list.queues.map((queue) =>
    part(`${queue.letter} ${named(queue.names)}`, rows.filter((row) => row.state === "waiting" && row.queue === queue.slug), list),
  );
  return [states.slice(0, 3), queues, states[3]];
}

function part(title, rows, list) {
  if (!rows.length) return null;
  const head = el("h2", { class: "section-title" }, el("span", {}, title), el("span", { class: "digits" }, rows.length));
  return el("section", { class: "card offline-part" }, head, el("ul", {}, rows.map((row) => line(row, list))));
}

function line(row, list) {
  const services = row.services.map((slug) => named(list.services[slug])).join(" · ");
  const needs = row.needs.map((need) => el("span", { class: "mark amber" }, say(`need.${need}`)));
  const place = row.counter ? say("shared.counter", { number: row.counter }) : say("offline.since", { time: clockText(row.since_us, list.zone) });
  const number = text(el("b", { class: "digits" }), row.label);
  return el("li", { data: { label: row.label } }, number, el("span", { class: "offline-what" }, services, needs), el("span", { class: "quiet digits" }, place));
}
