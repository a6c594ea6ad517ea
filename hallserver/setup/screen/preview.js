// SPDX-License-Identifier: Apache-2.0
// What an import would do: by section, what is wrong and where, what the rules say, and every change field by field.

import { el } from "/shared/dom.js";
import { knows, named, say } from "/shared/words.js";

const MOST = 300;
const OF_WHAT = { added: "green", changed: "", retired: "amber", restored: "green" };

/** Draw a preview. wish.sections: what is to be taken, [] for all. again(): look anew. take(mark): do it. */
export function preview(found, wish, { again, take }) {
  const act = el("button", { class: "button main", type: "button", disabled: !found.able }, say("setup.import-do"));
  act.addEventListener("click", () => {
    act.disabled = true;
    take(found.mark);
  });
  const nothing = !found.faults.length && !found.refused.length && !found.changes.length && !found.sections.some((section) => section.moved);
  return [
    sectionsTable(found, wish, again),
    found.faults.length ? [el("h3", { class: "red-title" }, say("setup.import-faults", { n: found.faults.length })), faultsTable(found.faults)] : null,
    found.refused.length ? [el("h3", { class: "red-title" }, say("setup.import-refused")), el("ul", { class: "plain" }, found.refused.map((one) => el("li", {}, el("b", {}, say(`setup.section.${one.section}`)), " ", one.detail)))] : null,
    nothing ? el("p", { class: "sheet-message good" }, say("setup.import-nothing")) : null,
    found.changes.length ? [el("h3", {}, say("setup.import-changes", { n: found.changes.length })), changesTable(found.changes)] : null,
    nothing ? null : el("div", { class: "import-end" }, act),
  ];
}

function tableOf(className, heads, rows) {
  return el("div", { class: "preview-box", tabindex: 0, role: "group", "aria-label": heads.join(" ") }, el("table", { class: `reading ${className}` }, el("thead", {}, el("tr", {}, heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, rows)));
}

function cells(...content) {
  return content.map((one) => el("td", {}, one));
}

function sectionsTable(found, wish, again) {
  const heads = [say("setup.import-take"), say("setup.import-section"), say("setup.import-rows"), say("setup.what.added"), say("setup.what.changed"), say("setup.what.retired"), say("setup.import-missing-short"), ""];
  const all = found.sections.map((section) => section.section);
  const taken = new Set(wish.sections.length ? wish.sections : all);
  const line = (section) => {
    const box = el("input", { type: "checkbox", checked: taken.has(section.section), "aria-label": say(`setup.section.${section.section}`) });
    box.addEventListener("change", () => {
      if (box.checked) taken.add(section.section);
      else taken.delete(section.section);
      wish.sections = all.filter((name) => taken.has(name));
      again();
    });
    const told = [section.may ? "" : say("setup.import-not-yours"), section.moved ? say("setup.import-moved") : ""].filter(Boolean).join(" · ");
    return el("tr", {}, cells(box, say(`setup.section.${section.section}`), section.rows, section.added || 0, section.changed || 0, section.retired || 0, section.missing || 0, told));
  };
  return tableOf("preview-sections", heads, found.sections.map(line));
}

/** What was expected, from the word of the field or that of its kind. */
function expected(fault) {
  const key = (fault.expected || "").split("|").map((one) => `setup.expect.${one}`).find(knows);
  const args = Object.assign({}, fault.args);
  args.choices = String(args.choices || "").split("、").filter(Boolean).map((choice) => say(`setup.choice.${choice}`)).join(say("setup.and"));
  args.section = args.section ? say(`setup.section.${args.section}`) : "";
  return key ? say(key, args) : "";
}

function faultsTable(faults) {
  const heads = ["sheet", "row", "column", "found", "wrong"].map((name) => say(`setup.fault-${name}`));
  const called = (sheet) => (knows(`setup.section.${sheet}`) ? say(`setup.section.${sheet}`) : sheet);
  const line = (fault) => el("tr", {}, cells(called(fault.sheet), fault.row || "", columnName(fault.column || ""), el("code", {}, fault.found || ""), say(`setup.fault.${fault.wrong}`, { expected: expected(fault) })));
  return tableOf("preview-faults", heads, faults.slice(0, MOST).map(line));
}

/** `B letter` as people know the column: `B 字母`. */
function columnName(column) {
  const [letter, field] = column.includes(" ") ? [column.split(" ")[0], column.split(" ").slice(1).join(" ")] : ["", column];
  return [letter, fieldName(field)].filter(Boolean).join(" ");
}

function fieldName(field) {
  const [name, tongue] = field.split(".");
  if (!knows(`setup.field.${name}`)) return field;
  const said = say(`setup.field.${name}`).replace(/\s*[（(].*$/, "");
  return tongue && knows(`setup.column.${tongue}`) ? `${said} ${say(`setup.column.${tongue}`)}` : said;
}

function changesTable(changes) {
  const fieldLine = (field) => el("div", { class: "field-change" }, el("span", { class: "quiet" }, `${fieldName(field.field)} `), el("del", {}, field.before || say("setup.nothing")), " → ", el("ins", {}, field.after || say("setup.nothing")));
  const line = (change) => el("tr", {}, cells(el("span", { class: `mark ${OF_WHAT[change.what]}` }, say(`setup.what.${change.what}`)), say(`setup.section.${change.section}`), [named(change.names), " ", el("code", {}, change.slug)], (change.fields || []).filter((field) => field.field !== "retired").map(fieldLine)));
  const more = changes.length - MOST;
  return [tableOf("preview-changes", ["", say("setup.import-section"), say("setup.field.names"), say("setup.what.changed")], changes.slice(0, MOST).map(line)), more > 0 ? el("p", { class: "quiet" }, say("setup.import-more", { n: more })) : null];
}
