// SPDX-License-Identifier: Apache-2.0
// Numbers of the pre-printed series that were given by hand: the number counts on by itself, service and time stay as they were.

import { byId, el, put, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { send, state } from "./common.js";

const LAST = 9999;
const entering = { typed: false, date: "" };

/** The form. Its fields keep what is typed over every new view. */
export function paperCard() {
  const submit = (event) => {
    event.preventDefault();
    enter();
  };
  const number = el("input", { class: "input digits", id: "paper-number", type: "number", min: 1, max: LAST, required: true, "aria-label": say("guide.paper-number") });
  number.addEventListener("input", () => (entering.typed = true));
  const taken = el("input", { class: "input digits", id: "paper-taken", type: "time", "aria-label": say("guide.paper-taken") });
  const service = el("select", { class: "input", id: "paper-service", required: true, "aria-label": say("guide.service") });
  const served = el("select", { class: "input", id: "paper-served", "aria-label": say("guide.paper-served") });
  const field = (word, node, before) => el("label", { class: "field" }, el("span", {}, word), before ? el("span", { class: "paper-line" }, before, node) : node);
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("guide.paper")), el("span", { class: "digits", id: "paper-entered" })),
    el("p", { class: "quiet" }, say("guide.paper-hint")),
    el(
      "form",
      { class: "paper-form", on: { submit } },
      field(say("guide.paper-number"), number, el("b", { class: "digits", id: "paper-letter" })),
      field(say("guide.service"), service),
      field(say("guide.paper-taken"), taken),
      field(say("guide.paper-served"), served),
      el("button", { class: "button main tall", type: "submit", data: { live: "" } }, say("guide.paper-enter")),
    ),
    el("p", { class: "quiet digits", id: "paper-last" }),
  ];
}

/** Draw what changed: the next number, unless one was typed or entered here: two people may each have a block of their own. */
export function drawPaper(view) {
  if (!view.paper) return;
  if (entering.date !== view.day.date) Object.assign(entering, { typed: false, date: view.day.date });
  text(byId("paper-letter"), view.paper.letter);
  text(byId("paper-entered"), view.paper.entered || "");
  text(byId("paper-last"), view.paper.last.length ? say("guide.paper-last", { labels: view.paper.last.join(" ") }) : "");
  if (!entering.typed) byId("paper-number").value = view.paper.next;
  choices("paper-service", view.services.map((row) => [row.slug, `${row.letter} ${named(row.names)}`]));
  choices("paper-served", [["", say("guide.paper-waits")]].concat(view.counters.map((row) => [row.slug, say("guide.paper-at", { number: row.number })])));
}

/** Put new choices in place only where they are others than before: an open list must not close. */
function choices(id, rows) {
  const node = byId(id);
  const shown = JSON.stringify(rows);
  if (node.dataset.shown === shown) return;
  const before = node.value;
  put(node, rows.map(([value, word]) => el("option", { value }, word)));
  if (before) node.value = before;
  node.dataset.shown = shown;
}

async function enter() {
  const number = Number(byId("paper-number").value);
  const fields = { number, services: [byId("paper-service").value] };
  const taken = byId("paper-taken").value;
  const served = byId("paper-served").value;
  if (taken) fields.taken = taken;
  if (served) fields.served_at = served;
  const answer = await send("enter-paper", fields, ({ result }) => say("guide.done-enter-paper", { label: result.number }));
  if (!answer) return;
  entering.typed = number < LAST;
  byId("paper-number").value = entering.typed ? number + 1 : state.view.paper.next;
  byId("paper-number").select();
}
