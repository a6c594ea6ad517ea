// SPDX-License-Identifier: Apache-2.0
// One number, looked up: what it is for, where it stands, its way so far in words, and what can be done with it now.

import { ask, chips, finder, pick, toggles } from "/shared/dialogs.js";
import { byId, el, show } from "/shared/dom.js";
import { region, timeOfDay } from "/shared/staff.js";
import { rangeText } from "/shared/time.js";
import { knows, named, say } from "/shared/words.js";
import { act, acts, button, comeBack, find, marks, send, serviceName, state } from "./common.js";
import { giveNotice } from "./notice.js";

const NEEDS = ["mobility", "hearing", "sight", "language", "infant", "companion"];
const LANGUAGES = ["zh-Hans", "zh-Hant", "yue", "en"];
const open = { id: "", row: "", from: null };

/** The sheet's frame; a number that was open is looked up again. */
export function ticketSheet() {
  open.row = "";
  const keys = (event) => event.key === "Escape" && close();
  const part = (name) => el("div", { id: `sheet-${name}`, class: `sheet-${name}` });
  const body = el("div", { class: "sheet-body" }, part("facts"), part("acts"), part("way"));
  return el("section", { id: "sheet", class: "sheet", tabindex: -1, hidden: true, on: { keydown: keys } }, part("head"), body);
}

/** Look a number up and open it; typed as a number, a short code or an id. */
export async function openTicket(wanted) {
  const found = await find("ticket", wanted);
  if (!found) return acts.tell(say("shared.offline"), true);
  if (found.unknown || found.too_often) {
    close();
    return acts.tell(say(found.too_often ? "guide.find-too-often" : "guide.find-unknown", { wanted }), true);
  }
  if (found.state === "earlier") {
    close();
    return comeBack(Object.assign({}, found.returns, { services: found.returns.services.map((row) => row.slug) }));
  }
  if (byId("sheet").hidden) open.from = document.activeElement;
  open.id = found.id;
  draw(found);
  byId("sheet").focus();
  return null;
}

/** With a new view: an open number that has changed, or moved up, is looked up again. */
export function followTicket() {
  if (open.id && rowOf(open.id) !== open.row) follow(open.id);
}

async function follow(id) {
  const found = await find("ticket", id);
  // Meanwhile the sheet may have been closed, or another number opened.
  if (!found || open.id !== id) return;
  if (found.unknown) close();
  else draw(found);
}

function rowOf(id) {
  const rows = state.view.list.rows;
  const at = rows.findIndex((row) => row.id === id);
  return JSON.stringify([at, rows[at] || null]);
}

function close() {
  const from = open.id && open.from;
  open.id = "";
  shown(false);
  if (from && from.isConnected) from.focus();
}

function shown(visible) {
  show(byId("sheet"), visible);
  byId("sheet").parentNode.classList.toggle("sheeted", visible);
}

/** Only what is otherwise is drawn anew: a button must not go from under the finger because somebody else was called. */
function draw(it) {
  open.row = rowOf(it.id);
  const moves = { ahead: it.ahead, range_s: it.range_s };
  const rest = Object.assign({}, it, { ahead: null, range_s: null });
  byId("sheet").setAttribute("aria-label", it.label);
  region(byId("sheet-head"), rest, () => head(it));
  region(byId("sheet-facts"), [rest, moves], () => facts(it));
  region(byId("sheet-acts"), rest, () => buttons(it));
  region(byId("sheet-way"), rest, () => way(it));
  shown(true);
  acts.enable();
}

function head(it) {
  return [
    el("b", { class: "sheet-number digits", id: "sheet-number" }, it.label),
    el("span", { class: `mark state-${it.state}`, id: "sheet-state" }, it.ready ? say("guide.ready-now") : say(`state.${it.state}`)),
    el("button", { class: "button", type: "button", id: "sheet-close", on: { click: close } }, say("guide.back")),
  ];
}

function facts(it) {
  const fact = (word, value) => value && value.length !== 0 && el("div", {}, el("dt", {}, word), el("dd", {}, value));
  const range = rangeText(it.range_s);
  const ahead = it.ahead === null ? "" : (it.ahead ? say("guide.ahead", { n: it.ahead }) : say("guide.ahead-none")) + (range ? ` · ${range}` : "");
  const clerk = named(it.clerk);
  const where = it.counter ? say("shared.counter", { number: it.counter }) + (clerk ? ` · ${clerk}` : "") : "";
  return el(
    "dl",
    { class: "facts" },
    fact(say("guide.service"), it.services.concat(it.to_come).map(serviceName).join(" → ")),
    fact(say("guide.where"), where),
    fact(say("guide.place"), ahead),
    fact(say("guide.who"), [].concat(...marks(it)).filter(Boolean)),
    fact(say("guide.party"), it.party > 1 ? say("guide.n-people", { n: it.party }) : ""),
    fact(say("guide.slip"), it.slipless ? say("guide.no-slip") : ""),
    fact(say("guide.case"), it.case_no),
    fact(say("guide.may-return"), it.until),
  );
}

