// SPDX-License-Identifier: Apache-2.0
// A section as a table of inputs. How a cell is edited follows from its field's kind, never from the section.

import { el, put } from "/shared/dom.js";
import { knows, named, say } from "/shared/words.js";
import { day, spans, words } from "./content.js";
import { hours, papers } from "./daily.js";
import { details } from "./details.js";
import { duties, notice, offers, quotas } from "./plan.js";
import { sentences } from "./sentences.js";
import { address, driver, keys, picture, zones } from "./special.js";
import { file } from "./media.js";
import { posts, slots, special } from "./times.js";

const [NARROW, NAME, WIDE] = [8, 18, 32];

/** The rows that match what somebody looks for; new ones always do. */
export function matching(draft, filter) {
  const wanted = filter.trim().toLowerCase();
  return draft.rows.filter((row) => !wanted || row.fresh || JSON.stringify(row).toLowerCase().includes(wanted));
}

/** Draw these rows. touch(): something changed. refill(): rows came or went. extra(row): last cell. */
export function table({ section, draft, view, rows, touch, refill, extra }) {
  const columns = columnsOf(section);
  const heads = columns.map((column) => el("th", { scope: "col" }, column.group ? say(`setup.group.${column.group}`) : heading(section, column)));
  const line = (row) => {
    const grouped = [];
    const touched = () => {
      touch();
      for (const button of grouped) button.redraw();
    };
    const cells = columns.map((column) => {
      if (!column.group) return el("td", { class: `cell-${column.kind} is-${column.name}` }, cell(section, column, row, view, touched));
      const one = (field, changed) => cell(section, field, row, view, changed);
      const button = details({ section, group: column.group, row, drivers: view.drivers, cell: one, touch });
      grouped.push(button);
      return el("td", { class: `cell-group is-${column.group}` }, button);
    });
    const last = row.fresh ? removal(draft, row, touch, refill) : extra ? extra(row) : null;
    return el("tr", { class: row.retired ? "retired" : null }, cells, el("td", { class: "cell-end" }, last));
  };
  return el("table", { class: `of-${section.name}` }, el("thead", {}, el("tr", {}, heads, el("th", {}))), el("tbody", {}, rows.map(line)));
}

/** Draw the one row of a section as a form: what is a column of a table is a field here, what is a group a part with its heading. */
export function sheet({ section, row, view, touch }) {
  const field = (one) => {
    const node = el("div", { class: `field of-${one.kind} is-${one.name}` });
    const fill = () => put(node, el("span", {}, heading(section, one)), cell(section, one, row, view, (again) => {
      touch();
      if (again) fill();
    }));
    fill();
    return node;
  };
  const groups = Array.from(new Set(section.fields.map((one) => one.group || "")));
  const part = (group) => el("section", { class: `form-part of-${group || "first"}` }, group ? el("h2", {}, say(`setup.group.${group}`)) : null, section.fields.filter((one) => (one.group || "") === group).map(field));
  return el("div", { class: `row-form of-${section.name}` }, groups.map(part));
}

/** Fields of a group are one column, where its first one stands. */
function columnsOf(section) {
  const seen = new Set();
  return section.fields.filter((field) => {
    if (!field.group) return true;
    const first = !seen.has(field.group);
    seen.add(field.group);
    return first;
  });
}

function heading(section, field) {
  const own = `setup.field.${section.name}-${field.name}`;
  return say(knows(own) ? own : `setup.field.${field.name}`);
}

function removal(draft, row, touch, refill) {
  const click = () => {
    draft.rows.splice(draft.rows.indexOf(row), 1);
    refill();
    touch();
  };
  return el("button", { class: "button slim", type: "button", on: { click } }, say("setup.remove-new"));
}

/** changed(again): the row is another now; `again`: its other fields must be drawn anew. */
function cell(section, field, row, view, changed) {
  const set = (value, again) => {
    row[field.name] = value;
    changed(Boolean(again));
  };
  const { sections, drivers, meanings } = view;
  return CELLS[field.kind]({ bound: section.bound || [], field, row, value: row[field.name], sections, drivers, meanings, set, label: heading(section, field) });
}

function input(props, changed) {
  const node = el("input", Object.assign({ class: "input slim", type: "text", spellcheck: "false", autocomplete: "off" }, props));
  node.addEventListener("input", () => changed(node));
  return node;
}

/** What the standard binds is marked: of these rows the hall may only ask more. */
function slug({ bound, row, value, set, label }) {
  if (!row.fresh) return [el("code", {}, value), bound.includes(value) ? el("span", { class: "mark" }, say("setup.bound")) : null];
  return input({ value, "aria-label": label, maxlength: 40, size: NAME }, (node) => set(node.value.trim()));
}

