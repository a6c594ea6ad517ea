// SPDX-License-Identifier: Apache-2.0
// Which standard was in force on which day, and what it said otherwise than the one before.

import { ask } from "./access.js";
import { el, put } from "/shared/dom.js";
import { problemText, say } from "/shared/words.js";

/** Draw the part; it is read from the journal. */
export function historyPart() {
  const shown = el("div", {}, el("p", { class: "quiet" }, say("setup-standard.loading")));
  const day = el("input", { class: "input slim", type: "date", "aria-label": say("setup-standard.history-find") });
  ask("GET", "/api/v1/setup/standard/history").then((lines) => {
    const draw = () => put(shown, table(lines.filter((line) => !day.value || (line.first <= day.value && day.value <= line.last))));
    day.addEventListener("input", draw);
    draw();
  }).catch((problem) => put(shown, el("p", { class: "sheet-message", role: "alert" }, problemText(problem))));
  return [el("p", { class: "quiet" }, say("setup-standard.history-hint")), el("div", { class: "standard-find" }, el("label", { class: "check" }, say("setup-standard.history-find"), day)), shown];
}

function table(lines) {
  if (!lines.length) return el("p", { class: "quiet no-match" }, say("setup-standard.history-none"));
  const heads = ["when", "which", "what"].map((name) => el("th", { scope: "col" }, say(`setup-standard.history-${name}`)));
  return el("table", { class: "reading standard-history" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, lines.map((line, at) => row(line, at === lines.length - 1))));
}

function row(line, oldest) {
  const days = line.first === line.last ? line.first : say("setup-standard.history-days", { first: line.first, last: line.last, n: line.days });
  const by = line.by ? say("setup-standard.history-by", { by: line.by }) : say("setup-standard.history-opening");
  const change = (one) => el("li", {}, one.name, " ", el("code", {}, one.key), " ", el("del", {}, one.before), " → ", el("ins", {}, one.after), one.why ? el("span", { class: "quiet" }, ` ${one.why}`) : null);
  const none = oldest ? say("setup-standard.history-first") : say("setup-standard.history-same");
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, days),
    el("td", {}, el("code", {}, line.hash.slice(0, 12)), el("p", { class: "quiet" }, by), el("p", { class: "quiet" }, say("setup-standard.history-deviations", { n: line.deviations }))),
    el("td", {}, line.changes.length ? el("ul", { class: "plain" }, line.changes.map(change)) : el("span", { class: "quiet" }, none)),
  );
}
