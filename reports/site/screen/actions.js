// SPDX-License-Identifier: Apache-2.0
// The board of actions (PDCAS): what is done about the causes of findings, column by column until the standard says it.

import { ask, complaint, toggles } from "/shared/dialogs.js";
import { byId, el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { go, lastDay, leftText, may, momentText, now, perform, state } from "./doing.js";
import { line, people, select, words } from "./finding_form.js";
import { checkText } from "./findings.js";
import { fetchTexts, stepLines, textsShown } from "./texts.js";

const STEPS = ["plan", "do", "check", "act", "standardise"];
const MINUTE_US = 60e6;
const CLOSED_SHOWN = 8;
const WHY_MOST = 200;
/** Most findings that one action is about. */
const ABOUT = 20;

/** Draw the part. */
export function drawActions(node, view) {
  if (!node.firstChild) node.append(el("section", { class: "column list" }, el("div", { id: "board" })), el("section", { class: "column case box", id: "action" }));
  const chosen = view.actions.find((it) => it.no === state.no);
  const hour = Math.floor(now() / MINUTE_US / 60);
  node.dataset.shows = chosen ? "case" : "list";
  region(byId("board"), [view.actions, view.may, state.no, hour], () => board(view));
  region(byId("action"), chosen ? [chosen, textsShown(), hour] : null, () => chosen && page(view, chosen));
  if (chosen) fetchTexts(chosen);
}

function board(view) {
  const open = view.actions.filter((it) => it.open);
  const closed = view.actions.filter((it) => !it.open).slice(0, CLOSED_SHOWN);
  const column = (step) => {
    const rows = step === "standardise" ? closed : open.filter((it) => it.step === step);
    return el("section", { class: "step", data: { step } }, el("h3", {}, say(`checks.action-${step}`), el("b", { class: "digits" }, ` ${rows.length}`)), el("ul", {}, rows.map((it) => el("li", {}, card(view, it)))));
  };
  return [
    el("div", { class: "head" }, el("h2", {}, say("site.actions")), may("plan-action") ? el("button", { class: "button main", type: "button", data: { act: "plan-action" }, on: { click: () => planAction([]) } }, say("site.do-plan-action")) : null),
    view.actions.length ? el("div", { class: "board" }, STEPS.map(column)) : el("p", { class: "quiet none" }, say("site.no-actions")),
  ];
}

function card(view, it) {
  return el(
    "button",
    { class: "line", type: "button", "aria-current": it.no === state.no ? "true" : null, data: { action: it.no }, on: { click: () => go("actions", it.no) } },
    el("span", { class: "line-what" }, it.measure),
    el("span", { class: "quiet" }, personText(view, it.owner)),
    el("span", { class: it.late ? "late" : "quiet" }, it.open ? leftText(it.due_us) : it.step === "withdrawn" ? say("checks.action-withdrawn") : say("site.closed-at", { at: momentText(it.closed_us) })),
  );
}

function personText(view, slug) {
  const row = view.people.find((it) => it.slug === slug);
  return row ? named(row.names) : slug;
}

/** What of the standard may have been changed: its checks, its rules; a view that an earlier release kept has none of these. */
function changeable() {
  return [...state.view.checks, ...(state.view.rules || [])];
}

/** What may be named as changed by this action: what was changed since it was planned; an earlier release's view does not say. */
function changedSince(it) {
  return changeable().filter((row) => !it.changed || it.changed.includes(row.slug));
}

function parameterText(slug) {
  const row = changeable().find((it) => it.slug === slug);
  return row ? named(row.names) : slug;
}

function page(view, it) {
  const fact = (key, value) => (value ? el("div", {}, el("dt", {}, say(`site.fact-${key}`)), el("dd", {}, value)) : null);
  return [
    el("div", { class: "case-head" }, el("button", { class: "button back", type: "button", on: { click: () => go("actions") } }, say("site.back")), el("h2", { class: "digits" }, it.no), it.open ? null : el("span", { class: it.step === "withdrawn" ? "mark" : "mark green" }, say(it.step === "withdrawn" ? "checks.action-withdrawn" : "site.stands-closed"))),
    el("p", { class: "case-what" }, it.measure),
    it.step === "withdrawn" ? null : el("ol", { class: "way", "aria-label": say("site.pdcas") }, STEPS.map((step, nth) => el("li", { class: nth <= STEPS.indexOf(it.step) ? "done" : step === it.next ? "now" : "later" }, say(`checks.action-${step}`)))),
    it.open && may("step-action") ? el("div", { class: "acts" }, steps(it)) : null,
    el("dl", { class: "facts" }, fact("owner", personText(view, it.owner)), fact("due", `${lastDay(it.due_us)}${it.open ? ` · ${leftText(it.due_us)}` : ""}`), fact("opened", momentText(it.opened_us)), fact("parameter", parameterText(it.parameter)), fact("findings", it.findings.length ? it.findings.map((no) => el("a", { class: "link", href: `#findings=${no}` }, findingText(no))) : null)),
    el("h3", {}, say("site.history")),
    stepLines(it, (name, value) => (name === "why" ? `${say("site.no-parameter")} · ${value}` : ""), (step) => say(`checks.action-${step.kind}`)),
  ];
}

/** A finding by its number and the first words of what was looked at; of one that is not on the list any more the number alone. */
function findingText(no) {
  const it = state.view.findings.find((row) => row.no === no);
  return it ? `${no} ${checkText(state.view, it.check).split(/[，,；;（(]/)[0]}` : no;
}

/** The next step, and after a check without effect the one before. */
function steps(it) {
  const button = (step, isMain) => el("button", { class: isMain ? "button main" : "button", type: "button", data: { step }, on: { click: () => take(it, step) } }, say(`site.act-${step}`));
  return [it.next ? button(it.next, true) : null, it.step === "check" ? button("do", false) : null];
}

async function take(it, step) {
  const found = await ask(say(`site.act-${step}`), say(`site.hint-act-${step}`), (done) => {
    const note = words("note");
    const parameter = step === "standardise" ? select("parameter", [["", say("site.no-parameter")], ...changedSince(it).map((it) => [it.slug, named(it.names)])], "") : null;
    const why = parameter && line("why", "", WHY_MOST);
    const problem = complaint();
    if (parameter) parameter.input.addEventListener("change", () => (why.node.hidden = Boolean(parameter.value())));
    const end = () => {
      const isWhy = why && !parameter.value();
      if (isWhy && why.value().length < 2) problem.tell(say("site.missing", { field: say("site.field-why") }));
      else done({ note: note.value(), parameter: parameter ? parameter.value() : "", why: isWhy ? why.value() : "" });
    };
    return { content: el("div", { class: "dialog-body" }, parameter && [parameter.node, why.node], note.node, problem.node), end: el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, say(`site.act-${step}`)), focus: note.input };
  });
  if (!found) return;
  const fields = { action: it.no, step };
  for (const name of ["note", "parameter", "why"]) if (found[name]) fields[name] = found[name];
  await perform("step-action", fields, { what: say("site.step-of", { no: it.no }), said: say("site.stepped", { no: it.no, step: say(`checks.action-${step}`) }) });
}

