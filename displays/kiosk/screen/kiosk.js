// SPDX-License-Identifier: Apache-2.0
// The kiosk: one press on a service is one number. It never gives one while it cannot reach the hall.

import "/shared/clock.js";
import { byId, el, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { languageBar } from "/shared/languages.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { language, loadWords, named, problemText, say, setLanguage } from "/shared/words.js";
import { byKeys, followKeys, land } from "./arrows.js";
import { isOver, touched, watchTouches } from "./away.js";
import { closedWhy, markFull } from "./closed.js";
import { closeFind, drawFind, drawFindCard, foundServices, openFind } from "./find.js";
import { drawCard, drawHome } from "./home.js";
import { openCode, openHolder } from "./holder.js";
import { changedModes, drawModes, followDevice, forgetModes, patience_s } from "./modes.js";
import { mapSheet } from "./map.js";
import { papersSheet } from "./papers.js";
import { countSheet, drawSheet, openChoice, openSheet, closeSheet, pressedBack } from "./sheet.js";
import { cardRefusedSheet } from "./sheets.js";
import { changedVoice, followVoice, isReading, playReading, readAloud, speaker, startReading, whenVoices } from "./speaker.js";
import { followSlip, take } from "./taking.js";
import { drawTools } from "./tools.js";
import { chosen, forget, forgetWishes, HOME_LANGUAGE, kiosk, state } from "./visit.js";
import { wishesSheet } from "./wishes.js";

const SHEET_S = 12;
const HELD_S = 60;
const PARTS = ["home", "find", "result", "notice"];

async function begin() {
  Object.assign(kiosk, { draw, home, arrived });
  await loadWords(HOME_LANGUAGE);
  byId("card-clear").addEventListener("click", home);
  byId("wishes-clear").addEventListener("click", () => draw(forgetWishes()));
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  document.addEventListener("focusin", (event) => byKeys() && event.target.matches("button, input") && readAloud(event.target));
  watchTouches();
  followKeys(() => (state.sheet ? pressedBack() : state.screen !== "home" && openHome()));
  whenVoices(() => draw());
  document.addEventListener("hall-language", redraw);
  setInterval(everySecond, 1000);
  followDevice(null);
  const auth = await deviceAuth("kiosk");
  kiosk.key = auth.key;
  const onStale = (stale) => draw(Object.assign(state, { stale }));
  kiosk.line = openHall({ page: "kiosk", of: ofQuery(), auth, onView: saw, onStale, onRefused: refused, onWhisper: heard, pace: { stale_ms: 2200 } });
  draw();
}

function saw(view) {
  const before = state.view;
  state.view = view;
  followDevice(view.device);
  followVoice(view.device);
  if (!before) startReading(view.device.speech);
  // The sheet that says "take your slip" must not go on saying so.
  const isOther = before && (followSlip(before, view) || (!state.forgets && giving(before) !== giving(view)));
  if (isOther && state.sheet) drawSheet();
  draw();
}

/** What gives numbers now, to compare. */
function giving({ hall, services }) {
  return JSON.stringify([hall.open, hall.suspended, hall.issuing, hall.stopped, services.map((row) => [row.slug, row.stopped])]);
}

function draw() {
  const view = state.view;
  const now_us = kiosk.line ? kiosk.line.now() : 0;
  if (view) markFull(view, now_us);
  // A number that was given stays readable; a choice leads nowhere now, and lies there still when the line is back.
  const isCovered = state.sheet && (state.forgets || !state.stale);
  const closed = isCovered ? null : closedWhy(view, state.stale, now_us);
  const shown = closed ? "notice" : state.sheet ? "result" : state.screen;
  drawTop(view);
  show(byId("busy"), Boolean(state.busy) && !state.stale);
  for (const part of PARTS) show(byId(part), part === shown);
  document.body.dataset.screen = shown;
  if (closed) drawNotice(closed);
  if (shown === "home") drawHome(view, chosen, now_us, pressed);
  if (shown === "find") drawFind(view, chosen.looking);
  drawTools(closed && closed.holders ? "closed" : shown, view, chosen, open);
  drawModes(redraw, speaker(() => byId(document.body.dataset.screen), () => draw()));
}

function redraw() {
  if (state.sheet) drawSheet();
  draw();
}

function drawTop(view) {
  put(byId("name"), sign(), el("span", {}, view ? named(view.hall.names) : say("shared.app")));
  text(byId("low-hint"), say("kiosk.low-hint"));
  // Whoever has reached a language by keys stays there.
  if (byId("languages").dataset.language !== language()) languageBar(byId("languages"), otherLanguage, { keep: false });
  byId("languages").dataset.language = language();
  byId("languages").setAttribute("aria-label", say("shared.language"));
  byId("controls").setAttribute("aria-label", say("kiosk.controls"));
  document.title = say("kiosk.title");
  if (view) byId("clock").follow(kiosk.line.now, view.hall.time_zone);
}

function otherLanguage() {
  redraw();
  if (byKeys()) byId("languages").querySelector("[aria-pressed=true]").focus();
}

function drawNotice(why) {
  const box = byId("notice");
  box.dataset.tone = why.tone;
  put(box, el("div", { class: "sheet-box" }, sign(), el("h1", {}, why.title), why.more ? el("p", { class: "opens" }, why.more) : null, why.text ? el("p", {}, why.text) : null));
}

/** The screen is another one: keys begin at its first button, the voice at its first word. */
function arrived(part) {
  land(byId(part));
  readAloud(byId(part));
}

/** One of the buttons below was pressed. */
function open(tool) {
  if (tool === "wishes") openChoice(() => wishesSheet(state.view, chosen, drawSheet, closeSheet));
  else if (tool === "have") openCode();
  else if (tool === "map") kiosk.line.tell({ find: "map", text: "" });
  else if (tool === "papers") draw(Object.assign(chosen, { looking: !chosen.looking }));
  else find(tool);
}

function find(tab) {
  Object.assign(state, { screen: "find", changed: performance.now() });
  openFind(tab, { press: pressed, tell: (message) => kiosk.line.tell(message), back: openHome, clear: clearCard });
  draw();
  arrived("find");
}

function openHome() {
  Object.assign(state, { screen: "home", changed: performance.now() });
  chosen.looking = false;
  closeFind();
  draw();
  arrived("home");
}

/** A service was pressed: a number, or first what to bring; without a slug: what has no room on the home. */
function pressed(slug) {
  if (!slug) find("all");
  else if (chosen.looking) kiosk.line.tell({ find: "papers", text: slug });
  else take(slug);
}

function heard(whisper) {
  if (whisper.play) playReading(whisper.play);
  if (state.busy || !state.view) return;
  if (whisper.found) found(whisper.found);
  if (whisper.card) laid(whisper.card);
  if (whisper.scan) scanned(whisper.scan);
  if (whisper.card === null && chosen.card) dropCard();
  if (whisper.scan === null && state.held) home();
}

function found(answer) {
  if (answer.find === "search" && state.screen === "find") foundServices(state.view, answer, chosen.looking);
  if (answer.find === "map" && !state.sheet) openChoice(() => mapSheet(answer));
  const row = answer.find === "papers" && state.view.services.find((it) => it.slug === answer.service);
  if (!row || state.sheet) return;
  const now = () => state.view.services.find((it) => it.slug === row.slug) || row;
  openChoice(() => papersSheet(now(), answer.items, () => take(row.slug, { again: true }), closedWhy(state.view, false, kiosk.line.now())));
}

/** Whoever lays a card is the next visitor: what the last one left on the screen goes. */
async function laid(card) {
  if (state.sheet) await home();
  touched();
  chosen.card = null;
  if (card.refused) {
    openSheet(SHEET_S, () => cardRefusedSheet(card.refused));
    return;
  }
  Object.assign(chosen, { card, card_s: card.for_s || HELD_S });
  if (card.elderly && state.view.groups.some((row) => row.slug === "elderly")) chosen.group = "elderly";
  draw();
}

/** Forget the card and the priority that came with it; whoever is still choosing goes on. */
function dropCard() {
  if (chosen.card.elderly && chosen.group === "elderly") chosen.group = "";
  Object.assign(chosen, { card: null, card_s: 0 });
  draw();
}

function clearCard() {
  kiosk.line.tell({ clear: "card" });
  dropCard();
}

function scanned(scan) {
  touched();
  openHolder(scan);
  state.held = true;
}

/** Forget this visitor; what the hall still holds for the visitor too. */
async function home() {
  if (chosen.card) kiosk.line.tell({ clear: "card" });
  if (state.held) kiosk.line.tell({ clear: "scan" });
  forget();
  forgetModes();
  closeFind();
  put(byId("result"));
  if (state.view) startReading(state.view.device.speech);
  draw();
  if (language() !== HOME_LANGUAGE) await setLanguage(HOME_LANGUAGE, { keep: false });
  draw();
}

function everySecond() {
  if (chosen.card && !state.busy) {
    chosen.card_s -= 1;
    drawCard(chosen);
    drawFindCard(chosen);
    if (chosen.card_s <= 0) clearCard();
  }
  // Hours, breaks and times that are full come and go by the clock alone.
  const minute = kiosk.line ? Math.floor(kiosk.line.now() / 60e6) : 0;
  if (minute !== state.minute) draw(Object.assign(state, { minute }));
  // Nobody is sent away in the middle of a sentence.
  if (isReading()) touched();
  else if (countSheet()) home();
  const isKept = state.screen !== "home" || (state.sheet && !state.left_s) || chosen.looking || chosen.group || chosen.needs.length > 0 || language() !== HOME_LANGUAGE || changedModes() || changedVoice();
  const isCounting = state.left_s > 0 || chosen.card || state.busy;
  if (isOver(Boolean(isKept) && !isCounting, patience_s())) home();
}

function refused(problem) {
  comeBackLater();
  state.view = null;
  const again = el("button", { class: "button main", type: "button", on: { click: () => startOver("kiosk") } }, say("shared.pair-again"));
  put(byId("result"), el("div", { class: "sheet-box" }, sign(), el("h1", {}, say("shared.refused")), el("p", {}, problemText(problem)), again));
  for (const part of [...PARTS, "foot"]) show(byId(part), part === "result");
}

begin();
