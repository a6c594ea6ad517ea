// SPDX-License-Identifier: Apache-2.0
// Everybody whose turn is open: by number, by service, by state. Any number of today is found by number or short code.

import { byId, el } from "/shared/dom.js";
import { region, since } from "/shared/staff.js";
import { say } from "/shared/words.js";
import { marks, serviceName, state } from "./common.js";
import { openTicket } from "./ticket.js";

const STATES = ["", "waiting", "called", "serving", "held", "absent"];
const SHOWN = 120;
const chosen = { wanted: "", state: "" };

/** The panel's frame; it is filled by `drawPeople`. */
export function peoplePanel() {
  const field = el("input", { class: "input", id: "find", type: "search", autocomplete: "off", placeholder: say("guide.find"), "aria-label": say("guide.find") });
  field.value = chosen.wanted;
  field.addEventListener("input", () => {
    chosen.wanted = field.value.normalize("NFKC").trim();
    drawPeople();
  });
  const submit = (event) => {
    event.preventDefault();
    if (chosen.wanted) openTicket(chosen.wanted);
  };
  const form = el("form", { class: "take-top", id: "find-form", on: { submit } }, field, el("button", { class: "button main", type: "submit" }, say("guide.look")));
  return el("section", { id: "people", class: "panel" }, form, el("div", { class: "chips", id: "states" }), el("ul", { class: "rows", id: "list" }));
}

/** Show only those in this state. */
export function showState(wanted) {
  chosen.state = wanted;
  drawPeople();
}

/** Draw the filters and the rows. */
export function drawPeople() {
  const list = state.view.list;
  const counts = STATES.map((it) => (it ? list.rows.filter((row) => row.state === it).length : list.all));
  region(byId("states"), [counts, chosen.state], () => STATES.map((it, at) => filter(it, counts[at])));
  const rows = list.rows.filter((row) => (!chosen.state || row.state === chosen.state) && fits(row));
  region(byId("list"), [rows.slice(0, SHOWN), rows.length, chosen.wanted], () => shown(rows));
}

function filter(it, n) {
  const word = it ? say(`state.${it}`) : say("guide.everybody");
  const click = () => showState(it);
  return el("button", { class: "chip", type: "button", "aria-pressed": String(it === chosen.state), data: { state: it }, on: { click } }, word, " ", el("span", { class: "digits" }, n));
}

function fits(row) {
  const wanted = chosen.wanted.toLowerCase();
  const services = state.view.services.filter((it) => row.services.includes(it.slug));
  const initials = services.map((it) => it.initials.toLowerCase());
  return !wanted || plain(row.label).includes(plain(wanted)) || row.services.some((slug) => serviceName(slug).toLowerCase().includes(wanted)) || initials.some((it) => it.includes(wanted));
}

/** `a12` and `A012` are the same number. */
function plain(label) {
  return label.toLowerCase().replace(/^([a-z]{1,2})0*/, "$1");
}

function shown(rows) {
  if (!rows.length) return el("li", { class: "quiet" }, chosen.wanted ? say("guide.find-none") : say("guide.nobody"));
  const more = rows.length - SHOWN;
  return [rows.slice(0, SHOWN).map(line), more > 0 && el("li", { class: "quiet" }, say("guide.more-rows", { n: more }))];
}

/** One number in a list; a tap opens it. */
export function line(row) {
  const where = row.counter ? say("shared.counter", { number: row.counter }) : "";
  return el(
    "li",
    {},
    el(
      "button",
      { class: `person ${row.state}`, type: "button", data: { ticket: row.label }, on: { click: () => openTicket(row.id) } },
      el("b", { class: "digits big" }, row.label),
      el("span", { class: "person-what" }, row.services.map(serviceName).join(" + "), el("span", { class: "person-marks" }, marks(row))),
      el("span", { class: "person-state" }, el("span", {}, say(`state.${row.state}`), where && ` · ${where}`), since(row.since_us, 0, "quiet")),
    ),
  );
}
