// SPDX-License-Identifier: Apache-2.0
// The registers: one list, one page and one form for all of them, made of the table that the hall sends.

import { byId, el } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { go, may, momentText, perform, state, zoneText } from "./doing.js";
import { entryForm, stepEntryForm } from "./entry_form.js";
import { withdrawForm } from "./finding.js";
import { discard } from "./outbox.js";
import { fetchTexts, stepLines, textsShown } from "./texts.js";

const wanted = { register: "" };
/** A reason for taking back what was looked at, which an entry was not. */
const CHECKED = "in-order";
/** Step of an entry → its words, where it is none of its register's own. */
const KINDS = { registered: "site.registered-step", withdrawn: "site.stands-withdrawn" };
/** Kind of field → how its value is said. */
const SAID = {
  choice: (value, row) => say(`registers.${row.slug}-${value}`),
  zone: (value) => zoneText(value),
  device: (value) => chosenText("device", value),
  machine: (value) => chosenText("machine", value),
  plan: (value) => chosenText("plan", value),
};

function chosenText(kind, slug) {
  const row = state.view.choices[kind].find((it) => it.slug === slug);
  return row ? named(row.names) : slug;
}

/** Draw the part. */
export function drawRegisters(node, view) {
  if (!node.firstChild) node.append(el("section", { class: "column list" }, el("div", { id: "register-choice" }), el("div", { id: "register-rows" })), el("section", { class: "column case box", id: "entry" }));
  const chosen = view.entries.find((it) => it.no === state.no);
  if (chosen) wanted.register = chosen.register;
  if (!wanted.register) wanted.register = view.registers[0].slug;
  const register = view.registers.find((it) => it.slug === wanted.register);
  node.dataset.shows = chosen ? "case" : "list";
  region(byId("register-choice"), [wanted.register, view.registers.map((it) => [it.slug, it.open])], () => choices(view));
  region(byId("register-rows"), [register, view.entries, view.stock, state.no, view.zones, view.may], () => rows(view, register));
  region(byId("entry"), chosen ? [chosen, textsShown(), view.choices, view.may] : [register, sums(view, register), view.machines, view.stock, view.zones], () => (chosen ? page(view, register, chosen) : overview(view, register)));
  if (chosen) fetchTexts(chosen);
}

function choices(view) {
  const choose = (slug) => {
    wanted.register = slug;
    go("registers");
  };
  return el("div", { class: "chips", role: "group", "aria-label": say("site.tab-registers") }, view.registers.map((it) => el("button", { class: "chip", type: "button", "aria-pressed": String(it.slug === wanted.register), data: { register: it.slug }, on: { click: () => choose(it.slug) } }, say(`registers.${it.slug}`), it.open ? el("b", { class: "digits" }, ` ${it.open}`) : null)));
}

function rows(view, register) {
  const found = view.entries.filter((it) => it.register === register.slug);
  const button = may("register-entry") ? el("button", { class: "button main wide", type: "button", data: { act: "register-entry" }, on: { click: () => write(register) } }, say("site.do-register", { register: say(`registers.${register.slug}`) })) : null;
  return [isStock(register) ? lowNotice(view) : null, button, found.length ? el("ul", { class: "rows" }, found.map((it) => row(register, it))) : el("p", { class: "quiet none" }, say("site.no-entries"))];
}

/** What a field of an entry says; "" for nothing. A number without its ticket was not checked against its day. */
function fieldText(row, it) {
  const value = row.kind === "ticket" ? it.fields.label : it.fields[row.slug];
  if (value && row.kind === "ticket" && !it.fields.ticket) return say("registers.unchecked", { number: value });
  if (value === undefined || value === "") return "";
  return SAID[row.kind] ? SAID[row.kind](value, row) : String(value);
}

function row(register, it) {
  const said = register.fields.map((field) => (field.kind === "count" && it.fields[field.slug] !== undefined ? `${say(`registers.field-${field.slug}`)} ${it.fields[field.slug]}` : fieldText(field, it))).filter(Boolean);
  return el(
    "li",
    {},
    el(
      "button",
      { class: it.open ? "line" : "line closed", type: "button", "aria-current": it.no === state.no ? "true" : null, data: { entry: it.no }, on: { click: () => go("registers", it.no) } },
      el("span", { class: "line-head" }, el(it.withdrawn ? "s" : "b", { class: "digits" }, it.no), standsMark(register, it)),
      el(it.withdrawn ? "s" : "span", {}, said.join(" · ")),
      el("span", { class: "quiet" }, it.withdrawn ? withdrawnText(it) : [momentText(it.opened_us), named(it.by) || say("site.by-clock")].join(" · ")),
    ),
  );
}

