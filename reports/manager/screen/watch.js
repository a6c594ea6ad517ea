// SPDX-License-Identifier: Apache-2.0
// What needs somebody in the hall now: visitors who wait for nobody, clerks who are idle or ask for help, a hall that stands still.

import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

const LOOKS = { critical: "notice red", warning: "notice", note: "notice" };
// Arguments that are codes, and whose words they are.
const CODED = { suspended: "suspended", help: "help", need: "need" };

/** One line for each alarm of the view. */
export function watchAlarms(rows) {
  return rows.map((row) =>
    el("p", { class: LOOKS[row.level], role: "alert", data: { alarm: row.key } }, el("b", {}, named(row.names)), " ", say(`alarm.${row.key}`, spoken(row.args))),
  );
}

function spoken(args) {
  const said = Object.assign({}, args);
  for (const name of Object.keys(CODED)) {
    if (name in said) said[name] = [].concat(said[name]).map((code) => say(`${CODED[name]}.${code}`)).join(say("manager.and"));
  }
  return said;
}
