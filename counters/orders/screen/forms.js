// SPDX-License-Identifier: Apache-2.0
// Each step as a form: codes on buttons, a few words where they are needed. The table says what each command is asked with.

import { ask, chips, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { registerForm } from "/shared/register.js";
import { say } from "/shared/words.js";
import { acts, choose, state } from "./doing.js";

const NOTE_MOST = 500;
const REASON_MOST = 300;
const REASON_LEAST = 2;

/** A code out of those of a kind; `first`: chosen at the start, "" where one must be chosen. */
function code(name, kind, first = "") {
  return { name, build: () => chosen(name, kind, codesOf(kind), first) };
}

/** Yes or no, in the words `orders.<name>-true` and `-false`. */
function yesNo(name) {
  return {
    name,
    build: () => {
      const part = chosen(name, "", ["true", "false"], "");
      return Object.assign({}, part, { value: () => (part.value() ? part.value() === "true" : undefined) });
    },
  };
}

/** Words of the staff; needed, or as they like. `kept`: for good, in the journal. */
function words(name, { needed = false, kept = false } = {}) {
  return {
    name,
    build: () => {
      const key = kept ? "orders.field-reason" : name === "text" ? "orders.field-text" : "orders.field-note";
      const field = el("textarea", { class: "input", rows: name === "text" ? 4 : 2, maxlength: kept ? REASON_MOST : NOTE_MOST, "aria-label": say(key), data: { field: name } });
      const value = () => field.value.trim() || (needed ? undefined : null);
      const fits = () => !needed || (field.value.trim().length >= (kept ? REASON_LEAST : 1));
      return { node: [el("span", {}, say(key)), field, kept ? el("span", { class: "quiet" }, say("orders.kept-hint")) : null], value: () => (fits() ? value() : undefined), label: say(key), focus: field };
    },
  };
}

function codesOf(kind) {
  return state.view.codes[kind];
}

function chosen(name, kind, codes, first) {
  const row = chips(kind || `orders.${name}`, codes, first);
  row.node.setAttribute("role", "group");
  row.node.setAttribute("aria-label", say(`orders.field-${name}`));
  row.node.dataset.field = name;
  return { node: [el("span", {}, say(`orders.field-${name}`)), row.node], value: () => row.state.code || undefined, label: say(`orders.field-${name}`) };
}

const note = words("note");
const reason = words("reason", { needed: true, kept: true });

/** Command → the fields that are asked. */
const FORMS = {
  "settle-on-spot": [code("measure", "measure", "done-now"), code("cause", "cause"), note],
  "verify-order": [code("found", "found"), code("complexity", "complexity", "simple"), note],
  "contact-visitor": [yesNo("reached"), code("how", "contact-how", "phone"), note],
  "rectify-order": [code("measure", "measure"), code("cause", "cause"), note],
  "explain-order": [code("cause", "cause", "other"), note],
  "reply-order": [words("text", { needed: true })],
  "call-visitor-back": [code("content", "call-back"), code("how", "contact-how", "phone"), note],
  "close-order": [],
  "review-appeal": [yesNo("upheld"), reason],
  "propose-exclusion": [code("why", "exclusion"), reason],
  "decide-exclusion": [yesNo("agree"), reason],
};

/** Ask what a step needs, then take it. */
export async function begin(name, order) {
  if (!acts.free()) return;
  const fields = await filled(say(`orders.do-${name}`), say(`orders.hint-${name}`), FORMS[name]);
  if (fields) await acts.send(name, Object.assign({ order: order.no }, fields), say("orders.done", { order: order.no, act: say(`orders.do-${name}`) }));
}

/** A form of these fields → their values, null for none. */
function filled(title, hint, rows) {
  return ask(title, hint, (done) => {
    const parts = rows.map((row) => [row.name, row.build()]);
    const problem = complaint();
    const end = () => {
      const missing = parts.find(([, part]) => part.value() === undefined);
      if (missing) {
        problem.tell(say("orders.missing", { field: missing[1].label }));
        return;
      }
      const fields = {};
      for (const [name, part] of parts) if (part.value() !== null) fields[name] = part.value();
      done(fields);
    };
    const button = el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, title);
    const first = parts.length && parts[0][1].focus;
    return { content: el("div", { class: "dialog-body form" }, parts.map(([, part]) => el("div", { class: "field" }, part.node)), problem.node), end: button, focus: first || button };
  });
}

/** Register what a visitor says to staff. */
export async function register() {
  if (!acts.free()) return;
  const fields = await registerForm(state.view);
  if (fields) await acts.send("register-case", fields, registered);
}

function registered(answer) {
  choose(answer.result.order);
  return say("register.done", { order: answer.result.order });
}
