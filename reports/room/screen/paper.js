// SPDX-License-Identifier: Apache-2.0
// A report on the screen: headline, charts, tables. Every figure that is made of numbers leads to them.

import { ask as dialog } from "/shared/dialogs.js";
import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { spanOf, state } from "./doing.js";
import { numbersDialog } from "./numbers.js";

/** Where a chart has less than some 640 pixels: on a phone, and two beside each other. */
const NARROW = "(max-width: 700px), (min-width: 1201px) and (max-width: 1690px)";
const addresses = [];

/** The nodes of a report. */
export function paper(page) {
  const parts = page.parts.map((it) => part(it, page));
  return [
    page.open ? el("p", { class: "notice" }, say("room.still-open")) : null,
    page.facts ? el("ul", { class: "facts-line quiet" }, page.facts.map((it) => el("li", {}, it))) : null,
    el("section", { class: "sheet", id: "headline" }, el("h3", {}, say("room.headline")), el("div", { class: "cards" }, page.cards.map((it) => card(it, page)))),
    page.matrix ? matrix(page.matrix) : null,
    page.charts && page.charts.length ? charts(page.charts) : null,
    page.notes.length ? el("section", { class: "sheet" }, el("h3", {}, say("room.notes")), el("ul", { class: "lines" }, page.notes.map((it) => el("li", {}, it)))) : null,
    parts.length ? nav(page.parts) : null,
    parts,
    (page.lists || []).filter((it) => it.lines.length).map(list),
    page.texts.map(texts),
    page.boxes ? boxes(page.boxes) : null,
    page.meta.length ? el("section", { class: "sheet" }, el("h3", {}, say("room.basis")), el("dl", { class: "meta" }, page.meta.map(([name, text]) => [el("dt", {}, name), el("dd", { class: "digits" }, text)]))) : null,
  ];
}

/** Whether one tap shows the numbers behind a figure of this section and group. */
function leads(figure, section, slug) {
  const { figures, sections } = state.view.behind;
  return figure.leads && figures.includes(figure.key) && (!slug || sections.includes(section));
}

function open(figure, section, slug, page, of) {
  const [first, last] = spanOf(state.asked);
  const known = page.definitions.find((it) => it.of.includes(figure.key));
  numbersDialog({ figure, first, last, section: slug ? section : "", slug, of, definition: known ? known.text : "" });
}

function value(figure, section, slug, page, of) {
  if (!leads(figure, section, slug)) return el("span", { class: figure.none ? "figure none" : "figure" }, figure.text);
  return el("button", { class: "figure leads", type: "button", "aria-label": say("room.behind", { name: `${of ? `${of} ` : ""}${figure.name} ${figure.text}` }), data: { figure: figure.key, slug }, on: { click: () => open(figure, section, slug, page, of) } }, figure.text);
}

function small(figure) {
  const missing = figure.missing && !figure.none ? say("room.missing", { n: figure.missing }) : "";
  return [figure.basis, say("room.n", { n: figure.n }), missing].filter(Boolean).join(" · ");
}

function card(figure, page) {
  return el("div", { class: "figure-card" }, el("span", { class: "quiet" }, figure.name), value(figure, "", "", page, ""), el("span", { class: "quiet small" }, figure.moved ? [figure.moved, say("room.n", { n: figure.n })].join(" · ") : small(figure)));
}

function nav(parts) {
  return el("nav", { class: "chips sections", "aria-label": say("room.parts") }, parts.map((it) => el("button", { class: "chip", type: "button", on: { click: () => document.getElementById(`part-${it.key}`).scrollIntoView({ block: "start" }) } }, it.title)));
}

function part(it, page) {
  const table = it.whole ? whole(it, page) : grid(it, page);
  return el("section", { class: "sheet", id: `part-${it.key}` }, el("h3", {}, it.title), el("div", { class: "across", tabindex: "0", role: "region", "aria-label": it.title }, table));
}

/** The hall's figures, a line each. */
function whole(it, page) {
  const line = (figure) => el("tr", {}, el("th", { scope: "row" }, figure.name), el("td", { class: "number" }, value(figure, it.key, "", page, "")), el("td", { class: "quiet" }, small(figure)));
  return el("table", { class: "whole" }, el("thead", {}, el("tr", {}, [say("room.figure"), say("room.value"), say("room.made-of")].map((text, at) => el("th", { scope: "col", class: at === 1 ? "number" : null }, text)))), el("tbody", {}, it.rows[0].cells.map(line)));
}

