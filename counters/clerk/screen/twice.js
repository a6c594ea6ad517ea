// SPDX-License-Identifier: Apache-2.0
// What was pressed twice was meant once: a finish felt twice would finish the visitor who has only just been called, and a stroke
// of the space bar that bounces would begin to serve somebody who is still on the way.

const SAME_ACT_US = 1e6;
const SAME_KEY_US = 4e5;
/** Keys and buttons that mean whatever the state is waiting for. */
const NEXT_STEP = ["Space", "main"];

const last = { name: "", by: "", at_us: -Infinity };

/** Note what is done now; `by`: the key, "main" for the main button, "" for others. → whether it was done a moment ago. */
export function twice(name, by, now_us) {
  const gone_us = now_us - last.at_us;
  if ((name === last.name && gone_us < SAME_ACT_US) || (by !== "" && by === last.by && gone_us < SAME_KEY_US)) return true;
  Object.assign(last, { name, by, at_us: now_us });
  return false;
}

/** Whether the last step was taken so short a time ago that the main button does not yet take the next one. */
export function stepping(now_us) {
  return NEXT_STEP.includes(last.by) && now_us - last.at_us < SAME_KEY_US;
}
