// SPDX-License-Identifier: Apache-2.0
// What came of what the visitor said: how far it is, and the answer, which is fetched when there is a new one.

import { el, put, show } from "/shared/dom.js";
import { clockText, dayText } from "/shared/time.js";
import { language, say } from "/shared/words.js";

const AGAIN_MS = 5000;
const state = { asked: "", answers: {}, drawn: "" };

/** Draw into `box` what came of these orders; `zone`: the hall's. */
export function drawAnswers(box, orders, token, zone) {
  const again = () => drawAnswers(box, orders, token, zone);
  show(box, orders.length > 0);
  ask(orders, token, again);
  const wanted = JSON.stringify([language(), orders, state.answers]);
  if (wanted === state.drawn) return;
  state.drawn = wanted;
  put(box, el("h2", {}, say("answer.title")), orders.map((it) => one(it, zone)));
}

async function ask(orders, token, again) {
  const wanted = orders.map((it) => it.replied_us).join();
  if (!orders.some((it) => it.replied_us) || state.asked === wanted) return;
  state.asked = wanted;
  try {
    const answer = await fetch(`/api/v1/tickets/${token}/answers`);
    if (!answer.ok) throw new Error(String(answer.status));
    state.answers = {};
    for (const it of await answer.json()) state.answers[it.order] = it.answer;
  } catch (error) {
    console.warn("the answer cannot be had now", error);
    setTimeout(() => (state.asked = ""), AGAIN_MS);
  }
  again();
}

function wordOf(it) {
  if (it.excluded) return "excluded";
  if (it.closed_us) return "closed";
  return it.replied_us ? "replied" : `step-${it.step}`;
}

function one(it, zone) {
  const due = it.due_us && !it.replied_us;
  return el(
    "div",
    { class: "answer" },
    el("p", {}, el("strong", {}, say(`answer.of-${it.source}`)), ` ${it.no}`),
    el("p", {}, say(`answer.${wordOf(it)}`)),
    due ? el("p", { class: "quiet" }, say("answer.until", { day: dayText(it.due_us - 1, zone) })) : null,
    it.replied_us ? [el("blockquote", {}, it.no in state.answers ? state.answers[it.no] || say("answer.none") : say("shared.loading")), el("p", { class: "quiet" }, say("answer.at", { at: `${dayText(it.replied_us, zone)} ${clockText(it.replied_us, zone)}` }))] : null,
  );
}
