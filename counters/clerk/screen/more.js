// SPDX-License-Identifier: Apache-2.0
// The rarer acts behind one button, each with its key, and beside them what the other keys do.

import { ask } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { ACTIONS, ready } from "./actions.js";

const GROUPS = [
  ["visitor", ["serve-direct", "call-ticket", "correct-ticket", "mark-absent", "change-service", "confirm-priority", "note-needs", "talk", "escort", "note-case", "give-notice", "call-back", "come-back", "count-enquiry", "register-case"]],
  ["desk", ["hand-over", "ask-help", "my-day"]],
];

/** Choose one of the rarer acts → its name. Its key chooses it here too. */
export function moreDialog(view, now_us) {
  return ask(say("clerk.more"), null, (done) => {
    const button = (name) => {
      const it = ACTIONS.find((row) => row.name === name);
      return el("button", { class: "button pick", type: "button", disabled: !ready(it, view, now_us), on: { click: () => done(name) } }, el("kbd", {}, it.key), say(`clerk.${name}`));
    };
    const groups = GROUPS.map(([name, acts]) => [el("h3", { class: "section-title" }, say(`clerk.group-${name}`)), el("div", { class: "picks thirds" }, acts.map(button), name === "desk" ? el("a", { class: "button pick", href: "/site/" }, say("clerk.site")) : null)]);
    const key = (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const it = ACTIONS.find((row) => row.place === "more" && row.codes.includes(event.code));
      if (!it || !ready(it, view, now_us)) return;
      event.preventDefault();
      done(it.name);
    };
    return { content: el("div", { class: "dialog-body more" }, groups, legend()), key };
  }, "shared.close");
}

/** What the keys do that are not on a button of this list. */
function legend() {
  const rows = ACTIONS.filter((it) => it.place !== "more" && it.place !== "pause" && it.name !== "more");
  const row = (key, what) => el("div", {}, el("dt", {}, el("kbd", {}, key)), el("dd", {}, what));
  const others = [
    [say("clerk.space"), say("clerk.key-space")],
    ["1–8", say("clerk.outcome")],
    ["+ · I", say("clerk.items-keys")],
  ];
  return [
    el("h3", { class: "section-title" }, say("clerk.keys")),
    el("dl", { class: "keys" }, others.map((pair) => row(...pair)), rows.map((it) => row(it.key, say(`clerk.${it.name}`)))),
  ];
}

/** Choose a counter to open by its number: where there is no room for all of them. → its slug. */
export function counterDialog(view) {
  const free = view.counters.filter((row) => row.state === "closed");
  return free.length ? pickRow(say("clerk.choose-counter"), free) : Promise.resolve(null);
}

function pickRow(title, rows) {
  return ask(title, null, (done) => {
    const button = (row) => el("button", { class: "button pick", type: "button", on: { click: () => done(row.slug) } }, el("kbd", {}, row.number), named(row.names));
    const key = (event) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
      const row = digit && rows.find((it) => it.number === Number(digit[1]));
      if (row) done(row.slug);
    };
    const picks = el("div", { class: "picks" }, rows.map(button));
    return { content: picks, key, focus: picks.firstChild };
  });
}
