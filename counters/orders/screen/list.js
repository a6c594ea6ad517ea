// SPDX-License-Identifier: Apache-2.0
// The register: orders as rows, and what narrows them: how they stand, where they come from, counter, cause.

import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { choose, state } from "./doing.js";
import { leftText, momentText, monthsSince } from "./due.js";
import { lookAnew, lookFor, lookOn, past } from "./past.js";

const ALL = "";
const PAST = "past";
const SOURCES = ["rating", "complaint", "cannot-do", "praise"];
/** How an order stands → whether it is one of them. */
const STANDS = {
  open: (it) => it.open,
  overdue: (it) => it.open && it.late,
  decide: (it) => it.appeal === "open" || it.exclusion === "proposed",
  closed: (it) => !it.open,
};
/** What narrows closed orders alone. */
const NOWHERE_ELSE = { item: ALL, found: ALL, month: ALL };
const wanted = Object.assign({ stands: "open", source: ALL, counter: ALL, cause: ALL }, NOWHERE_ELSE);

/** What of the screen's own state a list shows. */
export function filters() {
  return Object.assign({ no: state.no }, wanted);
}

/** Show what a repeat is about: those orders, open or not. */
export function narrow(by, what) {
  Object.assign(wanted, { stands: ALL, source: ALL, counter: ALL, cause: ALL }, NOWHERE_ELSE);
  if (by in wanted) wanted[by] = what;
  choose("");
}

function fits(it) {
  return (!wanted.stands || STANDS[wanted.stands](it)) && (!wanted.source || it.source === wanted.source) && (!wanted.counter || it.counter_slug === wanted.counter) && (!wanted.cause || it.cause === wanted.cause);
}

function chips(name, values, word, count) {
  const one = (value) =>
    el("button", { class: "chip", type: "button", "aria-pressed": String(wanted[name] === value), data: { filter: name, value }, on: { click: () => set(name, value) } }, word(value), count ? el("b", { class: "digits" }, ` ${count(value)}`) : null);
  return el("div", { class: "chips", role: "group", "aria-label": say(`orders.filter-${name}`) }, values.map(one));
}

function set(name, value) {
  wanted[name] = value;
  if (name === "stands") {
    Object.assign(wanted, NOWHERE_ELSE);
    lookAnew();
  }
  if (wanted.stands === PAST) {
    const { source, counter, cause, item, found, month } = wanted;
    lookFor({ source, counter, cause, item, found, month });
  }
  state.draw();
}

function select(name, rows) {
  const label = say(`orders.filter-${name}`);
  return el(
    "select",
    { class: "input", "aria-label": label, data: { filter: name }, on: { change: (event) => set(name, event.target.value) } },
    rows.map(([value, word]) => el("option", { value, selected: wanted[name] === value }, word)),
  );
}

/** The register's head: what narrows it. */
export function narrowing(view) {
  const count = (stands) => (stands === PAST ? "" : view.orders.filter((it) => !stands || STANDS[stands](it)).length);
  const counters = (wanted.stands === PAST && past.counters) || view.counters;
  return [
    chips("stands", [...Object.keys(STANDS), ALL, PAST], (value) => say(`orders.stands-${value || "all"}`), count),
    chips("source", [ALL, ...SOURCES], (value) => (value ? say(`order-source.${value}`) : say("orders.source-all"))),
    el(
      "div",
      { class: "selects" },
      select("counter", [[ALL, say("orders.every-counter")], ...counters.map((row) => [row.slug, say("shared.counter", { number: row.number })])]),
      select("cause", [[ALL, say("orders.every-cause")], ...view.codes.cause.map((code) => [code, say(`cause.${code}`)])]),
      wanted.stands === PAST ? pastSelects(view) : null,
    ),
  ];
}

function pastSelects(view) {
  return [
    select("item", [[ALL, say("orders.every-item")], ...past.items.map((row) => [row.slug, named(row.names)])]),
    select("found", [[ALL, say("orders.every-found")], ...view.codes.found.map((code) => [code, say(`found.${code}`)])]),
    select("month", [[ALL, say("orders.every-month")], ...monthsSince(past.first_us)]),
  ];
}

/** Closed orders as rows: those so far, and the way to older ones. */
function pastRows() {
  return [
    past.orders.length ? el("ul", { class: "rows" }, past.orders.map(row)) : null,
    past.problem ? el("p", { class: "notice red", role: "alert" }, past.problem) : null,
    past.busy ? el("p", { class: "quiet none" }, say("shared.loading")) : null,
    past.more && !past.busy ? el("button", { class: "button older", type: "button", id: "older", on: { click: lookOn } }, say("orders.older")) : null,
    past.orders.length || past.busy || past.problem ? null : el("p", { class: "quiet none" }, say("orders.none-closed")),
  ];
}

/** The orders that fit, as rows. */
export function rows(view) {
  if (wanted.stands === PAST) return pastRows();
  const shown = view.orders.filter(fits);
  return shown.length ? el("ul", { class: "rows" }, shown.map(row)) : el("p", { class: "quiet none" }, say(view.orders.length ? "orders.none-fits" : "orders.none"));
}

function row(it) {
  return el(
    "li",
    {},
    el(
      "button",
      { class: it.open ? "order" : "order closed", type: "button", "aria-current": it.no === state.no ? "true" : null, data: { order: it.no }, on: { click: () => choose(it.no) } },
      el("span", { class: "order-head" }, sourceMark(it), el("b", { class: "digits" }, it.no), el("span", { class: "quiet" }, momentText(it.opened_us))),
      el("span", { class: "order-what" }, aboutText(it)),
      el("span", { class: "order-next" }, it.open ? nextParts(it) : endParts(it)),
    ),
  );
}

/** Where it comes from: of a rating with its level. */
export function sourceMark(it) {
  const word = it.source === "rating" ? say(`rating.level-${it.stars}`) : say(`order-source.${it.source}`);
  return el("span", { class: `mark ${it.source === "praise" ? "green" : it.source === "rating" ? "red" : "amber"}` }, word);
}

/** Counter, matter, number; what is known of it. */
export function aboutText(it) {
  const said = [it.counter !== null && say("shared.counter", { number: it.counter }), named(it.matter), it.label].filter(Boolean);
  return said.length ? said.join(" · ") : say("orders.about-nothing");
}

function nextParts(it) {
  return [
    el("span", {}, say("orders.next", { step: say(`orders.step-${it.next}`) })),
    it.due_us === null ? null : el("span", { class: it.late ? "late" : "quiet" }, leftText(it.due_us)),
    it.higher ? el("span", { class: "mark red" }, say(`orders.higher-${it.higher}`)) : null,
    waits(it) ? el("span", { class: "mark amber" }, say(it.appeal === "open" ? "orders.appeal-open" : "orders.exclusion-proposed")) : null,
  ];
}

function waits(it) {
  return it.appeal === "open" || it.exclusion === "proposed";
}

function endParts(it) {
  return [
    el("span", { class: "quiet" }, say("orders.closed-at", { at: momentText(it.closed_us) })),
    it.excluded ? el("span", { class: "mark" }, say("orders.excluded", { why: say(`exclusion.${it.excluded}`) })) : null,
    it.settled_us ? el("span", { class: "mark green" }, say("orders.on-spot")) : null,
  ];
}
