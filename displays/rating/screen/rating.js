// SPDX-License-Identifier: Apache-2.0
// The rater at a counter: five levels in words and faces. Free choice, no default; the clerk never sees an answer.

import { byId, el, put, text } from "/shared/dom.js";
import { face, sign, tick } from "/shared/face.js";
import { languageBar } from "/shared/languages.js";
import { asked, beside, blank, fieldsOf, isBad, levels } from "/shared/rate.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { language, loadWords, named, problemText, say, setLanguage } from "/shared/words.js";

const THANKS_S = 6;
// Whoever walks off has still rated: the level is sent without more. A good rating needs no reason, so it waits a moment only.
const REASON_S = 40;
const MORE_S = 10;
// With the next visitor called, start may be pressed any moment and ends what can be rated here.
const CALLED_S = 12;
const GIVE_UP_S = 20;
const HOME_LANGUAGE = "zh-Hans";
const BAR = { keep: false, className: "language" };

// over: what was asked for long enough; ends: the timer of that.
const state = { view: null, stale: false, step: "idle", leg: null, given: blank(), touched: false, done: "", timer: 0, drawn: "", over: "", ends: 0 };
let line = null;

async function begin() {
  await loadWords(HOME_LANGUAGE);
  languageBar(byId("language"), draw, BAR);
  const auth = await deviceAuth("rating");
  line = openHall({ page: "rating", of: ofQuery(), auth, onView: saw, onStale: wentStale, onRefused: refused });
  draw();
}

function wentStale(stale) {
  state.stale = stale;
  draw();
}

function saw(view) {
  const newlyCalled = view.called && state.view && !state.view.called;
  state.view = view;
  const leg = view.rateable;
  if (state.step === "more" && keyOf(leg) !== keyOf(state.leg)) {
    // The next visitor is there: send what the last one has chosen so far.
    clearTimeout(state.timer);
    send();
  } else if (state.step === "more") {
    if (newlyCalled) alive();
  } else if (state.step === "idle" || state.step === "levels") {
    state.step = leg && keyOf(leg) !== state.done && keyOf(leg) !== state.over ? "levels" : "idle";
    state.leg = leg;
    if (leg) endAt(keyOf(leg), leg.until_us);
  }
  draw();
}

/** A rater asks for a while only: the next one to sit down must not find a question that is not theirs. */
function endAt(key, until_us) {
  clearTimeout(state.ends);
  state.ends = setTimeout(() => {
    state.over = key;
    if (state.step === "levels" && keyOf(state.leg) === key) saw(state.view);
  }, Math.max(0, (until_us - line.now()) / 1000));
}

function keyOf(leg) {
  return leg ? `${leg.ticket}.${leg.leg}` : "";
}

function choose(stars) {
  state.given = Object.assign(blank(), { stars });
  state.touched = false;
  const more = asked(state.view.form, stars);
  if (isBad(stars) || more.tags.length || more.dimensions.length) go("more", moreTime(), send);
  else send();
}

function go(step, seconds, then) {
  clearTimeout(state.timer);
  state.step = step;
  state.timer = seconds ? setTimeout(then, seconds * 1000) : 0;
  draw();
  const first = byId("main").querySelector("h1");
  if (first) first.focus();
}

async function send() {
  const leg = state.leg;
  const fields = Object.assign({ ticket: leg.ticket, leg: leg.leg }, fieldsOf(state.given, state.view.form));
  go("sending", 0);
  try {
    await line.ask("rate", fields, { give_up_s: GIVE_UP_S });
    state.done = keyOf(leg);
    go("thanks", THANKS_S, rest);
  } catch (problem) {
    state.problem = problemText(problem);
    go("problem", THANKS_S, rest);
  }
}

async function rest() {
  state.step = "idle";
  state.given = blank();
  if (language() !== HOME_LANGUAGE) {
    await setLanguage(HOME_LANGUAGE, { keep: false });
    languageBar(byId("language"), draw, BAR);
  }
  if (state.view) saw(state.view);
}

function draw() {
  const view = state.view;
  document.title = say("rating.title");
  put(byId("name"), sign(), el("span", {}, view ? named(view.hall.names) : say("shared.app")));
  text(byId("counter"), view && view.known ? say("shared.counter", { number: view.counter.number }) : "");
  const step = state.stale && state.step !== "sending" ? "stale" : state.step;
  // A view that changes nothing here must not take away what is being typed.
  const wanted = `${language()} ${step} ${keyOf(state.leg)} ${view ? `${view.badge} ${view.state} ${view.known}` : ""}`;
  if (wanted === state.drawn) return;
  state.drawn = wanted;
  byId("main").dataset.step = step;
  put(byId("main"), SHEETS[step]());
}

const SHEETS = {
  idle: () => {
    const view = state.view;
    if (view && !view.known) return box(say("rating.unknown"), say("rating.unknown-hint"));
    const badge = view && view.badge ? el("p", { class: "badge" }, say("rating.badge", { badge: view.badge })) : null;
    return box(view ? say("rating.idle") : say("shared.loading"), view ? say("rating.idle-hint") : "", badge);
  },
  stale: () => box(say("rating.stale"), say("shared.stale-why")),
  sending: () => box(say("rating.sending"), ""),
  problem: () => box(say("rating.failed"), state.problem),
  thanks: () => el("div", { class: "box", role: "status" }, tick(), el("h1", {}, say("rating.thanks")), el("p", {}, say("rating.thanks-hint"))),
  levels: () => el("div", { class: "ask" }, title(say("rating.ask", { label: state.leg.label })), hint(say("rating.ask-hint")), levels(0, choose)),
  more: () => {
    const level = say(`rating.level-${state.given.stars}`);
    const bad = isBad(state.given.stars);
    return el(
      "div",
      { class: "ask" },
      el("p", { class: `chosen level-${state.given.stars}` }, face(state.given.stars), el("span", {}, say("rating.more", { level }))),
      title(bad ? say("rating.reason") : say("rating.more-title")),
      hint(bad ? say("rating.reason-hint") : say("rating.more-hint")),
      beside(state.view.form, state.given, alive),
      el(
        "div",
        { class: "actions" },
        el("button", { class: "button", type: "button", id: "back", on: { click: back } }, say("rating.back")),
        el("button", { class: "button main", type: "button", id: "send", on: { click: send } }, say("rating.send")),
      ),
    );
  },
};

function title(said) {
  return el("h1", { tabindex: -1 }, said);
}

function hint(said) {
  return el("p", { class: "quiet hint" }, said);
}

function box(said, why, more) {
  return el("div", { class: "box" }, sign(), el("h1", {}, said), why ? el("p", {}, why) : null, more);
}

/** Somebody is still choosing or typing: the time begins anew, and is the long one. */
function alive() {
  state.touched = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(send, moreTime() * 1000);
}

function moreTime() {
  if (state.view && state.view.called) return CALLED_S;
  return isBad(state.given.stars) || state.touched ? REASON_S : MORE_S;
}

function back() {
  clearTimeout(state.timer);
  state.step = "levels";
  saw(state.view);
}

function refused(problem) {
  comeBackLater();
  const again = el("button", { class: "button main", type: "button", on: { click: () => startOver("rating") } }, say("shared.pair-again"));
  put(byId("main"), box(say("shared.refused"), problemText(problem), again));
}

begin();
