// SPDX-License-Identifier: Apache-2.0
// Finding a service among many: all of them, by theme, or by letters and words; for persons, for firms.

import { attribute, byId, el, put, show, text } from "/shared/dom.js";
import { language, named, say } from "/shared/words.js";
import { drawServices, homeRows } from "./home.js";
import { icon } from "./icons.js";
import { keyboard } from "./keyboard.js";
import { elder, lowAndWide, tight } from "./modes.js";
import { chosen } from "./visit.js";

const PER_PAGE = { search: 4, themes: 6, all: 8 };
const PER_PAGE_TIGHT = { search: 2, themes: 4, all: 4 };
const PER_PAGE_WIDE = { search: 4, themes: 6, all: 6 };
const LONGEST = 20;

const state = { tab: "all", theme: "", whom: "", typed: "", page: 0, found: [], words: [], view: null, looking: false, press: null, tell: null, back: null, clear: null };

/** Open it at a tab, `all`, `themes` or `search`. `desk`: press(slug), tell(message) to the hall, back(), clear() drops the card. */
export function openFind(tab, { press, tell, back, clear }) {
  Object.assign(state, { tab, theme: "", whom: "", typed: "", page: 0, found: [], words: [], press, tell, back, clear });
  byId("find").drawn = "";
  if (tab === "search") ask();
}