const DOES = {
  "change-service": changeService,
  "note-needs": noteNeeds,
  "confirm-priority": confirmPriority,
  "give-notice": (it) => giveNotice(it),
  "come-back": (it) => comeBack(state.view.returns.find((row) => row.ticket === it.id) || { ticket: it.id, label: it.label, day: state.view.day.date, services: it.services }),
  cancel: async (it) => {
    const reason = await pick(say("guide.cancel-title", { label: it.label }), say("guide.cancel-hint"), "cancel", state.view.codes.cancel);
    return reason && act("cancel", { ticket: it.id, reason }, it.label);
  },
};

function buttons(it) {
  return it.acts.map((name) => {
    const press = async () => {
      const done = DOES[name] ? await DOES[name](it) : await act(name, { ticket: it.id }, it.label);
      if (done && open.id) follow(open.id);
    };
    const main = ["bring-back", "escort", "come-back", "ready"].includes(name);
    return button(say(`guide.${name}`), press, { className: main ? "main tall" : name === "cancel" ? "danger tall" : "tall", data: { act: name } });
  });
}

async function changeService(it) {
  const rows = state.view.services.map((row) => ({
    parts: [el("span", { class: "letter" }, row.letter), named(row.names), el("span", { class: "quiet" }, say("guide.n-waiting", { n: row.waiting }))],
    words: `${Object.values(row.names).join(" ")} ${row.initials}`,
    value: row.slug,
  }));
  const service = await ask(say("guide.change-title", { label: it.label }), say("guide.change-hint"), (done) => {
    const { input, list } = finder(rows, say("guide.search"), done);
    return { content: el("div", { class: "dialog-body" }, input, list), focus: input };
  });
  // What the visitor has come for besides is done afterwards, as before.
  const others = it.to_come.filter((slug) => slug !== service);
  return service && act("change-service", { ticket: it.id, services: [service].concat(others) }, it.label);
}

async function noteNeeds(it) {
  const needs = toggles(NEEDS, it.needs, (need) => say(`need.${need}`));
  const tongue = chips("language", LANGUAGES, it.language);
  const wanted = await ask(say("guide.needs-title", { label: it.label }), say("guide.needs-hint"), (done) => {
    const end = el("button", { class: "button main", type: "button", on: { click: () => done(true) } }, say("shared.confirm"));
    const content = el("div", { class: "dialog-body" }, needs.node, el("b", {}, say("shared.language")), tongue.node);
    return { content, end };
  });
  if (!wanted) return null;
  // Only what was changed here: somebody else may have noted another need meanwhile.
  const newest = state.view.list.rows.find((row) => row.id === it.id) || it;
  const isSo = (need) => (needs.chosen.has(need) === it.needs.includes(need) ? newest.needs.includes(need) : needs.chosen.has(need));
  const fields = { ticket: it.id, needs: NEEDS.filter(isSo) };
  if (tongue.state.code !== it.language) fields.language = tongue.state.code;
  return act("note-needs", fields, it.label);
}

/** Somebody named a priority: it is so, or not. Who named none may be given one that a paper proves. */
async function confirmPriority(it) {
  if (it.declared) {
    const title = say("guide.check-title", { label: it.label, group: named(state.view.group_names[it.declared]) });
    const row = state.view.groups.find((group) => group.slug === it.declared);
    const basis = row ? ` ${say("guide.basis", { basis: named(row.basis) })}` : "";
    const choice = await pick(title, `${say("guide.check-hint")}${basis}`, "guide", ["confirm", "deny"]);
    return choice && checkPriority(it, choice === "confirm");
  }
  const group = await ask(say("guide.group-title", { label: it.label }), say("guide.check-hint"), (done) => ({
    content: el(
      "div",
      { class: "picks" },
      state.view.groups.map((row) => el("button", { class: "button pick", type: "button", on: { click: () => done(row.slug) } }, named(row.names), el("small", { class: "quiet" }, named(row.basis)))),
    ),
  }));
  return group && act("confirm-priority", { ticket: it.id, group }, it.label);
}

/** Say whether a named priority is so. */
export function checkPriority(it, confirmed) {
  return send("confirm-priority", { ticket: it.id, confirmed }, say(confirmed ? "guide.done-confirm" : "guide.done-deny", { label: it.label }));
}

function way(it) {
  const row = (step) => el("li", {}, el("span", { class: "digits quiet" }, step.at_us ? timeOfDay(step.at_us) : ""), el("span", {}, wayText(step)));
  return [el("h2", { class: "section-title" }, say("guide.way")), el("ol", {}, it.way.map(row))];
}

function wayText(step) {
  const args = { n: step.n || 0, counter: step.counter || "", letter: step.letter || "", how: "", reason: "", outcome: "" };
  if (step.how) args.how = knows(`guide.by-${step.how}`) ? say(`guide.by-${step.how}`) : say("guide.by-guide");
  if (step.reason) args.reason = say(`hold.${step.reason}`);
  if (step.outcome) args.outcome = say(`outcome.${step.outcome}`);
  return say(knows(`guide.was-${step.what}`) ? `guide.was-${step.what}` : `state.${step.what}`, args);
}
