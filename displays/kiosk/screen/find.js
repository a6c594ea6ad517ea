// SPDX-License-Identifier: Apache-2.0
// Finding a service among many: all of them, by theme, or by letters and words; for persons, for firms.

import { byId, el, put, show, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { drawServices, homeRows } from "./home.js";
import { icon } from "./icons.js";
import { keyboard } from "./keyboard.js";
import { elder, tight } from "./modes.js";

const PER_PAGE = { search: 4, themes: 6, all: 8 };
const PER_PAGE_TIGHT = { search: 2, themes: 4, all: 4 };
const LONGEST = 20;

const state = { tab: "all", theme: "", whom: "", typed: "", page: 0, found: [], words: [], press: null, tell: null, back: null };

/** Open it at a tab, `all`, `themes` or `search`. `desk`: press(slug), tell(message) to the hall, back(). */
export function openFind(tab, { press, tell, back }) {
  Object.assign(state, { tab, theme: "", whom: "", typed: "", page: 0, found: [], words: [], press, tell, back });
  if (tab === "search") ask();
}

/** Empty it, so that nothing of it is left behind what comes next. */
export function closeFind() {
  put(byId("find"));
}

/** Take what the hall found for the letters that were typed; an answer to fewer of them comes too late. */
export function foundServices(view, found, looking) {
  if (state.tab !== "search" || found.text !== state.typed) return;
  Object.assign(state, { found: found.services, words: found.words, page: 0 });
  drawFind(view, looking);
}

function ask() {
  state.tell({ find: "search", text: state.typed });
}

/** Draw it; `looking`: a press on a service shows what to bring. */
export function drawFind(view, looking) {
  const box = byId("find");
  const again = () => drawFind(view, looking);
  const focused = document.activeElement && box.contains(document.activeElement) ? document.activeElement : null;
  const kept = focused && Object.entries(focused.dataset)[0];
  const grid = el("div", { class: "services found", id: "found" });
  const rows = wanted(view);
  const per = (tight() ? PER_PAGE_TIGHT : PER_PAGE)[state.tab];
  state.page = Math.min(state.page, Math.max(0, Math.ceil(rows.length / per) - 1));
  drawServices(grid, rows.slice(state.page * per, (state.page + 1) * per), looking, (slug) => state.press(slug));
  const none = rows.length === 0 && emptyText();
  box.dataset.tab = state.tab;
  put(
    box,
    head(looking),
    tabs(view, again),
    el(
      "div",
      { class: "find-body" },
      el("div", { class: "find-results" }, state.tab === "search" ? field(again) : filters(view, again), state.words.length && !state.typed ? words(again) : null, none ? el("p", { class: "none", role: "status" }, none) : grid, pager(rows.length, per, again)),
      state.tab === "search" ? keyboard(elder(), (letter) => type(state.typed + letter, again), (all) => type(all ? "" : state.typed.slice(0, -1), again)) : null,
    ),
  );
  focusAgain(box, focused, kept);
}

function focusAgain(box, focused, kept) {
  if (!focused) return;
  const next = kept ? box.querySelector(`[data-${kept[0]}="${kept[1]}"]`) : focused.id ? document.getElementById(focused.id) : null;
  if (!next) return;
  next.focus();
  if (next.setSelectionRange) next.setSelectionRange(next.value.length, next.value.length);
}

function head(looking) {
  const title = say(looking ? "kiosk.look" : `kiosk.find-${state.tab}`);
  const back = el("button", { class: "button", type: "button", id: "find-back", on: { click: state.back } }, el("span", { class: "mode-in" }, icon("home"), el("span", {}, say("kiosk.home"))));
  return el("div", { class: "find-head" }, el("h1", { id: "find-title" }, title), back);
}

function tabs(view, again) {
  const shown = ["all", "themes", "search"].filter((tab) => tab !== "themes" || view.themes.length);
  const open = (tab) => () => {
    openFind(tab, state);
    again();
  };
  const one = (tab) => el("button", { class: "button tab", type: "button", "aria-pressed": String(tab === state.tab), data: { tab }, on: { click: open(tab) } }, say(`kiosk.tab-${tab}`));
  return el("div", { class: "tabs" }, shown.map(one));
}

/** The services that fit: of the theme and for whom, or as the hall found them. */
function wanted(view) {
  const forThem = (row) => !state.whom || row.for_whom === "both" || row.for_whom === state.whom;
  const bySlug = new Map(view.services.map((row) => [row.slug, row]));
  if (state.tab === "search") return state.found.map((slug) => bySlug.get(slug)).filter(Boolean);
  const inTheme = (row) => state.tab !== "themes" || !state.theme || row.themes.includes(state.theme);
  // Who comes here has not found it on the home.
  const onHome = homeRows(view).map((row) => row.slug);
  const newFirst = state.tab === "all" ? [...view.services.filter((row) => !onHome.includes(row.slug)), ...view.services.filter((row) => onHome.includes(row.slug))] : view.services;
  return newFirst.filter((row) => forThem(row) && inTheme(row));
}

function emptyText() {
  if (state.tab !== "search") return say("kiosk.none-here");
  return state.typed ? say("kiosk.none-found", { text: state.typed }) : state.words.length ? "" : say("kiosk.search-hint");
}

function chip(label, on, data, pick, again) {
  const click = () => {
    state.page = 0;
    pick();
    again();
  };
  return el("button", { class: "button chip", type: "button", "aria-pressed": String(on), data, on: { click } }, label);
}

function filters(view, again) {
  const kinds = new Set(view.services.map((row) => row.for_whom));
  const whom = (it) => chip(say(`kiosk.whom-${it || "all"}`), state.whom === it, { whom: it || "all" }, () => (state.whom = it), again);
  const theme = (it) => chip(named(it.names), state.theme === it.slug, { theme: it.slug }, () => (state.theme = state.theme === it.slug ? "" : it.slug), again);
  return el(
    "div",
    { class: "filters" },
    state.tab === "themes" ? el("div", { class: "chips themes", role: "group", "aria-label": say("kiosk.tab-themes") }, view.themes.map(theme)) : null,
    kinds.size > 1 ? el("div", { class: "chips whom", role: "group", "aria-label": say("kiosk.whom") }, ["", "person", "firm"].map(whom)) : null,
  );
}

function field(again) {
  // Half a Chinese word is none yet.
  const typed = (event) => event.isComposing || type(event.target.value, again);
  return el("input", {
    class: "input search", id: "search", type: "text", value: state.typed, maxlength: LONGEST, inputmode: "none",
    autocomplete: "off", spellcheck: "false", placeholder: say("kiosk.search-hint"), "aria-label": say("kiosk.search-hint"), on: { input: typed, compositionend: typed },
  });
}

function words(again) {
  const word = (it) => el("button", { class: "button chip", type: "button", data: { word: it }, on: { click: () => type(it, again) } }, it);
  return el("div", { class: "chips words" }, el("span", { class: "quiet" }, say("kiosk.often")), state.words.map(word));
}

function type(typed, again) {
  Object.assign(state, { typed: typed.slice(0, LONGEST), page: 0, found: [] });
  ask();
  again();
}

function pager(count, per, again) {
  const pages = Math.ceil(count / per);
  const turn = (by) => () => {
    state.page += by;
    again();
  };
  const button = (id, disabled, by) => el("button", { class: "button", type: "button", id, disabled, on: { click: turn(by) } }, say(`kiosk.${id}`));
  const box = el("div", { class: "pages" }, button("before", state.page === 0, -1), text(el("span", { class: "digits" }), `${state.page + 1} / ${pages}`), button("after", state.page >= pages - 1, 1));
  return show(box, pages > 1);
}
