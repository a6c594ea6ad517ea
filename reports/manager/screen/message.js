// SPDX-License-Identifier: Apache-2.0
// A few words to the duty managers, the guides, a counter or everybody.

import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { ask } from "./day.js";

const MOST = 100;

/** → the fields of `send-message`, or null. */
export function messageDialog(view) {
  return ask(say("manager.write"), say("manager.write-hint"), (done) => {
    const option = (value, label) => el("option", { value }, label);
    const staffed = view.counters.filter((row) => row.state !== "closed");
    const to = el("select", { class: "input" }, option("duty", say("manager.to-duty")), option("guides", say("manager.to-guides")), option("all", say("manager.to-all")), staffed.map((row) => option(`counter:${row.slug}`, `${say("shared.counter", { number: row.number })} ${named(row.clerk)}`)));
    const words = el("input", { class: "input", type: "text", maxlength: MOST, autocomplete: "off" });
    const problem = el("p", { class: "form-problem", role: "alert" });
    const send = () => {
      const text = words.value.trim();
      if (text) return done({ to: to.value, text });
      problem.textContent = say("manager.write-need");
      return words.focus();
    };
    return {
      content: el("div", { class: "dialog-body" }, el("label", { class: "field" }, el("span", {}, say("manager.write-to")), to), el("label", { class: "field" }, el("span", {}, say("manager.write-text")), words), problem),
      end: el("button", { class: "button main", type: "button", on: { click: send } }, say("manager.write-send")),
    };
  });
}
