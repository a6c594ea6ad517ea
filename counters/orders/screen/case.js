// SPDX-License-Identifier: Apache-2.0
// One order: what was said, how far it is, until when, what may be done now, and every step that was taken.

import { el } from "/shared/dom.js";
import { named, problemText, say } from "/shared/words.js";
import { acts, choose, fetchOrder, state } from "./doing.js";
import { lastDay, leftText, momentText, tookText } from "./due.js";
import { begin } from "./forms.js";
import { aboutText, sourceMark } from "./list.js";
import { CODED } from "./codes.js";

// What was said of an order, as of so many of its steps.
const texts = { key: "", found: null, problem: "" };

/** What of the texts a drawing shows. */
export function textsShown() {
  return [texts.key, texts.found, texts.problem];
}

/** Fetch what was said, once for each step: it is pushed to nobody. */
export async function fetchTexts(order) {
  const key = `${order.no} ${order.steps.length}`;
  if (texts.key === key) return;
  if (!texts.key.startsWith(`${order.no} `)) texts.found = null;
  Object.assign(texts, { key, problem: "" });
  try {
    const found = await (await fetchOrder(order.no)).json();
    if (texts.key === key) texts.found = found;
  } catch (problem) {
    if (texts.key === key) Object.assign(texts, { key: "", problem: problemText(problem) });
  }
  state.draw();
}

/** Draw one order. */
export function casePage(order) {
  const button = (name) => el("button", { class: order.leading.includes(name) ? "button main" : "button", type: "button", data: { live: "", act: name }, on: { click: () => begin(name, order) } }, say(`orders.do-${name}`));
  const [first, rest] = [order.acts.filter((name) => order.leading.includes(name)), order.acts.filter((name) => !order.leading.includes(name))];
  return [
    el("div", { class: "case-head" }, el("button", { class: "button back", type: "button", on: { click: () => choose("") } }, say("orders.back")), el("h2", { class: "digits", tabindex: -1 }, order.no), sourceMark(order), order.open ? null : el("span", { class: "mark" }, say("orders.stands-closed")), el("button", { class: "button print", type: "button", data: { live: "" }, on: { click: () => print(order) } }, say("orders.print"))),
    onSpot(order),
    order.open ? now(order) : null,
    el("div", { class: "case-acts" }, [...first, ...rest].map(button)),
    order.another.map((name) => el("p", { class: "notice" }, say("orders.for-another", { act: say(`orders.do-${name}`) }))),
    el("ol", { class: "way", "aria-label": say("orders.way") }, order.way.map((it) => el("li", { class: it.is, "aria-current": it.is === "now" ? "step" : null }, say(`orders.step-${it.step}`), el("span", { class: "visually-hidden" }, say(`orders.is-${it.is}`))))),
    facts(order),
    said(order),
    el("h3", {}, say("orders.history")),
    el("ol", { class: "history" }, order.steps.map(step)),
  ];
}

function onSpot(order) {
  if (!order.on_spot_us) return null;
  const left_us = order.on_spot_us - state.hall.now();
  return el("p", { class: "notice red" }, say("orders.on-spot-open", { n: Math.max(1, Math.ceil(left_us / 60e6)) }));
}

function now(order) {
  const step = say(`orders.step-${order.next}`);
  const due = order.due_us === null ? null : el("span", { class: order.late ? "late" : "" }, say("orders.until", { day: lastDay(order.due_us), left: leftText(order.due_us) }));
  return el("p", { class: "case-now" }, el("b", {}, say("orders.next", { step })), " ", due);
}

function facts(order) {
  const fact = (key, value) => (value ? el("div", {}, el("dt", {}, say(`orders.${key}`)), el("dd", {}, value)) : null);
  const due = (it) => el("div", {}, el("dt", {}, say(`orders.clock-${it.clock}`)), el("dd", {}, lastDay(it.due_us), " ", el("span", { class: it.is === "late" || it.is === "missed" ? "late" : "quiet" }, it.is === "running" || it.is === "late" ? leftText(it.due_us) : say(`orders.due-${it.is}`))));
  return el(
    "dl",
    { class: "case-facts" },
    fact("opened", momentText(order.opened_us)),
    fact("about", aboutText(order)),
    fact("clerk", named(order.clerk)),
    fact("tags", order.tags.map(named).join(" · ")),
    fact("dimensions", order.dimensions.map((it) => say("orders.stars-of", { what: named(it.names), n: it.stars })).join(" · ")),
    fact("who", say(order.named ? "orders.named" : "orders.nameless")),
    fact("readers", order.readers.map(named).join(" · ")),
    fact("found", order.found && [say(`found.${order.found}`), order.complexity && say(`complexity.${order.complexity}`)].filter(Boolean).join(" · ")),
    fact("cause", order.cause && say(`cause.${order.cause}`)),
    fact("measure", order.measure && say(`measure.${order.measure}`)),
    fact("content", order.content && say(`call-back.${order.content}`)),
    fact("appeal", order.appeal && say(`orders.appeal-${order.appeal}`)),
    fact("exclusion", order.exclusion && say(`orders.exclusion-${order.exclusion}`)),
    order.dues.map(due),
  );
}

/** What the visitor said, how to reach the visitor, what was answered; once it is erased, that it is. */
function said(order) {
  if (texts.problem) return el("p", { class: "notice red", role: "alert" }, texts.problem);
  const one = (key, there) => (there ? el("div", { class: "said" }, el("h3", {}, say(`orders.${key}`)), el("p", {}, textOf(key))) : null);
  return [one("text", order.said), one("contact", order.contact), one("answer", order.steps.some((it) => it.kind === "replied"))];
}

function textOf(key) {
  if (!texts.found) return say("shared.loading");
  return texts.found[key] === null || texts.found[key] === undefined ? say("orders.erased") : texts.found[key];
}

function step(it, nth) {
  const found = texts.found && texts.found.notes ? texts.found.notes[nth] : null;
  const words = Object.keys(it.says).map((name) => saysText(name, it.says[name])).filter(Boolean);
  return el(
    "li",
    { class: ["overdue", "escalated"].includes(it.kind) ? "bad" : null },
    el("span", { class: "digits" }, momentText(it.at_us)),
    el("span", {}, el("b", {}, say(`orders.did-${it.kind}`)), " ", words.join(" · "), it.note && it.kind !== "replied" ? el("q", {}, found === null || found === undefined ? say(texts.found ? "orders.erased" : "shared.loading") : found) : null),
    el("span", { class: "quiet" }, named(it.by) || say(["opened", "followed-up"].includes(it.kind) ? "orders.by-visitor" : "orders.by-clock")),
  );
}

function saysText(name, value) {
  if (name === "took_us") return say("orders.took", { time: tookText(value) });
  if (name === "reason") return say("orders.reason-said", { reason: value });
  const prefix = CODED[name];
  return prefix ? say(`${prefix}${value}`) : "";
}

async function print(order) {
  await acts.work(async () => {
    const blob = await (await fetchOrder(order.no, ".pdf")).blob();
    const address = URL.createObjectURL(blob);
    const link = el("a", { href: address, download: `${order.no}.pdf` });
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(address);
  });
}
