// SPDX-License-Identifier: Apache-2.0
// The parameters by area: value, binding and source, whose value it is; searched, filtered, each with all there is to say of it.

import { explain } from "./standard-explain.js";
import { el, put, text } from "/shared/dom.js";
import { minutesText } from "/shared/time.js";
import { knows, named, say } from "/shared/words.js";

const FILTERS = {
  all: () => true,
  deviating: (row) => Boolean(row.tier || row.own),
  unconfirmed: (row) => row.unconfirmed,
  ending: (row) => Boolean(row.ending),
  coming: (row) => Boolean(row.next),
  law: (row) => row.bind === "LAW",
  unused: (row) => !row.used_by.length,
};

/** What an area of keys is called. */
function areaName(area) {
  const key = `setup-standard.area-${area}`;
  return knows(key) ? say(key) : area;
}

function matches(row, wanted) {
  return [row.key, row.name, row.note, row.source, row.shown, row.place].join("\n").toLowerCase().includes(wanted);
}

/** Draw the part. */
export function listPart(desk) {
  const { kept, sheet } = desk;
  const list = el("div", { class: "standard-list" });
  const count = el("p", { class: "quiet", role: "status" });
  const draw = () => {
    const wanted = kept.find.trim().toLowerCase();
    const found = sheet.parameters.filter((row) => FILTERS[kept.filter](row) && (!kept.area || row.area === kept.area) && (!wanted || matches(row, wanted)));
    text(count, found.length === sheet.parameters.length ? totals(sheet) : say("setup-standard.found", { n: found.length }));
    put(list, found.length ? parameters(found, desk) : el("p", { class: "quiet no-match" }, say("setup-standard.none")));
  };
  draw();
  return [about(sheet), el("div", { class: "standard-find" }, finder(kept, draw), chooser(kept, "filter", Object.keys(FILTERS).map((name) => [name, say(`setup-standard.filter-${name}`)]), draw), chooser(kept, "area", areas(sheet), draw), count), list, groups(sheet)];
}

function totals(sheet) {
  const deviating = sheet.parameters.filter((row) => row.tier).length;
  return say("setup-standard.count", { n: sheet.parameters.length, deviating, unused: sheet.parameters.filter(FILTERS.unused).length });
}

function about(sheet) {
  const places = sheet.layers.map((layer) => say("setup-standard.layer-line", { place: layer.place, n: layer.deviations }));
  return el(
    "div",
    { class: "standard-about" },
    el("p", { class: "quiet" }, places.length ? `${say("setup-standard.layers")} ${places.join(" · ")}` : say("setup-standard.layers-none")),
    el("p", { class: "quiet" }, sheet.on ? say("setup-standard.hash-on", { hash: sheet.hash.slice(0, 12), on: sheet.on }) : say("setup-standard.hash", { hash: sheet.hash.slice(0, 12) })),
    sheet.cautions.map((caution) => el("p", { class: "notice" }, caution)),
  );
}

function finder(kept, draw) {
  const node = el("input", { class: "input slim", type: "search", value: kept.find, placeholder: say("setup-standard.find"), "aria-label": say("setup-standard.find") });
  node.addEventListener("input", () => {
    kept.find = node.value;
    draw();
  });
  return node;
}

function chooser(kept, name, choices, draw) {
  const node = el("select", { class: "input slim", "aria-label": say(`setup-standard.${name}`) }, choices.map(([value, said]) => el("option", { value }, said)));
  node.value = kept[name];
  node.addEventListener("change", () => {
    kept[name] = node.value;
    draw();
  });
  return node;
}

function areas(sheet) {
  const known = Array.from(new Set(sheet.parameters.map((row) => row.area)));
  return [["", say("setup-standard.area-all")]].concat(known.map((area) => [area, areaName(area)]));
}

function parameters(rows, desk) {
  const heads = ["parameter", "value", "binding", "origin"].map((name) => el("th", { scope: "col" }, say(`setup-standard.col-${name}`)));
  const bodies = Array.from(new Set(rows.map((row) => row.area))).map((area) =>
    el("tbody", {}, el("tr", { class: "standard-area" }, el("th", { scope: "colgroup", colspan: 5 }, areaName(area))), rows.filter((row) => row.area === area).map((row) => line(row, desk))),
  );
  return el("table", { class: "reading standard-table" }, el("thead", {}, el("tr", {}, heads, el("td", {}))), bodies);
}

function line(row, desk) {
  const button = el("button", { class: "button slim", type: "button", "aria-label": say("setup-standard.open-of", { name: row.name }), on: { click: () => explain(row, desk) } }, say("setup-standard.open"));
  return el(
    "tr",
    { data: { key: row.key } },
    el("th", { scope: "row" }, el("b", {}, row.name), " ", el("code", {}, row.key), el("p", { class: "quiet" }, row.note)),
    el("td", { class: "standard-value" }, el("b", {}, row.shown), el("p", { class: "quiet" }, row.fixed ? say("setup-standard.only-value") : say("setup-standard.allowed", { range: row.range })), marks(row, desk.kept)),
    el("td", {}, el("span", { class: row.bind === "LAW" ? "mark red" : "mark" }, row.binding), el("p", { class: "quiet standard-source" }, row.source)),
    el("td", {}, row.place || say("setup-standard.unified"), row.used_by.length ? null : el("p", { class: "quiet" }, say("setup-standard.filter-unused"))),
    el("td", { class: "standard-end" }, button),
  );
}

/** What somebody should see at once. */
function marks(row, kept) {
  const mark = (colour, sentence) => el("span", { class: `mark ${colour}` }, sentence);
  const later = row.own && row.own.since && row.own.shown && !row.next && row.own.shown !== row.shown;
  return [
    kept.edits.has(row.key) ? mark("amber", say("setup-standard.mark-edited")) : null,
    row.next ? mark("green", say("setup-standard.mark-coming", { value: row.next })) : null,
    later ? mark("", say("setup-standard.mark-own-later", { since: row.own.since, value: row.own.shown })) : null,
    row.unconfirmed ? mark("amber", say("setup-standard.mark-unconfirmed")) : null,
    row.ending ? mark("amber", say("setup-standard.mark-ending", { until: row.ending })) : null,
  ];
}

function groups(sheet) {
  const heads = [say("setup.group"), say("setup.credit"), say("setup.basis"), say("setup-standard.col-origin")].map((head) => el("th", { scope: "col" }, head));
  const row = (group) => el("tr", {}, [named(group.names), group.front ? say("setup.front") : minutesText(group.credit_s || 0), group.basis, group.place || say("setup-standard.unified")].map((cell) => el("td", {}, cell)));
  return [el("h2", {}, say("setup.groups")), el("table", { class: "reading" }, el("thead", {}, el("tr", {}, heads)), el("tbody", {}, sheet.groups.map(row)))];
}
