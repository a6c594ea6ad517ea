// SPDX-License-Identifier: Apache-2.0
// Numbers of the pre-printed series that were given by hand, entered afterwards: one after the other, most fields kept.

import { el, put, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { counterText, doing, send } from "./doing.js";
import { sheet } from "./sheet.js";

const LAST = 9999;
const kept = { number: 1, service: "", taken: "", served: "", outcome: "accepted" };

/** Ask for numbers until somebody closes the form. */
export function enterPapers() {
  const { view } = doing;
  const letter = view.day.paper;
  return sheet(say("duty.enter-paper"), say("duty.paper-hint", { letter }), () => {
    const number = el("input", { class: "input", id: "paper-number", type: "number", inputmode: "numeric", min: 1, max: LAST, value: kept.number, "aria-label": say("duty.paper-number") });
    const service = select("paper-service", view.services.map((row) => [row.slug, `${row.letter} ${named(row.names)}`]), kept.service);
    const taken = el("input", { class: "input", id: "paper-taken", type: "time", value: kept.taken, "aria-label": say("duty.paper-taken") });
    const served = select("paper-served", [["", say("duty.paper-waits")], ...view.desks.map((desk) => [desk.slug, say("duty.paper-served", { counter: counterText(desk.number) })])], kept.served);
    const outcome = select("paper-outcome", view.codes.outcome.map((code) => [code, say(`outcome.${code}`)]), kept.outcome);
    const entered = el("p", { class: "entered", role: "status" });
    const ended = el("div", { hidden: !kept.served }, labelled("duty.paper-outcome", outcome));
    served.addEventListener("change", () => (ended.hidden = !served.value));
    const save = async () => {
      Object.assign(kept, { number: Number(number.value), service: service.value, taken: taken.value, served: served.value, outcome: outcome.value });
      const answer = await send("enter-paper", fieldsOf(kept), "");
      if (!answer) {
        put(entered, el("b", { class: "late" }, document.getElementById("message").textContent));
        return;
      }
      text(entered, say("duty.paper-entered", { label: `${letter}${String(kept.number).padStart(3, "0")}` }));
      kept.number += 1;
      number.value = kept.number;
    };
    return {
      content: el(
        "div",
        { class: "dialog-body papers" },
        labelled("duty.paper-number", el("div", { class: "paper-number" }, el("b", { class: "letter" }, letter), number)),
        labelled("duty.paper-service", service),
        labelled("duty.paper-taken", taken),
        labelled("duty.paper-how", served),
        ended,
        entered,
      ),
      end: el("button", { class: "button main", type: "button", on: { click: save } }, say("duty.paper-next")),
    };
  }, "shared.close");
}

function fieldsOf({ number, service, taken, served, outcome }) {
  const fields = { number, services: [service] };
  if (taken) fields.taken = taken;
  return served ? Object.assign(fields, { served_at: served, outcome }) : fields;
}

function labelled(key, node) {
  return el("label", { class: "field" }, el("span", {}, say(key)), node);
}

function select(id, rows, chosen) {
  const node = el("select", { class: "input", id }, rows.map(([value, label]) => el("option", { value }, label)));
  if (rows.some(([value]) => value === chosen)) node.value = chosen;
  return node;
}
