// SPDX-License-Identifier: Apache-2.0
// A number whose turn is over: how it ended, and what can still be done with it.

import { named, say } from "/shared/words.js";
import { counterText, doing, send } from "./doing.js";
import { servicesText } from "./numbers.js";
import { menu } from "./sheet.js";

const NUMBER = /^[A-Za-z]{1,2}\d{1,4}$/;

/** Whether this is a whole number, as it stands on a slip. */
export function isNumber(typed) {
  return NUMBER.test(typed);
}

/** Ask the hall about any number of today; `heard` gets the answer. */
export function lookUp(typed) {
  doing.hall.tell({ find: "ticket", text: typed });
}

/** What the hall said of it. */
export function heard(whisper) {
  const { found } = whisper;
  if (!found) return;
  if (found.unknown || found.too_often) menu(say("duty.ticket-title", { label: found.text.toUpperCase() }), say(found.unknown ? "duty.unknown-number" : "duty.look-later"), []);
  else show(found);
}

const ACTS = [
  { name: "call-back", when: (row) => row.state === "finished", run: (row) => callBack(row) },
  { name: "come-back", when: (row) => row.acts.includes("come-back"), run: (row) => send("come-back", { ticket: row.id }, (answer) => say("duty.came-back", { label: answer.result.number })) },
];

async function show(row) {
  const may = ACTS.filter((it) => it.when(row));
  const said = [say(`state.${row.state}`), row.outcome && say(`outcome.${row.outcome}`), servicesText(row.services), row.until && say("duty.may-return", { until: row.until })];
  const name = await menu(say("duty.ticket-title", { label: row.label }), said.filter(Boolean).join(" · "), may.map((it) => ({ value: it.name, label: say(`duty.${it.name}`) })));
  const act = may.find((it) => it.name === name);
  if (act) act.run(row);
}

/** To the counter where the visitor was served, if it is open, or to another. */
async function callBack(row) {
  const able = doing.view.desks.filter((desk) => desk.state === "open");
  const counter = await menu(say("duty.call-back-title", { label: row.label }), say("duty.call-back-hint"), able.map((desk) => ({ value: desk.slug, label: counterText(desk.number), note: named(desk.clerk_names) })));
  if (counter) send("call-back", { ticket: row.id, counter }, say("duty.called-back", { label: row.label }));
}