function standsMark(register, it) {
  if (it.withdrawn) return el("span", { class: "mark" }, say("site.stands-withdrawn"));
  if (!register.steps.length) return null;
  return el("span", { class: it.open ? "mark amber" : "mark green" }, it.step ? say(`registers.step-${it.step}`) : say("site.entry-open"));
}

/** When, by whom and why it was taken back. */
function withdrawnText(it) {
  const step = it.steps.find((row) => row.kind === "withdrawn");
  return [say("site.withdrawn-at", { at: momentText(step.at_us), why: say(`withdrawn.${it.withdrawn}`) }), named(step.by)].join(" · ");
}

/** The sums of what is counted, by what it is counted of: uses of machines, what came in and what went out apart. */
function sums(view, register) {
  const counts = register.fields.filter((it) => it.kind === "count").map((it) => it.slug);
  const row = register.fields.find((it) => ["machine", "device"].includes(it.kind));
  const by = row ? [row] : register.fields.filter((it) => it.kind === "choice");
  if (!counts.length || !by.length) return [];
  const found = {};
  for (const it of view.entries.filter((row) => row.register === register.slug && !row.withdrawn)) {
    const key = by.map((field) => fieldText(field, it) || "–").join(" · ");
    found[key] = found[key] || counts.map(() => 0);
    counts.forEach((slug, nth) => (found[key][nth] += it.fields[slug] || 0));
  }
  return [by.map((field) => say(`registers.field-${field.slug}`)).join(" · "), counts.map((slug) => say(`registers.field-${slug}`)), Object.keys(found).map((key) => [key, found[key]])];
}

function overview(view, register) {
  if (register.fields.some((it) => it.kind === "machine") && view.machines.length) return [el("h2", {}, say(`registers.${register.slug}`)), machinesTable(view, register)];
  if (isStock(register) && view.stock.length) return [el("h2", {}, say("site.stock")), stockTable(view)];
  const [by, counts, lines] = sums(view, register);
  const table = lines && lines.length ? el("table", { class: "figures" }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, by), counts.map((it) => el("th", { scope: "col", class: "number" }, it)))), el("tbody", {}, lines.map(([key, values]) => el("tr", {}, el("td", { "data-label": by }, key), values.map((value, nth) => el("td", { class: "number digits", "data-label": counts[nth] }, value)))))) : null;
  return [el("h2", {}, say(`registers.${register.slug}`)), table ? [el("h3", {}, say("site.sums")), table] : el("p", { class: "quiet" }, say(register.steps.length ? "site.register-steps" : "site.register-plain"))];
}

/** Each machine: where, its hours of today, what is broken, how often it was used. */
function machinesTable(view, register) {
  const uses = register.fields.filter((it) => it.kind === "count").map((it) => say(`registers.field-${it.slug}`));
  const heads = [say("registers.field-machine"), say("site.field-zone"), say("site.machine-hours"), say("site.machine-faults"), ...uses];
  const cells = (it) => [named(it.names), zoneText(it.zone), it.hours.length ? it.hours.map((span) => span.replace("-", "–")).join(" ") : say("site.machine-closed"), it.faults ? el("b", { class: "late" }, it.faults) : "0", ...it.uses.map(String)];
  const line = (it) => el("tr", {}, cells(it).map((cell, nth) => el("td", { "data-label": heads[nth], class: nth > 2 ? "number digits" : null }, cell)));
  return [el("table", { class: "figures" }, el("thead", {}, el("tr", {}, heads.map((head, nth) => el("th", { scope: "col", class: nth > 2 ? "number" : null }, head)))), el("tbody", {}, view.machines.map(line))), el("p", { class: "quiet" }, say("site.machine-note"))];
}

/** Whether this register keeps a stock. */
function isStock(register) {
  return register.fields.some((it) => it.slug === "least");
}

function articleText(it) {
  return it.detail || say(`registers.what-${it.what}`);
}

/** What there is too little of: on a phone the table stands far below. */
function lowNotice(view) {
  const low = view.stock.filter((it) => it.low).map((it) => `${articleText(it)} ${numberText(it.n)}`);
  return low.length ? el("p", { class: "notice red" }, say("site.stock-low"), " · ", low.join(say("site.and"))) : null;
}

function numberText(n) {
  return String(n).replace("-", "−");
}

