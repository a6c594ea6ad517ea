// SPDX-License-Identifier: Apache-2.0
// Marks a figure of one of today's numbers as not credible, or credible again: the record stays, reports leave the figure out and say so.

import { ask, chips, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";

export const ANNOTATING = ["hall-manager"];
const REASONS = ["device-fault", "wrong-key", "test", "clock", "other"];
const NUMBER = /^\s*([A-Za-z]{1,2}\d{1,4})\s*$/;

function choice(label, options) {
  const select = el("select", { class: "input", "aria-label": label }, options.map(([value, word]) => el("option", { value }, word)));
  return { select, node: el("label", { class: "field" }, el("span", {}, label), select) };
}

/** → the fields of `annotate-record`, or null. */
export function annotateDialog() {
  return ask(say("manager.annotate-title"), say("manager.annotate-hint"), (done) => {
    const number = el("input", { class: "input", type: "text", maxlength: "6", autocomplete: "off", autocapitalize: "characters", "aria-label": say("manager.number") });
    const what = choice(say("manager.annotate-what"), [["wait", say("report.section.waits")], ["service", say("report.section.services")]]);
    const leg = choice(say("manager.annotate-leg"), ["1", "2", "3", "4", "5"].map((no) => [no, say("manager.annotate-nth", { n: no })]));
    const credible = choice(say("manager.annotate-as"), [["no", say("manager.annotate-doubt")], ["yes", say("manager.annotate-credible")]]);
    const { state, node } = chips("annotation", REASONS, REASONS[0]);
    const problem = complaint();
    const end = () => {
      const found = NUMBER.exec(number.value);
      if (!found) return problem.tell(say("why.number-wrong"));
      return done({ ticket: found[1].toUpperCase(), leg: Number(leg.select.value), what: what.select.value, reason: state.code, credible: credible.select.value === "yes" });
    };
    return {
      content: el(
        "div",
        { class: "dialog-body" },
        el("label", { class: "field" }, el("span", {}, say("manager.number")), number),
        what.node,
        leg.node,
        credible.node,
        el("div", { class: "field" }, el("span", {}, say("kind.annotation")), node),
        problem.node,
      ),
      end: el("button", { class: "button main", type: "button", on: { click: end } }, say("manager.annotate")),
      focus: number,
    };
  });
}
