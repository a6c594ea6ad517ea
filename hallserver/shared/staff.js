// SPDX-License-Identifier: Apache-2.0
// What every staff screen has: sign-in, the bar on top, running times, commands one at a time, the notice that the line is cut.

import { languageChoice, lookSwitch } from "./choosing.js";
import { asking, typing } from "./dialogs.js";
import { byId, el, put, show, text } from "./dom.js";
import { listKeeper } from "./offline.js";
import { learn } from "./practice.js";
import { person, signOut, staffAuth } from "./sign.js";
import { openHall } from "./socket.js";
import { clockText, elapsedText } from "./time.js";
import { language, loadWords, named, problemText, say } from "./words.js";

const TICK_MS = 250;
// The line itself keeps no sign-in awake; whoever uses the screen does, and says so this often at most.
const TOUCH_MS = 60000;
/** Page → the cards that whoever works there prints and lays beside the screen. */
const CARDS_OF = { clerk: ["keys"], guide: ["guide"], manager: ["power-cut", "paper-numbers"], setup: ["door-signs"] };
let zone = "";
let token = "";
let cards = [];

/**
 * Sign in, open the page's line and keep it drawn.
 * draw(view, hall): whenever there is a new view or another language. tick(now_us): four times a second.
 * heard(whisper): something was said to this screen alone. offline(view): the waiting list in it, which is kept for when the hall
 * cannot be reached; such a page has a `sw.js` and `/shared/offline.css`. keyOf(command): the key of an act, for whoever learns it.
 * The page has `#bar`, `#stale` and `#app`; its view has `zone`, the hall's time zone.
 */
export async function staffPage({ page, draw, tick, heard, offline, keyOf }) {
  await loadWords();
  const auth = await staffAuth();
  token = auth.token;
  cards = CARDS_OF[page] || [];
  const who = person();
  const keeper = offline ? listKeeper(leave) : null;
  let latest = null;
  const again = () => {
    document.title = say(`${page}.title`);
    text(byId("stale"), say("staff.stale"));
    if (latest) draw(latest, hall);
  };
  const hall = openHall({
    page,
    of: who ? who.person : "",
    auth,
    onView: (view) => {
      latest = view;
      zone = view.zone;
      if (keeper) keeper.saw(offline(view));
      again();
    },
    onStale: (stale) => {
      document.body.classList.toggle("cut", stale);
      show(byId("stale"), stale);
      if (keeper) keeper.cut(stale);
    },
    onRefused: (problem) => {
      if (keeper) keeper.stop();
      refused(problem);
    },
    onWhisper: heard,
  });
  if (keeper) keeper.follow(hall);
  document.addEventListener("hall-language", again);
  tellTouches(hall);
  learn({ page, token, keyOf });
  again();
  setInterval(() => {
    runTimes(hall.now());
    if (tick) tick(hall.now());
  }, TICK_MS);
  return hall;
}

function tellTouches(hall) {
  let told = -TOUCH_MS;
  const touched = (event) => {
    const now = performance.now();
    if (event.isTrusted && now - told >= TOUCH_MS && hall.touch()) told = now;
  };
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touched, true);
}

function refused(problem) {
  if (problem.status === 401) {
    signOut();
    location.reload();
    return;
  }
  const again = el("button", { class: "button main", type: "button", on: { click: leave } }, say("staff.other-person"));
  put(byId("app"), el("section", { class: "refused card" }, el("p", { class: "notice red", role: "alert" }, problemText(problem)), again));
}

async function leave() {
  try {
    await fetch("/api/v1/session", { method: "DELETE", headers: { Authorization: `Bearer ${token}` } });
  } catch (error) {
    console.warn("the server did not hear of the sign-out; its token ends by itself", error);
  }
  signOut();
  location.reload();
}

/** The right end of the bar: clock, cards, language, look, sign out. */
export function barEnd() {
  return el(
    "div",
    { class: "bar-end" },
    el("span", { class: "bar-clock digits", data: { clock: "" } }),
    cards.map((card) => el("a", { class: "bar-button card-link", href: `/api/v1/cards/${card}.pdf`, target: "_blank", rel: "noopener" }, say(`card.link.${card}`))),
    languageChoice(),
    lookSwitch(),
    el("button", { class: "bar-button", type: "button", on: { click: leave } }, say("shared.sign-out")),
  );
}

