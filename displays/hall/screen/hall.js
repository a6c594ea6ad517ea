// SPDX-License-Identifier: Apache-2.0
// The hall display. Every call gets its moment as the big one, in order, with motion and a chime; none is skipped.

import { chime } from "/shared/chime.js";
import "/shared/clock.js";
import { byId, el, keyed, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { player } from "/shared/player.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { rangeText } from "/shared/time.js";
import { loadWords, named, problemText, say } from "/shared/words.js";
import { drawNotice } from "./notice.js";
import { footText, idleText } from "./standing.js";

// A call holds the big place this long before the next takes it; less when several wait for it.
const HOLD_MS = 5000;
const HOLD_BUSY_MS = 2500;
// The same where nobody hears the call.
const HOLD_MUTE_MS = 9000;
const HOLD_MUTE_BUSY_MS = 4000;
// Somebody who was asked back is expected for so long.
const BACK_US = 300e6;
const NOTICE_MS = 1000;
// Older calls are shown but not announced, e.g. after the screen was away.
const FRESH_US = 15e6;
const QUEUE_PAGE_MS = 8000;
// The bells are made when the number has been drawn: that takes as long as a good part of all the rest.
const CHIME_MS = 20;

// room: how many calls and queues fit; null when that must be read from the style again.
const state = { view: null, stale: false, seen: -1, coming: [], big: null, timer: 0, queuePage: 0, room: null };
let line = null;

async function begin() {
  await loadWords();
  document.title = say("hall.title");
  put(byId("stale"), el("strong", {}, say("shared.stale")), el("span", {}, say("shared.stale-why")));
  put(byId("sound"), say("hall.sound"));
  byId("sound").addEventListener("click", async () => show(byId("sound"), !(await chime())));
  setInterval(turnQueues, QUEUE_PAGE_MS);
  setInterval(() => state.view && drawNotice(state.view.notices, line.now(), state.view.standing), NOTICE_MS);
  window.addEventListener("resize", resized);
  const auth = await deviceAuth("hall");
  const voice = player({ key: auth.key, over: played });
  line = openHall({
    page: "hall",
    of: ofQuery(),
    auth,
    onView: saw,
    onStale: (stale) => {
      state.stale = stale;
      show(byId("stale"), stale);
    },
    onRefused: refused,
    onWhisper: (whisper) => whisper.play && voice.add(whisper.play),
  });
  drawIdle();
}

function resized() {
  state.room = null;
  if (state.view) draw();
}

function saw(view) {
  state.view = view;
  const fresh = view.calls.filter((call) => call.seq > state.seen && line.now() - call.at_us < FRESH_US).reverse();
  if (view.calls.length) state.seen = Math.max(state.seen, view.calls[0].seq);
  state.coming.push(...fresh);
  draw();
  if (!state.timer) next();
}

/** Give the big place to the next fresh call, or to the newest one when none waits for it. */
function next() {
  state.timer = 0;
  const call = state.coming.shift();
  if (!call) {
    settle();
    return;
  }
  state.big = call;
  state.timer = setTimeout(next, holdMs());
  drawBig();
  announce();
}

function holdMs() {
  const busy = state.coming.length > 1;
  if (state.view.loud) return busy ? HOLD_BUSY_MS : HOLD_MS;
  return busy ? HOLD_MUTE_BUSY_MS : HOLD_MUTE_MS;
}

/** A sound of the hall's voice is over; the agent that made it waits for this. */
function played(job, problem) {
  show(byId("sound"), problem === "muted");
  line.tell({ played: job, problem });
}

function live(call) {
  return call.live || (call.mark === "back" && line.now() - call.at_us < BACK_US);
}

function settle() {
  const calls = state.view ? state.view.calls : [];
  state.big = calls.find((call) => state.big && call.seq === state.big.seq && live(call)) || calls.find(live) || calls[0] || null;
  drawBig();
}

function announce() {
  const box = byId("now");
  box.classList.remove("fresh");
  // Reading the size makes the browser start the motion anew for a call that follows at once.
  void box.offsetWidth;
  box.classList.add("fresh");
  // A loudspeaker that works rings by itself before it speaks; in quiet hours nothing does.
  if (state.view.chimes) setTimeout(async () => show(byId("sound"), !(await chime())), CHIME_MS);
}

function draw() {
  const view = state.view;
  const name = byId("name");
  if (!name.firstChild) put(name, sign(), el("span", {}));
  text(name.lastChild, named(view.hall.names));
  byId("clock").follow(line.now, view.hall.time_zone);
  text(byId("calls-title"), say("hall.calls"));
  text(byId("queues-title"), say("hall.queues"));
  text(byId("foot"), footText(view));
  document.body.classList.toggle("mute", !view.loud);
  drawNotice(view.notices, line.now(), view.standing);
  drawCalls(view);
  drawQueues(view);
  if (view.hall.suspended) drawBig();
  else if (!state.timer && !state.coming.length) settle();
}

function drawBig() {
  // Nobody is to go to a counter while the hall stands still.
  const call = state.view && state.view.hall.suspended ? null : state.big;
  show(byId("now-call"), Boolean(call));
  show(byId("idle"), !call);
  if (!call) {
    drawIdle();
    return;
  }
  const now = live(call) || Boolean(state.timer);
  byId("now").classList.toggle("past", !now);
  text(byId("now-title"), say(titleOf(call, now)));
  text(byId("number"), call.label);
  byId("number").dataset.length = call.label.length;
  put(byId("to"), toCounter(call, now));
}

function titleOf(call, now) {
  if (!now) return "hall.last";
  return call.mark === "back" ? "hall.back" : "hall.now";
}

function toCounter(call, now) {
  const [before, after] = say(now ? "hall.to" : "hall.at", { number: "\u0000" }).split("\u0000");
  return [
    el("span", {}, before),
    el("strong", { class: "digits" }, call.counter.number),
    el("span", {}, after),
    call.mark ? el("span", { class: "mark amber" }, say(`hall.mark-${call.mark}`)) : null,
  ];
}

function drawIdle() {
  text(byId("now-title"), state.view ? say("hall.welcome") : say("shared.loading"));
  text(byId("idle"), state.view ? idleText(state.view.hall) : "");
}

function drawCalls(view) {
  // One row per number and counter: a recall moves up, it does not fill the list.
  const rows = view.calls.filter((call, at) => view.calls.findIndex((it) => it.label === call.label && it.counter.slug === call.counter.slug) === at);
  keyed(byId("calls"), rows.slice(0, room().calls), (call) => `${call.label}@${call.counter.slug}`, makeCall, drawCall);
}

function makeCall() {
  return el("li", { class: "call" }, el("span", { class: "call-number digits" }), el("span", { class: "call-to" }));
}

function drawCall(node, call) {
  text(node.children[0], call.label);
  text(node.children[1], say(call.mark === "back" ? "hall.back-at" : "shared.counter", { number: call.counter.number }));
  node.classList.toggle("live", live(call));
}

/** How many calls and queues fit. Asking the style makes the browser reckon it anew, so it is asked once for a size. */
function room() {
  const asked = (id, name) => Number(getComputedStyle(byId(id)).getPropertyValue(name));
  if (!state.room) state.room = { calls: asked("calls", "--rows") || 6, queues: asked("queues", "--places") || 4 };
  return state.room;
}

function drawQueues(view) {
  const per = room().queues;
  const pages = Math.max(1, Math.ceil(view.queues.length / per));
  state.queuePage %= pages;
  const rows = view.queues.slice(state.queuePage * per, state.queuePage * per + per);
  byId("queues").dataset.count = Math.min(per, view.queues.length);
  keyed(byId("queues"), rows, (row) => row.slug, makeQueue, drawQueue);
}

function turnQueues() {
  if (!state.view || state.view.queues.length <= room().queues) return;
  state.queuePage += 1;
  drawQueues(state.view);
}

function makeQueue(row) {
  return el(
    "li",
    { class: "queue", data: { queue: row.slug } },
    el("span", { class: "queue-letter digits" }),
    el("span", { class: "queue-name" }),
    el("span", { class: "queue-waiting" }, el("strong", { class: "digits" }), el("span", {})),
    el("span", { class: "queue-range" }),
  );
}

function drawQueue(node, row) {
  const [letter, name, waiting, range] = node.children;
  text(letter, row.letter);
  letter.dataset.length = row.letter.length;
  text(name, named(row.names));
  text(waiting.children[0], row.waiting);
  text(waiting.children[1], say("hall.waiting"));
  const forecast = row.range_s ? say("hall.range", { range: rangeText(row.range_s) }) : "";
  text(range, row.counters ? forecast : say("hall.no-counter"));
}

function refused(problem) {
  comeBackLater();
  const again = el("button", { class: "button", type: "button", on: { click: () => startOver("hall") } }, say("shared.pair-again"));
  put(byId("stale"), el("strong", {}, say("shared.refused")), el("span", {}, problemText(problem)), again);
  show(byId("stale"), true);
}

begin();
