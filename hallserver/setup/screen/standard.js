// SPDX-License-Identifier: Apache-2.0
// The standard in force, to read: its parameters with bounds and source, and the priority groups.

import { ask } from "./access.js";
import { el, put } from "/shared/dom.js";
import { minutesText } from "/shared/time.js";
import { named, problemText, say } from "/shared/words.js";

function sheetTable(keys, rows) {
  const heads = keys.map((key) => el("th", { scope: "col" }, say(`setup.${key}`)));
  const line = (cells) => el("tr", {}, cells.map((cell) => el("td", {}, cell)));
  return el("table", { class: "reading" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, rows.map(line)));
}

function range(row) {
  return row.low === null && row.high === null ? "" : `${row.low === null ? "" : row.low} – ${row.high === null ? "" : row.high}`;
}

function parameter(row) {
  return [el("code", {}, row.key), el("b", {}, String(row.value)), row.unit, range(row), row.bind, row.note, el("span", { class: "quiet" }, row.source)];
}

function group(row) {
  return [named(row.names), row.front ? say("setup.front") : minutesText(row.credit_s || 0), row.basis];
}

/** Draw the panel. hash: which standard is in force, null for none; what it says is fetched when it is looked at. */
export function standardPanel(hash) {
  const head = el("header", { class: "sheet-head" }, el("div", {}, el("h1", {}, say("setup.section.standard")), el("p", { class: "quiet" }, say("setup.hint.standard"))));
  if (!hash) return [head, el("p", { class: "sheet-message" }, say("setup.no-standard"))];
  const body = el("div", { class: "sheet-body", role: "region", tabindex: "0", "aria-label": say("setup.section.standard") });
  const failed = (problem) => put(body, el("p", { class: "sheet-message", role: "alert" }, problemText(problem)));
  ask("GET", "/api/v1/setup/standard.json").then((standard) => put(body, tables(standard))).catch(failed);
  return [head, body];
}

function tables(standard) {
  return [
    sheetTable(["parameter", "value", "unit", "range", "bind", "note", "source"], standard.parameters.map(parameter)),
    el("h2", {}, say("setup.groups")),
    sheetTable(["group", "credit", "basis"], standard.groups.map(group)),
    el("p", { class: "quiet" }, say("setup.hash", { hash: standard.hash.slice(0, 12) })),
  ];
}
