// SPDX-License-Identifier: Apache-2.0
// Fields of a row that are edited together in a dialog: a device's wiring, what visitors find on site.

import { el, put } from "/shared/dom.js";
import { knows, named, say } from "/shared/words.js";

/** The one cell of a group: what is set, and the dialog behind it. cell(field, set): how one field is edited. */
export function details({ section, group, row, drivers, cell, touch }) {
  const button = el("button", { class: "input slim several details", type: "button", "aria-label": say(`setup.group.${group}`) });
  const own = () => section.fields.filter((field) => field.group === group && (!field.kinds || field.kinds.includes(row.kind)));
  const draw = () => {
    const fields = own();
    button.disabled = fields.length === 0;
    put(button, fields.length ? summary(fields, row) || say("setup.group-empty") : say(group === "wiring" ? "setup.group-none" : "setup.group-without"));
  };
  button.addEventListener("click", () => {
    const title = say("setup.group-title", { group: say(`setup.group.${group}`), name: named(row.names) || row.slug });
    const dialog = el("dialog", { class: `wide of-${group}`, "aria-label": title });
    const inner = el("div", { class: "details-fields" });
    const fill = () => put(inner, own().map((field) => labelled(section, field, row, cell(field, (again) => changed(again)))));
    const changed = (again) => {
      touch();
      draw();
      if (again) fill();
    };
    const done = el("button", { class: "button main", type: "button", on: { click: () => dialog.close() } }, say("shared.close"));
    dialog.append(el("div", { class: "dialog-box" }, el("h2", {}, title), inner, el("div", { class: "dialog-end" }, done)));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    fill();
    dialog.showModal();
  });
  button.redraw = draw;
  draw();
  return button;
}

function labelled(section, field, row, node) {
  const own = `setup.field.${section.name}-${field.name}`;
  const hint = field.kind === "address" ? el("p", { class: "quiet" }, addressHint(row)) : null;
  return el("div", { class: `field of-${field.kind}` }, el("span", {}, say(knows(own) ? own : `setup.field.${field.name}`)), node, hint);
}

/** What to type as the address with the chosen driver. */
function addressHint(row) {
  if (!row.driver) return say("setup.address.none");
  const key = row.driver === "pretend" ? "setup.address.pretend" : `setup.address.${row.kind}.${row.driver}`;
  return say(key);
}

function summary(fields, row) {
  return fields.map((field) => told(field, row)).filter(Boolean).join(" · ");
}

/** Kind of field → what the cell says of it. */
const TOLD = {
  driver: (value) => (value ? say(`setup.driver.${value}`) : ""),
  keys: (value) => counted("setup.keys-count", value),
  names: named,
  zones: (value) => Object.keys(value).map((zone) => named(value[zone])).join(say("setup.and")),
  picture: (value) => (value ? say("setup.field.logo") : ""),
  number: (value, field) => (value && field.group !== "wiring" ? `${heading(field)} ${value}` : ""),
  yes: (value, field) => (value ? heading(field) : ""),
  many: (value, field) => value.map((choice) => say(`setup.choice.${field.name}.${choice}`)).join(say("setup.and")),
  hours: (value) => weekText(value),
  special: (value) => counted("setup.special-count", value),
  slots: (value) => counted("setup.slots-count", value),
  posts: (value) => counted("setup.duties-count", value),
  papers: (value) => Object.keys(value).map((slug) => named(value[slug])).join(say("setup.and")),
  duties: (value) => counted("setup.duties-count", value),
  offers: (value) => counted("setup.offers-count", value),
  quotas: (value) => counted("setup.quotas-count", value),
  words: (value) => value.join(say("setup.and")),
  themes: (value) => (value.length ? say("setup.themes-count", { n: value.length }) : ""),
  sentences: (value) => counted("setup.sentences-count", value),
  spans: (value) => value.join(" "),
  one: (value, field) => (value ? say(`setup.choice.${field.name}.${value}`) : ""),
  notice: (value) => (Object.keys(value).length ? say("setup.notice-there") : ""),
};

/** How many days of the week the hall is open; holidays and make-up days are none of them. */
function weekText(hours) {
  const n = Object.keys(hours).filter((day) => day.length === 1 && hours[day].length).length;
  return n ? say("setup.hours-count", { n }) : "";
}

/** What a field is called, without what explains it. */
function heading(field) {
  return say(`setup.field.${field.name}`).replace(/\s*[（(].*$/, "");
}

function counted(key, map) {
  const n = Object.keys(map).length;
  return n ? say(key, { n }) : "";
}

function told(field, row) {
  const value = row[field.name];
  return field.kind in TOLD ? TOLD[field.kind](value, field) : value || "";
}
