// SPDX-License-Identifier: Apache-2.0
// What the kiosk shows to the holder of a number whose slip was scanned or whose code was typed: its place, and what may be done.

import { el, text } from "/shared/dom.js";
import { face, sign, tick } from "/shared/face.js";
import { rangeText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { openChoice, openSheet, deaf } from "./sheet.js";
import { fact, problemSheet } from "./sheets.js";
import { ask, took } from "./taking.js";
import { kiosk, state } from "./visit.js";

const SHEET_S = 12;
const DONE_S = 6;
const HELD_S = 60;
// Without an answer by then the line is cut, or nobody there knows the question.
const LOOK_S = 5;

const LEVELS = [5, 4, 3, 2, 1];
const PLACES = [1, 3, 5, 10];
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CODE_LENGTH = 6;

/** Show a scanned number and let its holder act. */
export function openHolder(scan) {
  if (!scan.ticket) {
    openSheet(SHEET_S, () => unknownSheet(scan));
    return;
  }
  const act = async (command, fields) => {
    if (deaf()) return;
    const done = await ask("kiosk.working", command, Object.assign({ ticket: scan.ticket }, fields), (problem) => problemSheet(problem));
    if (done && command === "come-back") took(done.result, state.view.printer === "ready", {});
    else if (done) openSheet(DONE_S, () => doneSheet(command, scan.label));
  };
  const keep = () => openHolder(scan);
  const asked = (make) => () => deaf() || openSheet(SHEET_S, make);
  const cancel = asked(() => sureSheet(scan, { really: () => act("cancel", {}), keep }));
  const letBy = asked(() => yieldSheet(scan, (places) => act("yield-place", { places }), keep));
  openSheet(scan.for_s || HELD_S, () => holderSheet(scan, { act, cancel, letBy }));
}

/** Let somebody type the code of a slip; what it leads to comes as if the slip had been scanned. */
export function openCode() {
  const code = { typed: "" };
  const typed = (whole) => {
    kiosk.line.tell({ look: whole });
    state.left_s = LOOK_S;
  };
  openChoice(() => codeSheet(code, typed));
}

/** A number and where it stands; `act(command, fields)` asks what a button offers, `cancel()` and `letBy()` ask something more first. */
function holderSheet(scan, { act, cancel, letBy }) {
  const button = (command, click, kind) =>
    scan.may.includes(command) ? el("button", { class: `button ${kind}`, type: "button", data: { act: command }, on: { click } }, say(`kiosk.${command}`)) : null;
  return el(
    "div",
    { class: "sheet-box taken holder" },
    el("p", { class: "taken-title" }, title(scan)),
    el("p", { class: "taken-number digits", id: "holder" }, scan.label),
    facts(scan),
    scan.may.includes("rate") ? levels(scan, act) : null,
    el(
      "div",
      { class: "holder-acts" },
      button("come-back", () => act("come-back", {}), "main"),
      button("bring-back", () => act("bring-back", {}), "main"),
      button("reprint-slip", () => act("reprint-slip", {}), ""),
      button("yield-place", letBy, ""),
      button("cancel", cancel, ""),
    ),
  );
}

function title(scan) {
  if (scan.may.includes("come-back")) return say("kiosk.returns", { label: scan.label });
  if (scan.state === "earlier") return say(scan.returns ? "kiosk.returns-later" : "kiosk.rate-earlier");
  return say(scan.may.includes("bring-back") ? "kiosk.missed" : `ticket.state-${scan.state}`);
}

/** What a right to come back is for, and until when. */
function rights(right) {
  const services = right.services.map((row) => named(row.names)).join(say("kiosk.and"));
  return [services ? fact(say("kiosk.returns-for"), services) : null, fact(say("kiosk.returns-until"), right.until)];
}

function facts(scan) {
  const range = rangeText(scan.range_s);
  const ahead = scan.ahead ? say("kiosk.ahead", { n: scan.ahead }) : say("kiosk.ahead-none");
  const rows = [
    ...(scan.returns ? rights(scan.returns) : []),
    scan.counter ? fact(say("kiosk.counter-label"), say("shared.counter", { number: scan.counter.number })) : null,
    scan.state === "waiting" ? fact(say("kiosk.ahead-label"), ahead) : null,
    scan.state === "waiting" && range ? fact(say("kiosk.range-label"), range) : null,
    ...(scan.orders || []).map((it) => fact(say(`answer.of-${it.source}`), answerText(it))),
  ];
  return rows.some(Boolean) ? el("dl", { class: "taken-facts" }, rows) : null;
}

/** How far it is what the visitor said; the answer itself is for the own phone, not for a screen that others see. */
function answerText(order) {
  if (order.closed_us) return say("answer.closed");
  return say(order.replied_us ? "answer.replied" : `answer.step-${order.step}`);
}

/** Five faces for a closed case, or for the visit's last errand where nothing was rated yet; free choice, no default. */
function levels(scan, act) {
  const asked = scan.rateable.filter((it) => it.stage === "completed" || !scan.rated);
  const leg = asked.find((it) => it.stage === "completed") || asked[asked.length - 1];
  const level = (stars) =>
    el(
      "button",
      { class: `level level-${stars}`, type: "button", data: { stars }, on: { click: () => act("rate", { leg: leg.leg, stage: leg.stage, stars }) } },
      el("span", { class: "level-in" }, face(stars), el("span", { class: "level-word" }, say(`rating.level-${stars}`))),
    );
  return leg ? [el("p", {}, say(leg.stage === "completed" ? "ticket.rate-completed" : "ticket.rate")), el("div", { class: "levels" }, LEVELS.map(level))] : null;
}

/** Giving a number back cannot be undone: ask once more. */
function sureSheet(scan, { really, keep }) {
  return el(
    "div",
    { class: "sheet-box" },
    sign(),
    el("h1", {}, say("kiosk.sure", { label: scan.label })),
    el("p", {}, say("kiosk.sure-hint")),
    el("button", { class: "button agree", type: "button", id: "really", on: { click: really } }, say("ticket.really")),
    el("button", { class: "button agree", type: "button", id: "keep", on: { click: keep } }, say("ticket.keep")),
  );
}

/** How many may go first; `yielded(places)` is told, `keep()` leaves it as it is. */
function yieldSheet(scan, yielded, keep) {
  const places = PLACES.filter((n) => n <= scan.behind);
  const one = (n) => el("button", { class: "button main", type: "button", data: { places: n }, on: { click: () => yielded(n) } }, say("kiosk.yield-places", { n }));
  return el(
    "div",
    { class: "sheet-box", id: "yield" },
    el("h1", {}, say("kiosk.yield-title")),
    el("p", {}, say("kiosk.yield-hint")),
    el("div", { class: "holder-acts" }, places.map(one)),
    el("button", { class: "button agree", type: "button", id: "keep", on: { click: keep } }, say("kiosk.yield-keep")),
  );
}

/** What was asked is done. */
function doneSheet(command, label) {
  return el(
    "div",
    { class: "sheet-box taken" },
    el("p", { class: "taken-title", id: "done" }, tick(), el("span", {}, say(`kiosk.done-${command}`, { label }))),
    el("p", {}, say(`kiosk.done-${command}-hint`)),
  );
}

/** What was scanned or typed is no number of today. */
function unknownSheet(scan) {
  const key = scan.too_often ? "kiosk.scan-too-often" : "kiosk.scan-unknown";
  return el("div", { class: "sheet-box", id: "unknown" }, sign(), el("h1", {}, say(key)), el("p", {}, say(`${key}-hint`)));
}

/** A pad for the code of a slip that cannot be scanned; `typed(code)` is told all six characters. `code` holds what is typed so far. */
function codeSheet(code, typed) {
  const slots = el("p", { class: "code-slots digits", id: "slots" });
  const draw = () => text(slots, code.typed.padEnd(CODE_LENGTH, "·").replace(/^(...)/, "$1 "));
  const press = (letter) => () => {
    if (code.typed.length >= CODE_LENGTH) return;
    code.typed += letter;
    draw();
    if (code.typed.length === CODE_LENGTH) typed(code.typed);
  };
  const back = () => {
    code.typed = code.typed.slice(0, -1);
    draw();
  };
  const key = (label, click, name) => el("button", { class: "button key", type: "button", data: { key: name }, on: { click } }, label);
  draw();
  return el(
    "div",
    { class: "sheet-box code" },
    el("h1", {}, say("kiosk.code-title")),
    el("p", {}, say("kiosk.code-hint")),
    slots,
    el("div", { class: "code-keys" }, Array.from(LETTERS, (letter) => key(letter, press(letter), letter)), key(say("kiosk.erase"), back, "back")),
  );
}
