// SPDX-License-Identifier: Apache-2.0
// The kiosk: one press on a service is one number. It never gives one while it cannot reach the hall.

import "/shared/clock.js";
import { byId, el, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { language, loadWords, named, problemText, say, setLanguage } from "/shared/words.js";
import { openCode, openHolder } from "./holder.js";
import { closedWhy, drawCard, drawHome } from "./home.js";
import { cardRefusedSheet, groupsBox, problemSheet, takenSheet } from "./sheets.js";

const SHEET_S = 12;
// A number that stands on no paper is read off, written down or photographed.
const SLIPLESS_S = 30;
const HELD_S = 60;
const IDLE_S = 45;
// The second tap of a double tap must not press what has just appeared under the finger.
const DEAF_MS = 700;
// Less than the visitor's patience: after that nothing is given any more, whatever still lies on the line.
const GIVE_UP_S = 4;
const HOME_LANGUAGE = "zh-Hans";
const NOBODY = { page: 0, group: "", card: null, card_s: 0 };

const chosen = Object.assign({}, NOBODY);
const state = { view: null, stale: false, busy: "", sheet: null, back: "", left_s: 0, changed: 0, touched: 0, taken: null, held: false };
let line = null;
// What the sheets of a number's holder need of the kiosk.
const desk = { open: openSheet, ask, deaf, took: (result) => took(result, state.view.printer === "ready", false), look: (code) => line.tell({ look: code }), hurry: (seconds) => (state.left_s = Math.min(state.left_s, seconds)) };

async function begin() {
  await loadWords(HOME_LANGUAGE);
  byId("language").addEventListener("click", otherLanguage);
  byId("before").addEventListener("click", () => turn(-1));
  byId("after").addEventListener("click", () => turn(1));
  byId("declare").addEventListener("click", chooseGroup);
  byId("card-clear").addEventListener("click", () => home());
  byId("have").addEventListener("click", () => openCode(desk));
  document.addEventListener("pointerdown", () => (state.touched = performance.now()));
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  setInterval(everySecond, 1000);
  const auth = await deviceAuth("kiosk");
  const onStale = (stale) => draw(Object.assign(state, { stale }));
  line = openHall({ page: "kiosk", of: ofQuery(), auth, onView: saw, onStale, onRefused: refused, onWhisper: heard, pace: { stale_ms: 2200 } });
  draw();
}

function saw(view) {
  const before = state.view;
  state.view = view;
  // The sheet that says "take your slip" must not go on saying so.
  if (before && state.sheet && (before.printer !== view.printer || slipFailed(before) !== slipFailed(view))) {
    if (state.taken && slipFailed(view)) state.left_s = SLIPLESS_S;
    drawSheet();
  }
  draw();
}

function slipFailed(view) {
  return Boolean(state.taken && view.last && view.last.ticket === state.taken.ticket && view.last.slip === "failed");
}

function draw() {
  const view = state.view;
  drawTop(view);
  show(byId("busy"), Boolean(state.busy) && !state.stale);
  const closed = state.sheet ? null : closedWhy(view, state.stale);
  show(byId("home"), !closed && !state.sheet);
  show(byId("result"), Boolean(state.sheet));
  show(byId("notice"), Boolean(closed));
  if (closed) drawNotice(closed);
  if (closed) show(byId("groups"), false);
  if (!closed && !state.sheet) drawHome(view, chosen, (slug) => take(slug));
}

function drawTop(view) {
  put(byId("name"), sign(), el("span", {}, view ? named(view.hall.names) : say("shared.app")));
  text(byId("language"), say("shared.other-language"));
  document.title = say("kiosk.title");
  if (view) byId("clock").follow(line.now, view.hall.time_zone);
}

function drawNotice(why) {
  const box = byId("notice");
  box.dataset.tone = why.tone;
  put(box, el("div", { class: "sheet-box" }, sign(), el("h1", {}, why.title), el("p", {}, why.text)));
}

function chooseGroup() {
  const picked = (slug) => {
    chosen.group = slug;
    show(byId("groups"), false);
    draw();
  };
  put(byId("groups"), groupsBox(state.view.groups, chosen.group, picked)).setAttribute("aria-labelledby", "groups-title");
  show(byId("groups"), true);
}

/** Ask the hall for something while the screen says so; → whether it was done. `failed(problem)` makes the sheet of a refusal. */
async function ask(saying, command, fields, failed) {
  state.busy = saying;
  text(byId("busy"), say(saying));
  draw();
  try {
    return await line.ask(command, fields, { live_only: true, give_up_s: GIVE_UP_S });
  } catch (problem) {
    if (problem.key.startsWith("card-")) chosen.card = null;
    openSheet(SHEET_S, () => failed(problem));
    return null;
  } finally {
    state.busy = "";
    draw();
  }
}

async function take(service, paperless) {
  if (state.busy || (state.sheet && !paperless) || deaf() || !line || !line.live()) return;
  const card = chosen.card;
  const fields = { services: [service], language: language() };
  if (chosen.group) fields.group = chosen.group;
  if (card) fields.card = card.ref;
  if (paperless) fields.paperless = true;
  const printed = !paperless && state.view.printer === "ready";
  const declared = Boolean(fields.group) && !(card && card.elderly && fields.group === "elderly");
  const answer = await ask("kiosk.taking", "take-ticket", fields, (problem) => problemSheet(problem, state.view, () => take(service, true)));
  if (!answer) return;
  chosen.card = null; // it counts for one number
  took(answer.result, printed, declared);
}

/** Show a number that was just given. */
function took(result, printed, declared) {
  state.taken = result;
  const slip = () => printed && state.view.printer === "ready" && !slipFailed(state.view);
  openSheet(printed ? SHEET_S : SLIPLESS_S, () => takenSheet(result, { slip: slip(), failed: slipFailed(state.view), declared }), () => (slip() ? "kiosk.back" : "kiosk.noted"));
}

function heard(whisper) {
  if (state.busy || !state.view) return;
  if (whisper.card) laid(whisper.card);
  if (whisper.scan) scanned(whisper.scan);
  if ((whisper.card === null && chosen.card) || (whisper.scan === null && state.held)) home();
}

/** Whoever lays a card is the next visitor: what the last one left on the screen goes. */
async function laid(card) {
  if (state.sheet) await home();
  state.touched = performance.now();
  chosen.card = null;
  if (card.refused) {
    openSheet(SHEET_S, () => cardRefusedSheet(card.refused));
    return;
  }
  Object.assign(chosen, { card, card_s: card.for_s || HELD_S });
  if (card.elderly && state.view.groups.some((row) => row.slug === "elderly")) chosen.group = "elderly";
  draw();
}

function scanned(scan) {
  state.touched = performance.now();
  openHolder(scan, desk);
  state.held = true;
}

function backButton() {
  return el("button", { class: "button main back", type: "button", id: "back", on: { click: pressedBack } });
}

/** Show a sheet for some seconds; `make` builds it and `back` names its way out in the language of the moment. */
function openSheet(seconds, make, back) {
  Object.assign(state, { sheet: make, back: back || (() => "kiosk.back"), left_s: seconds, changed: performance.now() });
  show(byId("groups"), false);
  drawSheet();
  draw();
}

function drawSheet() {
  const box = state.sheet();
  box.append(backButton());
  put(byId("result"), box);
  drawBack();
}

function deaf() {
  return performance.now() - state.changed < DEAF_MS;
}

function drawBack() {
  text(byId("back"), say(state.back(), { n: state.left_s }));
}

function pressedBack() {
  if (!deaf()) home();
}

/** Forget this visitor; what the hall still holds for the visitor too. */
async function home() {
  if (chosen.card) line.tell({ clear: "card" });
  if (state.held) line.tell({ clear: "scan" });
  Object.assign(state, { sheet: null, left_s: 0, changed: performance.now(), taken: null, held: false });
  Object.assign(chosen, NOBODY);
  show(byId("groups"), false);
  put(byId("result"));
  draw();
  if (language() !== HOME_LANGUAGE) await setLanguage(HOME_LANGUAGE, { keep: false });
  draw();
}

async function otherLanguage() {
  await setLanguage(language() === "en" ? HOME_LANGUAGE : "en", { keep: false });
  if (state.sheet) drawSheet();
  if (!byId("groups").hidden) chooseGroup();
  draw();
}

function turn(by) {
  chosen.page = Math.max(0, chosen.page + by);
  draw();
}

function everySecond() {
  if (chosen.card && !state.busy) {
    chosen.card_s -= 1;
    drawCard(chosen);
    if (chosen.card_s <= 0) home();
  }
  if (state.sheet) {
    state.left_s -= 1;
    if (state.left_s <= 0) home();
    else drawBack();
    return;
  }
  const idle = performance.now() - state.touched > IDLE_S * 1000;
  const away = chosen.page > 0 || chosen.group || language() !== HOME_LANGUAGE || !byId("groups").hidden;
  if (idle && away && !chosen.card && !state.busy) home();
}

function refused(problem) {
  comeBackLater();
  state.view = null;
  const again = el("button", { class: "button main", type: "button", on: { click: () => startOver("kiosk") } }, say("shared.pair-again"));
  put(byId("result"), el("div", { class: "sheet-box" }, sign(), el("h1", {}, say("shared.refused")), el("p", {}, problemText(problem)), again));
  show(byId("home"), false);
  show(byId("notice"), false);
  show(byId("result"), true);
}

begin();