/** A line for each group. */
function grid(it, page) {
  const cell = (figure, row) => el("td", { class: "number" }, value(figure, it.key, row.slug, page, row.name), el("span", { class: "quiet small" }, small(figure)));
  return el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, it.of), it.head.map((text) => el("th", { scope: "col", class: "number" }, text)))), el("tbody", {}, it.rows.map((row) => el("tr", {}, el("th", { scope: "row" }, row.name), row.cells.map((figure) => cell(figure, row))))));
}

function texts(it) {
  const cell = ([main, under]) => el("td", {}, main, under ? el("span", { class: "quiet small" }, under) : null);
  return el("section", { class: "sheet" }, el("h3", {}, it.title), it.rows.length ? el("div", { class: "across", tabindex: "0", role: "region", "aria-label": it.title }, el("table", { class: it.figures ? "texts figures" : "texts" }, el("thead", {}, el("tr", {}, it.head.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, it.rows.map((row) => el("tr", {}, row.map(cell)))))) : null);
}

function list(it) {
  return el("section", { class: "sheet" }, el("h3", {}, it.title), el("ul", { class: "lines" }, it.lines.map(([name, text]) => el("li", {}, name, text ? el("span", { class: "quiet" }, " ", text) : null))));
}

function boxes(rows) {
  return el("section", { class: "sheet boxes" }, rows.map(([title, text]) => el("div", {}, el("h3", {}, title), el("p", { class: text ? null : "quiet" }, text || "–"))));
}

function matrix(it) {
  const cell = (score) => el("td", { class: `score ${score.grade}` }, el("b", { class: "digits" }, [score.mark, score.text, score.arrow].filter(Boolean).join(" ")), el("span", { class: "small" }, score.looks));
  const line = (row, className) => el("tr", { class: className }, el("th", { scope: "row" }, row.name), row.cells.map(cell));
  return el("section", { class: "sheet" }, el("h3", {}, it.title, " ", el("span", { class: "mark" }, it.style)), el("div", { class: "across", tabindex: "0", role: "region", "aria-label": it.title }, el("table", { class: "matrix" }, el("thead", {}, el("tr", {}, el("td", {}), it.head.map((text) => el("th", { scope: "col" }, text)))), el("tbody", {}, it.rows.map((row) => line(row, null)), line(it.sums, "sums")))));
}

function charts(rows) {
  addresses.splice(0).forEach((it) => URL.revokeObjectURL(it));
  return el("section", { class: "sheet" }, el("h3", {}, say("room.charts")), el("div", { class: "charts" }, rows.map(chart)));
}

/** A chart, and below it the same as a table. */
function chart(it) {
  const image = el("img", { alt: say("room.chart-alt", { title: it.title }) });
  const narrow = el("source", { media: NARROW, srcset: address(it.narrow) });
  image.src = address(it.svg);
  return el("figure", { data: { chart: it.name } }, el("picture", {}, narrow, image), chartTable(it));
}

/** The address of a picture in the colours of the look. A browser that is made narrow asks for the other one then: both are kept until the next report. */
function address(svg) {
  const look = getComputedStyle(document.documentElement);
  const inColours = svg.replace(/var\((--[a-z-]+)\)/g, (_, name) => look.getPropertyValue(name).trim());
  const found = URL.createObjectURL(new Blob([inColours], { type: "image/svg+xml" }));
  addresses.push(found);
  return found;
}

function chartTable(it) {
  const line = ([name, ...cells]) => el("tr", {}, el("th", { scope: "row" }, name), cells.map((text) => el("td", { class: "number digits" }, text)));
  const head = it.head.map((text, at) => el("th", { scope: "col", class: at ? "number" : null }, text));
  return el("details", {}, el("summary", {}, say("room.chart-numbers"), el("span", { class: "visually-hidden" }, ` ${it.title}`)), el("div", { class: "across tall", tabindex: "0", role: "region", "aria-label": it.title }, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, it.rows.map(line)))));
}

/** What every figure means. */
export function definitionsDialog(page) {
  return dialog(say("room.definitions"), say("room.definitions-hint"), () => ({ content: el("div", { class: "dialog-body wide-body" }, el("dl", { class: "definitions", tabindex: "0" }, page.definitions.map((it) => [el("dt", {}, it.name), el("dd", {}, it.text)]))) }), "shared.close");
}
