// SPDX-License-Identifier: Apache-2.0
// The sheet of a finding: how bad, what it costs, where, who puts it right until when, a word and photos.

import { ask, complaint } from "/shared/dialogs.js";
import { el, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { counterText, now, state, zoneText } from "./doing.js";
import { photoField } from "./photos.js";

const NOTE_MOST = 500;
const SEVERITIES = ["minor", "major", "critical"];

/** A row of codes of which one is pressed, with words of one's own. → `{value(), node}`. */
export function choice(name, codes, first, label, changed) {
  let chosen = first;
  const buttons = codes.map((code) =>
    el("button", { class: "chip", type: "button", "aria-pressed": String(code === first), data: { value: code }, on: { click: () => press(code) } }, label(code)),
  );
  const press = (code) => {
    chosen = code;
    codes.forEach((other, at) => buttons[at].setAttribute("aria-pressed", String(other === code)));
    if (changed) changed(code);
  };
  const words = say(`site.field-${name}`);
  return { value: () => chosen, node: el("div", { class: "field" }, el("span", {}, words), el("div", { class: "chips", role: "group", "aria-label": words }, buttons)) };
}

/** One of rows `[value, words]`; "" stands for none. → `{value(), node, input}`. */
export function select(name, rows, first) {
  const input = el("select", { class: "input", data: { field: name } }, rows.map(([value, words]) => el("option", { value, selected: value === first }, words)));
  return { value: () => input.value, node: el("label", { class: "field" }, el("span", {}, say(`site.field-${name}`)), input), input };
}

/** Words of the staff. → `{value(), node, input}`. */
export function words(name, first = "") {
  const input = el("textarea", { class: "input", rows: 2, maxlength: NOTE_MOST, data: { field: name } }, first);
  return { value: () => input.value.trim(), node: el("label", { class: "field" }, el("span", {}, say(`site.field-${name}`)), input), input };
}

/** A line of text. → `{value(), node, input}`. */
export function line(name, first = "", most = 40) {
  const input = el("input", { class: "input", maxlength: most, autocomplete: "off", value: first, data: { field: name } });
  return { value: () => input.value.trim(), node: el("label", { class: "field" }, el("span", {}, say(`site.field-${name}`)), input), input };
}

/** Who of the staff. */
export function people(name, first) {
  const rows = state.view.people.filter((it) => !it.retired);
  return select(name, [["", say("site.nobody")], ...rows.map((it) => [it.slug, named(it.names)])], first || "");
}

/**
 * Ask for a finding. check: its row, null to be chosen; zone: where, "" to be chosen; first: what was said before, to be changed.
 * → `{check, zone, severity, counter, place, responsible, note, photos, found_us}`, null for none.
 */
export function findingForm({ check, zone, first }) {
  const title = check ? named(check.names) : say("site.open-finding");
  return ask(title, check ? `${say(`checks.resource-${check.resource}`)} · ${say(`checks.step-${check.step}`)}` : "", (done) => {
    const parts = partsOf(check, zone, first || { severity: "minor", photos: [] });
    const problem = complaint();
    const end = () => {
      const wrong = complaintOf(parts);
      if (wrong) problem.tell(wrong);
      else done(valuesOf(parts, check, zone, first));
    };
    const { which, where, severity, effect, note, photos, counter, place, who } = parts;
    const content = el("div", { class: "dialog-body" }, which && which.node, where && where.node, severity.node, effect, note.node, photos.node, el("div", { class: "two" }, counter.node, place.node), who.node, problem.node);
    return { content, end: el("button", { class: "button main", type: "button", data: { act: "finding" }, on: { click: end } }, say("site.keep-finding")), focus: severity.node.querySelector("button") };
  });
}

function partsOf(check, zone, was) {
  const effect = el("p", { class: "quiet", "aria-live": "polite" });
  const which = check ? null : select("check", [["", say("site.choose")], ...state.view.checks.map((it) => [it.slug, named(it.names)])], "");
  const told = () => text(effect, effectText(check || state.view.checks.find((it) => it.slug === which.value()), severity.value()));
  const severity = choice("severity", SEVERITIES, was.severity, (code) => say(`checks.severity-${code}`), told);
  if (which) which.input.addEventListener("change", told);
  told();
  return {
    effect,
    which,
    severity,
    where: zone ? null : select("zone", [["", say("site.choose")], ...state.view.zones.map((it) => [it.slug, zoneText(it.slug)])], ""),
    counter: select("counter", [["", say("site.no-counter")], ...state.view.counters.map((it) => [it.slug, counterText(it.number)])], was.counter),
    place: line("place", was.place),
    who: people("responsible", was.responsible),
    note: words("note", was.note),
    photos: photoField(was.photos),
  };
}

function complaintOf({ which, where, photos }) {
  const empty = [which, where].find((it) => it && !it.value());
  if (empty) return say("site.missing", { field: say(`site.field-${empty === which ? "check" : "zone"}`) });
  return photos.busy() ? say("site.photo-busy") : "";
}

function valuesOf({ which, where, severity, counter, place, who, note, photos }, check, zone, first) {
  return {
    check: check ? check.slug : which.value(),
    zone: where ? where.value() : zone,
    severity: severity.value(),
    counter: counter.value(),
    place: place.value(),
    responsible: who.value(),
    note: note.value(),
    photos: photos.photos,
    found_us: first ? first.found_us : now(),
  };
}

/** What a severity costs and until when it is to be put right. */
function effectText(check, severity) {
  const days = state.view.fix_wd[severity];
  const due = days ? say("site.due-within", { n: days }) : say("site.due-at-once");
  return check ? `${say("site.costs", { n: check.points[severity] })} · ${due}` : due;
}