function names({ field, row, set }) {
  const one = (tag, key) =>
    input({ value: row[field.name][tag] || "", "aria-label": say(key), placeholder: say(key), maxlength: 80, size: NAME }, (node) => set(Object.assign({}, row[field.name], { [tag]: node.value })));
  const third = one("zh-Hant", "setup.field.names-hant");
  const more = el("button", { class: "button slim more-names", type: "button", "aria-label": say("setup.field.names-hant"), title: say("setup.field.names-hant") }, "繁");
  const open = (wide) => {
    third.classList.toggle("shut", !wide);
    more.setAttribute("aria-expanded", String(wide));
  };
  more.addEventListener("click", () => {
    open(third.classList.contains("shut"));
    if (!third.classList.contains("shut")) third.focus();
  });
  const mark = () => more.classList.toggle("filled", Boolean(row[field.name]["zh-Hant"]));
  third.addEventListener("input", mark);
  open(false);
  mark();
  return el("div", { class: "two" }, one("zh-Hans", "setup.field.names-zh"), one("en", "setup.field.names-en"), more, third);
}

function line({ field, value, set, label }) {
  return input({ value, "aria-label": label, size: field.wide ? WIDE : NARROW }, (node) => set(node.value.trim()));
}

function number({ field, value, set, label }) {
  const props = { type: "number", min: field.low || null, max: field.high || null, value: value === null ? "" : value, "aria-label": label };
  if (field.nothing) props.placeholder = say(field.name === "quota" ? "setup.quota-empty" : "setup.by-standard");
  return input(props, (node) => set(node.value === "" ? null : Number(node.value)));
}

function yes({ value, set, label }) {
  const node = el("input", { type: "checkbox", checked: value, "aria-label": label });
  node.addEventListener("change", () => set(node.checked));
  return node;
}

function select(options, { value, set, label, field }) {
  const empty = field.nothing || value === null || value === "" ? [el("option", { value: "" }, say("setup.nothing"))] : [];
  const node = el("select", { class: "input slim", "aria-label": label }, empty, options.map(([key, name]) => el("option", { value: key }, name)));
  node.value = value === null ? "" : value;
  node.addEventListener("change", () => set(node.value === "" && !field.nothing ? null : node.value));
  return node;
}

function choices(field) {
  return field.choices.map((choice) => [choice, say(`setup.choice.${field.name}.${choice}`)]);
}

function themesOf({ sections }) {
  const [hall] = sections.find((section) => section.name === "hall").rows;
  return hall ? Object.keys(hall.themes).map((slug) => [slug, named(hall.themes[slug]) || slug]) : [];
}

function rowsOf({ field, sections, row }) {
  const rows = sections.find((section) => section.name === field.section).rows;
  const able = rows.filter((other) => !field.where || other.kind === field.where);
  const chosen = new Set([].concat(row[field.name] || []));
  return able.filter((other) => !other.retired || chosen.has(other.slug)).map((other) => [other.slug, rowName(other)]);
}

function rowName(row) {
  const mark = row.letter || (typeof row.number === "number" ? row.number : "");
  const name = named(row.names) || row.slug;
  return name.startsWith(String(mark)) ? name : `${mark} ${name}`;
}

/** Several of a list: the cell shows the chosen ones, a press opens the list with a check box each. */
function several(options, { value, set, label }) {
  const button = el("button", { class: "input slim several", type: "button", "aria-label": label });
  const chosen = new Set(value);
  const draw = () => put(button, options.filter(([key]) => chosen.has(key)).map(([, name]) => name).join(say("setup.and")) || say("setup.nothing"));
  button.addEventListener("click", () => {
    const dialog = el("dialog", { "aria-label": label });
    const box = ([key, name]) => {
      const check = el("input", { type: "checkbox", checked: chosen.has(key) });
      check.addEventListener("change", () => {
        if (check.checked) chosen.add(key);
        else chosen.delete(key);
        set(options.map((option) => option[0]).filter((option) => chosen.has(option)));
        draw();
      });
      return el("label", { class: "check" }, check, name);
    };
    const done = el("button", { class: "button main", type: "button", on: { click: () => dialog.close() } }, say("shared.close"));
    dialog.append(el("div", { class: "dialog-box" }, el("h2", {}, label), el("div", { class: "checks" }, options.map(box)), el("div", { class: "dialog-end" }, done)));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  });
  draw();
  return button;
}

const CELLS = {
  slug,
  names,
  text: line,
  number,
  yes,
  one: (of) => select(choices(of.field), of),
  ref: (of) => select(rowsOf(of), of),
  many: (of) => several(choices(of.field), of),
  refs: (of) => several(rowsOf(of), of),
  driver,
  address,
  keys,
  zones,
  picture,
  hours,
  papers,
  duties,
  offers,
  quotas,
  notice,
  words,
  themes: (of) => several(themesOf(of), of),
  sentences,
  file,
  day,
  spans,
  special,
  slots,
  posts,
};
