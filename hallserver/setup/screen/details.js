// SPDX-License-Identifier: Apache-2.0
// Fields of a row that are edited together in a dialog: a device's wiring, what visitors find on site.

import { el, put } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

/** The one cell of a group: what is set, and the dialog behind it. cell(field, set): how one field is edited. */
export function details({ section, group, row, drivers, cell, touch }) {
  const button = el("button", { class: "input slim several details", type: "button", "aria-label": say(`setup.group.${group}`) });
  const own = () => section.fields.filter((field) => field.group === group && (!field.kinds || field.kinds.includes(row.kind)));
  const draw = () => {
    const fields = own();
    button.disabled = fields.length === 0;
    put(button, fields.length ? summary(fields, row) || say("setup.group-empty") : say("setup.group-none"));
    button.title = button.textContent;
  };
  button.addEventListener("click", () => {
    const title = say("setup.group-title", { group: say(`setup.group.${group}`), name: named(row.names) || row.slug });
    const dialog = el("dialog", { class: "wide", "aria-label": title });
    const inner = el("div", { class: "details-fields" });
    const fill = () => put(inner, own().map((field) => labelled(field, row, drivers, cell(field, (again) => changed(again)))));
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

function labelled(field, row, drivers, node) {
  const hint = field.kind === "address" ? el("p", { class: "quiet" }, addressHint(row)) : null;
  return el("div", { class: `field of-${field.kind}` }, el("span", {}, say(`setup.field.${field.name}`)), node, hint);
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

function told(field, row) {
  const value = row[field.name];
  if (field.kind === "driver") return value ? say(`setup.driver.${value}`) : "";
  if (field.kind === "keys") return Object.keys(value).length ? say("setup.keys-count", { n: Object.keys(value).length }) : "";
  if (field.kind === "names") return named(value);
  if (field.kind === "zones") return Object.keys(value).map((zone) => named(value[zone])).join(say("setup.and"));
  if (field.kind === "picture") return value ? say("setup.field.logo") : "";
  if (field.kind === "number") return "";
  return value || "";
}
