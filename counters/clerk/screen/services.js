// SPDX-License-Identifier: Apache-2.0
// Choosing services by name, letter or pinyin initials: for whom no number was taken, and for whom a wrong one was.

import { ask, finder, pick } from "/shared/dialogs.js";
import { el, put } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { whom } from "./visitors.js";

const MOST = 5;

/** Ask for one to five services: Enter takes the one that is marked, with those that were added before. → their slugs. */
function chosenServices(title, hint, rows, yes) {
  return ask(title, hint, (done) => {
    const added = [];
    const basket = el("p", { class: "chips" });
    const end = el("button", { class: "button main", type: "button", disabled: true, on: { click: () => done(added.map((row) => row.slug)) } }, yes);
    const draw = () => {
      put(basket, added.map((row) => el("span", { class: "mark" }, named(row.names))));
      end.disabled = added.length === 0;
    };
    const add = (row) => {
      if (added.length < MOST && !added.includes(row)) added.push(row);
      found.input.value = "";
      found.input.dispatchEvent(new Event("input"));
      found.input.focus();
      draw();
    };
    const take = (row) => done(Array.from(new Set([...added, row])).slice(0, MOST).map((it) => it.slug));
    const found = finder(rows.map((row) => serviceRow(row, () => add(row))), say("clerk.find-service"), take);
    return { content: el("div", { class: "dialog-body" }, found.input, found.list, basket), end, focus: found.input };
  });
}

function serviceRow(row, add) {
  const more = (event) => {
    event.stopPropagation();
    add();
  };
  const parts = [
    el("span", { class: "letter" }, row.letter),
    el("b", {}, named(row.names)),
    el("span", { class: "quiet" }, row.initials),
    el("button", { class: "button slim add", type: "button", tabindex: "-1", on: { click: more } }, say("clerk.add-service")),
  ];
  return { parts, words: `${row.letter} ${Object.values(row.names).join(" ")} ${row.initials}`, value: row };
}

/** Serve somebody who took no number; while others wait, with the reason for it. */
export async function serveDirect(view) {
  const mine = new Set(view.queues.map((row) => row.slug));
  const rows = [...view.services.filter((row) => mine.has(row.queue)), ...view.services.filter((row) => !mine.has(row.queue))];
  const services = await chosenServices(say("clerk.serve-direct-title"), say("clerk.serve-direct-hint"), rows, say("clerk.start"));
  if (!services || !view.queues.some((row) => row.own && row.waiting)) return services && { services };
  const reason = await pick(say("clerk.serve-direct-why"), say("clerk.serve-direct-why-hint"), "call-reason", view.codes["call-reason"]);
  return reason && { services, reason };
}

/** Give a waiting visitor, who took a wrong number, other services. */
export async function changeService(view) {
  const ticket = await whom({ ...view, ticket: null }, say("clerk.change-title"), say("clerk.change-hint"));
  if (!ticket) return null;
  const services = await chosenServices(say("clerk.change-to", { number: ticket.label }), say("clerk.change-hint"), view.services, say("clerk.change-service"));
  return services && { ticket: ticket.id, services };
}
