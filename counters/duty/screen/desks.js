// SPDX-License-Identifier: Apache-2.0
// Counters: a card each, and every act that a duty manager can do for whoever sits, or does not sit, there.

import { el } from "/shared/dom.js";
import { region, since } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { callTicket } from "./calls.js";
import { counterText, doing, personText, send } from "./doing.js";
import { phrase } from "./messages.js";
import { codesOf, menu, reason, somebody, sure } from "./sheet.js";

const IDLE_LATE_S = 180;
const GONE = "gone";

/** Draw all cards. */
export function drawDesks(node, view) {
  region(node, view.desks, () => [el("h2", { class: "section-title" }, el("span", {}, say("duty.desks")), el("span", {}, say("duty.n-open", { open: view.desks.filter((desk) => desk.state === "open").length, all: view.desks.length }))), el("div", { class: "cards" }, view.desks.map(card))]);
}

function card(desk) {
  return el(
    "button",
    { class: `desk ${desk.state}${desk.idle ? " gone" : ""}`, type: "button", data: { desk: desk.slug }, on: { click: () => open(desk.slug) } },
    el("span", { class: "desk-number digits" }, desk.number),
    el("span", { class: "desk-who" }, el("b", {}, named(desk.clerk_names) || say("duty.no-clerk")), el("span", { class: "quiet" }, letters(desk), desk.waiting ? ` · ${say("duty.n-waiting", { n: desk.waiting })}` : "")),
    el("span", { class: "desk-state" }, stateMark(desk), inHand(desk)),
  );
}

function letters(desk) {
  return desk.letters.join(" ") || say("duty.no-queue");
}

function stateMark(desk) {
  if (desk.idle) return el("span", { class: `mark ${desk.idle === "clerk" ? "amber" : "red"}` }, say("duty.idle"));
  if (desk.state === "paused") return el("span", { class: "mark amber" }, say("duty.paused", { reason: say(`pause.${desk.reason}`) }));
  if (desk.state === "closed") return el("span", { class: "quiet" }, say("state.closed"));
  if (!desk.ticket) return el("span", { class: "mark" }, say("duty.free"));
  return el("span", { class: "mark green" }, say(`state.${desk.ticket.state}`));
}

function inHand(desk) {
  if (desk.ticket) return el("span", {}, el("b", { class: "digits" }, desk.ticket.label), " ", since(desk.ticket.since_us, 0, "quiet"));
  if (desk.state === "closed") return null;
  return since(desk.state === "open" ? desk.acted_us : desk.since_us, desk.waiting ? IDLE_LATE_S : 0, "quiet");
}

/** What may be done, in the order shown: when, and how it is asked and sent. */
const ACTS = [
  { name: "call-next", when: (desk) => desk.state === "open" && !desk.ticket, run: (desk) => send("call-next", { counter: desk.slug }, (answer) => say("duty.called", { label: answer.result.number, counter: counterText(desk.number) })) },
  { name: "call-ticket", when: (desk) => desk.state === "open" && !desk.ticket, run: callTicket },
  { name: "recall", when: (desk) => inState(desk, "called"), run: (desk) => act(desk, "recall", {}) },
  { name: "start", when: (desk) => inState(desk, "called"), run: (desk) => act(desk, "start", {}) },
  { name: "mark-absent", when: (desk) => inState(desk, "called"), run: async (desk) => (await sure(title(desk), say("duty.absent-hint", { label: desk.ticket.label }), say("duty.mark-absent"))) && act(desk, "mark-absent", {}) },
  { name: "finish", when: (desk) => desk.ticket, run: finish },
  { name: "hold", when: (desk) => desk.ticket, run: (desk) => withReason(desk, "hold", "hold", "duty.hold-hint") },
  { name: "hand-over", when: (desk) => desk.state !== "closed", run: handOver },
  { name: "pause-counter", when: (desk) => desk.state === "open" && !desk.ticket, run: (desk) => withReason(desk, "pause-counter", "pause", "duty.pause-hint") },
  { name: "go-on", when: (desk) => desk.state === "paused", run: (desk) => send("open-counter", { counter: desk.slug }, done(desk, "go-on")) },
  { name: "close-counter", when: (desk) => desk.state !== "closed", run: close, look: "danger" },
  { name: "open-here", when: (desk) => desk.state === "closed", run: (desk) => send("open-counter", { counter: desk.slug }, say("duty.opened", { counter: counterText(desk.number) })) },
  { name: "send-for", when: (desk) => desk.state === "closed", run: sendFor },
  { name: "write", when: (desk) => desk.clerk, run: (desk) => write(desk) },
];

