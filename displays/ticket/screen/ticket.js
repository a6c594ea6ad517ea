// SPDX-License-Identifier: Apache-2.0
// The visitor's phone: the own number, how long still, where to go, and the rating afterwards.

import { byId, el, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { fromFragment } from "/shared/fragment.js";
import { languageBar } from "/shared/languages.js";
import { openHall } from "/shared/socket.js";
import { clockText } from "/shared/time.js";
import { language, loadWords, named, problemText, say } from "/shared/words.js";
import { drawActs } from "./acts.js";
import { drawAnswers } from "./answers.js";
import { drawPast, goneText, isOfAnotherDay, refusalText } from "./gone.js";
import { keep, keepPage, recall } from "./kept.js";
import { drawRating } from "./rate.js";
import { alarm, beginSound, showSound } from "./sound.js";
import { speakTo } from "./spoken.js";
import { drawSteps } from "./steps.js";
import { drawSuspended, standsStill } from "./suspended.js";
import { breakOf, breakText, drawNotes, facts } from "./wait.js";
import { drawWay, showWay } from "./way.js";

const KEPT = "hall.ticket";
const GIVE_UP_S = 20;
const PACE = { cap_ms: 8000, open_ms: 6000 };
const BACK_US = 3600e6;
const LIVE = ["waiting", "called", "serving", "held", "absent"];
const BAR = { short: true, className: "language" };

// fresh: a view came since the page was opened; without one it shows what it kept. none: says why there is no number to show.
const state = { view: null, none: null, fresh: false, stale: false, asOf: 0, here_ms: 0, told: "", spoken: "", problem: "", token: "" };
const underway = new Set();
let line = null;

async function begin() {
  await loadWords();
  languageBar(byId("language"), draw, BAR);
  state.token = ownToken();
  if (!state.token) {
    showNone(() => say("ticket.no-token"));
    return;
  }
  const kept = recall(state.token);
  if (kept) Object.assign(state, { view: kept.view, asOf: kept.at_us, here_ms: kept.here_ms });
  beginSound();
  line = openHall({
    page: "ticket",
    of: "",
    auth: { ticket: state.token },
    onView: saw,
    onStale: (stale) => {
      state.stale = stale;
      draw();
    },
    onRefused: (problem) => showNone(() => refusalText(problem, state.view)),
    pace: PACE,
  });
  setInterval(() => document.body.dataset.state !== "gone" && state.view && state.view.ticket && drawTimes(state.view.ticket), 1000);
  draw();
  keepPage();
}

/** The token of the slip's QR code; kept for this tab, so that a reload still shows the number. */
function ownToken() {
  const brought = fromFragment("t");
  if (brought) sessionStorage.setItem(KEPT, brought);
  return brought || sessionStorage.getItem(KEPT) || "";
}

function saw(view) {
  const ended = !view.ticket && state.view ? state.view.ticket : null;
  state.asOf = line.now();
  if (ended && !view.past) {
    // The business day is over: the page still says which number that was.
    const zone = view.hall.time_zone;
    showNone(() => goneText(ended, zone));
    return;
  }
  Object.assign(state, { view, fresh: true, none: null });
  if (view.ticket) keep(state.token, view, state.asOf);
  draw();
  tell(view.ticket);
  if (view.ticket) speakTo(view.ticket, languageChanged);
}

function languageChanged() {
  languageBar(byId("language"), draw, BAR);
  draw();
}

/** What must be felt in the pocket and heard: each call, each time that somebody is asked back, and being next. */
function tell(ticket) {
  const news = newsOf(ticket);
  if (news && news !== state.told) alarm(news.startsWith("next") ? "next" : "called");
  state.told = news;
}

function newsOf(ticket) {
  if (!ticket || standsStill(state.view)) return "";
  if (backOf(ticket)) return `back.${ticket.back.nth}`;
  if (ticket.state === "called") return `called.${ticket.call}.${ticket.called_us}`;
  return isNext(ticket) ? `next.${JSON.stringify(ticket.services)}` : "";
}

function draw() {
  const view = state.view;
  document.title = say("ticket.title");
  put(byId("name"), sign(), el("span", {}, view ? named(view.hall.names) : say("shared.app")));
  if (state.none) {
    nothing(state.none());
    return;
  }
  drawOffline();
  drawSuspended(view);
  if (!view) text(byId("state"), say("shared.loading"));
  else if (view.past) past(view.past);
  else if (!view.ticket) nothing(say("ticket.gone"));
  else if (!state.fresh && isOfAnotherDay(view, state)) nothing(goneText(view.ticket, view.hall.time_zone));
  else drawTicket(view.ticket);
}

/** Whether what stands here may no longer be so. */
function isOld() {
  return state.stale || !state.fresh;
}

function drawOffline() {
  const old = state.view ? isOld() : state.stale;
  show(byId("offline"), old);
  const at = state.view ? clockText(state.asOf, state.view.hall.time_zone, true) : "";
  if (old) text(byId("offline"), at ? say("ticket.offline", { at }) : say("shared.offline"));
}

function drawTicket(ticket) {
  const stopped = standsStill(state.view);
  const old = isOld();
  document.body.dataset.state = stopped ? "waiting" : ticket.state;
  document.body.dataset.old = old ? "yes" : "no";
  document.body.dataset.next = wordOf(ticket) === "next" ? "yes" : "no";
  text(byId("label"), say("ticket.your-number"));
  text(byId("number"), ticket.label);
  byId("number").dataset.length = ticket.label.length;
  const word = stopped ? say("suspension.short") : say(`ticket.state-${wordOf(ticket)}`);
  text(byId("state"), old ? say("ticket.was", { at: clockText(state.asOf, state.view.hall.time_zone), was: word }) : word);
  const back = backOf(ticket);
  drawCounter(back ? back.counter : stopped ? null : ticket.counter, back ? "ticket.back-to" : "ticket.to");
  put(byId("facts"), ticket.state === "waiting" && !stopped ? facts(ticket) : null);
  drawTimes(ticket);
  for (const id of ["about", "steps", "way"]) show(byId(id), true);
  drawSteps(byId("steps"), byId("about"), ticket, state.view.hall.time_zone);
  drawNotes(ticket);
  drawRating(byId("rate"), ticket, rate);
  answers(ticket);
  if (state.fresh) drawActs(ticket, send);
  else put(byId("actions"));
  drawWay(state.view.hall, ticket, line.now());
  showSound(["waiting", "held", "absent"].includes(ticket.state) && !old);
  text(byId("problem"), state.problem);
  show(byId("problem"), Boolean(state.problem));
}

/** Where the visitor was asked to come back to, as long as somebody still waits there. */
function backOf(ticket) {
  return ticket.back && line.now() - ticket.back.at_us < BACK_US ? ticket.back : null;
}

function wordOf(ticket) {
  if (backOf(ticket)) return "back";
  if (ticket.state === "absent" && ticket.may_be_back) return "absent-back";
  return isNext(ticket) ? "next" : ticket.state;
}

/** Nobody is ahead, and somebody calls: without a range no counter does. */
function isNext(ticket) {
  return ticket.state === "waiting" && ticket.ahead === 0 && Boolean(ticket.range_s);
}

function drawCounter(counter, key) {
  show(byId("counter"), Boolean(counter));
  if (!counter) return;
  const [before, after] = say(key, { number: "\u0000" }).split("\u0000");
  const room = counter.room ? el("p", { class: "room" }, counter.room) : null;
  put(byId("counter"), el("p", {}, before, el("strong", { class: "digits" }, counter.number), after), room);
}

/** When the figures were last right, and until when a break would do: both move with the clock. */
function drawTimes(ticket) {
  if (line.live() && !isOld()) state.asOf = line.now();
  const shown = LIVE.includes(ticket.state) && !isOld();
  text(byId("age"), shown ? say("ticket.as-of", { at: clockText(state.asOf, state.view.hall.time_zone, true) }) : "");
  const found = shown && ticket.state === "waiting" && !standsStill(state.view) ? breakOf(ticket, line.now()) : null;
  const key = found ? `${language()} ${found.from_us} ${found.back_us} ${found.away_s}` : "";
  show(byId("break"), Boolean(found));
  if (byId("break").dataset.drawn === key) return;
  byId("break").dataset.drawn = key;
  put(byId("break"), found ? breakText(found, state.view.hall.time_zone) : null);
}

function past(number) {
  drawPast(number, state.problem);
  drawRating(byId("rate"), number, rate);
  answers(number);
  showWay(false);
  showSound(false);
}

function answers({ orders }) {
  drawAnswers(byId("answers"), orders, state.token, state.view.hall.time_zone);
}

function rate(fields) {
  return send("rate", Object.assign({ ticket: (state.view.ticket || state.view.past).id }, fields));
}

/** Ask for a command; whether it went through. A finger that touches twice asks once. */
async function send(command, fields) {
  if (underway.has(command)) return false;
  underway.add(command);
  state.problem = "";
  try {
    await line.ask(command, fields, { give_up_s: GIVE_UP_S });
    return true;
  } catch (problem) {
    state.problem = problemText(problem);
    return false;
  } finally {
    underway.delete(command);
    draw();
  }
}

/** Show no number from now on, and why. */
function showNone(why) {
  state.none = why;
  draw();
}

function nothing(why) {
  document.body.dataset.state = "gone";
  for (const id of ["label", "number", "facts", "age", "actions"]) put(byId(id));
  for (const id of ["counter", "about", "rate", "answers", "steps", "break", "passed", "offline", "suspended", "problem", "unchecked"]) show(byId(id), false);
  showWay(false);
  showSound(false);
  text(byId("state"), why);
}

begin();
