// SPDX-License-Identifier: Apache-2.0
// What colleagues say, and telling them something: a set phrase or a few words. Never a visitor's personal data.

import { ask, chips } from "/shared/dialogs.js";
import { el, put } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { act, acts, button, state } from "./common.js";

const SHOWN = 6;

/** The part of the panel. */
export function messages(rows) {
  const write = () => acts.free() && compose("");
  const unread = rows.filter((it) => !it.seen).length;
  return [
    el("h2", { class: "section-title" }, el("span", {}, say("guide.messages")), unread ? el("span", { class: "digits late" }, unread) : null),
    el("ul", { class: "rows" }, rows.slice(0, SHOWN).map(line)),
    button(say("guide.write"), write, { data: { write: "" } }),
  ];
}

function line(it) {
  const said = [it.code ? say(`message.${it.code}`) : "", it.text].filter(Boolean).join("：");
  return el(
    "li",
    { class: it.seen ? "seen" : "" },
    el("div", { class: "line-what" }, el("b", {}, said, it.label ? ` ${it.label}` : ""), el("span", { class: "quiet" }, `${named(it.by)} ${timeOfDay(it.at_us)}`)),
    el("div", { class: "line-acts" }, it.seen ? null : button(say("guide.seen"), () => act("see-message", { message: it.id }), { data: { act: "see-message" } })),
  );
}

/** Whom to tell, what, about which number. */
async function compose(label) {
  const places = state.view.counters.map((row) => [`counter:${row.slug}`, say("shared.counter", { number: row.number })]);
  const readers = [["guides", say("guide.to-guides")], ["duty", say("guide.to-duty")], ["all", say("guide.to-all")]].concat(places);
  const to = el("select", { class: "input", id: "message-to", "aria-label": say("guide.to") }, readers.map(([value, word]) => el("option", { value }, word)));
  const text = el("input", { class: "input", id: "message-text", maxlength: 100, autocomplete: "off", placeholder: say("guide.message-text"), "aria-label": say("guide.message-text") });
  const number = el("input", { class: "input", maxlength: 6, autocomplete: "off", placeholder: say("guide.message-number"), "aria-label": say("guide.message-number") });
  number.value = label;
  const phrases = chips("message", state.view.codes.message, "");
  const problem = el("p", { class: "form-problem", role: "alert" });
  const wanted = await ask(say("guide.write"), say("guide.message-hint"), (done) => {
    const send = () => (phrases.state.code || text.value.trim() ? done(true) : put(problem, say("guide.message-empty")));
    const end = el("button", { class: "button main", type: "button", id: "message-send", on: { click: send } }, say("guide.send"));
    return { content: el("div", { class: "dialog-body" }, to, phrases.node, text, number, problem), end };
  });
  if (!wanted) return;
  const fields = { to: to.value };
  if (phrases.state.code) fields.code = phrases.state.code;
  if (text.value.trim()) fields.text = text.value.trim();
  if (number.value.trim()) fields.ticket = number.value.trim();
  await act("send-message", fields);
}
