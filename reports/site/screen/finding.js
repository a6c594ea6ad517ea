// SPDX-License-Identifier: Apache-2.0
// One finding: what and where, its photos, until when, what may be done now, the ladder, and every step that was taken.

import { ask, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { planAction } from "./actions.js";
import { go, lastDay, leftText, may, momentText, perform, state } from "./doing.js";
import { choice, words } from "./finding_form.js";
import { checkText, severityMark, whereText } from "./findings.js";
import { papers } from "./papers.js";
import { photoField } from "./photos.js";
import { stepLines } from "./texts.js";

/** Draw one finding. */
export function findingPage(view, it) {
  const check = view.checks.find((row) => row.slug === it.check);
  return [
    el("div", { class: "case-head" }, el("button", { class: "button back", type: "button", on: { click: () => go("findings") } }, say("site.back")), el("h2", { class: "digits", tabindex: -1 }, it.no), it.withdrawn ? null : severityMark(it), standsMark(it)),
    el("p", { class: "case-what" }, it.withdrawn ? el("s", {}, checkText(view, it.check)) : checkText(view, it.check)),
    it.withdrawn ? el("p", { class: "notice" }, say("site.withdrawn-at", { at: momentText(it.closed_us), why: say(`withdrawn.${it.withdrawn}`) })) : null,
    it.open ? el("p", { class: "case-now" }, el("b", {}, say(`site.next-${it.next}`)), " ", el("span", { class: it.late ? "late" : "" }, say("site.until", { day: lastDay(it.by_us), left: leftText(it.by_us) }))) : null,
    el("div", { class: "acts" }, buttons(it)),
    it.next === "recheck" && it.mine ? el("p", { class: "notice" }, say("site.for-another")) : null,
    it.repeat_of ? el("p", { class: "notice" }, say("site.repeat-of", { no: it.repeat_of, n: it.nth })) : null,
    ladder(it),
    papers(it),
    facts(view, it, check),
    el("h3", {}, say("site.history")),
    stepLines(it, saysText),
  ];
}

function standsMark(it) {
  if (it.open) return null;
  return el("span", { class: it.withdrawn ? "mark" : "mark green" }, say(it.withdrawn ? "site.stands-withdrawn" : "site.stands-closed"));
}

function buttons(it) {
  const button = (name, isMain, run) => el("button", { class: isMain ? "button main" : "button", type: "button", data: { act: name }, on: { click: run } }, say(`site.do-${name}`));
  return [
    it.next === "fix" && may("fix-finding") ? button("fix-finding", true, () => fix(it)) : null,
    it.next === "recheck" && !it.mine && may("recheck-finding") ? button("recheck-finding", true, () => recheck(it)) : null,
    it.open && may("plan-action") ? button("plan-action", false, () => planAction([it.no])) : null,
    it.open && state.view.home === "manager" && may("escalate-finding") && it.ladder.some((rung) => !rung.taken) ? button("escalate-finding", false, () => escalate(it)) : null,
    it.may_withdraw && may("withdraw-finding") ? button("withdraw-finding", false, () => withdraw(it)) : null,
  ];
}

/** Ask why something is taken back (撤回): only with a reason, of these codes, and a word. → `{reason, note}`, null for not. */
export function withdrawForm(no, hint, reasons) {
  return ask(say("site.withdraw-of", { no }), hint, (done) => {
    const reason = choice("reason", reasons, "", (code) => say(`withdrawn.${code}`));
    const note = words("note");
    const problem = complaint();
    const end = () => {
      const missing = reason.value() ? (note.value() ? "" : "note") : "reason";
      if (missing) problem.tell(say("site.missing", { field: say(`site.field-${missing}`) }));
      else done({ reason: reason.value(), note: note.value() });
    };
    const content = el("div", { class: "dialog-body" }, reason.node, note.node, problem.node);
    return { content, end: el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, say("site.do-withdraw-finding")), focus: reason.node.querySelector("button") };
  });
}

async function withdraw(it) {
  const found = await withdrawForm(it.no, say("site.hint-withdraw"), state.view.withdraw_reasons);
  if (found) await perform("withdraw-finding", Object.assign({ finding: it.no }, found), { what: say("site.withdraw-of", { no: it.no }), said: say("site.withdrawn", { no: it.no }) });
}

