// SPDX-License-Identifier: Apache-2.0
// The rating that a visitor gives, on a tablet at the counter or on the own phone: five levels, and beside them what the standard asks.
// All but the level is free; nothing is chosen beforehand.

import { el } from "./dom.js";
import { face } from "./face.js";
import { named, say } from "./words.js";

export const LEVELS = [5, 4, 3, 2, 1];
const BAD_MAX = 2;

/** A rating that nobody has given yet. */
export function blank() {
  return { stars: 0, tags: new Set(), dimensions: new Map(), comment: "", contact: "" };
}

/** Whether so many stars are a bad rating, of which the hall would like to know the reason. */
export function isBad(stars) {
  return stars <= BAD_MAX;
}

/** A button for each level; `choose(stars)` is called with the one pressed. `chosen`: the stars that are chosen, 0: none. */
export function levels(chosen, choose) {
  const one = (stars) => {
    const pressed = { "aria-pressed": String(stars === chosen), data: { stars }, on: { click: () => choose(stars) } };
    const inside = el("span", { class: "level-in" }, face(stars), el("span", { class: "level-word" }, say(`rating.level-${stars}`)));
    return el("button", Object.assign({ class: `level level-${stars}`, type: "button" }, pressed), inside);
  };
  return el("div", { class: "levels", role: "group", "aria-label": say("rating.title") }, LEVELS.map(one));
}

/** What the form asks beside so many stars. */
export function asked(form, stars) {
  const bad = isBad(stars);
  return { tags: form.tags.filter((tag) => tag.bad === null || tag.bad === bad), dimensions: form.dimensions };
}

/** Tags, dimensions and a comment as the visitor may give them into `given`; `changed()` after each touch. */
export function beside(form, given, changed) {
  const { tags, dimensions } = asked(form, given.stars);
  return [
    tags.length ? el("div", { class: "tags", role: "group", "aria-label": say("rating.reason") }, tags.map((tag) => tagButton(tag, given, changed))) : null,
    dimensions.length ? el("div", { class: "dimensions" }, dimensions.map((row) => dimension(row, given, changed))) : null,
    isBad(given.stars) ? el("div", { class: "said" }, comment(given, changed), contact(given, changed)) : comment(given, changed),
  ];
}

function tagButton(tag, given, changed) {
  const toggle = (event) => {
    const on = !given.tags.has(tag.slug);
    if (on) given.tags.add(tag.slug);
    else given.tags.delete(tag.slug);
    event.currentTarget.setAttribute("aria-pressed", on);
    changed();
  };
  const pressed = { "aria-pressed": String(given.tags.has(tag.slug)), data: { tag: tag.slug }, on: { click: toggle } };
  return el("button", Object.assign({ class: "button tag", type: "button" }, pressed), named(tag.names));
}

/** One dimension: five faces to choose from; whoever chooses the same again takes it back. */
function dimension(row, given, changed) {
  const line = el("div", { class: "dimension", role: "group", "aria-label": named(row.names) }, el("span", { class: "dimension-name" }, named(row.names)));
  const faces = el("span", { class: "dimension-faces" });
  line.append(faces);
  const press = (stars) => () => {
    if (given.dimensions.get(row.slug) === stars) given.dimensions.delete(row.slug);
    else given.dimensions.set(row.slug, stars);
    for (const other of Array.from(faces.children)) other.setAttribute("aria-pressed", Number(other.dataset.of) === given.dimensions.get(row.slug));
    changed();
  };
  for (const stars of LEVELS) {
    const said = { "aria-label": say(`rating.level-${stars}`), "aria-pressed": String(given.dimensions.get(row.slug) === stars) };
    const props = Object.assign({ class: `small-level level-${stars}`, type: "button", data: { of: stars, dimension: row.slug } }, said);
    faces.append(el("button", Object.assign(props, { on: { click: press(stars) } }), face(stars)));
  }
  return line;
}

function comment(given, changed) {
  const typed = (event) => {
    given.comment = event.target.value;
    changed();
  };
  const label = say("rating.comment");
  const area = el("textarea", { class: "input comment", id: "comment", rows: 2, maxlength: 300, "aria-label": label, placeholder: label, on: { input: typed } });
  area.value = given.comment;
  return area;
}

/** How the hall may reach whoever is not satisfied; free, kept apart and erased in time. */
function contact(given, changed) {
  const typed = (event) => {
    given.contact = event.target.value;
    changed();
  };
  const label = say("rating.contact");
  const props = { class: "input contact", id: "contact", type: "tel", maxlength: 40, autocomplete: "tel", "aria-label": label, placeholder: label };
  const line = el("input", Object.assign(props, { on: { input: typed } }));
  line.value = given.contact || "";
  return line;
}

/** The fields of the command: what was given, and nothing that was not. */
export function fieldsOf(given, form) {
  const { tags, dimensions } = asked(form, given.stars);
  const fields = { stars: given.stars };
  const chosen = tags.map((tag) => tag.slug).filter((slug) => given.tags.has(slug));
  if (chosen.length) fields.tags = chosen;
  const rated = dimensions.filter((row) => given.dimensions.has(row.slug));
  if (rated.length) fields.dimensions = {};
  for (const row of rated) fields.dimensions[row.slug] = given.dimensions.get(row.slug);
  if (given.comment.trim()) fields.comment = given.comment.trim();
  if (isBad(given.stars) && (given.contact || "").trim()) fields.contact = given.contact.trim();
  return fields;
}
