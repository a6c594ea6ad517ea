// SPDX-License-Identifier: Apache-2.0
// A number for somebody: one tap on the service, one on how it is given. What is needed besides is set before.

import { byId, el, text } from "/shared/dom.js";
import { region } from "/shared/staff.js";
import { minutesText, rangeText } from "/shared/time.js";
import { knows, named, say } from "/shared/words.js";
import { act, acts, button, send, serviceName, state } from "./common.js";

const NEEDS = ["mobility", "hearing", "sight", "language", "infant", "companion"];
const LANGUAGES = ["zh-Hans", "zh-Hant", "yue", "en"];
const MOST = 5;
const NOTHING = { group: "", needs: [], language: "zh-Hans", services: [], adding: false };
const chosen = Object.assign({ wanted: "", open: false, result: null }, NOTHING);

/** The panel's frame; it is filled by `drawTake`. */
export function takePanel() {
  const search = el("input", { class: "input", id: "service-search", type: "search", autocomplete: "off", placeholder: say("guide.search"), "aria-label": say("guide.search") });
  search.value = chosen.wanted;
  search.addEventListener("input", () => {
    chosen.wanted = search.value.normalize("NFKC").trim().toLowerCase();
    drawTake();
  });
  const more = el("button", { class: "button", type: "button", id: "more", on: { click: () => set({ open: !chosen.open }) } });
  return el(
    "section",
    { id: "take", class: "panel" },
    el("div", { class: "take-top" }, search, more),
    el("div", { id: "toggles" }),
    el("div", { id: "services" }),
    el("div", { id: "dock", "aria-live": "polite" }),
  );
}

function set(changes) {
  Object.assign(chosen, changes);
  drawTake();
}

/** Draw the services, the toggles and the dock. */
export function drawTake() {
  const view = state.view;
  const extra = [chosen.group && named(view.group_names[chosen.group]), chosen.needs.map((need) => say(`need.${need}`)), chosen.language !== "zh-Hans" && say(`language.${chosen.language}`)];
  const said = [].concat(...extra).filter(Boolean);
  text(byId("more"), said.length ? said.join(" · ") : say("guide.more"));
  byId("more").setAttribute("aria-expanded", String(chosen.open));
  byId("more").classList.toggle("main", said.length > 0);
  region(byId("toggles"), [chosen.open, chosen.group, chosen.needs, chosen.language, view.groups], () => (chosen.open ? toggles(view) : []));
  region(byId("services"), [view.services, chosen.services, chosen.wanted], () => services(view));
  region(byId("dock"), [chosen.services, chosen.adding, chosen.result, view.printer, view.day.date, closedWhy(view), chosen.services.map((slug) => service(view, slug))], () => dock(view));
  acts.enable();
}

function toggles(view) {
  const chip = (word, on, click) => el("button", { class: "chip", type: "button", "aria-pressed": String(on), on: { click } }, word);
  const group = (row) => chip(named(row.names), chosen.group === row.slug, () => set({ group: chosen.group === row.slug ? "" : row.slug }));
  const other = (need) => (chosen.needs.includes(need) ? chosen.needs.filter((it) => it !== need) : chosen.needs.concat(need));
  const need = (it) => chip(say(`need.${it}`), chosen.needs.includes(it), () => set({ needs: other(it) }));
  const tongue = (it) => chip(say(`language.${it}`), chosen.language === it, () => set({ language: it }));
  const row = (word, chips) => el("div", { class: "toggle-row" }, el("b", {}, word), el("div", { class: "chips" }, chips));
  return [
    row(say("guide.group"), view.groups.map(group)),
    row(say("guide.needs"), NEEDS.map(need)),
    row(say("shared.language"), LANGUAGES.map(tongue)),
    el("p", { class: "quiet" }, say("guide.group-hint")),
  ];
}

function fits(row) {
  const names = Object.values(row.names).join(" ").toLowerCase();
  return !chosen.wanted || names.includes(chosen.wanted) || row.initials.toLowerCase().includes(chosen.wanted) || row.letter.toLowerCase() === chosen.wanted;
}

function services(view) {
  const rows = view.services.filter(fits);
  return rows.length ? el("div", { class: "tiles" }, rows.map(tile)) : el("p", { class: "quiet" }, say("guide.search-none"));
}

