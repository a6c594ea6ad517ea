// SPDX-License-Identifier: Apache-2.0
// Beside and below the big place: the last calls, and page by page who waits for what.

import { byId, el, keyed, put, text } from "/shared/dom.js";
import { also, alsoNamed, secondLanguage } from "/shared/second.js";
import { rangeText } from "/shared/time.js";
import { knows, named, say } from "/shared/words.js";
import { placeOf } from "./big.js";

// room: how many calls and queues fit; null when that must be read from the style again.
const state = { page: 0, room: null };

/** There is another room now: read it anew. */
export function resized() {
  state.room = null;
}

/** How many calls and queues fit. Asking the style makes the browser reckon it anew, so it is asked once for a size. */
function room() {
  const asked = (id, name) => Number(getComputedStyle(byId(id)).getPropertyValue(name));
  if (!state.room) state.room = { calls: asked("calls", "--rows") || 6, queues: asked("queues", "--places") || 4 };
  return state.room;
}

/** Draw the headings. */
export function drawTitles() {
  const head = byId("calls-title");
  if (!head.firstChild) put(head, el("span", {}), el("span", { class: "second" }));
  text(head.firstChild, say("hall.calls"));
  text(head.lastChild, also("hall.calls"));
  text(byId("queues-title"), say("hall.queues"));
}

/** Draw the last calls, one row per number and counter: a recall moves up, it does not fill the list. */
export function drawCalls(view, live) {
  const rows = view.calls.filter((call, at) => view.calls.findIndex((it) => it.label === call.label && it.counter.slug === call.counter.slug) === at);
  keyed(byId("calls"), rows.slice(0, room().calls), (call) => `${call.label}@${call.counter.slug}`, makeCall, (node, call) => drawCall(node, call, !view.hall.suspended && live(call)));
}

function makeCall() {
  return el("li", { class: "call" }, el("span", { class: "call-number digits" }), el("span", { class: "mark call-mark" }), el("span", { class: "call-place" }), el("span", { class: "call-to" }));
}

function drawCall(node, call, live) {
  const [number, mark, place, to] = node.children;
  text(number, call.label);
  number.dataset.length = call.label.length;
  text(mark, call.mark ? say(`hall.mark-${call.mark}`) : "");
  mark.className = call.mark ? `mark call-mark mark-${call.mark}` : "call-mark";
  text(place, placeOf(call.counter));
  text(to, say(call.mark === "back" ? "hall.back-at" : "shared.counter", { number: call.counter.number }));
  node.classList.toggle("live", live);
}

/** Draw the current page of the queues; pages are as even as can be. */
export function drawQueues(view) {
  const pages = Math.max(1, Math.ceil(view.queues.length / room().queues));
  const per = Math.ceil(view.queues.length / pages);
  state.page %= pages;
  const rows = view.queues.slice(state.page * per, state.page * per + per);
  byId("queues").dataset.count = per;
  keyed(byId("queues"), rows, (row) => row.slug, makeQueue, drawQueue);
  drawDots(pages);
}

/** Turn to the next page, where there is one. Calls know nothing of pages. */
export function turnQueues(view) {
  if (!view || view.queues.length <= room().queues) return;
  state.page += 1;
  drawQueues(view);
}

function drawDots(pages) {
  const box = byId("pages");
  const shown = `${state.page}/${pages}`;
  if (box.dataset.shown === shown) return;
  box.dataset.shown = shown;
  box.hidden = pages < 2;
  box.setAttribute("aria-label", say("hall.pages", { n: state.page + 1, most: pages }));
  put(box, Array.from({ length: pages }, (_, at) => el("span", { class: at === state.page ? "dot here" : "dot" })));
}

function makeQueue(row) {
  return el(
    "li",
    { class: "queue", data: { queue: row.slug } },
    el("span", { class: "queue-letter digits" }),
    el("span", { class: "queue-names" }, el("span", { class: "queue-name" }), el("span", { class: "second", lang: secondLanguage() })),
    el("span", { class: "queue-line" }, el("span", { class: "queue-waiting" }, el("strong", { class: "digits" }), el("span", {})), el("span", { class: "queue-range" })),
  );
}

function drawQueue(node, row) {
  const [letter, names, line] = node.children;
  const [waiting, range] = line.children;
  text(letter, row.letter);
  letter.dataset.length = row.letter.length;
  text(names.firstChild, named(row.names));
  text(names.lastChild, alsoNamed(row.names));
  text(waiting.firstChild, row.waiting);
  text(waiting.lastChild, say("hall.waiting"));
  node.classList.toggle("stopped", Boolean(row.stopped));
  text(range, rangeOf(row));
}

/** What stands below a queue: why it gives no numbers, that no counter is open, or how long it takes. */
function rangeOf(row) {
  if (row.stopped) return say(knows(`stopped.${row.stopped}`) ? `stopped.${row.stopped}` : "stopped.other");
  if (!row.counters) return say("hall.no-counter");
  return row.range_s ? say("hall.range", { range: rangeText(row.range_s) }) : "";
}
