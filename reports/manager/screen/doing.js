// SPDX-License-Identifier: Apache-2.0
// What somebody at the live screen does: commands to the hall, one at a time, and files to be saved.

import { sure } from "/shared/dialogs.js";
import { byId, show, text } from "/shared/dom.js";
import { staffAuth } from "/shared/sign.js";
import { named, problemText, say } from "/shared/words.js";
import { fetchOfDay } from "./charts.js";
import { anchorDialog } from "./day.js";
import { messageDialog } from "./message.js";
import { voidDialog, voidedText } from "./runs.js";
import { asPng, save } from "./saving.js";

const GIVE_UP_S = 30;
const GONE = ["alarm-over", "alarm-seen"];
/** The newest view and the line that it came by; whether something is under way. */
export const state = { view: null, hall: null, busy: false };

/** Ask what an act needs, then ask the hall. */
export async function act(it) {
  if (state.busy || document.querySelector("dialog[open]")) return;
  const fields = await it.asks(state.view);
  if (!fields) return;
  await busily(async () => {
    await state.hall.ask(it.name, fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(say("manager.done", { action: say(`manager.${it.name}`) }), false);
  });
}

/** Take a run of numbers back, when somebody has said so once more. */
export async function voidRun(run) {
  if (state.busy || document.querySelector("dialog[open]")) return;
  const fields = await voidDialog(run);
  if (!fields) return;
  await busily(async () => {
    const { result } = await state.hall.ask("void-run", fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(voidedText(result), false);
  });
}

/** Do one thing at a time, and say what went wrong. */
export async function busily(work) {
  state.busy = true;
  enable();
  try {
    await work();
  } catch (problem) {
    tell(problemText(problem), true);
  } finally {
    state.busy = false;
    enable();
  }
}

/** Enable what can be pressed while the line is there and nothing is under way. */
export function enable() {
  for (const node of document.querySelectorAll("[data-act]")) node.disabled = state.busy || !state.hall.live();
}

function tell(sentence, bad) {
  const node = byId("message");
  text(node, sentence);
  node.className = bad ? "bad" : "";
  show(node, true);
}

/** Save the day report. */
export async function report(date) {
  await busily(async () => {
    const { token } = await staffAuth();
    const answer = await fetch(`/api/v1/reports/day.pdf?date=${encodeURIComponent(date)}`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) throw { detail: say("manager.report-failed", { why: problemText(await answer.json().catch(() => ({ title: String(answer.status) }))) }) };
    save(await answer.blob(), `${say("manager.day-report-file", { date })}.pdf`);
  });
}

/** Save the picture of the day; on a light ground whatever the look here, for it is passed on and printed. */
export function savePicture(ending) {
  return () =>
    busily(async () => {
      const answer = await fetchOfDay(ending === "pdf" ? "picture.pdf" : "picture.svg", "light");
      const blob = ending === "pdf" ? await answer.blob() : await asPng(await answer.text());
      save(blob, `${say("manager.picture-file", { date: state.view.day.date })}.${ending}`);
    });
}

/** Say that these are seen; of several, those that somebody else saw meanwhile, or that are over, need nothing any more. */
export async function acknowledge(rows) {
  await busily(async () => {
    for (const row of rows) {
      try {
        await state.hall.ask("acknowledge-alarm", { alarm: row.id }, { live_only: true, give_up_s: GIVE_UP_S });
      } catch (problem) {
        if (rows.length === 1 || GONE.indexOf(problem.key) < 0) throw problem;
      }
    }
    tell(say("manager.acknowledged"), false);
  });
}

/** Follow advice: open the first counter for who is free with one tap, or put the plan in force that lets others help. */
export const follow = {
  open: (row) => follows("open-for", { counter: row.counters[0].slug, person: row.people[0].slug }, say("manager.opened-for", { number: row.counters[0].number, who: named(row.people[0].names) })),
  close: (row) => follows("close-counter", { counter: row.counters[0].slug, reason: "quiet" }, say("manager.closed-quiet", { number: row.counters[0].number })),
  plan: async (row) => {
    const plan = named(row.plan_names);
    if (state.busy || document.querySelector("dialog[open]")) return;
    const hint = row.leaves ? say("manager.plan-leaves", { n: row.leaves }) : say("manager.plan-hint");
    if (await sure(say("manager.use-plan", { plan }), hint, say("manager.plan-yes"), true)) await follows("apply-plan", { plan: row.plan }, say("manager.plan-applied", { plan }));
  },
};

function follows(name, fields, sentence) {
  return busily(async () => {
    await state.hall.ask(name, fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(sentence, false);
  });
}

/** Mark a message as read. */
export async function readMessage(row) {
  await busily(() => state.hall.ask("see-message", { message: row.id }, { live_only: true, give_up_s: GIVE_UP_S }));
}

/** Ask to whom and what, then send it. */
export async function writeMessage() {
  if (state.busy || document.querySelector("dialog[open]")) return;
  const fields = await messageDialog(state.view);
  if (!fields) return;
  await busily(async () => {
    await state.hall.ask("send-message", fields, { live_only: true, give_up_s: GIVE_UP_S });
    tell(say("manager.message-sent"), false);
  });
}

/** Show the journal's head: whoever writes it down or photographs it can prove later that nothing before it was changed. */
export async function anchor() {
  await busily(async () => {
    const { token } = await staffAuth();
    const answer = await fetch("/api/v1/journal/head", { headers: { Authorization: `Bearer ${token}` } });
    const said = await answer.json();
    if (!answer.ok) throw said;
    await anchorDialog(said.anchor);
  });
}
