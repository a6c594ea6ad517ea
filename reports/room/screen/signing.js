// SPDX-License-Identifier: Apache-2.0
// A report on its way to a signature: which version, how far it came, by whom, and what the reader may do with it.

import { ask as dialog, complaint } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { clockText } from "/shared/time.js";
import { language, named, problemText, say } from "/shared/words.js";
import { acts, askJson, daysLater, openFile, query, spanOf, spanText, state } from "./doing.js";
import { mayTake, takeDialog } from "./taking.js";

const STATES = { none: "mark", draft: "mark amber", checked: "mark amber", signed: "mark green" };
const BOXES = ["work", "problems", "measures"];
const DIGEST = 16;
const known = { of: "", versions: null };

/** Draw the line of the report that is read; it asks anew when a report was drafted, checked or signed. */
export function drawSigning(node) {
  const key = JSON.stringify([state.asked, state.view.changed]);
  if (known.of !== key) {
    known.of = key;
    known.versions = null;
    fetchVersions(key, node);
  }
  region(node, [known.versions, state.asked, state.view.may, anothers(), state.view.today, state.view.day], () => (known.versions ? parts(known.versions) : []));
}

async function fetchVersions(key, node) {
  const [first, last] = spanOf(state.asked);
  try {
    const found = await askJson(`report-versions${query({ report: state.asked.report, first, last })}`);
    if (known.of !== key) return;
    known.versions = found;
    drawSigning(node);
    acts.enable();
  } catch (problem) {
    if (known.of === key) acts.tell(problemText(problem), true);
  }
}

function momentText(at_us) {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: state.view.zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(at_us / 1000));
  return `${date} ${clockText(at_us, state.view.zone)}`;
}

/** Who did something and when, as a sentence. */
function stepText(key, version) {
  const step = version[key];
  return step ? say(`room.${key}`, { who: nameOf(step[0], version.names[key]), at: momentText(step[1]) }) : "";
}

/** Somebody's name as it was then, else as it is now, else the slug. */
function nameOf(slug, then) {
  const row = state.view.people.find((it) => it.slug === slug);
  return then ? named(then) : row ? named(row.names) : slug;
}

function parts(versions) {
  const newest = versions[0];
  const stands = newest ? newest.state : "none";
  const said = newest ? ["drafted", "checked", "signed"].map((key) => stepText(key, newest)).filter(Boolean).join(" · ") : "";
  return [
    el("b", {}, say("room.signing")),
    el("span", { class: STATES[stands], data: { state: stands } }, say(`room.state-${stands}`)),
    newest ? el("span", { class: "digits" }, say("room.version", { n: newest.version })) : null,
    el("span", { class: "quiet who" }, [said, waits(newest)].filter(Boolean).join(" · ")),
    el("span", { class: "sign-acts" }, buttons(newest), newest ? [see(newest), taking(newest), versions.length > 1 || newest.why ? button("versions", () => versionsDialog(versions)) : null] : null),
  ];
}

/** Why the next step of the report that is read is somebody else's; "" where it is not. */
function anothers() {
  const { report, from_date, to_date } = about();
  const why = state.view.anothers[`${report}/${from_date}/${to_date}`];
  return why ? say(why.replace("report-", "room.")) : "";
}

/** What is waited for, where nothing can be done by the reader himself. */
function waits(newest) {
  if (!newest || newest.state === "signed") return "";
  if (anothers()) return anothers();
  if (newest.state === "draft") return may("check-report") ? "" : say("room.check-waits");
  return may("sign-report") ? "" : say("room.sign-waits");
}

function may(command) {
  return state.view.may.includes(command);
}

function isOver() {
  const [, last] = spanOf(state.asked);
  return state.view.today > last || (!state.view.day.open && state.view.day.date === last);
}

function button(key, click, main, live) {
  return el("button", { class: main ? "button main" : "button", type: "button", data: Object.assign({ act: key }, live ? { live: "" } : {}), on: { click } }, say(`room.${key}`));
}

function buttons(newest) {
  const mine = Boolean(anothers());
  const stands = newest ? newest.state : "none";
  const draftable = stands !== "signed" && may("draft-report");
  return [
    draftable && !isOver() ? el("span", { class: "quiet" }, say("room.not-over")) : null,
    draftable && isOver() ? button(stands === "none" ? "draft" : "draft-again", () => draftDialog("draft"), stands === "none", true) : null,
    stands === "draft" && !mine && may("check-report") ? button("check", () => stepDialog("check", newest), true, true) : null,
    stands === "checked" && !mine && may("sign-report") ? button("sign", () => stepDialog("sign", newest), true, true) : null,
    stands === "signed" && may("correct-report") ? button("correct", () => draftDialog("correct"), false, true) : null,
  ];
}

function see(version) {
  const open = () => openFrozen(version).catch((problem) => acts.tell(problemText(problem), true));
  return el("button", { class: "button", type: "button", data: { act: "frozen" }, on: { click: open } }, say("room.frozen", { n: version.version }));
}

