// SPDX-License-Identifier: Apache-2.0
// What papers are missing, all at once: find the item, tick, print (一次性告知单).

import { ask, toggles } from "/shared/dialogs.js";
import { el, put } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { acts, find, send, state } from "./common.js";

const WAIT_MS = 150;
const GENERAL = { slug: "", names: {}, papers: [] };

/** Ask for item and papers, then print; `ticket`: whose number it is for, none for somebody without one. → the answer, null for none. */
export async function giveNotice(ticket) {
  const item = await chooseItem(ticket);
  const missing = item && (await choosePapers(item, ticket));
  if (!missing) return null;
  const fields = { missing };
  if (item.slug) fields.item = item.slug;
  if (ticket) fields.ticket = ticket.id;
  const label = ticket ? ticket.label : "";
  return send("give-notice", fields, (answer) => say(answer.result.notice_printer ? "guide.done-give-notice" : "guide.done-notice-by-hand", { label }));
}

function chooseItem(ticket) {
  return ask(title(ticket), say("guide.notice-item"), (done) => {
    const input = el("input", { class: "input", type: "search", id: "item-search", autocomplete: "off", placeholder: say("guide.search-item"), "aria-label": say("guide.search-item") });
    const list = el("div", { class: "item-list" });
    const general = el("button", { class: "button pick", type: "button", data: { item: "" }, on: { click: () => done(GENERAL) } }, say("guide.notice-general"));
    let timer = 0;
    const narrow = async () => {
      const wanted = input.value.trim();
      const found = await find("items", wanted);
      if (found && wanted === input.value.trim()) put(list, found.items.map((row) => choice(row, done)), found.all > found.items.length && el("p", { class: "quiet" }, say("guide.more-rows", { n: found.all - found.items.length })));
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(narrow, WAIT_MS);
    });
    narrow();
    return { content: el("div", { class: "dialog-body" }, input, list, general), focus: input };
  });
}

function choice(row, done) {
  const papers = row.papers.length ? say("guide.n-papers", { n: row.papers.length }) : "";
  return el(
    "button",
    { class: "button pick item", type: "button", data: { item: row.slug }, on: { click: () => done(row) } },
    named(row.names),
    el("span", { class: "quiet" }, [row.department, papers].filter(Boolean).join(" · ")),
  );
}

function choosePapers(item, ticket) {
  const own = toggles(item.papers.map((row) => row.slug), [], (slug) => named(item.papers.find((row) => row.slug === slug).names));
  const general = toggles(state.view.codes.paper, [], (code) => say(`paper.${code}`));
  return ask(title(ticket), named(item.names) || say("guide.notice-general"), (done) => {
    const problem = el("p", { class: "form-problem", role: "alert" });
    const print = () => {
      const missing = [...own.chosen, ...general.chosen];
      if (missing.length) done(missing);
      else put(problem, say("guide.notice-none"));
    };
    const end = el("button", { class: "button main", type: "button", id: "notice-print", on: { click: print } }, say("guide.notice-print"));
    const parts = item.papers.length ? [el("b", {}, say("guide.notice-own")), own.node] : [];
    return { content: el("div", { class: "dialog-body ticks" }, parts, el("b", {}, say("guide.notice-other")), general.node, problem), end };
  });
}

function title(ticket) {
  return ticket ? say("guide.notice-for", { label: ticket.label }) : say("guide.notice");
}

/** The card on the desk. */
export function noticeCard() {
  const open = () => acts.free() && giveNotice(null);
  return [el("h2", { class: "section-title" }, say("guide.notice")), el("p", { class: "quiet" }, say("guide.notice-hint")), el("button", { class: "button main tall", type: "button", id: "notice", data: { live: "" }, on: { click: open } }, say("guide.notice-open"))];
}
