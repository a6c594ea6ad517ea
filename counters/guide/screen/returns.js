// SPDX-License-Identifier: Apache-2.0
// Who may come back on an earlier number without queueing anew (二次优先).

import { byId, el } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { button, comeBack, serviceName } from "./common.js";

/** The card on the desk: the rights that there are, newest first. */
export function returns(rows) {
  const row = (it) =>
    el(
      "li",
      { data: { day: it.day } },
      el("b", { class: "number digits" }, it.label),
      el("div", { class: "line-what" }, el("b", {}, it.services.map(serviceName).join(" + ")), el("span", { class: "quiet" }, say("guide.return-row", { day: it.day, why: say(`return.${it.reason}`), until: it.until }))),
      el("div", { class: "line-acts" }, button(say("guide.come-back"), () => comeBack(it), { className: "main", data: { act: "come-back", label: it.label } })),
    );
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("guide.returns")), el("span", { class: "digits" }, rows.length)),
    el("p", { class: "quiet" }, rows.length ? say("guide.returns-hint") : say("guide.returns-none")),
    returnsSearch(rows),
    el("ul", { class: "rows", id: "return-rows" }, rows.map(row)),
  ];
}

/** With many of them, a field that narrows the list. */
function returnsSearch(rows) {
  if (rows.length < 6) return null;
  const field = el("input", { class: "input", type: "search", autocomplete: "off", placeholder: say("guide.find-return"), "aria-label": say("guide.find-return") });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toUpperCase();
    for (const [at, node] of Array.from(byId("return-rows").children).entries()) node.hidden = !rows[at].label.includes(wanted) && !rows[at].day.includes(wanted);
  });
  return field;
}
