// SPDX-License-Identifier: Apache-2.0
// The form in which staff register what a visitor says to them: what could not be done, a complaint, praise.

import { ask, chips, complaint } from "./dialogs.js";
import { el } from "./dom.js";
import { say } from "./words.js";

const MOST = 500;
const SOURCES = ["cannot-do", "complaint", "praise"];
const NUMBER = /^[A-Za-z]{1,2}\d{1,4}$/;

/**
 * Ask what is to be registered; `counters`: rows with `slug` and `number`; `label`: the number of whoever stands here, "" for none.
 * → the fields of `register-case`, null for nothing.
 */
export function registerForm({ counters }, label = "") {
  return ask(say("register.open"), say("register.hint"), (done) => {
    const source = chips("order-source", SOURCES, "");
    source.node.setAttribute("role", "group");
    source.node.setAttribute("aria-label", say("register.source"));
    const text = el("textarea", { class: "input", id: "register-text", rows: 4, maxlength: MOST, "aria-label": say("register.text") });
    const contact = el("input", { class: "input", id: "register-contact", maxlength: 100, autocomplete: "off", "aria-label": say("register.contact") });
    const ticket = el("input", { class: "input", id: "register-ticket", maxlength: 6, value: label, autocomplete: "off", "aria-label": say("register.ticket") });
    const day = el("input", { class: "input", id: "register-day", type: "date", "aria-label": say("register.day") });
    const rows = counters.map((row) => el("option", { value: row.slug }, say("shared.counter", { number: row.number })));
    const counter = el("select", { class: "input", id: "register-counter", "aria-label": say("register.counter") }, el("option", { value: "" }, say("register.no-counter")), rows);
    const problem = complaint();
    const end = () => {
      const number = ticket.value.trim();
      if (!source.state.code) problem.tell(say("register.which"));
      else if (!text.value.trim()) problem.tell(say("register.text-missing"));
      else if (number && !NUMBER.test(number)) problem.tell(say("register.number-wrong"));
      else done(fieldsOf({ source: source.state.code, text: text.value.trim(), contact: contact.value.trim(), counter: counter.value, ticket: number, day: number ? day.value : "" }));
    };
    const field = (key, node) => el("label", { class: "field" }, el("span", {}, say(`register.${key}`)), node);
    const content = el(
      "div",
      { class: "dialog-body" },
      source.node,
      field("text", text),
      field("contact", contact),
      el("div", { class: "two" }, field("ticket", ticket), field("day", day)),
      field("counter", counter),
      problem.node,
    );
    return { content, end: el("button", { class: "button main", type: "button", id: "register-send", on: { click: end } }, say("register.send")), focus: text };
  });
}

/** The fields that were filled. */
function fieldsOf(values) {
  const fields = {};
  for (const name of Object.keys(values)) if (values[name]) fields[name] = values[name];
  return fields;
}
