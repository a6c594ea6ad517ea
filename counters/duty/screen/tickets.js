// SPDX-License-Identifier: Apache-2.0
// Numbers: find one, see how it stands, and do with it what a duty manager may, with a reason.

import { toggles } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { whyDialog } from "/shared/why.js";
import { named, say } from "/shared/words.js";
import { callTo } from "./calls.js";
import { acts, doing, send } from "./doing.js";
import { isNumber, lookUp } from "./lookup.js";
import { fits, groupText, line, remarks, servicesText, SHOWN } from "./numbers.js";
import { menu, ordered, reason, sheet } from "./sheet.js";

const STATES = ["waiting", "called", "serving", "held", "absent"];
const MOST_SERVICES = 5;
const chosen = { state: "", typed: "" };

/** The field and the chips stay as they are; the list below follows every view. */
export function drawTickets(node, view) {
  if (!node.firstChild) frame(node);
  region(node.querySelector(".states"), [view.counted, chosen.state], () => STATES.map((state) => stateChip(state, view.counted[state])));
  region(node.querySelector(".rows"), [matching(view), view.list.all, chosen.typed], ([rows, all]) => list(rows, all));
}

function frame(node) {
  const label = say("duty.find");
  const field = el("input", { class: "input find", id: "number", type: "search", maxlength: 8, autocomplete: "off", autocapitalize: "characters", placeholder: label, "aria-label": label, value: chosen.typed });
  field.addEventListener("input", () => {
    chosen.typed = field.value;
    doing.redraw();
  });
  node.append(el("div", { class: "find-box" }, field, el("button", { class: "button", type: "button", data: { live: "", act: "why" }, on: { click: () => why("") } }, say("why.button"))), el("div", { class: "states" }), el("div", { class: "rows" }));
}

function stateChip(state, n) {
  const press = () => {
    chosen.state = chosen.state === state ? "" : state;
    doing.redraw();
  };
  return el("button", { class: "state", type: "button", "aria-pressed": String(chosen.state === state), on: { click: press } }, el("b", { class: "digits" }, n), say(`state.${state}`));
}

function matching(view) {
  const typed = chosen.typed.trim();
  return view.list.rows.filter((row) => (!chosen.state || row.state === chosen.state) && fits(row.label, typed)).slice(0, SHOWN);
}

function list(rows, all) {
  if (!rows.length) return nothing(all);
  return el("ul", {}, rows.map((row) => el("li", {}, line(row, () => open(row.id)))));
}

function nothing(all) {
  const typed = chosen.typed.trim();
  const over = isNumber(typed) ? el("button", { class: "button", type: "button", data: { live: "", act: "look-up" }, on: { click: () => lookUp(typed) } }, say("duty.look-up", { label: typed.toUpperCase() })) : null;
  return [el("p", { class: "quiet none" }, say(all ? "duty.none-found" : "duty.no-tickets")), over];
}

/** What may be done with a number, by its state. */
const ACTS = [
  { name: "call-to", states: ["waiting", "absent"], run: callTo },
  { name: "lift", states: ["waiting"], run: lift },
  { name: "bring-back", states: ["absent"], run: (row) => send("bring-back", { ticket: row.id }, done(row, "bring-back")) },
  { name: "confirm-priority", states: ["waiting"], when: (row) => row.declared, run: confirmPriority },
  { name: "change-service", states: ["waiting"], run: changeService },
  { name: "escort", states: ["called"], when: (row) => !row.escorted, run: (row) => send("escort", { ticket: row.id }, done(row, "escort")) },
  { name: "why", states: STATES, run: (row) => why(row.label) },
  { name: "reprint-slip", states: STATES, run: (row) => send("reprint-slip", { ticket: row.id }, done(row, "reprint-slip")) },
  { name: "give-return", states: ["waiting", "called", "held", "absent"], run: giveReturn },
  { name: "cancel", states: ["waiting", "called", "held", "absent"], run: cancel, look: "danger" },
];

function wordOf(name) {
  return say(name === "why" ? "why.button" : `duty.${name}`);
}

/** Who of two came first, and why: for both sides of a quarrel. */
function why(label) {
  return acts.work(() => whyDialog(label));
}

function done(row, name) {
  return say("duty.done-ticket", { label: row.label, act: say(`duty.${name}`) });
}

/** Everything that may be done with one number. */
export async function open(id) {
  const row = doing.view.list.rows.find((it) => it.id === id);
  if (!row) return;
  const may = ACTS.filter((it) => it.states.includes(row.state) && (!it.when || it.when(row)));
  const hint = [say(`state.${row.state}`), servicesText(row.services), ...remarks(row)].join(" · ");
  const name = await menu(say("duty.ticket-title", { label: row.label }), hint, may.map((it) => ({ value: it.name, label: wordOf(it.name), look: it.look })));
  const act = may.find((it) => it.name === name);
  if (act) act.run(row);
}

async function lift(row) {
  const why = await ordered(say("duty.lift-title", { label: row.label }), say("duty.lift-hint"));
  if (why) send("lift", Object.assign({ ticket: row.id }, why), done(row, "lift"));
}

async function giveReturn(row) {
  const code = await reason(say("duty.return-title", { label: row.label }), say("duty.return-hint"), "return");
  if (code) send("give-return", { ticket: row.id, reason: code }, (answer) => say(answer.result.return_printer ? "duty.return-given" : "duty.return-by-hand", { label: row.label, until: answer.result.may_return_until }));
}

async function cancel(row) {
  const code = await reason(say("duty.cancel-title", { label: row.label }), say("duty.cancel-hint"), "cancel");
  if (code) send("cancel", { ticket: row.id, reason: code }, done(row, "cancel"));
}

async function confirmPriority(row) {
  const yes = await menu(say("duty.priority-title", { label: row.label }), say("duty.priority-hint", { group: groupText(row.declared) }), [
    { value: "yes", label: say("duty.priority-yes"), look: "main" },
    { value: "no", label: say("duty.priority-no") },
  ]);
  if (yes) send("confirm-priority", { ticket: row.id, confirmed: yes === "yes" }, done(row, "confirm-priority"));
}

async function changeService(row) {
  const services = await sheet(say("duty.change-title", { label: row.label }), say("duty.change-hint"), (finished) => {
    const { chosen: picked, node } = toggles(doing.view.services.map((it) => it.slug), row.services, (slug) => serviceText(slug));
    const end = el("button", { class: "button main", type: "button", on: { click: () => picked.size && picked.size <= MOST_SERVICES && finished(Array.from(picked)) } }, say("duty.change-yes"));
    return { content: el("div", { class: "dialog-body tall" }, node), end };
  });
  if (services) send("change-service", { ticket: row.id, services }, done(row, "change-service"));
}

function serviceText(slug) {
  const row = doing.view.services.find((it) => it.slug === slug);
  return `${row.letter} ${named(row.names)}`;
}
