// SPDX-License-Identifier: Apache-2.0
// A slip was laid on the counter's scanner: say which it is, and offer the one thing that it is probably for.

import { say } from "/shared/words.js";
import { action, ready } from "./actions.js";
import { callTicket, sure } from "./dialogs.js";

/** What the scan means in this state: `{text, bad}` to say, or `{name, ask()}` to offer. */
export function meaning(view, scan, now_us) {
  if (scan.too_often) return { text: say("clerk.scan-too-often"), bad: true };
  if (scan.unknown) return { text: say("clerk.scan-unknown"), bad: true };
  const args = { number: scan.label, state: say(`state.${scan.state}`) };
  if (view.ticket && view.ticket.id === scan.ticket) return { text: say("clerk.scan-in-hand", args) };
  const offered = offer(view, scan, args, now_us);
  return offered || { text: say("clerk.scan-is", args) };
}

function offer(view, scan, args, now_us) {
  const { ticket } = scan;
  const title = say("clerk.scan-title", args);
  if (scan.state === "absent") return { name: "bring-back", ask: () => sure(title, say("clerk.scan-absent-hint"), say("clerk.bring-back"), { ticket }) };
  if (scan.state === "held" && view.held.some((row) => row.id === ticket && !row.ready)) {
    return { name: "resume", ask: () => sure(title, say("clerk.scan-held-hint"), say("clerk.resume"), { ticket }) };
  }
  if (scan.state === "waiting" && ready(action("call-ticket"), view, now_us)) return { name: "call-ticket", ask: () => callTicket(view, scan.label) };
  return null;
}
