// SPDX-License-Identifier: Apache-2.0
// The kiosk: one press on a service is one number. It never gives one while it cannot reach the hall.

import "/shared/clock.js";
import { byId, el, keyed, put, show, text } from "/shared/dom.js";
import { sign } from "/shared/face.js";
import { comeBackLater, deviceAuth, ofQuery, startOver } from "/shared/sign.js";
import { openHall } from "/shared/socket.js";
import { rangeText } from "/shared/time.js";
import { knows, language, loadWords, named, problemText, say, setLanguage } from "/shared/words.js";
import { drawPrinter, groupsBox, problemSheet, takenSheet } from "./sheets.js";

const PER_PAGE = 8;
const SHEET_S = 12;
const IDLE_S = 45;
// The second tap of a double tap must not press what has just appeared under the finger.
const DEAF_MS = 700;
// Less than the visitor's patience: after that nothing is given any more, whatever still lies on the line.
const GIVE_UP_S = 4;
const HOME_LANGUAGE = "zh-Hans";

const state = { view: null, stale: false, page: 0, group: "", busy: false, sheet: null, left_s: 0, changed: 0, touched: 0 };
let line = null;

async function begin() {
  await loadWords(HOME_LANGUAGE);
  byId("language").addEventListener("click", otherLanguage);
  byId("before").addEventListener("click", () => turn(-1));
  byId("after").addEventListener("click", () => turn(1));
  byId("declare").addEventListener("click", chooseGroup);
  document.addEventListener("pointerdown", () => (state.touched = performance.now()));
  document.addEventListener("contextmenu", (event) => event.preventDefault());
  setInterval(everySecond, 1000);
  const auth = await deviceAuth("kiosk");
  line = openHall({
    page: "kiosk",
    of: ofQuery(),
    auth,
    onView: saw,
    onStale: (stale) => {
      state.stale = stale;
      draw();
    },
    onRefused: (problem) => refused(problem),
    pace: { stale_ms: 2200 },
  });
  draw();
}

function saw(view) {
  const before = state.view;
  state.view = view;
  // The sheet that says "take your slip" must not go on saying so.
  if (before && before.printer !== view.printer && state.sheet) drawSheet();
  draw();
}

function draw() {
  const view = state.view;
  drawTop(view);
  show(byId("busy"), state.busy && !state.stale);
  const closed = state.sheet ? null : closedWhy(view);
  show(byId("home"), !closed && !state.sheet);
  show(byId("result"), Boolean(state.sheet));
  show(byId("notice"), Boolean(closed));
  if (closed) drawNotice(closed);
  if (closed) show(byId("groups"), false);
  if (!closed && !state.sheet) drawHome(view);
}

function drawTop(view) {
  put(byId("name"), sign(), el("span", {}, view ? named(view.hall.names) : say("shared.app")));
  text(byId("language"), say("shared.other-language"));
  document.title = say("kiosk.title");
  if (view) byId("clock").follow(line.now, view.hall.time_zone);
}

/** Why no number can be given now, as {title, text, tone}; null when one can. */
function closedWhy(view) {
  if (state.stale) return { title: say("kiosk.offline"), text: say("kiosk.offline-hint"), tone: "red" };
  if (!view) return { title: say("shared.loading"), text: "", tone: "plain" };
  if (!view.hall.open) return { title: say("kiosk.closed"), text: say("kiosk.closed-hint"), tone: "plain" };
  if (view.hall.issuing) return null;
  const why = `stopped.${view.hall.stopped}`;
  return { title: knows(why) ? say(why) : say("stopped.other"), text: say("kiosk.stopped-hint"), tone: "plain" };
}

function drawNotice(why) {
  const box = byId("notice");
  box.dataset.tone = why.tone;
  put(box, el("div", { class: "sheet-box" }, sign(), el("h1", {}, why.title), el("p", {}, why.text)));
}

