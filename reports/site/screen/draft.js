// SPDX-License-Identifier: Apache-2.0
// The patrol under way: what was looked at in which zone, and what was found. It is on the device after every tap, and goes whole.

import { newId } from "/shared/socket.js";
import { now, state } from "./doing.js";
import { drop, keep, kept } from "./kept.js";

let draft = null;
let owner = "";

/** The patrol under way, null for none: `{mark, cycle, zones, from_us, done: {"zone/check": "ok"|"bad"}, findings: [...]}`. */
export function current() {
  return draft;
}

/** Bring back what this person had under way; a patrol that began meanwhile stays. */
export async function bringBack(me) {
  if (!me || owner === me) return;
  owner = me;
  const found = await kept("notes", name());
  if (draft === null && found) draft = found;
  state.draw();
}

function name() {
  return `draft ${owner}`;
}

/** Begin one. */
export function begin(cycle, zones) {
  draft = { mark: newId(), cycle, zones, from_us: now(), done: {}, findings: [] };
  changed();
}

/** It is over: sent, or given up. */
export function end() {
  draft = null;
  drop("notes", name());
}

/** After every change of it. */
export function changed() {
  keep("notes", name(), draft);
  state.draw();
}

/** The checks that a round of a cycle goes through in a zone. */
export function checksOf(view, cycle, zone) {
  const round = view.rounds.find((it) => it.cycle === cycle);
  const row = round && round.zones.find((it) => it.zone === zone);
  const slugs = row ? row.checks : [];
  return slugs.map((slug) => view.checks.find((it) => it.slug === slug)).filter(Boolean);
}

/** What was said of a check in a zone: `ok`, `bad`, or undefined. */
export function saidOf(zone, check) {
  return draft.done[`${zone}/${check}`];
}

/** Say that a check was in order. */
export function inOrder(zone, checks) {
  for (const check of checks) draft.done[`${zone}/${check}`] = "ok";
  draft.findings = draft.findings.filter((it) => it.zone !== zone || !checks.includes(it.check));
  changed();
}

/** Take back what was said of a check. */
export function unsaid(zone, check) {
  delete draft.done[`${zone}/${check}`];
  draft.findings = draft.findings.filter((it) => it.zone !== zone || it.check !== check);
  changed();
}

/** Put a finding in, or in place of the one that there was. */
export function found(finding) {
  draft.findings = [...draft.findings.filter((it) => it.zone !== finding.zone || it.check !== finding.check), finding];
  draft.done[`${finding.zone}/${finding.check}`] = "bad";
  changed();
}

/** How many checks there are in all zones, and how many were looked at. */
export function progress(view) {
  const all = draft.zones.reduce((sum, zone) => sum + checksOf(view, draft.cycle, zone).length, 0);
  return { all, done: Object.keys(draft.done).length };
}
