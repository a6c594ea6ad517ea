// SPDX-License-Identifier: Apache-2.0
// The visitor's phone: the own number, how long still, where to go, and the rating afterwards.

import { byId, el, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { fromFragment } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { clockText, rangeText } from "/shared/time.js";
import { language, loadWords, named, problemText, say, setLanguage } from "/shared/words.js";
import { drawRating } from "./rate.js";
import { drawSuspended, standsStill } from "./suspended.js";

const KEPT = "hall.ticket";
const CHOSEN = "hall.language";
const GIVE_UP_S = 20;
const PACE = { cap_ms: 8000, open_ms: 6000 };
const BACK_US = 3600e6;
const BUZZ = [400, 200, 400, 200, 800];

const state = { view: null, stale: false, asOf: 0, buzzed: "", asking: false, problem: "" };
let line = null;

async function begin() {
  await loadWords();
  byId("language").addEventListener("click", async () => {
    await setLanguage(language() === "en" ? "zh-Hans" : "en");
    draw();
  });
  const token = ownToken();
  if (!token) {
    nothing(say("ticket.no-token"));
    return;
  }
  line = openHall({
    page: "ticket",
    of: "",
    auth: { ticket: token },
    onView: saw,
    onStale: (stale) => {
      state.stale = stale;
      draw();
    },
    onRefused: (problem) => nothing(problemText(problem)),
    pace: PACE,
  });
  setInterval(() => state.view && drawAge(), 1000);
  draw();
}

/** The token of the slip's QR code; kept for this tab, so that a reload still shows the number. */
function ownToken() {
  const brought = fromFragment("t");
  if (brought) sessionStorage.setItem(KEPT, brought);
  return brought || sessionStorage.getItem(KEPT) || "";
}

async function saw(view) {
  state.view = view;
  state.asOf = line.now();
  if (view.ticket && !localStorage.getItem(CHOSEN) && view.ticket.language !== language()) await loadWords(view.ticket.language);
  draw();
  buzz(view.ticket);
}

function buzz(ticket) {
  const call = callOf(ticket);
  if (call && call !== state.buzzed && navigator.vibrate) navigator.vibrate(BUZZ);
  state.buzzed = call;
}

/** What must be felt in the pocket: each call, and each time that somebody is asked back. */
function callOf(ticket) {
  if (ticket && backOf(ticket)) return `${ticket.id}.back.${ticket.back.nth}`;
  return ticket && ticket.state === "called" ? `${ticket.id}.${ticket.call}` : "";
}

function draw() {
  const view = state.view;
  document.title = say("ticket.title");
  text(byId("language"), say("shared.other-language"));
  put(byId("name"), sign(), el("span", {}, view ? named(view.hall.names) : say("shared.app")));
  drawOffline();
  drawSuspended(view);
  if (!view) text(byId("state"), say("shared.loading"));
  else if (!view.ticket) nothing(say("ticket.gone"));
  else drawTicket(view.ticket);
}

function drawOffline() {
  show(byId("offline"), state.stale);
  const at = state.view ? clockText(state.asOf, state.view.hall.time_zone, true) : "";
  text(byId("offline"), at ? say("ticket.offline", { at }) : say("shared.offline"));
}

function drawTicket(ticket) {
  document.body.dataset.state = standsStill(state.view) ? "waiting" : ticket.state;
  show(byId("about"), true);
  text(byId("label"), say("ticket.your-number"));
  text(byId("number"), ticket.label);
  byId("number").dataset.length = ticket.label.length;
  const stopped = standsStill(state.view);
  text(byId("state"), stopped ? say("suspension.short") : say(`ticket.state-${wordOf(ticket)}`));
  const back = backOf(ticket);
  drawCounter(back ? back.counter : stopped ? null : ticket.counter, back ? "ticket.back-to" : "ticket.to");
  drawFacts(ticket);
  drawAge();
  drawAbout(ticket);
  drawUnchecked(ticket);
  drawRating(byId("rate"), ticket, rate);
  drawActions(ticket);
  text(byId("problem"), state.problem);
  show(byId("problem"), Boolean(state.problem));
}

/** Where the visitor was asked to come back to, as long as somebody still waits there. */
function backOf(ticket) {
  return ticket.back && line.now() - ticket.back.at_us < BACK_US ? ticket.back : null;
}

function wordOf(ticket) {
  if (backOf(ticket)) return "back";
  return ticket.state === "waiting" && ticket.ahead === 0 ? "next" : ticket.state;
}

function drawCounter(counter, key) {
  show(byId("counter"), Boolean(counter));
  if (!counter) return;
  const [before, after] = say(key, { number: "\u0000" }).split("\u0000");
  const room = counter.room ? el("p", { class: "room" }, counter.room) : null;
  put(byId("counter"), el("p", {}, before, el("strong", { class: "digits" }, counter.number), after), room);
}

function drawFacts(ticket) {
  const waits = ticket.state === "waiting" && !standsStill(state.view);
  const range = rangeText(ticket.range_s);
  put(
    byId("facts"),
    waits ? fact(say("ticket.ahead"), say("ticket.people", { n: ticket.ahead })) : null,
    waits ? fact(say("ticket.range"), range || say("ticket.range-unknown")) : null,
  );
}

function fact(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

/** When the figures were last right: minutes matter to somebody who went out for a coffee. */
function drawAge() {
  const live = state.view.ticket && ["waiting", "called", "held", "absent"].includes(state.view.ticket.state);
  if (line.live()) state.asOf = line.now();
  text(byId("age"), live ? say("ticket.as-of", { at: clockText(state.asOf, state.view.hall.time_zone, true) }) : "");
}

/** A priority that was only named gives no place in line until somebody has looked at the proof. */
function drawUnchecked(ticket) {
  show(byId("unchecked"), Boolean(ticket.unchecked));
  if (ticket.unchecked) text(byId("unchecked"), say("ticket.unchecked", { group: named(ticket.unchecked) }));
}

function drawAbout(ticket) {
  const services = ticket.services.map(named).join(language() === "en" ? ", " : "、") || named(ticket.queue);
  put(
    byId("about"),
    row(say("ticket.service"), services),
    row(say("ticket.issued"), clockText(ticket.issued_us, state.view.hall.time_zone)),
    ticket.more ? row(say("ticket.more"), say("ticket.more-n", { n: ticket.more })) : null,
  );
}

function row(label, value) {
  return el("p", { class: "about-row" }, el("span", { class: "quiet" }, label), el("span", {}, value));
}

function drawActions(ticket) {
  if (!ticket.may_cancel) {
    state.asking = false;
    put(byId("actions"));
    return;
  }
  const press = (action, label, kind, id) => el("button", { class: `button ${kind}`, type: "button", id, on: { click: action } }, label);
  const ask = (asking) => () => {
    state.asking = asking;
    drawActions(ticket);
    byId(asking ? "keep" : "cancel").focus();
  };
  if (!state.asking) {
    put(byId("actions"), ...onWay(ticket, press), press(ask(true), say("ticket.cancel"), "danger", "cancel"));
    return;
  }
  put(
    byId("actions"),
    el("p", { class: "sure", role: "alert" }, say("ticket.sure", { label: ticket.label })),
    press(ask(false), say("ticket.keep"), "main", "keep"),
    press(() => send("cancel", { ticket: ticket.id }), say("ticket.really"), "danger", "really"),
  );
}

/** Who is called and needs a moment says so once; the counter waits longer. */
function onWay(ticket, press) {
  if (ticket.on_way) return [el("p", { class: "on-way", id: "said-on-way" }, say("ticket.said-on-way"))];
  if (!ticket.may_say_on_way) return [];
  const told = () => send("on-my-way", { ticket: ticket.id });
  return [press(told, say("ticket.on-my-way"), "main", "on-my-way"), el("p", { class: "on-way quiet" }, say("ticket.on-my-way-hint"))];
}

function rate(fields) {
  return send("rate", Object.assign({ ticket: state.view.ticket.id }, fields));
}

async function send(command, fields) {
  state.problem = "";
  try {
    await line.ask(command, fields, { give_up_s: GIVE_UP_S });
    return true;
  } catch (problem) {
    state.problem = problemText(problem);
    return false;
  } finally {
    state.asking = false;
    draw();
  }
}

function nothing(why) {
  document.body.dataset.state = "gone";
  put(byId("label"));
  put(byId("number"));
  put(byId("facts"));
  put(byId("age"));
  put(byId("actions"));
  put(byId("name"), sign(), el("span", {}, state.view ? named(state.view.hall.names) : say("shared.app")));
  text(byId("language"), say("shared.other-language"));
  show(byId("counter"), false);
  show(byId("about"), false);
  show(byId("rate"), false);
  text(byId("state"), why);
}

begin();