/** 催办单 → 调换 → 约谈: what was taken, and when the next follows. */
function ladder(it) {
  if (!it.ladder.length || (!it.open && !it.escalation)) return null;
  const rung = (row) => el("li", { class: row.taken ? "done" : "later" }, say(`checks.escalation-${row.step}`), el("span", { class: "quiet" }, row.taken ? say("site.rung-taken") : it.open ? lastDay(row.at_us + 1) : ""));
  return el("ol", { class: "way", "aria-label": say("site.ladder") }, it.ladder.map(rung));
}

function facts(view, it, check) {
  const fact = (key, value) => (value ? el("div", {}, el("dt", {}, say(`site.fact-${key}`)), el("dd", {}, value)) : null);
  const person = view.people.find((row) => row.slug === it.responsible);
  return el(
    "dl",
    { class: "facts" },
    fact("where", whereText(view, it)),
    fact("resource", `${say(`checks.resource-${it.resource}`)} · ${say(`checks.step-${it.step}`)}`),
    fact("found", momentText(it.found_us)),
    fact("by", named(it.by) || say("site.by-clock")),
    fact("source", it.source && say(`site.source-${it.source}`)),
    fact("responsible", person ? named(person.names) : say("site.nobody")),
    fact("due", !it.withdrawn && lastDay(it.due_us)),
    fact("safety", check && check.safety && say("site.safety")),
    fact("seen", it.seen > 1 && say("site.seen-n", { n: it.seen })),
    fact("rechecks", it.rechecks > 0 && say("site.rechecks-n", { n: it.rechecks })),
  );
}

function saysText(name, value) {
  if (name === "passed") return say(value ? "site.passed" : "site.failed");
  if (name === "source") return say(`site.source-${value}`);
  if (name === "severity") return say(`checks.severity-${value}`);
  if (name === "step") return say(`checks.escalation-${value}`);
  if (name === "reason") return say(`withdrawn.${value}`);
  return "";
}

/** A form of a word and photos, and what else is asked. parts: `[name, part]`. → the values, null for none. */
export function stepForm(title, hint, parts) {
  return ask(title, hint, (done) => {
    const note = words("note");
    const photos = photoField();
    const problem = complaint();
    const end = () => {
      const missing = parts.find(([, part]) => part.value() === "");
      if (missing) problem.tell(say("site.missing", { field: say(`site.field-${missing[0]}`) }));
      else if (photos.busy()) problem.tell(say("site.photo-busy"));
      else done(Object.assign({ note: note.value(), photos: photos.photos }, ...parts.map(([name, part]) => ({ [name]: part.value() }))));
    };
    const content = el("div", { class: "dialog-body" }, parts.map(([, part]) => part.node), note.node, photos.node, problem.node);
    return { content, end: el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, title), focus: parts.length ? parts[0][1].node.querySelector("button") : note.input };
  });
}

/** The note where there is one. */
export function withNote(fields, note) {
  return note ? Object.assign(fields, { note }) : fields;
}

async function fix(it) {
  const found = await stepForm(say("site.do-fix-finding"), say("site.hint-fix"), []);
  if (found) await perform("fix-finding", withNote({ finding: it.no }, found.note), { photos: found.photos, what: say("site.fix-of", { no: it.no }), said: say("site.fixed", { no: it.no }) });
}

async function recheck(it) {
  const passed = choice("passed", ["yes", "no"], "", (code) => say(code === "yes" ? "site.passed" : "site.failed"));
  const found = await stepForm(say("site.do-recheck-finding"), say("site.hint-recheck"), [["passed", passed]]);
  if (!found) return;
  const fields = withNote({ finding: it.no, passed: found.passed === "yes" }, found.note);
  await perform("recheck-finding", fields, { photos: found.photos, what: say("site.recheck-of", { no: it.no }), said: say(fields.passed ? "site.rechecked" : "site.rechecked-not", { no: it.no }) });
}

async function escalate(it) {
  const next = it.ladder.find((rung) => !rung.taken);
  const found = await ask(say(`checks.escalation-${next.step}`), say("site.hint-escalate"), (done) => {
    const note = words("note");
    const end = el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: () => done({ note: note.value() }) } }, say("site.do-escalate-finding"));
    return { content: el("div", { class: "dialog-body" }, note.node), end, focus: note.input };
  });
  if (found) await perform("escalate-finding", withNote({ finding: it.no }, found.note), { what: say("site.escalate-of", { no: it.no }), said: say("site.escalated", { no: it.no }) });
}