/** Empty it, so that nothing of it is left behind what comes next. */
export function closeFind() {
  put(byId("find")).drawn = "";
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

/** Draw it; `looking`: a press on a service shows what to bring. What lies under a finger stays the same node while views arrive. */
export function drawFind(view, looking) {
  Object.assign(state, { view, looking });
  const box = byId("find");
  const drawn = JSON.stringify([state.tab, language(), elder(), looking, view.themes, kinds()]);
  if (box.drawn !== drawn) build(box);
  box.drawn = drawn;
  follow(box);
}

function again() {
  drawFind(state.view, state.looking);
}

function build(box) {
  const focused = document.activeElement && box.contains(document.activeElement) ? document.activeElement : null;
  const kept = focused && Object.entries(focused.dataset)[0];
  const isSearch = state.tab === "search";
  const results = [isSearch ? field() : filters(), isSearch ? el("div", { class: "chips words" }) : null, el("p", { class: "none", role: "status" }), el("div", { class: "services found", id: "found" }), pager()];
  const keys = () => keyboard(elder(), (letter) => type(state.typed + letter), (all) => type(all ? "" : state.typed.slice(0, -1)));
  box.dataset.tab = state.tab;
  put(box, head(), tabs(), el("div", { class: "find-body" }, el("div", { class: "find-results" }, results), isSearch ? keys() : null));
  focusAgain(box, focused, kept);
}

/** Bring what changes up to date in the frame that stands. */
function follow(box) {
  const rows = wanted(state.view);
  const per = (lowAndWide() ? PER_PAGE_WIDE : tight() ? PER_PAGE_TIGHT : PER_PAGE)[state.tab];
  const pages = Math.ceil(rows.length / per);
  state.page = Math.min(state.page, Math.max(0, pages - 1));
  const none = rows.length === 0 && emptyText();
  show(text(box.querySelector(".none"), none || ""), Boolean(none));
  const grid = show(byId("found"), !none);
  drawServices(grid, rows.slice(state.page * per, (state.page + 1) * per), state.looking, (slug) => state.press(slug));
  for (const node of box.querySelectorAll("[data-whom]")) attribute(node, "aria-pressed", String(node.dataset.whom === (state.whom || "all")));
  for (const node of box.querySelectorAll("[data-theme]")) attribute(node, "aria-pressed", String(node.dataset.theme === state.theme));
  const often = box.querySelector(".words");
  if (often) drawWords(often);
  turnPages(pages);
  drawFindCard(chosen);
}

function focusAgain(box, focused, kept) {
  if (!focused) return;
  const next = kept ? box.querySelector(`[data-${kept[0]}="${kept[1]}"]`) : focused.id ? document.getElementById(focused.id) : null;
  if (!next) return;
  next.focus();
  if (next.setSelectionRange) next.setSelectionRange(next.value.length, next.value.length);
}

function head() {
  const title = say(state.looking ? "kiosk.look" : `kiosk.find-${state.tab}`);
  const back = el("button", { class: "button", type: "button", id: "find-back", on: { click: state.back } }, el("span", { class: "mode-in" }, icon("home"), el("span", {}, say("kiosk.home"))));
  return el("div", { class: "find-head" }, el("h1", { id: "find-title" }, title), card(), back);
}

// It takes the place of the title: there is no room for one line more where everything lies low.
function card() {
  return el("div", { class: "line card-line", id: "find-card", role: "status" }, el("span"), el("button", { class: "button", type: "button", id: "find-card-clear", on: { click: () => state.clear() } }));
}

/** Draw the line that says whose card was read and for how long it counts, where this is on the screen. */
export function drawFindCard({ card: laid, card_s }) {
  const box = document.getElementById("find-card");
  if (!box) return;
  show(byId("find-title"), !laid);
  show(box, Boolean(laid));
  if (!laid) return;
  text(box.firstChild, say("kiosk.card", { last: laid.last }));
  text(box.lastChild, say("kiosk.card-clear", { n: card_s }));
}

function tabs() {
  const shown = ["all", "themes", "search"].filter((tab) => tab !== "themes" || state.view.themes.length);
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

function chip(label, data, pick) {
  const click = () => {
    state.page = 0;
    pick();
    again();
  };
  return el("button", { class: "button chip", type: "button", data, on: { click } }, label);
}

function kinds() {
  return new Set(state.view.services.map((row) => row.for_whom)).size;
}

function filters() {
  const whom = (it) => chip(say(`kiosk.whom-${it || "all"}`), { whom: it || "all" }, () => (state.whom = it));
  const theme = (it) => chip(named(it.names), { theme: it.slug }, () => (state.theme = state.theme === it.slug ? "" : it.slug));
  return el(
    "div",
    { class: "filters" },
    state.tab === "themes" ? el("div", { class: "chips themes", role: "group", "aria-label": say("kiosk.tab-themes") }, state.view.themes.map(theme)) : null,
    kinds() > 1 ? el("div", { class: "chips whom", role: "group", "aria-label": say("kiosk.whom") }, ["", "person", "firm"].map(whom)) : null,
  );
}

function field() {
  // Half a Chinese word is none yet.
  const typed = (event) => event.isComposing || type(event.target.value);
  return el("input", {
    class: "input search", id: "search", type: "text", value: state.typed, maxlength: LONGEST, inputmode: "none",
    autocomplete: "off", spellcheck: "false", placeholder: say("kiosk.search-hint"), "aria-label": say("kiosk.search-hint"), on: { input: typed, compositionend: typed },
  });
}

function drawWords(box) {
  const word = (it) => el("button", { class: "button chip", type: "button", data: { word: it }, on: { click: () => type(it) } }, it);
  const drawn = JSON.stringify(state.words);
  show(box, state.words.length > 0 && !state.typed);
  if (box.drawn === drawn) return;
  box.drawn = drawn;
  put(box, el("span", { class: "quiet" }, say("kiosk.often")), state.words.map(word));
}

function type(typed) {
  Object.assign(state, { typed: typed.slice(0, LONGEST), page: 0, found: [] });
  attribute(byId("search"), "value", state.typed);
  ask();
  again();
}

function pager() {
  const turn = (by) => () => {
    state.page += by;
    again();
  };
  const button = (id, by) => el("button", { class: "button", type: "button", id, on: { click: turn(by) } }, say(`kiosk.${id}`));
  return el("div", { class: "pages", id: "pages" }, button("before", -1), el("span", { class: "digits" }), button("after", 1));
}

function turnPages(pages) {
  const [before, at, after] = show(byId("pages"), pages > 1).children;
  before.disabled = state.page === 0;
  text(at, `${state.page + 1} / ${pages}`);
  after.disabled = state.page >= pages - 1;
}
