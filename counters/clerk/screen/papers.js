// SPDX-License-Identifier: Apache-2.0
// What papers are missing: ticked all at once, printed for the visitor (一次性告知单).

import { ask, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

/** Ask what is missing: the papers of the items that were counted, else of the ticket's own, then what every item may need. → codes. */
function tick(view, draft, yes) {
  const items = itemsOf(view, draft);
  const own = new Map([].concat(...items.map((row) => Object.entries(row.papers))));
  const papers = [...Array.from(own, ([code, names]) => [code, named(names)]), ...view.codes.paper.filter((code) => !own.has(code)).map((code) => [code, say(`paper.${code}`)])];
  return ask(say("clerk.missing-title", { number: view.ticket.label }), say("clerk.missing-hint"), (done) => {
    const problem = complaint();
    const boxes = papers.map(([code, label], at) => {
      const check = el("input", { type: "checkbox", value: code });
      return [check, el("label", { class: "check" }, check, at < 9 && el("kbd", {}, at + 1), el("span", {}, label))];
    });
    const end = () => {
      const missing = boxes.filter(([check]) => check.checked).map(([check]) => check.value);
      if (missing.length) done(missing);
      else problem.tell(say("clerk.missing-none"));
    };
    const key = (event) => {
      const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
      const box = digit && boxes[digit[1] - 1];
      if (box) box[0].checked = !box[0].checked;
      else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) end();
    };
    const button = el("button", { class: "button main", type: "button", on: { click: end } }, yes, " ", el("kbd", {}, "Enter"));
    const focus = boxes.length ? boxes[0][0] : button;
    return { content: el("div", { class: "dialog-body" }, el("div", { class: "papers" }, boxes.map((box) => box[1])), problem.node), end: button, focus, key };
  });
}

function itemsOf(view, draft) {
  const counted = view.items.filter((row) => draft.items.get(row.slug));
  const own = view.items.filter((row) => view.ticket.own_items.includes(row.slug));
  // Of several own ones nobody has said which it is: then only what every item may need is offered.
  return counted.length || own.length > 1 ? counted : own;
}

/** What is missing, for a finish with the outcome 材料不全. */
export async function missing(view, draft) {
  const codes = await tick(view, draft, say("clerk.missing-yes"));
  return codes && { missing: codes };
}

/** The list alone, while the visitor is still served or put aside. */
export async function giveNotice(view, draft) {
  const codes = await tick(view, draft, say("clerk.give-notice"));
  const [item] = itemsOf(view, draft);
  return codes && { ticket: view.ticket.id, missing: codes, ...(item ? { item: item.slug } : {}) };
}
