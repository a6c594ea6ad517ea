// SPDX-License-Identifier: Apache-2.0
// What is said after a command that the screen does not show by itself.

import { say } from "/shared/words.js";

/** What became of the paper that says what is missing: (result of the command) → sentence. */
function noticed(result) {
  if (result.notice_printer === undefined) return "";
  return say(result.notice_printer ? "clerk.notice-prints" : "clerk.notice-by-hand");
}

function called(result) {
  const nobody = result.ticket === null ? say("clerk.nobody-next") : "";
  return [nobody, noticed(result)].filter(Boolean).join(" ");
}

/** Command → (result, its fields) → what to say; "" for nothing. */
export const DONE = {
  finish: noticed,
  "finish-and-call": called,
  "give-notice": noticed,
  "note-case": (_, fields) => say("clerk.case-noted", { case: fields.case_no }),
  "appeal-order": (_, fields) => say("clerk.appealed", { order: fields.order }),
  "register-case": (result) => say("register.done", { order: result.order }),
  "come-back": (result) => say("clerk.came-back", { number: result.number }),
  "change-service": () => say("clerk.done-change-service"),
  "confirm-priority": () => say("clerk.done-confirm-priority"),
  "note-needs": () => say("clerk.done-note-needs"),
  "correct-ticket": () => say("clerk.done-correct-ticket"),
  "call-back": () => say("clerk.done-call-back"),
  "count-enquiry": () => say("clerk.done-count-enquiry"),
  "send-message": () => say("clerk.done-send-message"),
  ready: () => say("clerk.done-ready"),
  undo: () => say("clerk.done-undo"),
};
