// SPDX-License-Identifier: Apache-2.0
// The hall display. Every call gets its moment as the big one, in order, with motion and a chime; none is skipped.

import { chime } from "/shared/chime.js";
import "/shared/clock.js";
import { byId, el, keyed, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { player } from "/shared/player.js";
import { alsoNamed, loadSecond, secondLanguage } from "/shared/second.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { wander } from "/shared/wander.js";
import { loadWords, named, problemText, say } from "/shared/words.js";
import { drawBig } from "./big.js";
import { drawCalls, drawQueues, drawTitles, resized, turnQueues } from "./lists.js";
import { slides } from "./media.js";
import { drawNotice } from "./notice.js";
import { drawNight } from "./rest.js";
import { drawFoot } from "./standing.js";

// A call holds the big place this long before the next takes it; less when some wait for it, least when many do.
const HOLD_MS = 5000;
const HOLD_BUSY_MS = 2500;
const HOLD_RUSH_MS = 1200;
// The same where nobody hears the call.
const HOLD_MUTE_MS = 9000;
const HOLD_MUTE_BUSY_MS = 4000;
const HOLD_MUTE_RUSH_MS = 2000;
const RUSH = 4;
// Somebody who was asked back is expected for so long.
const BACK_US = 300e6;
const TICK_MS = 1000;
// Older calls are shown but not announced, e.g. after the screen was away.
const FRESH_US = 15e6;
const QUEUE_PAGE_MS = 8000;
// Pictures and films come back so long after the last call has had its moment.
const CALM_MS = 7000;
// The bells are made when the number has been drawn: that takes as long as a good part of all the rest.
const CHIME_MS = 20;

const state = { view: null, stale: false, seen: -1, coming: [], big: null, timer: 0, calm: 0 };
let line = null;
let media = null;

async function begin() {
  await loadWords();
  await speak();
  document.addEventListener("hall-language", speak);
  byId("sound").addEventListener("click", async () => show(byId("sound"), !(await chime())));
  media = slides(byId("media"));
  setInterval(() => turnQueues(state.view), QUEUE_PAGE_MS);
  setInterval(tick, TICK_MS);
  window.addEventListener("resize", () => {
    resized();
    if (state.view) draw();
  });
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
      tick();
    },
    onRefused: refused,
    onWhisper: (whisper) => whisper.play && voice.add(whisper.play),
  });
  big();
}

/** Say everything in the current language. */
async function speak() {
  await loadSecond();
  document.title = say("hall.title");
  put(byId("stale"), el("strong", {}, say("shared.stale")), el("span", {}, say("shared.stale-why")));
  put(byId("sound"), say("hall.sound"));
  for (const id of ["calls", "queues", "name"]) keyed(put(byId(id)), [], () => "");
  if (state.view) {
    draw();
    big();
  }
  for (const node of document.querySelectorAll(".second")) node.lang = secondLanguage();
}

/** Once a second: what goes by the clock alone. */
function tick() {
  if (!state.view) return;
  drawNotice(state.view, line.now());
  drawNight(state.view, line.now(), state.stale);
  wander(byId("picture"), line.now());
}

function saw(view) {
  const resumed = state.view && state.view.hall.suspended && !view.hall.suspended;
  // What had to wait for the end of a suspension may be over by then.
  if (resumed) state.coming = state.coming.filter((call) => view.calls.some((it) => it.seq === call.seq && live(it)));
  state.view = view;
  const fresh = view.calls.filter((call) => call.seq > state.seen && line.now() - call.at_us < FRESH_US).reverse();
  // Not the highest ever: a hall that was set back to a backup counts on from an earlier one.
  if (view.calls.length) state.seen = view.calls[0].seq;
  state.coming.push(...fresh);
  draw();
  if (resumed) big();
  if (!state.timer) next();
}

/** Give the big place to the next fresh call, or to the newest one when none waits for it. */
function next() {
  state.timer = 0;
  const call = state.view.hall.suspended ? null : state.coming.shift();
  if (!call) {
    settle();
    return;
  }
  state.big = call;
  state.timer = setTimeout(next, holdMs());
  calling();
  big();
  announce();
}

function holdMs() {
  const some = state.coming.length > 1;
  const many = state.coming.length > RUSH;
  if (state.view.loud) return many ? HOLD_RUSH_MS : some ? HOLD_BUSY_MS : HOLD_MS;
  return many ? HOLD_MUTE_RUSH_MS : some ? HOLD_MUTE_BUSY_MS : HOLD_MUTE_MS;
}

/** Pictures and films step back for a call, and come again some time after the last one. */
function calling() {
  clearTimeout(state.calm);
  state.calm = 0;
  document.body.classList.add("calling");
  media.rest(true);
}

function calm() {
  if (state.calm || !document.body.classList.contains("calling")) return;
  state.calm = setTimeout(() => {
    document.body.classList.remove("calling");
    media.rest(false);
  }, CALM_MS);
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
  big();
  calm();
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
  drawName(view);
  byId("clock").follow(line.now, view.hall.time_zone);
  document.body.classList.toggle("mute", !view.loud);
  document.body.classList.toggle("bilingual", Boolean(alsoNamed(view.hall.names)));
  drawTitles();
  drawFoot(view);
  drawNotice(view, line.now());
  drawCalls(view, live);
  drawQueues(view);
  media.follow(view.hall.open ? view.media : []);
  if (view.hall.suspended) big();
  else if (!state.timer && !state.coming.length) settle();
  drawNight(view, line.now(), state.stale);
}

function drawName(view) {
  const box = byId("name");
  if (!box.firstChild) put(box, sign(), el("div", { class: "top-names" }, el("span", {}), el("span", { class: "second", lang: secondLanguage() })), el("span", { class: "top-zone" }));
  text(box.children[1].firstChild, named(view.hall.names));
  text(box.children[1].lastChild, alsoNamed(view.hall.names));
  text(box.lastChild, named(view.zone_names));
}

function big() {
  // Nobody is to go to a counter while the hall stands still.
  const call = state.view && state.view.hall.suspended ? null : state.big;
  drawBig(state.view, call, Boolean(call) && (live(call) || Boolean(state.timer)));
}

function refused(problem) {
  comeBackLater();
  const again = el("button", { class: "button", type: "button", on: { click: () => startOver("hall") } }, say("shared.pair-again"));
  put(byId("stale"), el("strong", {}, say("shared.refused")), el("span", {}, problemText(problem)), again);
  show(byId("stale"), true);
}

begin();
