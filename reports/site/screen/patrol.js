// SPDX-License-Identifier: Apache-2.0
// The patrol: what is due, then zone by zone what was looked at. All of it works without the hall.

import { ask, sure, toggles } from "/shared/dialogs.js";
import { byId, el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { clockText } from "/shared/time.js";
import { named, say } from "/shared/words.js";
import { acts, go, may, momentText, now, perform, state, zoneText } from "./doing.js";
import { begin, checksOf, current, end, found, inOrder, progress, saidOf, unsaid } from "./draft.js";
import { findingForm } from "./finding_form.js";

const FIELDS = ["check", "zone", "severity", "counter", "place", "responsible", "note"];
/** Most findings that the hall takes with a patrol. */
const ALONG = 30;

/** Draw the part: a patrol under way has it to itself. */
export function drawPatrol(node, view) {
  if (!node.firstChild) node.append(el("div", { id: "rounds" }), el("div", { id: "walk" }));
  const draft = current();
  region(byId("rounds"), draft ? null : [view.rounds, view.patrols, view.may, view.zones], (slice) => slice && [rounds(view), made(view)]);
  region(byId("walk"), draft && [draft, view.checks, view.zones, view.people], (slice) => slice && walk(view, draft));
}

function rounds(view) {
  const bare = may("open-finding") ? el("button", { class: "button", type: "button", data: { act: "open-finding" }, on: { click: openFinding } }, say("site.open-finding")) : null;
  const rows = view.rounds.filter((it) => it.zones.length);
  return el("section", { class: "box" }, el("h2", {}, say("site.rounds")), rows.length ? el("ul", { class: "rounds" }, rows.map((row) => roundRow(row))) : el("p", { class: "quiet none" }, say("site.no-checks")), el("div", { class: "acts" }, bare));
}

function roundRow(row) {
  const left = row.zones.filter((it) => it.left);
  const facts = [
    row.made ? say("site.made-of", { n: row.made[0], of: row.made[1] }) : null,
    left.length ? say("site.left-in", { zones: left.map((it) => zoneText(it.zone)).join(say("site.and")), n: left.reduce((sum, it) => sum + it.left, 0) }) : null,
    row.last_us ? say("site.last", { at: momentText(row.last_us) }) : say("site.never"),
  ];
  const button = may("record-patrol") ? el("button", { class: row.due === false ? "button" : "button main", type: "button", data: { begin: row.cycle }, on: { click: () => start(row) } }, say("site.begin")) : null;
  return el(
    "li",
    {},
    el("div", {}, el("b", {}, say(`checks.cycle-${row.cycle}`)), " ", row.due === null ? null : el("span", { class: row.due ? "mark amber" : "mark green" }, say(row.due ? "site.due-now" : "site.due-done")), el("p", { class: "quiet" }, facts.filter(Boolean).join(" · "))),
    button,
  );
}

async function start(row) {
  const all = row.zones.map((it) => it.zone);
  if (all.length === 1) {
    begin(row.cycle, all);
    return;
  }
  const left = row.zones.filter((it) => it.left).map((it) => it.zone);
  const zones = await ask(say(`checks.cycle-${row.cycle}`), say("site.which-zones"), (done) => {
    const { chosen, node } = toggles(all, left.length ? left : all, zoneText);
    const button = el("button", { class: "button main", type: "button", data: { act: "begin" }, on: { click: () => chosen.size && done(all.filter((it) => chosen.has(it))) } }, say("site.begin"));
    return { content: el("div", { class: "dialog-body" }, node), end: button, focus: button };
  });
  if (zones) begin(row.cycle, zones);
}

function made(view) {
  const said = (it) => [named(it.by), say("site.checked-n", { n: it.checked }), it.findings ? say("site.findings-n", { n: it.findings }) : ""].filter(Boolean).join(" · ");
  const row = (it) => el("li", {}, el("span", {}, el("b", { class: "digits" }, momentText(it.until_us)), " ", say(`checks.cycle-${it.cycle}`), " · ", it.zones.map(zoneText).join(say("site.and"))), el("span", { class: "quiet" }, said(it)));
  return el("section", { class: "box" }, el("h2", {}, say("site.made")), view.patrols.length ? el("ul", { class: "patrols" }, view.patrols.map(row)) : el("p", { class: "quiet none" }, say("site.no-patrols")));
}

function walk(view, draft) {
  const { all, done } = progress(view);
  const bad = draft.findings.length;
  return [
    el(
      "div",
      { class: "walk-head" },
      el("h2", {}, say("site.round-of", { cycle: say(`checks.cycle-${draft.cycle}`) })),
      el("p", { class: "quiet" }, [say("site.since", { at: clockText(draft.from_us, view.zone) }), say("site.checked-of", { n: done, of: all }), say("site.findings-n", { n: bad })].join(" · ")),
      el("div", { class: "bar-of", "aria-hidden": "true" }, el("i", { style: { width: `${all ? (100 * done) / all : 0}%` } })),
    ),
    draft.zones.map((zone) => zoneBox(view, draft, zone)),
    el("div", { class: "walk-end" }, el("button", { class: "button", type: "button", data: { act: "give-up" }, on: { click: giveUp } }, say("site.give-up")), el("button", { class: "button main", type: "button", data: { act: "hand-in" }, on: { click: () => handIn(view) } }, say("site.hand-in"))),
  ];
}

function zoneBox(view, draft, zone) {
  const checks = checksOf(view, draft.cycle, zone);
  const left = checks.filter((it) => !saidOf(zone, it.slug)).map((it) => it.slug);
  const rest = left.length ? el("button", { class: "button", type: "button", data: { rest: zone }, on: { click: () => inOrder(zone, left) } }, say("site.rest-fine", { n: left.length })) : el("span", { class: "mark green" }, "✓ ", say("site.zone-done"));
  return el("section", { class: "box zone", data: { zone } }, el("div", { class: "head" }, el("h3", {}, zoneText(zone)), rest), el("ul", {}, checks.map((it) => checkRow(view, draft, zone, it))));
}

function checkRow(view, draft, zone, check) {
  const said = saidOf(zone, check.slug);
  const mine = draft.findings.find((it) => it.zone === zone && it.check === check.slug);
  const fine = () => (said === "ok" ? unsaid(zone, check.slug) : inOrder(zone, [check.slug]));
  const wrong = async () => {
    const finding = await findingForm({ check, zone, first: mine });
    if (finding) found(Object.assign(finding, { check: check.slug, zone }));
  };
  return el(
    "li",
    { class: `check-row ${said || ""}`, data: { check: check.slug } },
    el("span", { class: "check-what" }, el("span", {}, named(check.names)), el("span", { class: "quiet" }, say(`checks.resource-${check.resource}`), " · ", say(`checks.step-${check.step}`)), mine ? el("span", { class: "mark red" }, say(`checks.severity-${mine.severity}`), mine.photos.length ? ` · ${say("site.photos-n", { n: mine.photos.length })}` : "") : null),
    el("span", { class: "yes-no" }, el("button", { class: "button yes", type: "button", "aria-pressed": String(said === "ok"), "aria-label": say("site.fine-of", { check: named(check.names) }), data: { fine: check.slug }, on: { click: fine } }, "✓"), el("button", { class: "button no", type: "button", "aria-pressed": String(said === "bad"), "aria-label": say("site.wrong-of", { check: named(check.names) }), data: { wrong: check.slug }, on: { click: wrong } }, "!")),
  );
}

async function giveUp() {
  if (await sure(say("site.give-up"), say("site.give-up-hint"), say("site.give-up"), true, "button danger")) {
    end();
    state.draw();
  }
}

async function handIn(view) {
  const draft = current();
  const { all, done } = progress(view);
  if (!done) {
    acts.tell(say("site.nothing-checked"), true);
    return;
  }
  const hint = done < all ? say("site.hand-in-left", { n: all - done }) : say("site.hand-in-all", { n: all });
  if (!(await sure(say("site.hand-in"), hint, say("site.hand-in"), true))) return;
  // It is on its way, and on the disk, before the draft goes.
  const sending = sendPatrol(view, draft, now());
  end();
  state.draw();
  await sending;
}

/** The patrol with what has no photos, then each other finding by itself: so nothing is too large for one message. */
async function sendPatrol(view, draft, until_us) {
  const what = say("site.patrol-of", { cycle: say(`checks.cycle-${draft.cycle}`), at: clockText(draft.from_us, view.zone) });
  const along = draft.findings.filter((it) => !it.photos.length).slice(0, ALONG);
  const apart = draft.findings.filter((it) => !along.includes(it));
  const fields = { cycle: draft.cycle, checked: checkedOf(draft), from_us: draft.from_us, until_us, findings: along.map(fieldsOf), mark: draft.mark };
  const said = say(draft.findings.length ? "site.handed-in-findings" : "site.handed-in", { n: draft.findings.length });
  const more = apart.map((it) => ["open-finding", { found: fieldsOf(it), mark: draft.mark, found_us: it.found_us }, it.photos, findingText(view, it)]);
  await perform("record-patrol", fields, { what, said, more });
}

function findingText(view, finding) {
  const row = view.checks.find((it) => it.slug === finding.check);
  return say("site.finding-of", { check: row ? named(row.names) : finding.check });
}

/** Zone → the checks that were looked at there. */
function checkedOf(draft) {
  const found = {};
  for (const key of Object.keys(draft.done)) {
    const [zone, check] = key.split("/");
    found[zone] = [...(found[zone] || []), check];
  }
  return found;
}

/** A finding as the wire has it: what was not filled is left out. */
function fieldsOf(finding) {
  const fields = {};
  for (const name of FIELDS) if (finding[name]) fields[name] = finding[name];
  return fields;
}

/** A finding that no patrol brought. */
async function openFinding() {
  const finding = await findingForm({ check: null, zone: state.view.zones.length > 1 ? "" : state.view.zones[0].slug, first: null });
  if (!finding) return;
  const answer = await perform("open-finding", { found: fieldsOf(finding), found_us: finding.found_us }, { photos: finding.photos, what: findingText(state.view, finding), said: (it) => say("site.opened", { no: it.result.finding }) });
  if (answer) go("findings", answer.result.finding);
}
