// SPDX-License-Identifier: Apache-2.0
// Rows while they are edited: copying, what goes over the wire, what must be put right first.

import { say } from "/shared/words.js";

const SLUG = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** A deep copy of JSON-like content. */
export function copyOf(content) {
  return JSON.parse(JSON.stringify(content));
}

/** A row as the server takes it: without the screen's own marks, without empty names and unfilled fields. */
export function forWire(row) {
  const sent = {};
  for (const [name, value] of Object.entries(row)) {
    if (name !== "fresh" && value !== null) sent[name] = value;
  }
  sent.names = filledIn(row.names);
  if (sent.help_point) sent.help_point = filledIn(sent.help_point);
  return sent;
}

/** Keep how the rows are now, when somebody turns to another cell, so that a step can be taken back. */
export function remember(draft) {
  const now = JSON.stringify(draft.rows);
  if (draft.last === undefined) draft.last = draft.base;
  if (now === draft.last) return;
  draft.past = (draft.past || []).concat(draft.last).slice(-50);
  draft.last = now;
}

/** Whether there is a step to be taken back. */
export function canUndo(draft) {
  return Boolean((draft.past || []).length) || (draft.last || draft.base) !== JSON.stringify(draft.rows);
}

/** Take the last step back. */
export function undo(draft) {
  remember(draft);
  const past = draft.past || [];
  if (!past.length) return;
  draft.last = past.pop();
  draft.rows = JSON.parse(draft.last);
}

function filledIn(names) {
  const filled = {};
  for (const [tag, name] of Object.entries(names)) if (name && name.trim()) filled[tag] = name.trim();
  return filled;
}

/** The first thing that is plainly wrong with the rows, as a sentence; "" when nothing is. The server checks the rest. */
export function complaint(section, rows) {
  const seen = new Set();
  for (const row of rows) {
    if (!SLUG.test(row.slug)) return say("setup.need-slug", { slug: row.slug || say("setup.nothing") });
    if (seen.has(row.slug)) return say("setup.twice", { slug: row.slug });
    seen.add(row.slug);
    if (!(row.names["zh-Hans"] || "").trim()) return say("setup.need-name", { slug: row.slug });
    const empty = section.fields.find((field) => !field.nothing && (row[field.name] === null || row[field.name] === undefined));
    if (empty) return say("setup.need-field", { slug: row.slug, field: say(`setup.field.${empty.name}`) });
  }
  return "";
}
