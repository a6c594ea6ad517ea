// SPDX-License-Identifier: Apache-2.0
// The rater at a counter: five levels in words and faces. Free choice, no default; the clerk never sees an answer.

import { byId, el, put, text } from "/shared/dom.js";
import { face, sign, tick } from "/shared/face.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { language, loadWords, named, problemText, say, setLanguage } from "/shared/words.js";

const LEVELS = [5, 4, 3, 2, 1];
const TAGS = ["efficiency", "competence", "attitude"];
const BAD_MAX = 2;
const THANKS_S = 6;
// Whoever walks off after a low rating has still given it: it is sent without a reason.
const REASON_S = 40;
// With the next visitor called, start may be pressed any moment and ends what can be rated here.
const REASON_CALLED_S = 12;
const GIVE_UP_S = 20;
const HOME_LANGUAGE = "zh-Hans";

const state = { view: null, stale: false, step: "idle", leg: null, stars: 0, tags: new Set(), comment: "", done: "", timer: 0, drawn: "" };
let line = null;

async function begin() {
  await loadWords(HOME_LANGUAGE);
  byId("language").addEventListener("click", otherLanguage);
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
  const key = leg ? `${leg.ticket}.${leg.leg}` : "";
  if (state.step === "reason" && key !== keyOf(state.leg)) {
    // The next visitor is there: send what the last one chose, without a reason.
    clearTimeout(state.timer);
    send();
  } else if (state.step === "reason") {
    if (newlyCalled) alive();
  } else if (state.step === "idle" || state.step === "levels") {
    state.step = leg && key !== state.done ? "levels" : "idle";
    state.leg = leg;
  }
  draw();
}

function keyOf(leg) {
  return leg ? `${leg.ticket}.${leg.leg}` : "";
}

function choose(stars) {
  state.stars = stars;
  state.tags = new Set();
  state.comment = "";
  if (stars > BAD_MAX) {
    send();
    return;
  }
  go("reason", reasonTime(), send);
}

function go(step, seconds, then) {
  clearTimeout(state.timer);
  state.step = step;
  state.timer = seconds ? setTimeout(then, seconds * 1000) : 0;
  draw();
}

async function send() {
  const leg = state.leg;
  const fields = { stars: state.stars, ticket: leg.ticket, leg: leg.leg };
  if (state.tags.size) fields.tags = TAGS.filter((tag) => state.tags.has(tag));
  if (state.comment.trim()) fields.comment = state.comment.trim();
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
  if (language() !== HOME_LANGUAGE) await setLanguage(HOME_LANGUAGE, { keep: false });
  if (state.view) saw(state.view);
}

async function otherLanguage() {
  await setLanguage(language() === "en" ? HOME_LANGUAGE : "en", { keep: false });
  state.drawn = "";
  draw();
}

function draw() {
  const view = state.view;
  document.title = say("rating.title");
  text(byId("language"), say("shared.other-language"));
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
  levels: () =>
    el(
      "div",
      { class: "ask" },
      el("h1", {}, say("rating.ask", { label: state.leg.label })),
      el("p", { class: "quiet" }, say("rating.ask-hint")),
      el("div", { class: "levels" }, LEVELS.map(level)),
    ),
  reason: () =>
    el(
      "div",
      { class: "ask" },
      el("h1", {}, say("rating.reason")),
      el("p", { class: "quiet" }, say("rating.reason-hint")),
      el("div", { class: "tags" }, TAGS.map(tag)),
      commentBox(),
      el(
        "div",
        { class: "actions" },
        el("button", { class: "button", type: "button", on: { click: back } }, say("rating.back")),
        el("button", { class: "button main", type: "button", id: "send", on: { click: send } }, say("rating.send")),
      ),
    ),
};

function box(title, hint, more) {
  return el("div", { class: "box" }, sign(), el("h1", {}, title), hint ? el("p", {}, hint) : null, more);
}

function level(stars) {
  return el(
    "button",
    { class: `level level-${stars}`, type: "button", data: { stars }, on: { click: () => choose(stars) } },
    el("span", { class: "level-in" }, face(stars), el("span", { class: "level-word" }, say(`rating.level-${stars}`))),
  );
}

function tag(name) {
  const toggle = (event) => {
    const on = !state.tags.has(name);
    if (on) state.tags.add(name);
    else state.tags.delete(name);
    event.currentTarget.setAttribute("aria-pressed", on);
    alive();
  };
  return el("button", { class: "button tag", type: "button", data: { tag: name }, "aria-pressed": "false", on: { click: toggle } }, say(`rating.tag-${name}`));
}

function commentBox() {
  const typed = (event) => {
    state.comment = event.target.value;
    alive();
  };
  const label = say("rating.comment");
  return el("textarea", { class: "input comment", id: "comment", rows: 3, maxlength: 300, "aria-label": label, placeholder: label, on: { input: typed } });
}

/** Somebody is still typing: the time to say why begins anew. */
function alive() {
  clearTimeout(state.timer);
  state.timer = setTimeout(send, reasonTime() * 1000);
}

function reasonTime() {
  return state.view && state.view.called ? REASON_CALLED_S : REASON_S;
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