/** A running time since a moment; `late_s`: marked as late from then on. Nothing for no moment. */
export function since(at_us, late_s, className) {
  if (at_us === null || at_us === undefined) return el("span", { class: className }, "–");
  return el("span", { class: `digits ${className || ""}`, data: { since: at_us, late: late_s || "" } });
}

/** Bring all running times and clocks of the page to this moment (µs, the server's clock). */
export function runTimes(now_us) {
  for (const node of document.querySelectorAll("[data-since]")) {
    const gone_s = (now_us - Number(node.dataset.since)) / 1e6;
    text(node, elapsedText(gone_s));
    if (node.dataset.late) node.classList.toggle("late", gone_s > Number(node.dataset.late));
  }
  for (const node of document.querySelectorAll("[data-clock]")) text(node, clockText(now_us, zone));
}

/** Tell times in this zone; `staffPage` does it by itself. */
export function tellTimesIn(name) {
  zone = name;
}

/** The time of day of a moment, in the hall's zone. */
export function timeOfDay(at_us) {
  return clockText(at_us, zone);
}

/** A counter's name beside its number; "" where the name says no more than the number does. */
export function counterName(row) {
  const bare = (words) => words.replace(/\s/g, "").toLowerCase();
  const name = named(row.names);
  return bare(name) === bare(say("shared.counter", { number: row.number })) ? "" : name;
}

/**
 * Draw a part of the page only when what it shows has changed, so that typing and focus in it survive. `whose`: while that is the same,
 * whoever types in a field of the part types on in the field of the same name that takes its place.
 */
export function region(node, slice, build, whose = null) {
  const shown = JSON.stringify([language(), slice]);
  if (node.shown === shown) return;
  const field = whose !== null && node.whose === whose && node.contains(document.activeElement) && typing(document.activeElement) ? document.activeElement : null;
  node.shown = shown;
  node.whose = whose;
  put(node, build(slice));
  if (field) typeOn(field, Array.from(node.querySelectorAll("input")).find((it) => it.getAttribute("aria-label") === field.getAttribute("aria-label")));
}

function typeOn(field, next) {
  if (!next) return;
  const { value, selectionStart, selectionEnd } = field;
  next.value = value;
  next.dispatchEvent(new Event("input"));
  next.focus();
  next.setSelectionRange(selectionStart, selectionEnd);
}

/**
 * The commands of a screen, one at a time: while one is under way nothing else is sent, so that a double press stays one.
 * hall(): the line that `draw` was given, or null before that. give_up_s: how long an answer is waited for. changed(free): something
 * began or ended, or `enable` was called: the screen enables what it enables itself.
 * What has `data-live` is enabled while something can be sent; what was said stands in `#message`, where the page has one.
 *
 * → `{send, work, tell, enable, free}`:
 * send(name, fields, said): ask the hall; said: what to say then, or said(answer) that gives it; "" or null says nothing. → the answer, null
 * when it was refused, which is said, or when something else is under way.
 * work(step): the same for anything else that may fail: → what `step()` resolves with.
 * tell(sentence, bad): say something; "" takes it away. enable(): after every drawing. free(): whether something can be sent now.
 */
export function acting({ hall, give_up_s = 12, changed }) {
  const state = { busy: false, sentence: "", bad: false };
  const free = () => !state.busy && hall() !== null && hall().live();
  const enable = () => {
    for (const node of document.querySelectorAll("[data-live]")) node.disabled = !free();
    if (changed) changed(free());
    said(state);
  };
  const tell = (sentence, bad = false) => {
    state.sentence = sentence || "";
    state.bad = bad;
    said(state);
  };
  const work = async (step) => {
    if (state.busy) return null;
    state.busy = true;
    enable();
    try {
      return await step();
    } catch (problem) {
      tell(problemText(problem), true);
      return null;
    } finally {
      state.busy = false;
      enable();
    }
  };
  const send = (name, fields, sentence) =>
    work(async () => {
      const answer = await hall().ask(name, fields, { live_only: true, give_up_s });
      tell(typeof sentence === "function" ? sentence(answer) : sentence);
      return answer;
    });
  return { send, work, tell, enable, free: () => free() && !asking() };
}

function said({ sentence, bad }) {
  const node = document.getElementById("message");
  if (!node) return;
  text(node, sentence);
  node.classList.toggle("bad", bad);
  show(node, sentence !== "");
}
