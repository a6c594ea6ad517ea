// SPDX-License-Identifier: Apache-2.0
// How each device is now, and the buttons that have it show that it works.

import { el, put, text } from "/shared/dom.js";
import { ask } from "./access.js";
import { named, problemText, say } from "/shared/words.js";

const LOOK_MS = 500;
const GOOD = ["done", "spoken", "short"];
const WAITING = ["asked", "sent"];

function mark(kind, key) {
  return el("span", { class: `mark ${kind}` }, say(key));
}

function marksOf(known) {
  if (!known) return [];
  const { line, paper, tried, commissioned } = known;
  return [
    line ? mark(line === "lost" ? "red" : "green", `setup.device.${line}`) : null,
    paper !== "fine" ? mark(paper === "low" ? "amber" : "red", `setup.paper.${paper}`) : null,
    commissioned === null ? null : mark(commissioned ? "green" : "amber", commissioned ? "setup.commissioned" : "setup.not-commissioned"),
    tried ? mark(GOOD.includes(tried) ? "green" : WAITING.includes(tried) ? "" : "red", `setup.trial.${tried}`) : null,
  ];
}

/** A place for the state of a device; ``drawStates`` keeps it true without drawing the table anew. */
export function stateOf(slug, states) {
  return put(el("span", { class: "device-state", data: { device: slug } }), marksOf(states[slug]));
}

/** Bring every state that is on the page up to date. */
export function drawStates(states) {
  for (const node of document.querySelectorAll(".device-state")) {
    const wanted = JSON.stringify(states[node.dataset.device] || null);
    if (node.dataset.shown === wanted) continue;
    node.dataset.shown = wanted;
    put(node, marksOf(states[node.dataset.device]));
  }
}

/** Begin the trial of a cabled rater and follow it to its end. */
export function commission(row) {
  const path = `/api/v1/devices/${encodeURIComponent(row.slug)}/commissioning`;
  const said = el("p", { class: "pairing-pin", role: "status" });
  const again = el("button", { class: "button", type: "button" }, say("setup.commission-again"));
  const close = el("button", { class: "button main", type: "button" }, say("shared.close"));
  const title = say("setup.commission-title", { device: named(row.names) });
  const dialog = el("dialog", { "aria-label": title }, el("div", { class: "dialog-box" }, el("h2", {}, title), el("p", { class: "quiet" }, say("setup.commission-hint")), said, el("div", { class: "dialog-end" }, again, close)));
  let timer = null;
  const look = async (method) => {
    clearTimeout(timer);
    try {
      const { state, heard, left_s } = await ask(method, path);
      text(said, say(`setup.commission.${state}`, { left: left_s, heard: heard || "-" }));
      if (state.startsWith("press-") && dialog.open) timer = setTimeout(() => look("GET"), LOOK_MS);
    } catch (refusal) {
      text(said, problemText(refusal));
    }
  };
  again.addEventListener("click", () => look("POST"));
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    clearTimeout(timer);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  text(said, say("setup.commission.none"));
  look("POST");
}
