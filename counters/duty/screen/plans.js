// SPDX-License-Identifier: Apache-2.0
// Plans: by kind, each with what would change, and one click that puts it in force.

import { el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { counterText, doing, send } from "./doing.js";
import { sheet } from "./sheet.js";

/** Draw the list. */
export function drawPlans(node, view) {
  region(node, [view.plans, view.plan], ([plans, plan]) => [
    el("h2", { class: "section-title" }, say("duty.plans")),
    plans.length ? plans.map((row) => card(row, row.slug === plan)) : el("p", { class: "quiet none" }, say("duty.no-plans")),
  ]);
}

function card(row, inForce) {
  return el(
    "button",
    { class: inForce ? "plan in-force" : "plan", type: "button", data: { plan: row.slug }, on: { click: () => open(row.slug) } },
    el("span", { class: "mark" }, say(`plan-kind.${row.kind}`)),
    el("span", { class: "plan-name" }, el("b", {}, named(row.names)), el("span", { class: "quiet" }, summary(row))),
    inForce ? el("span", { class: "mark green" }, say("duty.in-force")) : null,
  );
}

function summary(row) {
  const { counters, services, quotas, alone } = row.preview;
  if (counters.length + services.length + quotas.length === 0) return say("duty.plan-nothing");
  const said = say("duty.plan-counts", { counters: counters.length, services: services.length, quotas: quotas.length });
  const waiting = alone.reduce((sum, it) => sum + it.waiting, 0);
  return waiting ? `${said} · ${say("duty.plan-leaves", { n: waiting })}` : said;
}

/** What would change, and the click. */
export async function open(slug) {
  const row = doing.view.plans.find((it) => it.slug === slug);
  const yes = await sheet(named(row.names), say("duty.plan-hint"), (finished) => ({
    content: el("div", { class: "dialog-body tall preview" }, preview(row)),
    end: el("button", { class: "button main", type: "button", data: { value: "apply" }, on: { click: () => finished(true) } }, say("duty.apply-plan")),
  }));
  if (yes) send("apply-plan", { plan: slug }, say("duty.plan-applied", { plan: named(row.names) }));
}

function preview(row) {
  const { counters, services, quotas, alone, notice } = row.preview;
  const part = (key, rows) => (rows.length ? el("div", {}, el("h3", {}, say(key)), el("ul", {}, rows.map((it) => el("li", {}, it)))) : null);
  return [
    alone.map((it) => el("p", { class: it.waiting ? "notice red" : "notice" }, say(it.waiting ? "duty.plan-nobody-waits" : "duty.plan-nobody", { queue: queueText(it.queue), n: it.waiting }))),
    counters.length + services.length + quotas.length ? null : el("p", { class: "notice" }, say("duty.plan-nothing")),
    part("duty.plan-counters", counters.map(counterLine)),
    part("duty.plan-services", services.map((it) => say(it.offered ? "duty.plan-on" : "duty.plan-off", { service: serviceText(it.service) }))),
    part("duty.plan-quotas", quotas.map((it) => say("duty.plan-quota", { queue: queueText(it.queue), before: it.before || say("duty.unlimited"), after: it.after || say("duty.unlimited") }))),
    part("duty.plan-notice", ["zh-Hans", "yue", "en"].map((tag) => notice[tag]).filter(Boolean)),
  ];
}

function counterLine(it) {
  const desk = doing.view.desks.find((row) => row.slug === it.counter);
  return [el("b", {}, counterText(desk ? desk.number : it.counter)), " ", duty(it.queues_before, it.helps_before), " → ", el("b", {}, duty(it.queues, it.helps))];
}

/** `A C（助 B）`. */
function duty(queues, helps) {
  const letters = (slugs) => slugs.map((slug) => (doing.view.queues.find((row) => row.slug === slug) || { letter: slug }).letter).join(" ");
  const own = letters(queues) || say("duty.no-queue");
  return helps.length ? say("duty.plan-duty", { own, helps: letters(helps) }) : own;
}

function queueText(slug) {
  const row = doing.view.queues.find((it) => it.slug === slug);
  return row ? `${row.letter} ${named(row.names)}` : slug;
}

function serviceText(slug) {
  const row = doing.view.services.find((it) => it.slug === slug);
  return row ? named(row.names) : slug;
}
