// SPDX-License-Identifier: Apache-2.0
// First set-up: who works here. Names become accounts with a badge number and a first password, which is shown this once.

import { el } from "/shared/dom.js";
import { person, post } from "/shared/sign.js";
import { named, say } from "/shared/words.js";
import { bearer } from "./access.js";
import { badges, firstPassword, liveOf, people, rowsOf } from "./wizard-rows.js";

const ROLES = ["clerk", "duty-manager", "guide", "hall-manager"];
const FIRST_ROWS = 4;
const MOST = 40;
/** The first passwords that were just made: on this page only, and gone with it. */
let made = [];

export const peopleStep = {
  name: "people",
  done: (view) => liveOf(view, "people").some((row) => row.roles.includes("clerk")),
  slice: (view) => [rowsOf(view, "people").map((row) => row.slug), made.length],
  build(step) {
    return made.length ? passwords(step) : names(step);
  },
};

function names({ view, draft, ask, redraw, tell }) {
  const typed = draft.get("rows") || Array.from({ length: FIRST_ROWS }, (_, at) => ({ name: "", role: at === 1 ? "duty-manager" : "clerk" }));
  const own = person() ? person().person : "";
  const keep = () => draft.set("rows", typed);
  const body = el("div", { class: "names" });
  const line = (row, at) => {
    const name = el("input", { class: "input", name: `person-${at + 1}`, value: row.name, maxlength: 80, "aria-label": say("wizard.person", { n: at + 1 }), placeholder: say("wizard.person-name") });
    const role = el(
      "select",
      { class: "input", name: `role-${at + 1}`, "aria-label": say("wizard.role", { n: at + 1 }) },
      ROLES.map((one) => el("option", { value: one, selected: one === row.role }, say(`role.${one}`))),
    );
    name.addEventListener("input", () => {
      row.name = name.value;
      keep();
    });
    role.addEventListener("change", () => {
      row.role = role.value;
      keep();
    });
    return el("div", { class: "name-row" }, name, role);
  };
  const more = el("button", { class: "button slim", type: "button" }, say("wizard.person-more"));
  more.addEventListener("click", () => {
    if (typed.length >= MOST) return;
    typed.push({ name: "", role: "clerk" });
    keep();
    body.append(line(typed[typed.length - 1], typed.length - 1));
    body.lastChild.querySelector("input").focus();
  });
  typed.forEach((row, at) => body.append(line(row, at)));
  const both = el("input", { type: "checkbox", name: "own-duty", checked: draft.get("own", true), on: { change: () => draft.set("own", both.checked) } });
  const known = liveOf(view(), "people");
  const save = async () => {
    const wanted = typed.filter((row) => row.name.trim());
    if (!wanted.length && !known.some((row) => row.roles.includes("clerk"))) {
      tell(say("wizard.people-none"));
      return "stay";
    }
    const free = badges(view(), wanted.length);
    const added = wanted.map((row, at) => ({ name: row.name.trim(), role: row.role, badge: free[at], password: firstPassword() }));
    const rows = people(view(), added, both.checked ? own : "");
    await ask("people", rows);
    const proof = await bearer();
    // The accounts are there from here on: whoever tries again after a fault must not make them twice, nor lose a password that is set.
    draft.set("rows", undefined);
    try {
      for (const row of added) {
        const slug = rows.find((one) => one.badge === row.badge).slug;
        await post(`/api/v1/people/${encodeURIComponent(slug)}/password`, { password: row.password }, proof);
        made.push(row);
      }
    } finally {
      if (added.length) redraw();
    }
    return added.length ? "stay" : "same";
  };
  return {
    content: [
      el("p", { class: "quiet" }, known.length ? say("wizard.people-known", { names: known.map((row) => named(row.names)).join(say("setup.and")) }) : ""),
      body,
      el("p", {}, more),
      own ? el("label", { class: "tick wide" }, both, el("span", {}, say("wizard.own-duty"))) : null,
    ],
    save,
    action: "wizard.make-accounts",
  };
}

function passwords() {
  const head = ["wizard.person-name", "wizard.account", "wizard.password", "setup.field.roles"].map((key) => el("th", { scope: "col" }, say(key)));
  const rows = made.map((row) => el("tr", {}, el("td", {}, row.name), el("td", { class: "digits" }, row.badge), el("td", { class: "first-password" }, row.password), el("td", {}, say(`role.${row.role}`))));
  const save = async () => {
    made = [];
    return "same";
  };
  return {
    content: [
      el("p", { class: "notice" }, say("wizard.passwords-once")),
      el("table", { class: "passwords" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows)),
      el("p", { class: "no-print" }, el("button", { class: "button slim", type: "button", id: "print", on: { click: () => window.print() } }, say("wizard.print"))),
    ],
    save,
    action: "wizard.noted",
  };
}
