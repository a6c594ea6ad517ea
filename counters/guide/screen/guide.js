// SPDX-License-Identifier: Apache-2.0
// The guide's screen: alarms on top, then who waits without paper, who missed the call, and any number's slip once more.

import { byId, el, put, show, text } from "/shared/dom.js";
import { barEnd, region, runTimes, staffPage } from "/shared/staff.js";
import { language, named, problemText, say } from "/shared/words.js";

const GIVE_UP_S = 12;
const state = { hall: null, busy: false };

/** Send a command; while it is under way nothing else is sent, so that a double press stays one. */
async function send(name, fields, label) {
  if (state.busy) return;
  state.busy = true;
  enable();
  try {
    await state.hall.ask(name, fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(say(`guide.done-${name}`, { label }), false);
  } catch (problem) {
    tell(problemText(problem), true);
  } finally {
    state.busy = false;
    enable();
  }
}

function enable() {
  for (const node of document.querySelectorAll("#app button")) node.disabled = state.busy || !state.hall.live();
}

function tell(sentence, bad) {
  const node = byId("message");
  text(node, sentence);
  node.className = bad ? "bad" : "";
  show(node, true);
}

function draw(view, hall) {
  state.hall = hall;
  region(byId("bar"), [view.names, view.day], bar);
  if (byId("app").dataset.language !== language()) frame();
  region(byId("alarms"), [view.printers, view.slipless_all], alarms);
  region(byId("slipless"), [view.slipless, view.slipless_all], ([rows, all]) => list("slipless", rows, all, slipless));
  region(byId("absent"), [view.absent, view.absent_all], ([rows, all]) => list("absent", rows, all, absent));
  region(byId("queues"), view.queues, queues);
  enable();
  runTimes(hall.now());
}

function frame() {
  const card = (id) => el("section", { id, class: "card pane" });
  const typed = document.getElementById("number");
  const form = again(typed ? typed.value : "");
  put(byId("app"), el("div", { id: "alarms" }), form, el("div", { class: "board" }, card("slipless"), card("absent"), card("queues")));
  byId("app").dataset.language = language();
}

/** One more slip of any number of today. The field keeps what is typed over every new view. */
function again(typed) {
  const label = say("guide.number");
  const field = el("input", { class: "input", id: "number", maxlength: 6, autocomplete: "off", "aria-label": label, placeholder: label });
  field.value = typed;
  const press = (event) => {
    event.preventDefault();
    const number = field.value.trim();
    if (number) send("reprint-slip", { ticket: number }, number.toUpperCase());
    field.value = "";
  };
  return el("form", { class: "again card", on: { submit: press } }, el("label", { for: "number" }, say("guide.again")), field, el("button", { class: "button main", type: "submit" }, say("guide.reprint-slip")));
}

function bar([names, day]) {
  return [
    el("span", { class: "place" }, named(names)),
    el("span", { class: day.open ? "mark green" : "mark amber" }, say(day.open ? "manager.day-open" : "manager.day-closed")),
    day.open && !day.issuing && el("span", { class: "mark amber" }, say("manager.issuing-stopped")),
    barEnd(),
  ];
}

function alarms([printers, slipless_all]) {
  return [
    printers.map((row) => el("p", { class: row.state === "low" ? "notice" : "notice red", role: "alert" }, el("b", {}, named(row.names)), " ", say(`manager.printer-${row.state}`))),
    slipless_all ? el("p", { class: "notice", role: "alert" }, say("guide.slipless-hint", { n: slipless_all })) : null,
  ];
}

function list(name, rows, all, line) {
  return [
    el("h2", { class: "section-title" }, el("span", {}, say(`guide.${name}`)), el("span", { class: "digits" }, all)),
    rows.length ? el("ul", { class: "rows" }, rows.map(line)) : el("p", { class: "quiet" }, say(`guide.${name}-none`)),
  ];
}

function row(label, note, name, fields) {
  const press = () => send(name, fields, label);
  return el(
    "li",
    {},
    el("b", { class: "digits big" }, label),
    el("span", { class: "quiet" }, note),
    el("button", { class: "button", type: "button", data: { act: name, label }, on: { click: press } }, say(`guide.${name}`)),
  );
}

function slipless(it) {
  const why = say(`guide.slipless-${it.why}`);
  return row(it.label, named(it.kiosk) ? `${named(it.kiosk)} · ${why}` : why, "reprint-slip", { ticket: it.id });
}

function absent(it) {
  return row(it.label, "", "bring-back", { ticket: it.id });
}

function queues(rows) {
  const line = (it) => el("li", {}, el("b", { class: "letter" }, it.letter), el("span", {}, named(it.names)), el("b", { class: "digits big" }, it.waiting));
  return [el("h2", { class: "section-title" }, say("guide.queues")), el("ul", { class: "rows" }, rows.map(line))];
}

staffPage({ page: "guide", draw });