/** Plan an action about these findings, or others that are open. */
export async function planAction(numbers) {
  const open = state.view.findings.filter((it) => it.open).map((it) => it.no);
  const found = await ask(say("site.do-plan-action"), say("site.hint-plan"), (done) => {
    const measure = words("measure");
    const owner = people("owner", state.view.me);
    const due = el("input", { class: "input", type: "date", data: { field: "due" } });
    const about = toggles(open, numbers, findingText);
    const problem = complaint();
    const end = () => {
      const missing = measure.value().length < 2 ? "measure" : !owner.value() ? "owner" : !due.value ? "due" : "";
      if (missing) problem.tell(say("site.missing", { field: say(`site.field-${missing}`) }));
      else if (about.chosen.size > ABOUT) problem.tell(say("site.about-most", { most: ABOUT }));
      else done({ measure: measure.value(), owner: owner.value(), due: due.value, findings: Array.from(about.chosen) });
    };
    const content = el("div", { class: "dialog-body" }, measure.node, el("div", { class: "two" }, owner.node, el("label", { class: "field" }, el("span", {}, say("site.field-due")), due)), open.length ? el("div", { class: "field" }, el("span", {}, say("site.field-findings")), about.node) : null, problem.node);
    return { content, end: el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, say("site.do-plan-action")), focus: measure.input };
  });
  if (!found) return;
  const answer = await perform("plan-action", found, { what: say("site.do-plan-action"), said: (it) => say("site.planned", { no: it.result.action }) });
  if (answer) go("actions", answer.result.action);
}

