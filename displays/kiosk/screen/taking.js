// SPDX-License-Identifier: Apache-2.0
// Asking the hall for a number, or for something else: one thing at a time, and never while it cannot be reached.

import { byId, text } from "/shared/dom.js";
import { language, say } from "/shared/words.js";
import { unhurried_s } from "./modes.js";
import { deaf, openSheet } from "./sheet.js";
import { problemSheet, takenSheet } from "./sheets.js";
import { chosen, kiosk, state } from "./visit.js";

const SHEET_S = 12;
// A number that stands on no paper is read off, written down or photographed.
const SLIPLESS_S = 30;
// Less than the visitor's patience: after that nothing is given any more, whatever still lies on the line.
const GIVE_UP_S = 4;

/** Ask the hall for something while the screen says so, one thing at a time; → whether it was done. `failed(problem)` makes the sheet of a refusal. */
export async function ask(saying, command, fields, failed) {
  // A finger cannot reach the buttons then, keys can.
  if (state.busy) return null;
  state.busy = saying;
  text(byId("busy"), say(saying));
  kiosk.draw();
  try {
    return await kiosk.line.ask(command, fields, { live_only: true, give_up_s: GIVE_UP_S });
  } catch (problem) {
    if (problem.key.startsWith("card-")) chosen.card = null;
    openSheet(SHEET_S, () => failed(problem));
    return null;
  } finally {
    state.busy = "";
    kiosk.draw();
  }
}

/** Take a number for a service; `again`: from a sheet that offers one, `paperless`: without a slip. */
export async function take(service, { again, paperless } = {}) {
  if (state.busy || (state.sheet && !again) || deaf() || !kiosk.line || !kiosk.line.live()) return;
  performance.mark("kiosk-press");
  const card = chosen.card;
  const fields = { services: [service], language: language() };
  const major = Boolean(card && card.elderly_for && card.elderly_for.includes(service)); // a major matter of the elderly law
  if (chosen.group || major) fields.group = chosen.group || "elderly";
  if (chosen.needs.length) fields.needs = chosen.needs;
  if (card) fields.card = card.ref;
  if (paperless) fields.paperless = true;
  const printed = !paperless && state.view.printer === "ready";
  const declared = Boolean(fields.group) && !(card && (card.elderly || major) && fields.group === "elderly");
  const failed = (problem) => problemSheet(problem, state.view, () => take(service, { again: true, paperless: true }));
  const answer = await ask("kiosk.taking", "take-ticket", fields, failed);
  if (!answer) return;
  chosen.card = null; // it counts for one number
  took(answer.result, printed, { declared, needs: Boolean(fields.needs), service });
}

/** Show a number that was just given. */
export function took(result, printed, notes) {
  state.taken = result;
  const slip = () => printed && state.view.printer === "ready" && !slipFailed(state.view);
  const row = state.view.services.find((it) => it.slug === notes.service);
  const make = () => takenSheet(result, Object.assign({ slip: slip(), failed: slipFailed(state.view), names: row && row.names }, notes));
  openSheet(printed ? SHEET_S : SLIPLESS_S, make, () => (slip() ? "kiosk.back" : "kiosk.noted"));
  performance.mark("kiosk-number");
}

/** Whether the slip of the number just given is known to have failed. */
export function slipFailed(view) {
  return Boolean(state.taken && view.last && view.last.ticket === state.taken.ticket && view.last.slip === "failed");
}

/** What a view says of the number just given: its slip failed, or is out. Marks when it is out. */
export function followSlip(before, view) {
  const isOut = state.taken && view.last && view.last.ticket === state.taken.ticket && view.last.slip === "done";
  if (isOut && !state.taken.out) {
    state.taken.out = true;
    performance.mark("kiosk-slip");
  }
  const changed = before.printer !== view.printer || slipFailed(before) !== slipFailed(view);
  if (changed && slipFailed(view)) state.left_s = unhurried_s(SLIPLESS_S);
  return changed;
}
