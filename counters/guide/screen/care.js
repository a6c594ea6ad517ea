// SPDX-License-Identifier: Apache-2.0
// Whom and what to look after now, the most urgent first. A part with nothing in it takes no room.

import { pick } from "/shared/dialogs.js";
import { byId, el, text } from "/shared/dom.js";
import { region, since, timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { act, acts, button, marks, send, serviceName, state } from "./common.js";
import { messages } from "./messages.js";
import { checkPriority, openTicket } from "./ticket.js";

const ABSENT_SHOWN = 8;
const PARTS = { help, fetch, checks, runs, slipless, absent, messages };
const HURRY_S = 60;
const MANY = 3;

/** The panel's frame; it is filled by `drawCare`. People who need somebody now stand before things that do not work. */
export function carePanel() {
  const [asked, gone, ...parts] = Object.keys(PARTS).map((name) => el("section", { id: name, class: "card pane" }));
  return el("section", { id: "care", class: "panel" }, el("div", { id: "suspended" }), asked, gone, el("div", { id: "alarms" }), parts, el("p", { class: "quiet", id: "calm" }));
}

/** How much asks for a guide now: what stands on the tab. */
export function careCount(view) {
  const absent = view.list.rows.filter((row) => row.state === "absent").length;
  const unread = view.messages.filter((it) => !it.seen).length;
  const critical = view.alarms.filter((row) => row.level === "critical").length;
  const printers = view.printers.filter((row) => row.state !== "low").length;
  const urgent = view.help.length + view.fetch.length + view.checks.length + view.runs.length + unread + critical + printers;
  return { urgent, all: absent + view.slipless_all + view.alarms.length + view.printers.length };
}

/** Draw what changed. */
export function drawCare() {
  const view = state.view;
  region(byId("suspended"), [view.day.suspended, view.day.since_us], () => suspended(view.day));
  region(byId("alarms"), [view.alarms, view.printers, view.slipless_all], () => alarms(view));
  for (const [name, build] of Object.entries(PARTS)) {
    const rows = name === "absent" ? view.list.rows.filter((row) => row.state === "absent") : view[name];
    byId(name).hidden = rows.length === 0 && name !== "messages";
    region(byId(name), [rows, name === "slipless" && view.slipless_all], () => build(rows, view));
  }
  const { urgent, all } = careCount(view);
  text(byId("calm"), urgent + all ? "" : say("guide.calm"));
}

function suspended(day) {
  if (!day.suspended) return null;
  const why = say("guide.suspended", { why: say(`suspended.${day.suspended}`) });
  return el("p", { class: "notice red", role: "alert" }, el("b", {}, why), " ", say("guide.suspended-hint"));
}

function alarms(view) {
  const printer = (row) =>
    el("p", { class: row.state === "low" ? "notice" : "notice red", role: "alert" }, el("b", {}, named(row.names)), " ", say(`alarm.printer-${row.state}`));
  const alarm = (row) =>
    el("p", { class: row.level === "critical" ? "notice red" : "notice", role: "alert", data: { alarm: row.key } }, el("b", {}, named(row.names)), " ", say(`alarm.${row.key}`, row.args));
  const lost = view.alarms.filter((row) => row.key === "lost");
  return [
    view.alarms.filter((row) => row.key !== "lost").map(alarm),
    lost.length > MANY ? lostTogether(lost) : lost.map(alarm),
    view.printers.map(printer),
    view.slipless_all ? el("p", { class: "notice", role: "alert" }, say("guide.slipless-hint", { n: view.slipless_all })) : null,
  ];
}

/** A whole shelf that is without power is one thing to look after. */
function lostTogether(lost) {
  const names = lost.slice(0, MANY).map((row) => named(row.names));
  return el("p", { class: "notice", role: "alert", data: { alarm: "lost" } }, say("guide.lost", { names: names.join(say("manager.and")), n: lost.length }));
}

function head(name, n) {
  return el("h2", { class: "section-title" }, el("span", {}, say(`guide.${name}`)), el("span", { class: "digits" }, n));
}

/** One line: the number (a tap opens it), what to know, and the buttons. */
function line(row, what, buttons) {
  const open = () => openTicket(row.id);
  const number = el("button", { class: "number digits", type: "button", data: { ticket: row.label }, on: { click: open } }, row.label);
  return el("li", {}, number, el("div", { class: "line-what" }, what), el("div", { class: "line-acts" }, buttons));
}

function help(rows) {
  const row = (it) =>
    el(
      "li",
      {},
      el("b", { class: "number" }, say("shared.counter", { number: it.number })),
      el("div", { class: "line-what" }, el("b", {}, say(`help.${it.kind}`)), el("span", { class: "quiet" }, named(it.clerk)), since(it.at_us, HURRY_S, "quiet")),
      el("div", { class: "line-acts" }, button(say("guide.answer-help"), () => act("answer-help", { counter: it.counter }, it.number), { className: "main", data: { act: "answer-help" } })),
    );
  return [head("help", rows.length), el("ul", { class: "rows urgent" }, rows.map(row))];
}

function fetch(rows) {
  const row = (it) => {
    const place = [say("shared.counter", { number: it.counter }), it.room].filter(Boolean).join(" ");
    const calls = it.calls > 1 ? say("guide.n-calls", { n: it.calls }) : "";
    const way = it.on_way && el("span", { class: "mark" }, say("guide.on-way"));
    const what = [el("b", {}, place), el("span", { class: "quiet" }, calls, " ", since(it.called_us, HURRY_S, "")), el("span", {}, marks(it), way)];
    return line(it, what, button(say("guide.escort"), () => act("escort", { ticket: it.id }, it.label), { className: "main", data: { act: "escort", label: it.label } }));
  };
  return [head("fetch", rows.length), el("p", { class: "quiet" }, say("guide.fetch-hint")), el("ul", { class: "rows urgent" }, rows.map(row))];
}

function checks(rows) {
  const row = (it) =>
    line(it, [el("span", {}, marks(it)), el("span", { class: "quiet" }, it.services.map(serviceName).join(" + "))], [
      button(say("guide.confirm"), () => checkPriority(it, true), { className: "main", data: { act: "confirm", label: it.label } }),
      button(say("guide.deny"), () => checkPriority(it, false), { data: { act: "deny", label: it.label } }),
    ]);
  return [head("checks", rows.length), el("p", { class: "quiet" }, say("guide.check-hint")), el("ul", { class: "rows" }, rows.map(row))];
}

function runs(rows, view) {
  const press = async (it) => {
    const title = say("guide.run-title", { n: it.tickets.length, first: it.first, last: it.last });
    const reason = await pick(title, say("guide.run-hint"), "void", view.codes.void);
    if (reason) await send("void-run", { tickets: it.tickets, reason }, (answer) => say("guide.done-void-run", { n: answer.result.voided }));
  };
  const row = (it) =>
    el(
      "li",
      {},
      el("b", { class: "number digits" }, it.count),
      el(
        "div",
        { class: "line-what" },
        el("b", { class: "digits" }, `${it.first} – ${it.last}`),
        el("span", { class: "quiet" }, `${named(it.kiosk)} ${timeOfDay(it.from_us)}–${timeOfDay(it.until_us)} · ${say("guide.n-still", { n: it.tickets.length })}`),
      ),
      el("div", { class: "line-acts" }, button(say("guide.void-run"), () => press(it), { className: "danger", data: { act: "void-run" } })),
    );
  return [head("runs", rows.length), el("ul", { class: "rows" }, rows.map(row))];
}

function slipless(rows, view) {
  const row = (it) => {
    const why = say(`guide.slipless-${it.why}`);
    const said = el("span", { class: "quiet" }, named(it.kiosk) ? `${named(it.kiosk)} · ${why}` : why);
    return line(it, said, button(say("guide.reprint-slip"), () => act("reprint-slip", { ticket: it.id }, it.label), { data: { act: "reprint-slip", label: it.label } }));
  };
  return [head("slipless", view.slipless_all), el("ul", { class: "rows" }, rows.map(row))];
}

function absent(rows) {
  const row = (it) =>
    line(it, [el("span", {}, it.services.map(serviceName).join(" + ")), el("span", {}, marks(it), since(it.since_us, 0, "quiet"))], button(say("guide.bring-back"), () => act("bring-back", { ticket: it.id }, it.label), { data: { act: "bring-back", label: it.label } }));
  const newest = rows.slice().sort((one, other) => other.since_us - one.since_us);
  const more = rows.length - ABSENT_SHOWN;
  return [head("absent", rows.length), el("ul", { class: "rows" }, newest.slice(0, ABSENT_SHOWN).map(row), more > 0 && el("li", { class: "quiet" }, say("guide.more-absent", { n: more })))];
}