function inState(desk, state) {
  return desk.ticket && desk.ticket.state === state;
}

function title(desk) {
  const who = named(desk.clerk_names);
  return who ? say("duty.desk-title", { counter: counterText(desk.number), who }) : counterText(desk.number);
}

/** Everything that may be done at one counter. */
export async function open(slug) {
  const desk = doing.view.desks.find((row) => row.slug === slug);
  const may = ACTS.filter((it) => it.when(desk));
  const chosen = await menu(title(desk), about(desk), may.map((it) => ({ value: it.name, label: say(`duty.${it.name}`), look: it.look })));
  const now = doing.view.desks.find((row) => row.slug === slug);
  const chosenAct = may.find((it) => it.name === chosen);
  if (chosenAct && chosenAct.when(now)) chosenAct.run(now);
}

function about(desk) {
  const said = [say("duty.desk-queues", { letters: letters(desk), n: desk.waiting })];
  if (desk.idle) said.push(say(`duty.idle-${desk.idle}`));
  if (desk.ticket) said.push(say("duty.desk-hand", { label: desk.ticket.label, services: desk.ticket.services.map(named).join(say("duty.and")) }));
  if (desk.held.length) said.push(say("duty.desk-held", { labels: desk.held.map((it) => it.label).join(say("duty.and")) }));
  if (named(desk.mentor)) said.push(say("duty.desk-mentor", { who: named(desk.mentor) }));
  return said.join(" ");
}

function done(desk, name) {
  return say("duty.done-at", { counter: counterText(desk.number), act: say(`duty.${name}`) });
}

function act(desk, name, fields) {
  return send(name, Object.assign({ counter: desk.slug }, desk.ticket ? { ticket: desk.ticket.id } : {}, fields), done(desk, name));
}

async function withReason(desk, name, kind, hint) {
  const code = await reason(title(desk), say(hint), kind);
  if (!code) return;
  const fields = { counter: desk.slug, reason: code };
  if (name === "hold") fields.ticket = desk.ticket.id;
  send(name, fields, done(desk, name));
}

async function finish(desk) {
  const code = await reason(title(desk), say("duty.finish-hint", { label: desk.ticket.label }), "outcome");
  if (code) act(desk, "finish", { outcome: code });
}

/** With somebody in hand only the counter of a clerk who has gone is closed: the visitor waits again, in front. */
async function close(desk) {
  const hint = desk.ticket ? say("duty.close-hand", { label: desk.ticket.label }) : desk.left ? say("duty.close-last", { n: desk.left }) : say("duty.close-hint");
  const codes = codesOf("close-reason").filter((row) => !desk.ticket || row.value === GONE);
  const code = await menu(title(desk), hint, codes);
  if (code) send("close-counter", { counter: desk.slug, reason: code }, done(desk, "close-counter"));
}

/** Who could take a counter: serves, sits nowhere; who is signed in comes first. */
function free() {
  return doing.view.staff.filter((person) => person.serves && !person.counter);
}

function isHere(person) {
  return say(person.here ? "duty.is-here" : "duty.not-signed-in");
}

/** To whom, then why: a tap each. */
export async function handOver(desk) {
  const to = await somebody(title(desk), say("duty.hand-over-hint"), free(), isHere);
  if (!to) return;
  const code = await reason(say("duty.hand-over-to", { who: personText(to) }), say("duty.why"), "hand-over");
  if (code) send("hand-over", { counter: desk.slug, to, reason: code }, say("duty.handed-over", { counter: counterText(desk.number), who: personText(to) }));
}

/** Ask a colleague to open the counter. */
export async function sendFor(desk) {
  const to = await somebody(say("duty.send-for-title", { counter: counterText(desk.number) }), "", free().filter((person) => person.slug !== doing.view.me), isHere);
  if (to) send("send-message", { to: `person:${to}`, text: say("duty.please-open", { counter: counterText(desk.number) }) }, say("duty.sent-to", { who: personText(to) }));
}

/** A few words to whoever sits there. */
export async function write(desk) {
  const fields = await phrase(say("duty.write-to", { who: title(desk) }));
  if (fields) send("send-message", Object.assign({ to: `counter:${desk.slug}` }, fields), say("duty.sent-to", { who: counterText(desk.number) }));
}