/** Each consumable: how much there is, how much there should be at least, when somebody counted. */
function stockTable(view) {
  const heads = [say("registers.field-what"), say("site.field-zone"), say("site.stock"), say("registers.field-least"), say("site.stock-counted")];
  const mark = (it) => (it.low ? el("span", { class: "mark red" }, say(it.n < 0 ? "site.stock-recount" : "site.stock-low")) : null);
  const cells = (it) => [articleText(it), it.zone ? zoneText(it.zone) : "–", it.known ? [mark(it), mark(it) ? " " : "", el("b", {}, numberText(it.n))] : say("site.stock-uncounted"), it.least || "–", it.known ? momentText(it.counted_us) : "–"];
  const line = (it) => el("tr", { class: it.low ? "low" : null, data: { stock: it.what } }, cells(it).map((cell, nth) => el("td", { "data-label": heads[nth], class: nth > 1 ? "number digits" : null }, cell)));
  return [el("table", { class: "figures" }, el("thead", {}, el("tr", {}, heads.map((head, nth) => el("th", { scope: "col", class: nth > 1 ? "number" : null }, head)))), el("tbody", {}, view.stock.map(line))), el("p", { class: "quiet" }, say("site.stock-note"))];
}

function page(view, register, it) {
  const open = it.open && may("step-entry");
  const takesBack = it.may_withdraw && may("withdraw-entry");
  const button = (step) => el("button", { class: step === register.ends[0] ? "button main" : "button", type: "button", data: { step }, on: { click: () => take(register, it, step) } }, say(`registers.step-${step}`));
  const fact = (field) => {
    const text = fieldText(field, it);
    const { date, label, ticket } = it.fields;
    const leads = field.kind === "ticket" && ticket && date && ["duty", "manager"].includes(view.home);
    return text ? el("div", {}, el("dt", {}, say(`registers.field-${field.slug}`)), el("dd", {}, leads ? el("a", { class: "link", href: `/room/#inspect=${date}_${label}` }, text) : text)) : null;
  };
  return [
    el("div", { class: "case-head" }, el("button", { class: "button back", type: "button", on: { click: () => go("registers") } }, say("site.back")), el("h2", { class: "digits" }, it.no), el("span", { class: "mark" }, say(`registers.${register.slug}`)), it.withdrawn ? standsMark(register, it) : it.open || !register.steps.length ? null : el("span", { class: "mark green" }, say("site.stands-closed"))),
    it.withdrawn ? el("p", { class: "notice" }, withdrawnText(it)) : null,
    open || takesBack ? el("div", { class: "acts" }, open ? register.steps.map(button) : null, takesBack ? el("button", { class: "button", type: "button", data: { act: "withdraw-entry" }, on: { click: () => withdraw(it) } }, say("site.do-withdraw-finding")) : null) : null,
    el("dl", { class: it.withdrawn ? "facts gone" : "facts" }, register.fields.map(fact)),
    el("h3", {}, say("site.history")),
    stepLines(it, (name, value) => (name === "reason" ? say(`withdrawn.${value}`) : ""), (step) => say(KINDS[step.kind] || `registers.step-${step.kind}`)),
  ];
}

async function withdraw(it) {
  const found = await withdrawForm(it.no, say("site.hint-withdraw-entry"), state.view.withdraw_reasons.filter((code) => code !== CHECKED));
  if (found) await perform("withdraw-entry", Object.assign({ entry: it.no }, found), { what: say("site.withdraw-of", { no: it.no }), said: say("site.withdrawn", { no: it.no }) });
}

/** Let somebody put right what the hall would not have; it goes as a new entry. */
export function rewrite(parcel) {
  write(state.view.registers.find((it) => it.slug === parcel.fields.register), parcel);
}

async function write(register, parcel) {
  const found = await entryForm(register, parcel && Object.assign({ photos: parcel.photos }, parcel.fields));
  if (!found) return;
  if (parcel) await discard(parcel);
  const { photos, ...rest } = found;
  const fields = Object.assign({ register: register.slug }, rest);
  const answer = await perform("register-entry", fields, { photos, what: say("site.entry-of", { register: say(`registers.${register.slug}`) }), said: (it) => say("site.registered", { no: it.result.entry }) });
  if (answer) go("registers", answer.result.entry);
}

async function take(register, it, step) {
  const found = await stepEntryForm(register, step);
  if (!found) return;
  const { photos, ...rest } = found;
  await perform("step-entry", Object.assign({ entry: it.no, step }, rest), { photos, what: say("site.step-of", { no: it.no }), said: say("site.stepped", { no: it.no, step: say(`registers.step-${step}`) }) });
}
