// SPDX-License-Identifier: Apache-2.0
// Cells of a dialog about every day's work: opening hours by weekday, papers that an item needs.

import { el, put } from "/shared/dom.js";
import { say } from "/shared/words.js";

const DAYS = ["1", "2", "3", "4", "5", "6", "7", "holiday", "make-up"];
const MAKE_UP = "make-up";
const SPAN = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** `9:00—12:00，14:00-18:00` as somebody types it → `["09:00-12:00", "14:00-18:00"]`; null: no hours. */
export function spansOf(typed) {
  const plain = typed.replace(/：/g, ":").replace(/\s*[-–—~～至到]+\s*/g, "-");
  const spans = plain.split(/[\s,，、;；]+/).filter(Boolean).map((span) => span.replace(/(^|-)(\d:)/g, "$10$2"));
  return spans.every((span) => SPAN.test(span)) ? spans : null;
}

/** One line a kind of day; an empty one is a day on which the hall is closed, but a make-up day is then as a Monday. */
export function hours({ value, set, label }) {
  const kept = Object.assign({}, value);
  const inputs = DAYS.map((day) => {
    const node = el("input", { class: "input slim", type: "text", autocomplete: "off", value: shown(kept, day), placeholder: say(day === MAKE_UP ? "setup.hours-as-monday" : "setup.hours-closed"), "aria-label": `${label} ${say(`setup.weekday.${day}`)}` });
    node.addEventListener("input", () => {
      const closed = node.value.trim() === say("setup.hours-closed");
      const spans = closed ? [] : spansOf(node.value);
      node.setCustomValidity(spans ? "" : say("setup.hours-bad"));
      node.classList.toggle("wrong", !spans);
      if (!spans) return;
      if (spans.length || (closed && day === MAKE_UP)) kept[day] = spans;
      else delete kept[day];
      set(Object.assign({}, kept));
    });
    return node;
  });
  const alike = () => {
    for (const node of inputs.slice(1, 5)) {
      node.value = inputs[0].value;
      node.dispatchEvent(new Event("input"));
    }
  };
  const line = (node, at) => el("label", { class: "hours-line" }, el("span", {}, say(`setup.weekday.${DAYS[at]}`)), node);
  return el(
    "div",
    { class: "hours" },
    inputs.map(line),
    el("button", { class: "button slim", type: "button", on: { click: alike } }, say("setup.hours-alike")),
    el("p", { class: "quiet" }, say("setup.hours-hint")),
  );
}

/** What stands in the line of a kind of day; that a make-up day is none is said, for an empty one is as a Monday. */
function shown(kept, day) {
  const spans = kept[day];
  return spans && !spans.length && day === MAKE_UP ? say("setup.hours-closed") : (spans || []).join(" ");
}

/** One line a paper: its Chinese and English name. The slug is made here once and stays. */
export function papers({ value, set }) {
  const rows = Object.keys(value).map((slug) => ({ slug, names: Object.assign({}, value[slug]) }));
  const list = el("div", { class: "papers" });
  const changed = () => {
    const map = {};
    for (const row of rows) if ((row.names["zh-Hans"] || "").trim()) map[row.slug] = filled(row.names);
    set(map);
  };
  const draw = () => put(list, rows.map((row) => paperLine(row, changed, () => rows.splice(rows.indexOf(row), 1) && draw())));
  const add = () => {
    rows.push({ slug: freshSlug(rows), names: {} });
    draw();
    list.lastChild.querySelector("input").focus();
  };
  draw();
  return el("div", {}, list, el("button", { class: "button slim", type: "button", on: { click: add } }, say("setup.papers-add")), el("p", { class: "quiet" }, say("setup.papers-hint")));
}

function paperLine(row, changed, remove) {
  const field = (tag, key) => {
    const node = el("input", { class: "input slim", type: "text", maxlength: 80, autocomplete: "off", value: row.names[tag] || "", placeholder: say(key), "aria-label": say(key) });
    node.addEventListener("input", () => {
      row.names[tag] = node.value;
      changed();
    });
    return node;
  };
  const away = () => {
    remove();
    changed();
  };
  return el(
    "div",
    { class: "paper-line" },
    field("zh-Hans", "setup.field.names-zh"),
    field("en", "setup.field.names-en"),
    el("button", { class: "button slim", type: "button", on: { click: away } }, say("setup.remove")),
  );
}

function filled(names) {
  const kept = {};
  for (const tag of Object.keys(names)) if (names[tag].trim()) kept[tag] = names[tag].trim();
  return kept;
}

function freshSlug(rows) {
  const taken = rows.map((row) => Number((/^paper-(\d+)$/.exec(row.slug) || [0, 0])[1]));
  return `paper-${Math.max(0, ...taken) + 1}`;
}
