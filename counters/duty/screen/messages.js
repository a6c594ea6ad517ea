// SPDX-License-Identifier: Apache-2.0
// Messages of the staff and announcements to the hall.

import { chips } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { timeOfDay } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { counterText, doing, personText, send } from "./doing.js";
import { menu, sheet } from "./sheet.js";

const MOST = 200;

/** A set phrase, or a few words. → `{code}` or `{text}`. */
export function phrase(heading) {
  return sheet(heading, say("duty.write-hint"), (finished) => {
    const typed = el("input", { class: "input", type: "text", maxlength: 100, autocomplete: "off", placeholder: say("duty.write-own"), "aria-label": say("duty.write-own") });
    const own = () => typed.value.trim() && finished({ text: typed.value.trim() });
    const set = doing.view.codes.message.map((code) => el("button", { class: "button big", type: "button", data: { value: code }, on: { click: () => finished({ code }) } }, el("b", {}, say(`message.${code}`))));
    return { content: el("div", { class: "dialog-body" }, el("div", { class: "bigs" }, set), typed), end: el("button", { class: "button main", type: "button", on: { click: own } }, say("duty.send")) };
  });
}

/** To whom, then what. */
export async function writeMessage() {
  const sitting = doing.view.desks.filter((desk) => desk.clerk).map((desk) => ({ value: `counter:${desk.slug}`, label: counterText(desk.number), note: named(desk.clerk_names) }));
  const others = doing.view.staff.filter((person) => person.here && !person.counter && person.slug !== doing.view.me).map((person) => ({ value: `person:${person.slug}`, label: named(person.names) }));
  const to = await menu(say("duty.write"), say("duty.write-whom"), [{ value: "all", label: say("duty.to-all") }, { value: "guides", label: say("duty.to-guides") }, ...sitting, ...others]);
  if (!to) return;
  const fields = await phrase(say("duty.write-to", { who: receiver(to) }));
  if (fields) send("send-message", Object.assign({ to }, fields), say("duty.sent-to", { who: receiver(to) }));
}

function receiver(to) {
  const [kind, slug] = to.split(":");
  if (kind === "counter") return counterText(doing.view.desks.find((desk) => desk.slug === slug).number);
  return kind === "person" ? personText(slug) : say(`duty.to-${kind}`);
}

/** Messages to whoever is signed in, newest first, and what was announced last. */
export function inbox([messages, notices]) {
  const seen = (row) => send("see-message", { message: row.id }, "");
  const line = (row) =>
    el(
      "li",
      { class: row.seen ? null : "fresh" },
      el("span", { class: "inbox-text" }, el("span", { class: "quiet" }, `${timeOfDay(row.at_us)} ${row.mine ? say("duty.by-me") : named(row.by)}`), el("b", {}, [row.label, row.code && say(`message.${row.code}`), row.text].filter(Boolean).join(" "))),
      row.seen ? null : el("button", { class: "button", type: "button", data: { live: "", see: row.id }, on: { click: () => seen(row) } }, say("duty.seen")),
    );
  const said = (row) => el("li", {}, el("span", { class: "inbox-text" }, el("span", { class: "quiet" }, `${timeOfDay(row.at_us)} ${say("duty.announced", { who: named(row.by) })}`), el("b", {}, row.text["zh-Hans"] || row.text.yue || row.text.en)));
  return [
    el("h2", { class: "section-title" }, say("duty.messages")),
    messages.length || notices.length ? el("ul", { class: "inbox" }, messages.map(line), notices.map(said)) : el("p", { class: "quiet none" }, say("duty.no-messages")),
    el("div", { class: "acts" }, el("button", { class: "button", type: "button", data: { live: "", act: "write" }, on: { click: writeMessage } }, say("duty.write")), el("button", { class: "button", type: "button", data: { live: "", act: "announce" }, on: { click: announce } }, say("duty.announce"))),
  ];
}

/** What is said and shown in the hall. */
export async function announce() {
  const fields = await sheet(say("duty.announce"), say("duty.announce-hint"), (finished) => {
    const box = (id, rows, key) => el("textarea", { class: "input", id, rows, maxlength: MOST, "aria-label": say(key), placeholder: say(key) });
    const [chinese, english] = [box("announce-zh", 3, "duty.announce-zh"), box("announce-en", 2, "duty.announce-en")];
    const how = chips("duty.announce", ["normal", "urgent"], "normal");
    const where = zoneSelect();
    const send = () => {
      const text = {};
      if (chinese.value.trim()) text["zh-Hans"] = chinese.value.trim();
      if (english.value.trim()) text.en = english.value.trim();
      if (Object.keys(text).length) finished({ text, zone: where ? where.value : "", urgent: how.state.code === "urgent" });
      else chinese.focus();
    };
    return { content: el("div", { class: "dialog-body" }, chinese, english, where, how.node), end: el("button", { class: "button main", type: "button", on: { click: send } }, say("duty.announce-now")) };
  });
  if (fields) send("announce", fields, say("duty.announced-done"));
}

function zoneSelect() {
  const { zones } = doing.view;
  if (zones.length < 2) return null;
  return el("select", { class: "input", "aria-label": say("duty.everywhere") }, el("option", { value: "" }, say("duty.everywhere")), zones.map((it) => el("option", { value: it.zone }, named(it.names))));
}