function drawHome(view) {
  const pages = Math.max(1, Math.ceil(view.services.length / PER_PAGE));
  state.page = Math.min(state.page, pages - 1);
  text(byId("title"), say("kiosk.choose"));
  text(byId("hint"), say("kiosk.choose-hint"));
  drawPrinter(byId("printer"), view.printer);
  show(byId("pages"), pages > 1);
  text(byId("before"), say("kiosk.before"));
  text(byId("after"), say("kiosk.after"));
  byId("before").disabled = state.page === 0;
  byId("after").disabled = state.page === pages - 1;
  text(byId("where"), `${state.page + 1} / ${pages}`);
  drawPriority(view);
  const rows = view.services.slice(state.page * PER_PAGE, (state.page + 1) * PER_PAGE);
  const grid = byId("services");
  grid.dataset.count = rows.length;
  keyed(grid, rows, (row) => row.slug, makeService, drawService);
}

function makeService(row) {
  return el(
    "button",
    { class: "service", type: "button", data: { service: row.slug }, on: { click: () => take(row.slug) } },
    el(
      "span",
      { class: "service-in" },
      el("span", { class: "service-letter digits" }),
      el("span", { class: "service-name" }),
      el("span", { class: "service-waiting" }),
      el("span", { class: "service-range" }),
    ),
  );
}

function drawService(node, row) {
  const [letter, name, waiting, range] = node.firstChild.children;
  text(letter, row.letter);
  text(name, named(row.names));
  text(waiting, row.waiting ? say("kiosk.waiting", { n: row.waiting }) : say("kiosk.nobody"));
  const forecast = row.range_s ? say("kiosk.range", { range: rangeText(row.range_s) }) : "";
  text(range, row.counters ? forecast : say("kiosk.no-counter"));
  range.classList.toggle("amber", !row.counters);
}

function drawPriority(view) {
  show(byId("priority"), view.groups.length > 0);
  const group = view.groups.find((row) => row.slug === state.group);
  text(byId("chosen"), group ? say("kiosk.declared", { group: named(group.names) }) : say("kiosk.priority-hint"));
  text(byId("declare"), group ? say("kiosk.declare-other") : say("kiosk.declare"));
  byId("priority").classList.toggle("on", Boolean(group));
}

function chooseGroup() {
  const picked = (slug) => {
    state.group = slug;
    show(byId("groups"), false);
    draw();
  };
  put(byId("groups"), groupsBox(state.view.groups, state.group, picked)).setAttribute("aria-labelledby", "groups-title");
  show(byId("groups"), true);
}

async function take(service, paperless) {
  if (state.busy || (state.sheet && !paperless) || deaf() || !line || !line.live()) return;
  state.busy = true;
  text(byId("busy"), say("kiosk.taking"));
  draw();
  const fields = { services: [service], language: language() };
  if (state.group) fields.group = state.group;
  if (paperless) fields.paperless = true;
  try {
    const answer = await line.ask("take-ticket", fields, { live_only: true, give_up_s: GIVE_UP_S });
    openSheet(SHEET_S, () => takenSheet(answer.result, { slip: !paperless && state.view.printer === "ready", declared: Boolean(fields.group) }));
  } catch (problem) {
    openSheet(SHEET_S, () => problemSheet(problem, () => take(service, true)));
  } finally {
    state.busy = false;
    draw();
  }
}

function backButton() {
  return el("button", { class: "button main back", type: "button", id: "back", on: { click: pressedBack } });
}

/** Show a sheet for some seconds; `make` builds it in the language of the moment. */
function openSheet(seconds, make) {
  state.sheet = make;
  state.left_s = seconds;
  state.changed = performance.now();
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
  text(byId("back"), say("kiosk.back", { n: state.left_s }));
}

function pressedBack() {
  if (!deaf()) home();
}

async function home() {
  Object.assign(state, { sheet: null, page: 0, group: "", left_s: 0, changed: performance.now() });
  show(byId("groups"), false);
  put(byId("result"));
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
  state.page = Math.max(0, state.page + by);
  draw();
}

function everySecond() {
  if (state.sheet) {
    state.left_s -= 1;
    if (state.left_s <= 0) home();
    else drawBack();
    return;
  }
  const idle = performance.now() - state.touched > IDLE_S * 1000;
  const away = state.page > 0 || state.group || language() !== HOME_LANGUAGE || !byId("groups").hidden;
  if (idle && away && !state.busy) home();
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
