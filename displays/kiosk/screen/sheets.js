// SPDX-License-Identifier: Apache-2.0
// What the kiosk lays over its home: the number just taken, a problem, a card that cannot be used.

import { el } from "/shared/dom.js";
import { sign, tick } from "/shared/face.js";
import { rangeText } from "/shared/time.js";
import { knows, named, problemText, say } from "/shared/words.js";

const NO_SLIP = { lost: "kiosk.no-printer", out: "kiosk.no-paper", unable: "kiosk.unable" };
const ASK_PAPERLESS = ["printer-no-paper", "printer-unable", "printer-lost"];

/**
 * The number, how many are ahead, how long; `slip`: one is printed; `declared`: proof has to be shown; `needs`: help was asked for; `names`: what it is for.
 * Without a slip its code stands there too: it is all that the visitor takes along.
 */
export function takenSheet(result, { slip, failed, declared, needs, names }) {
  const range = rangeText(result.range_s);
  const ahead = result.ahead ? say("kiosk.ahead", { n: result.ahead }) : say("kiosk.ahead-none");
  return el(
    "div",
    { class: slip ? "sheet-box taken" : "sheet-box taken slipless" },
    el("p", { class: "taken-title" }, tick(), el("span", {}, say("kiosk.your-number"))),
    el("p", { class: "taken-number digits", id: "number", data: { length: result.number.length } }, result.number),
    names ? el("p", { class: "taken-service" }, named(names)) : null,
    slip ? null : el("p", { class: "taken-code" }, say("kiosk.code"), " ", el("b", { class: "digits", id: "code" }, result.code)),
    el("dl", { class: "taken-facts" }, fact(say("kiosk.ahead-label"), ahead), range ? fact(say("kiosk.range-label"), range) : null),
    failed ? el("p", { class: "notice red" }, say("kiosk.slip-failed")) : null,
    el("p", { class: "taken-slip" }, slip ? say("kiosk.take-slip") : say("kiosk.remember")),
    declared ? el("p", { class: "notice" }, say("kiosk.show-proof")) : null,
    needs ? el("p", { class: "notice" }, say("kiosk.help-noted")) : null,
  );
}

/** A label and its value. */
export function fact(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

/** What to know beforehand where there will be no slip: why, where to go, what else one may do. Nothing where all is well. */
export function printerTexts(view) {
  const why = NO_SLIP[view.printer];
  if (!why) return [];
  return [say(why), whereTo(view), view.paperless ? say("kiosk.or-paperless") : ""].filter(Boolean);
}

function whereTo(view) {
  if (!view.other) return say("kiosk.go-desk");
  const zone = named(view.other.zone);
  const kiosk = named(view.other.names);
  return zone ? say("kiosk.go-other-zone", { kiosk, zone }) : say("kiosk.go-other", { kiosk });
}

/**
 * Why there is no number. Without an answer it is not known whether there is one: the slip decides.
 * `agree` takes one without a slip, where that is what is missing and the hall allows it.
 */
export function problemSheet(problem, view, agree) {
  const slipless = ASK_PAPERLESS.includes(problem.key);
  const paperless = slipless && view && view.paperless && agree;
  const lost = problem.key === "offline";
  const hint = lost ? say("kiosk.unsure-hint") : slipless && view ? whereTo(view) : say("kiosk.problem-hint");
  return el(
    "div",
    { class: "sheet-box" },
    sign(),
    el("h1", {}, lost ? say("kiosk.unsure") : slipless ? say(`kiosk.${problem.key}`) : problemText(problem)),
    el("p", {}, hint),
    paperless ? el("p", { class: "notice" }, say("kiosk.paperless-hint")) : null,
    paperless ? el("button", { class: "button agree", type: "button", id: "paperless", on: { click: agree } }, say("kiosk.paperless")) : null,
  );
}

/** A card that no number can be read from: its kind is named, and nobody is kept from taking a number without. */
export function cardRefusedSheet(layout) {
  const key = `kiosk.card-${layout}`;
  return el("div", { class: "sheet-box" }, sign(), el("h1", {}, knows(key) ? say(key) : say("kiosk.card-unreadable")), el("p", {}, say("kiosk.card-refused-hint")));
}
