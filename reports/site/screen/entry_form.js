// SPDX-License-Identifier: Apache-2.0
// The form of a register, made of its fields, and that of a step.

import { ask, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { dateIn } from "/shared/days.js";
import { named, say } from "/shared/words.js";
import { now, state, zoneText } from "./doing.js";
import { words } from "./finding_form.js";
import { photoField } from "./photos.js";

const TEXT_MOST = 200;
const COUNT_MOST = 999999;

/** Kind of field → what it is filled in with. */
const INPUTS = {
  text: () => el("input", { class: "input", maxlength: TEXT_MOST, autocomplete: "off" }),
  ticket: () => el("input", { class: "input", maxlength: 6, autocomplete: "off", autocapitalize: "characters" }),
  item: () => el("input", { class: "input", maxlength: TEXT_MOST, autocomplete: "off" }),
  count: () => el("input", { class: "input", type: "number", min: 0, max: COUNT_MOST, step: 1, inputmode: "numeric" }),
  date: (row) => el("input", { class: "input", type: "date", value: dateIn(now(), state.view.zone), max: row.past === "entry" ? dateIn(now(), state.view.zone) : null }),
  choice: (row) => options(row.choices.map((code) => [code, say(`registers.${row.slug}-${code}`)])),
  zone: () => options(state.view.zones.map((it) => [it.slug, zoneText(it.slug)])),
  device: () => chosen("device"),
  machine: () => chosen("machine"),
  plan: () => chosen("plan"),
};

function options(rows) {
  return el("select", { class: "input" }, el("option", { value: "" }, say("site.choose")), rows.map(([value, text]) => el("option", { value }, text)));
}

function chosen(kind) {
  return options(state.view.choices[kind].map((it) => [it.slug, named(it.names)]));
}

/** A field of a register; `was`: the fields as they were filled in before. → `{row, node, value()}`; value: undefined where nothing stands there. */
function field(row, was) {
  const input = INPUTS[row.kind](row);
  if (was) input.value = was[row.slug] === undefined ? "" : was[row.slug];
  input.dataset.field = row.slug;
  const label = say(`registers.field-${row.slug}`);
  const value = () => {
    const text = input.value.trim();
    if (!text) return undefined;
    return row.kind === "count" ? Math.max(0, Math.round(Number(text))) : row.kind === "ticket" ? text.toUpperCase() : text;
  };
  return { row, label, value, node: el("label", { class: "field" }, el("span", {}, label, row.required ? null : el("small", { class: "quiet" }, ` ${say("site.optional")}`)), input) };
}

function whoField(first) {
  const input = el("input", { class: "input", maxlength: TEXT_MOST, autocomplete: "off", value: first, data: { field: "who" } });
  return { value: () => input.value.trim(), node: el("label", { class: "field" }, el("span", {}, say("site.field-who"), el("small", { class: "quiet" }, ` ${say("site.in-vault")}`)), input) };
}

function filled(title, hint, rows, asksWho, was = {}) {
  return ask(title, hint, (done) => {
    const parts = rows.map((row) => field(row, was.fields));
    const who = asksWho ? whoField(was.who || "") : null;
    const note = words("note", was.note);
    const photos = photoField(was.photos);
    const problem = complaint();
    const end = () => {
      const missing = parts.find((part) => part.row.required && part.value() === undefined);
      const bare = parts.find((part) => isBare(part, parts));
      if (missing) problem.tell(say("site.missing", { field: missing.label }));
      else if (bare) problem.tell(say("site.other-bare", { fields: bare.row.other_needs.map((slug) => say(`registers.field-${slug}`)).join(say("site.and")) }));
      else if (photos.busy()) problem.tell(say("site.photo-busy"));
      else done(valuesOf(parts, who, note, photos));
    };
    const content = el("div", { class: "dialog-body" }, parts.map((part) => part.node), who && who.node, note.node, photos.node, problem.node);
    return { content, end: el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, say("site.register")), focus: (parts[0] ? parts[0].node : note.node).querySelector("input, select, textarea") };
  });
}

/** Whether 其他 was chosen, and nothing says what is meant. */
function isBare(part, parts) {
  const needed = part.row.other_needs || [];
  return part.value() === "other" && needed.length > 0 && !parts.some((it) => needed.includes(it.row.slug) && it.value() !== undefined);
}

function valuesOf(parts, who, note, photos) {
  const found = { photos: photos.photos };
  if (who && who.value()) found.who = who.value();
  if (note.value()) found.note = note.value();
  if (!parts.length) return found;
  found.fields = {};
  for (const part of parts) if (part.value() !== undefined) found.fields[part.row.slug] = part.value();
  return found;
}

/** Ask for an entry; `was`: one that was filled in before. → `{fields, who?, note?, photos}`, null for none. */
export function entryForm(register, was) {
  return filled(say(`registers.${register.slug}`), "", register.fields, register.asks_who, was);
}

/** Ask what belongs to a step. → `{who?, note?, photos}`, null for none. */
export function stepEntryForm(register, step) {
  return filled(say(`registers.step-${step}`), "", [], register.asks_who);
}
