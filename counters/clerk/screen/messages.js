// SPDX-License-Identifier: Apache-2.0
// Messages between colleagues: what came, and a set phrase or a few words to somebody. Nothing of it takes the focus by itself.

import { ask, chips, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";

const GROUPS = ["duty", "guides", "all"];
const LONGEST = 100;

/** Show the messages and ask for one to send → the fields of `send-message`, or null. */
export function messagesDialog(view) {
  return ask(say("clerk.messages"), say("clerk.messages-hint"), (done) => {
    const to = el(
      "select",
      { class: "input", "aria-label": say("clerk.message-to") },
      GROUPS.map((group) => el("option", { value: group }, say(`clerk.to-${group}`))),
      view.tell.map((row) => el("option", { value: row.to }, `${say("shared.counter", { number: row.number })} ${named(row.clerk)}`)),
    );
    const about = el("input", { type: "checkbox", checked: view.ticket !== null });
    const words = el("input", { class: "input", maxlength: LONGEST, autocomplete: "off", placeholder: say("clerk.message-text"), "aria-label": say("clerk.message-text") });
    const phrase = chips("message", view.codes.message, "");
    const problem = complaint();
    const send = () => {
      const text = words.value.trim();
      if (!text && !phrase.state.code) problem.tell(say("clerk.message-empty"));
      else done(fields(to.value, phrase.state.code, text, view.ticket && about.checked ? view.ticket.id : ""));
    };
    const key = (event) => {
      if (event.key === "Enter" && event.target === words && !event.isComposing) send();
    };
    const end = el("button", { class: "button main", type: "button", on: { click: send } }, say("clerk.send"), " ", el("kbd", {}, "Enter"));
    const regard = view.ticket && el("label", { class: "check" }, about, say("clerk.message-about", { number: view.ticket.label }));
    return { content: el("div", { class: "dialog-body" }, inbox(view.messages), to, phrase.node, words, regard, problem.node), end, focus: words, key };
  });
}

function fields(to, code, text, ticket) {
  return { to, ...(code ? { code } : {}), ...(text ? { text } : {}), ...(ticket ? { ticket } : {}) };
}

function inbox(messages) {
  const came = messages.rows.map((row) => [row, messageRow(row, named(row.by), row.seen ? "" : "new")]);
  const sent = messages.sent.map((row) => [row, messageRow(row, say("clerk.sent-by-me", { read: row.read }), "sent")]);
  const rows = [...came, ...sent].sort((a, b) => b[0].at_us - a[0].at_us).map((pair) => pair[1]);
  return rows.length ? el("ul", { class: "inbox" }, rows) : el("p", { class: "quiet" }, say("clerk.no-messages"));
}

function messageRow(row, who, className) {
  return el(
    "li",
    { class: `letterbox ${className}` },
    el("span", { class: "quiet digits" }, timeOfDay(row.at_us)),
    el("b", {}, who),
    el("span", { class: "grow" }, row.label && `${row.label} `, row.code && say(`message.${row.code}`), row.code && row.text && say("clerk.colon"), row.text),
  );
}
