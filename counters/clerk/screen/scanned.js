// SPDX-License-Identifier: Apache-2.0
// Something was laid on the counter's scanner: say whose slip it is, and offer the one thing that it is probably for.

import { sure } from "/shared/dialogs.js";
import { say } from "/shared/words.js";
import { action, ready } from "./actions.js";
import { callTicket } from "./dialogs.js";
import { correctTicket } from "./visitors.js";

/** What the scan means in this state: `{text, bad}` to say, `{name, fields}` to do, or `{name, ask()}` to offer. */
export function meaning(view, scan, now_us) {
  if (scan.too_often) return { text: say("clerk.scan-too-often"), bad: true };
  if (scan.case) return caseOf(view, scan.case);
  if (scan.unknown) return { text: say("clerk.scan-unknown"), bad: true };
  const args = { number: scan.label, state: say(`state.${scan.state}`) };
  if (view.ticket && view.ticket.id === scan.ticket) return { text: say("clerk.scan-in-hand", args) };
  const offered = offer(view, scan, args, now_us);
  return offered || { text: say("clerk.scan-is", args) };
}

/** Put what was scanned into the field of an open dialog that waits for it: a number, or a case's. Nothing is chosen by that. */
export function fill(scan) {
  const field = document.activeElement;
  const wanted = field.dataset.scan === "case" ? scan.case : field.getAttribute("role") === "combobox" ? scan.label : "";
  if (!wanted || !field.closest("dialog")) return;
  field.value = wanted;
  field.dispatchEvent(new Event("input"));
}

/** A code that is no slip is the case's, as long as somebody is served here. */
function caseOf(view, case_no) {
  if (view.ticket === null || view.ticket.state !== "serving") return { text: say("clerk.scan-unknown"), bad: true };
  return { name: "note-case", fields: { ticket: view.ticket.id, case_no } };
}

function offer(view, scan, args, now_us) {
  const { ticket } = scan;
  const title = say("clerk.scan-title", args);
  const may = (name) => ready(action(name), view, now_us);
  const offering = (name, hint) => ({ name, ask: () => sure(title, say(hint), say(`clerk.${name}`), { ticket }) });
  if (scan.returns && may("come-back")) return offering("come-back", "clerk.scan-returns-hint");
  if (scan.state === "absent" && may("correct-ticket")) return { name: "correct-ticket", ask: () => correctTicket(view, null, scan.label) };
  if (scan.state === "absent") return offering("bring-back", "clerk.scan-absent-hint");
  if (scan.state === "held" && view.held.some((row) => row.id === ticket && !row.ready)) return offering(may("resume") ? "resume" : "ready", "clerk.scan-held-hint");
  if (scan.state === "waiting" && may("correct-ticket")) return { name: "correct-ticket", ask: () => correctTicket(view, null, scan.label) };
  if (scan.state === "waiting" && may("call-ticket")) return { name: "call-ticket", ask: () => callTicket(view, scan.label) };
  return null;
}
