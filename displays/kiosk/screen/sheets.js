// SPDX-License-Identifier: Apache-2.0
// What the kiosk lays over its home: the number just taken, a problem, the choice of a priority group.

import { el, show, text } from "/shared/dom.js";
import { sign, tick } from "/shared/face.js";
import { rangeText } from "/shared/time.js";
import { named, problemText, say } from "/shared/words.js";

const NO_SLIP = { lost: "kiosk.no-printer", out: "kiosk.no-paper", unable: "kiosk.unable" };
const ASK_PAPERLESS = ["printer-no-paper", "printer-unable"];

/** The number, how many are ahead, how long; `slip`: one is printed; `declared`: proof has to be shown. */
export function takenSheet(result, { slip, declared }) {
  const range = rangeText(result.range_s);
  const ahead = result.ahead ? say("kiosk.ahead", { n: result.ahead }) : say("kiosk.ahead-none");
  return el(
    "div",
    { class: "sheet-box taken" },
    el("p", { class: "taken-title" }, tick(), el("span", {}, say("kiosk.your-number"))),
    el("p", { class: "taken-number digits", id: "number" }, result.number),
    el("dl", { class: "taken-facts" }, fact(say("kiosk.ahead-label"), ahead), range ? fact(say("kiosk.range-label"), range) : null),
    el("p", { class: "taken-slip" }, slip ? say("kiosk.take-slip") : say("kiosk.remember")),
    declared ? el("p", { class: "notice" }, say("kiosk.show-proof")) : null,
  );
}

function fact(label, value) {
  return el("div", {}, el("dt", {}, label), el("dd", {}, value));
}

/** Say beforehand that there will be no slip, by what the printer says. */
export function drawPrinter(node, printer) {
  show(node, printer in NO_SLIP);
  text(node, NO_SLIP[printer] ? say(NO_SLIP[printer]) : "");
}

/**
 * Why there is no number. Without an answer it is not known whether there is one: the slip decides.
 * `agree` takes one without a slip, where that is what is missing.
 */
export function problemSheet(problem, agree) {
  const paperless = ASK_PAPERLESS.includes(problem.key);
  const lost = problem.key === "offline";
  return el(
    "div",
    { class: "sheet-box" },
    sign(),
    el("h1", {}, lost ? say("kiosk.unsure") : problemText(problem)),
    el("p", {}, lost ? say("kiosk.unsure-hint") : say(paperless ? "kiosk.paperless-hint" : "kiosk.problem-hint")),
    paperless ? el("button", { class: "button agree", type: "button", id: "paperless", on: { click: agree } }, say("kiosk.paperless")) : null,
  );
}

/** The priority groups as buttons; `picked(slug)` is told the choice, "" for none. */
export function groupsBox(groups, chosen, picked) {
  const button = (slug, label, kind) =>
    el("button", { class: `button ${kind}`, type: "button", data: { group: slug }, on: { click: () => picked(slug) } }, label);
  return el(
    "div",
    { class: "groups-box" },
    el("h1", { id: "groups-title" }, say("kiosk.groups-title")),
    el("p", { class: "quiet" }, say("kiosk.groups-hint")),
    el("div", { class: "groups" }, groups.map((row) => button(row.slug, named(row.names), row.slug === chosen ? "main" : ""))),
    button("", say("kiosk.no-group"), "wide"),
  );
}