/** Taking it away in another format is an export like any other: with a reason, in the journal, marked with the version. */
function taking(version) {
  return mayTake(state.asked.report) ? button("take-frozen", () => takeDialog(state.asked, version)) : null;
}

function openFrozen(version) {
  return openFile(`report-versions/${version.place}.pdf${query({ language: language() })}`);
}

/** The dates of the report as commands have them: the second is the first that is not in it. */
function about() {
  const [first, last] = spanOf(state.asked);
  return { report: state.asked.report, from_date: first, to_date: daysLater(last, 1) };
}

async function draftDialog(act) {
  const fields = about();
  const asked = state.asked;
  const found = await dialog(say(`room.${act}-title`, { what: say(`room.kind.${asked.report}`) }), say(`room.${act}-hint`, { dates: spanText(asked, say) }), (done) => {
    const problem = complaint();
    const why = act === "correct" ? el("textarea", { class: "input", rows: "2", maxlength: "300", data: { field: "why" } }) : null;
    const areas = BOXES.map((box) => el("textarea", { class: "input", rows: "3", maxlength: "2000", placeholder: say("room.box-optional"), data: { field: box } }));
    const end = () => {
      if (why && why.value.trim().length < 2) {
        problem.tell(say("room.why-missing"));
        return why.focus();
      }
      const boxes = {};
      BOXES.forEach((box, at) => (boxes[box] = areas[at].value.trim()));
      return done(Object.assign({ boxes }, why ? { why: why.value.trim() } : {}));
    };
    return {
      content: el("div", { class: "dialog-body" }, why ? field("room.why-label", why) : null, BOXES.map((box, at) => field(`room.box-${box}`, areas[at])), problem.node),
      end: el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: end } }, say(`room.${act}`)),
      focus: why || areas[0],
    };
  });
  if (found) await acts.send(`${act}-report`, Object.assign(fields, found), say(`room.did-${act}`));
}

function field(key, node) {
  return el("label", { class: "field" }, el("span", {}, say(key)), node);
}

/** Check or sign what was looked at: the digest goes with it, so that nothing else can be meant. */
async function stepDialog(act, version) {
  const fields = Object.assign(about(), { sha256: version.sha256 });
  const hint = say(`room.${act}-hint`, { who: nameOf(version.drafted[0], version.names.drafted) });
  const sure = await dialog(say(`room.${act}-title`, { n: version.version }), hint, (done) => {
    const problem = complaint();
    const open = () => openFrozen(version).catch((failed) => problem.tell(problemText(failed)));
    const yes = el("button", { class: "button main", type: "button", data: { act: "send" }, on: { click: () => done(true) } }, say(`room.${act}`));
    return {
      content: el("div", { class: "dialog-body" }, el("button", { class: "button wide", type: "button", data: { act: "open" }, on: { click: open } }, say("room.open-frozen")), versionLines(version), problem.node),
      end: yes,
      focus: yes,
    };
  });
  if (sure) await acts.send(`${act}-report`, fields, say(`room.did-${act}`, { n: version.version }));
}

function versionLines(it) {
  const steps = ["drafted", "checked", "signed"].map((key) => stepText(key, it));
  const lines = [...steps, it.why ? say("room.why", { why: it.why }) : "", say("room.digest", { digest: it.sha256.slice(0, DIGEST) })];
  return el("ul", { class: "lines" }, lines.filter(Boolean).map((line) => el("li", {}, line)));
}

function versionsDialog(versions) {
  return dialog(say("room.versions"), say("room.versions-hint"), () => {
    const problem = complaint();
    const open = (it) => openFrozen(it).catch((failed) => problem.tell(problemText(failed)));
    const row = (it) => el("div", { class: "version" }, el("div", { class: "version-head" }, el("b", {}, say("room.version", { n: it.version })), el("span", { class: STATES[it.state] }, say(`room.state-${it.state}`)), el("button", { class: "button", type: "button", on: { click: () => open(it) } }, "PDF"), taking(it)), versionLines(it));
    return { content: el("div", { class: "dialog-body" }, el("div", { class: "across tall", tabindex: "0", role: "region", "aria-label": say("room.versions") }, versions.map(row)), problem.node) };
  }, "shared.close");
}

/** The reports that wait for somebody, then those that were signed last. */
export function papersList(papers, read) {
  const row = (it) => {
    const asked = Object.assign({ report: it.report, date: it.from }, it.report === "period" ? { last: daysLater(it.to, -1) } : {});
    return el("li", {}, el("button", { class: "paper-row", type: "button", data: { paper: `${it.report}/${it.from}` }, on: { click: () => read(asked) } }, el("span", {}, say(`room.kind.${it.report}`), " ", el("span", { class: "digits" }, spanText(asked, say))), el("span", { class: STATES[it.state] }, say(`room.state-${it.state}`)), el("span", { class: "quiet small" }, [say("room.version", { n: it.version }), say("room.drafted", { who: named(it.drafted_by), at: momentText(it.drafted_us) })].join(" · "))));
  };
  return [el("h2", {}, say("room.papers")), papers.length ? el("ul", { class: "rows" }, papers.map(row)) : el("p", { class: "quiet" }, say("room.no-papers"))];
}
