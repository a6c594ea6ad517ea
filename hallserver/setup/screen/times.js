// SPDX-License-Identifier: Apache-2.0
// Cells about times: days that are otherwise than usual, numbers by time of the day, and who has which counter in a shift.

import { spansOf } from "./daily.js";
import { el, put } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

const TIME = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;

/** Lines that come and go. `make(row, changed)`: the inputs of a line; `set` gets all rows at every change. */
function list(rows, { make, blank, add, hint, set }) {
  const lines = el("div", { class: "time-lines" });
  const changed = () => set(rows);
  // What is typed and cannot be read yet stands in its line alone: no other line's coming or going draws it anew.
  const line = (row) => {
    const remove = () => {
      rows.splice(rows.indexOf(row), 1);
      node.remove();
      changed();
    };
    const node = el("div", { class: "time-line" }, make(row, changed), el("button", { class: "button slim", type: "button", on: { click: remove } }, say("setup.remove")));
    return node;
  };
  const more = () => {
    const row = blank();
    rows.push(row);
    lines.append(line(row));
    lines.lastChild.querySelector("input").focus();
  };
  put(lines, rows.map(line));
  return el("div", {}, lines, el("button", { class: "button slim", type: "button", on: { click: more } }, say(add)), el("p", { class: "quiet" }, say(hint)));
}

function input(props, changed) {
  const node = el("input", Object.assign({ class: "input slim", type: "text", autocomplete: "off" }, props));
  node.addEventListener("input", () => changed(node));
  return node;
}

function mark(node, ok) {
  node.setCustomValidity(ok ? "" : say("setup.hours-bad"));
  node.classList.toggle("wrong", !ok);
}

/** A line a day: the date, its hours (none: closed), and what visitors are told. */
export function special({ value, set }) {
  const rows = Object.keys(value).sort().map((date) => ({ date, spans: (value[date].spans || []).slice(), names: Object.assign({}, value[date].names) }));
  const all = (kept) => {
    const map = {};
    for (const row of kept) if (row.date) map[row.date] = { spans: row.spans, names: filled(row.names) };
    set(map);
  };
  const told = (row, tag, key, changed) =>
    input({ maxlength: 80, value: row.names[tag] || "", placeholder: say(key), "aria-label": say(key) }, (node) => {
      row.names[tag] = node.value;
      changed();
    });
  const make = (row, changed) => [
    input({ type: "date", value: row.date, class: "input slim date", "aria-label": say("setup.special-date") }, (node) => {
      row.date = node.value;
      changed();
    }),
    input({ value: row.spans.join(" "), placeholder: say("setup.hours-closed"), "aria-label": say("setup.special-hours") }, (node) => {
      const spans = spansOf(node.value);
      mark(node, Boolean(spans));
      if (!spans) return;
      row.spans = spans;
      changed();
    }),
    told(row, "zh-Hans", "setup.special-why", changed),
    told(row, "en", "setup.special-why-en", changed),
  ];
  return list(rows, { make, blank: () => ({ date: "", spans: [], names: {} }), add: "setup.special-add", hint: "setup.special-hint", set: all });
}

function filled(names) {
  const kept = {};
  for (const tag of Object.keys(names)) if (names[tag].trim()) kept[tag] = names[tag].trim();
  return kept;
}

/** A line a time of the day: from when until when, and how many numbers. */
export function slots({ value, set }) {
  const rows = Object.keys(value).sort().map((span) => ({ span, most: value[span] }));
  const all = (kept) => {
    const map = {};
    for (const row of kept) if (TIME.test(row.span) && Number.isInteger(row.most)) map[row.span] = row.most;
    set(map);
  };
  const make = (row, changed) => [
    input({ value: row.span, placeholder: "09:00-10:00", "aria-label": say("setup.slot-time") }, (node) => {
      const [span] = spansOf(node.value) || [];
      mark(node, Boolean(span));
      row.span = span || "";
      changed();
    }),
    input({ type: "number", min: 0, max: 9999, class: "input slim most", value: row.most === null ? "" : row.most, "aria-label": say("setup.slot-most") }, (node) => {
      row.most = node.value === "" ? null : Math.floor(Number(node.value));
      changed();
    }),
  ];
  return list(rows, { make, blank: () => ({ span: "", most: null }), add: "setup.slot-add", hint: "setup.slot-hint", set: all });
}

/** A line a counter: whether it is open in this shift, and who has it. */
export function posts({ value, set, sections }) {
  const kept = Object.assign({}, value);
  const rowsOf = (name) => sections.find((section) => section.name === name).rows;
  const counters = rowsOf("counters").filter((row) => !row.retired || row.slug in kept).sort((one, other) => one.number - other.number);
  const people = rowsOf("people");
  const line = (counter) => {
    const choices = people.filter((row) => !row.retired || kept[counter.slug] === row.slug);
    const who = el("select", { class: "input slim", "aria-label": say("setup.post-who", { counter: named(counter.names) }) }, el("option", { value: "" }, say("setup.post-anybody")), choices.map((row) => el("option", { value: row.slug }, named(row.names) || row.slug)));
    const check = el("input", { type: "checkbox", checked: counter.slug in kept });
    who.value = kept[counter.slug] || "";
    who.disabled = !check.checked;
    const changed = () => {
      who.disabled = !check.checked;
      delete kept[counter.slug];
      if (check.checked) kept[counter.slug] = who.value;
      set(Object.assign({}, kept));
    };
    check.addEventListener("change", changed);
    who.addEventListener("change", changed);
    return el("div", { class: "post-line" }, el("label", { class: "check" }, check, named(counter.names) || String(counter.number)), who);
  };
  return el("div", { class: "post-lines" }, counters.map(line));
}