function tile(row) {
  const on = chosen.services.includes(row.slug);
  const stopped = row.stopped && (knows(`stopped.${row.stopped}`) ? say(`stopped.${row.stopped}`) : say("stopped.other"));
  const range = row.counters ? rangeText(row.range_s) : say("guide.no-counter");
  const wait = stopped || range;
  return el(
    "button",
    { class: "tile", type: "button", disabled: Boolean(stopped), "aria-pressed": String(on), data: { service: row.slug }, on: { click: () => choose(row.slug) } },
    el("span", { class: "letter" }, row.letter),
    el("span", { class: "tile-name" }, named(row.names)),
    el("span", { class: row.counters && !stopped ? "tile-wait quiet" : "tile-wait late" }, say("guide.n-waiting", { n: row.waiting }), wait ? ` · ${wait}` : ""),
  );
}

function choose(slug) {
  const has = chosen.services.includes(slug);
  const services = chosen.adding ? (has ? chosen.services.filter((it) => it !== slug) : chosen.services.concat(slug)).slice(0, MOST) : [slug];
  set({ services, adding: chosen.adding && services.length > 0, result: null });
}

function closedWhy(view) {
  if (!view.day.open) return say("guide.closed");
  if (view.day.suspended) return say("guide.suspended", { why: say(`suspended.${view.day.suspended}`) });
  if (!view.day.issuing) return knows(`stopped.${view.day.stopped}`) ? say(`stopped.${view.day.stopped}`) : say("stopped.other");
  return "";
}

function service(view, slug) {
  return view.services.find((row) => row.slug === slug);
}

/** What was given is on the dock until the next one, but not beyond its day, and not while the hall stands still. */
function isShown(given, day) {
  return given && given.date === day.date && day.open && !day.suspended;
}

function dock(view) {
  if (isShown(chosen.result, view.day)) return result(chosen.result);
  const closed = closedWhy(view);
  if (closed) return el("p", { class: "notice" }, closed);
  if (!chosen.services.length) return el("p", { class: "quiet dock-hint" }, say("guide.choose"));
  const first = service(view, chosen.services[0]);
  const range = first && first.counters ? rangeText(first.range_s) : "";
  const printing = view.printer === "ready";
  return [
    printing ? null : el("p", { class: "notice" }, say("guide.no-printing")),
    el(
      "p",
      { class: "dock-what" },
      el("b", {}, chosen.services.map(serviceName).join(" + ")),
      el("span", { class: "quiet" }, first ? say("guide.n-waiting", { n: first.waiting }) : "", range ? ` · ${range}` : ""),
    ),
    el(
      "div",
      { class: "dock-acts" },
      button(say("guide.give-printed"), () => take(false), { className: printing ? "main tall" : "tall", data: { give: "printed" } }),
      button(say("guide.give-paperless"), () => take(true), { className: printing ? "tall" : "main tall", data: { give: "paperless" } }),
      el("button", { class: "button", type: "button", "aria-pressed": String(chosen.adding), on: { click: () => set({ adding: true }) } }, say("guide.add-service")),
    ),
  ];
}

async function take(paperless) {
  const fields = { services: chosen.services, language: chosen.language };
  if (chosen.group) fields.group = chosen.group;
  if (chosen.needs.length) fields.needs = chosen.needs;
  if (paperless) fields.paperless = true;
  const answer = await send("take-ticket", fields, "");
  if (!answer) return;
  // What belonged to this visitor must not stick to the next one.
  set(Object.assign({ result: Object.assign({ paperless, date: state.view.day.date }, answer.result), open: false, wanted: "" }, NOTHING));
  byId("service-search").value = "";
  drawTake();
}

function result(it) {
  const range = it.range_s ? rangeText(it.range_s) : "";
  const wait = range || (it.ahead ? minutesText(0) : "");
  return [
    el(
      "div",
      { class: "taken" },
      el("b", { class: "taken-number digits", id: "taken" }, it.number),
      el(
        "p",
        { class: "taken-says" },
        el("span", {}, it.ahead ? say("guide.ahead", { n: it.ahead }) : say("guide.ahead-none")),
        wait && it.ahead ? el("span", {}, wait) : null,
        el("span", { class: "quiet" }, it.paperless || state.view.printer !== "ready" ? say("guide.taken-paperless") : say("guide.taken-printed")),
        el("span", { class: "quiet" }, say("guide.code"), " ", el("b", { class: "digits", id: "taken-code" }, it.code)),
      ),
    ),
    el(
      "div",
      { class: "dock-acts" },
      button(say(it.paperless ? "guide.reprint-slip" : "guide.print-again"), () => act("reprint-slip", { ticket: it.ticket }, it.number), { data: { act: "reprint-slip" } }),
      button(say("guide.cancel"), () => giveBack(it), { className: "danger", data: { act: "cancel" } }),
    ),
  ];
}

async function giveBack(it) {
  if (await act("cancel", { ticket: it.ticket, reason: "mistake" }, it.number)) set({ result: null });
}
