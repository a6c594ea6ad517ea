// SPDX-License-Identifier: Apache-2.0
// What was found: the list, those due first in front, and what narrows it; beside it, or on a phone in its place, one of them.

import { byId, el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { counterText, go, leftText, momentText, now, state, zoneText } from "./doing.js";
import { findingPage } from "./finding.js";
import { fetchTexts, textsShown } from "./texts.js";

const MINUTE_US = 60e6;
/** How a finding stands → whether it is one of them. */
const STANDS = {
  open: (it) => it.open,
  late: (it) => it.late,
  recheck: (it) => it.next === "recheck",
  raised: (it) => it.open && it.escalation !== "",
  mine: (it, view) => it.open && it.responsible === view.me,
  closed: (it) => !it.open && !it.withdrawn,
  withdrawn: (it) => Boolean(it.withdrawn),
};
const RESOURCES = ["people", "space", "goods", "equipment", "information", "waste"];
const MATRIX_STEPS = ["sort", "place", "store", "clean", "keep"];
const wanted = { stands: "open", zone: "" };

/** Draw the part. */
export function drawFindings(node, view) {
  if (!node.firstChild) node.append(el("section", { class: "column list" }, el("div", { id: "finding-filter" }), el("div", { id: "finding-rows" })), el("section", { class: "column case box", id: "finding" }));
  const chosen = view.findings.find((it) => it.no === state.no);
  const minute = Math.floor(now() / MINUTE_US);
  node.dataset.shows = chosen ? "case" : "list";
  region(byId("finding-filter"), [wanted, view.findings.map((it) => [it.open, it.late, it.next, it.escalation, it.responsible]), view.zones], () => filters(view));
  region(byId("finding-rows"), [wanted, view.findings, state.no, Math.floor(minute / 60)], () => rows(view));
  region(byId("finding"), chosen ? [chosen, textsShown(), minute, view.may] : [view.findings.length, state.no], () => (chosen ? findingPage(view, chosen) : overview(view)));
  if (chosen) fetchTexts(chosen);
}

/** Show the findings that stand so, in every zone; no: the one that is looked at. */
export function showFindings(stands, no = "") {
  Object.assign(wanted, { stands, zone: "" });
  go("findings", no);
}

/** A check as it is called. */
export function checkText(view, slug) {
  const row = view.checks.find((it) => it.slug === slug);
  return row ? named(row.names) : slug;
}

/** Zone, counter, place. */
export function whereText(view, it) {
  const counter = view.counters.find((row) => row.slug === it.counter);
  return [zoneText(it.zone), counter && counterText(counter.number), it.place].filter(Boolean).join(" · ");
}

/** How bad it is, and what it costs. */
export function severityMark(it) {
  const look = { minor: "", major: "amber", critical: "red" };
  return el("span", { class: `mark ${look[it.severity]}` }, say(`checks.severity-${it.severity}`), it.deduction ? ` ${say("site.minus", { n: it.deduction })}` : "");
}

function filters(view) {
  const count = (key) => view.findings.filter((it) => STANDS[key](it, view)).length;
  const set = (name, value) => {
    wanted[name] = value;
    state.draw();
  };
  const chip = (key) => el("button", { class: "chip", type: "button", "aria-pressed": String(wanted.stands === key), data: { stands: key }, on: { click: () => set("stands", key) } }, say(`site.stands-${key}`), el("b", { class: "digits" }, ` ${count(key)}`));
  const zones = el("select", { class: "input", "aria-label": say("site.field-zone"), on: { change: (event) => set("zone", event.target.value) } }, el("option", { value: "" }, say("site.every-zone")), view.zones.map((it) => el("option", { value: it.slug, selected: it.slug === wanted.zone }, zoneText(it.slug))));
  return [el("div", { class: "chips", role: "group", "aria-label": say("site.findings") }, Object.keys(STANDS).filter((key) => key !== "withdrawn" || wanted.stands === key || count(key)).map(chip)), view.zones.length > 1 ? zones : null];
}

function rows(view) {
  const shown = view.findings.filter((it) => STANDS[wanted.stands](it, view) && (!wanted.zone || it.zone === wanted.zone));
  return shown.length ? el("ul", { class: "rows" }, shown.map((it) => row(view, it))) : el("p", { class: "quiet none" }, say(view.findings.length ? "site.none-fits" : "site.no-findings"));
}

function row(view, it) {
  const next = it.open
    ? [el("span", {}, say(`site.next-${it.next}`)), el("span", { class: it.late ? "late" : "quiet" }, leftText(it.by_us)), it.escalation ? el("span", { class: "mark red" }, say(`checks.escalation-${it.escalation}`)) : null]
    : el("span", { class: "quiet" }, it.withdrawn ? say("site.withdrawn-at", { at: momentText(it.closed_us), why: say(`withdrawn.${it.withdrawn}`) }) : say("site.closed-at", { at: momentText(it.closed_us) }));
  return el(
    "li",
    {},
    el(
      "button",
      { class: it.open ? "line" : "line closed", type: "button", "aria-current": it.no === state.no ? "true" : null, data: { finding: it.no }, on: { click: () => go("findings", it.no) } },
      el("span", { class: "line-head" }, it.withdrawn ? el("span", { class: "mark" }, say("site.stands-withdrawn")) : severityMark(it), el(it.withdrawn ? "s" : "b", { class: "digits" }, it.no), it.source ? el("span", { class: "mark amber" }, say(`site.source-${it.source}`)) : null, it.repeat_of ? el("span", { class: "mark amber" }, say("site.repeat-n", { n: it.nth })) : null),
      el(it.withdrawn ? "s" : "span", {}, checkText(view, it.check)),
      el("span", { class: "quiet" }, whereText(view, it)),
      el("span", { class: "line-next" }, next),
    ),
  );
}

/** What stands beside the list while none is chosen. */
function overview(view) {
  const open = view.findings.filter((it) => it.open);
  const fact = (key, n) => el("li", {}, el("b", { class: "digits" }, n), el("span", {}, say(`site.stands-${key}`)));
  return [
    state.no ? el("p", { class: "notice" }, say("site.gone", { no: state.no })) : null,
    el("h2", {}, say("site.findings")),
    el("ul", { class: "sums" }, ["open", "late", "recheck", "raised"].map((key) => fact(key, view.findings.filter((it) => STANDS[key](it, view)).length))),
    open.length ? el("p", { class: "quiet" }, say("site.choose-finding")) : el("p", { class: "calm" }, say("site.no-open")),
    open.length ? matrix(open) : null,
  ];
}

/** Open findings by resource and step: where the causes are. */
function matrix(open) {
  const cell = (resource, step) => {
    const found = open.filter((it) => it.resource === resource && it.step === step);
    const worst = found.some((it) => it.severity === "critical") ? "red" : found.length ? "amber" : "";
    return el("td", { class: `digits ${worst}` }, found.length ? `${found.length}${worst === "red" ? " !" : ""}` : "·");
  };
  const row = (resource) => el("tr", {}, el("th", { scope: "row" }, say(`checks.resource-${resource}`)), MATRIX_STEPS.map((step) => cell(resource, step)));
  return [el("h3", {}, say("site.matrix")), el("table", { class: "matrix" }, el("thead", {}, el("tr", {}, el("td", {}), MATRIX_STEPS.map((step) => el("th", { scope: "col" }, say(`checks.step-${step}`))))), el("tbody", {}, RESOURCES.map(row)))];
}
