// SPDX-License-Identifier: Apache-2.0
// What is counted for the ticket in hand: items × quantity. Kept in the draft while it is in hand.

import { el, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

const MOST = 999;

/** Draw the list with its search: the ticket's own items, those that were counted, and what is searched for. */
export function items(view, draft) {
  const own = new Set(view.ticket.own_items);
  const all = view.items.slice().sort((a, b) => Number(own.has(b.slug)) - Number(own.has(a.slug)));
  const list = el("ul", { class: "items" });
  const input = el("input", { class: "input small", type: "search", placeholder: say("clerk.find-item"), "aria-label": say("clerk.find-item") });
  const rows = all.map((item) => [item, itemRow(item, draft)]);
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    for (const [item, row] of rows) {
      const found = wanted ? `${item.code} ${item.slug} ${Object.values(item.names).join(" ")}`.toLowerCase().includes(wanted) : own.has(item.slug);
      row.hidden = !found && !draft.items.get(item.slug);
    }
  };
  input.addEventListener("input", narrow);
  list.append(...rows.map((pair) => pair[1]));
  narrow();
  const title = el("span", {}, say("clerk.items"), " ", el("kbd", { title: say("clerk.items-keys") }, "+"), " ", el("kbd", { title: say("clerk.items-keys") }, "I"));
  return el("div", { class: "block grow" }, el("div", { class: "section-title" }, title, input), list);
}

function itemRow(item, draft) {
  const label = say("clerk.quantity", { item: named(item.names) });
  const count = el("input", { class: "quantity digits", inputmode: "numeric", maxlength: 3, autocomplete: "off", "aria-label": label, data: { quantity: item.slug } });
  const row = el("li", {}, el("span", { class: "item-name" }, named(item.names)), el("span", { class: "quiet item-code" }, item.code));
  const draw = () => {
    const quantity = draft.items.get(item.slug) || 0;
    count.value = String(quantity);
    row.classList.toggle("chosen", quantity > 0);
  };
  const set = (quantity) => {
    draft.items.set(item.slug, Math.min(MOST, Math.max(0, quantity)));
    row.classList.toggle("chosen", draft.items.get(item.slug) > 0);
  };
  const step = (by, sign, key) => {
    const click = (event) => {
      set((draft.items.get(item.slug) || 0) + by);
      draw();
      event.currentTarget.blur();
    };
    return el("button", { class: "step", type: "button", "aria-label": say(key, { item: named(item.names) }), data: { step: by }, on: { click } }, text(el("span", {}), sign));
  };
  count.addEventListener("input", () => set(Number(count.value.replace(/\D/g, "")) || 0));
  count.addEventListener("focus", () => count.select());
  count.addEventListener("blur", draw);
  count.addEventListener("keydown", (event) => {
    if (event.key === "Enter") count.blur();
  });
  row.append(step(-1, "−", "clerk.one-less"), count, step(1, "+", "clerk.one-more"));
  draw();
  return row;
}

/** `+`: one more of the first item; `I`: type how many. Whether the key meant that. */
export function countByKey(event) {
  const row = document.querySelector(".items li:not([hidden])");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) return false;
  if (event.key === "+" || event.code === "NumpadAdd" || event.code === "Equal") row.querySelector("[data-step='1']").click();
  else if (event.code === "KeyI") row.querySelector("[data-quantity]").focus();
  else return false;
  return true;
}
