// SPDX-License-Identifier: Apache-2.0
// Cells of a plan: which counter does which queue, what kiosks offer, numbers a day, what is said when it comes into force.

import { el, put } from "/shared/dom.js";
import { named, say } from "/shared/words.js";

const LANGUAGES = ["zh-Hans", "zh-Hant", "en", "yue"];
const MOST = 200;
/** What a press makes of a cell. */
const AFTER = { "": "queues", queues: "helps", helps: "" };

function rowsOf(sections, name) {
  return sections.find((section) => section.name === name).rows.filter((row) => !row.retired);
}

/** A table of counters and queues. A counter that is left as it is stands in grey and is no part of the plan. */
export function duties({ value, set, sections }) {
  const plan = JSON.parse(JSON.stringify(value));
  const queues = rowsOf(sections, "queues").sort((one, other) => (one.letter < other.letter ? -1 : 1));
  const counters = rowsOf(sections, "counters").sort((one, other) => one.number - other.number);
  const body = el("tbody", {});
  const changed = () => {
    set(JSON.parse(JSON.stringify(plan)));
    draw();
  };
  const press = (counter, queue) => {
    const duty = plan[counter.slug] || { queues: counter.queues.slice(), helps: counter.helps.slice() };
    const now = roleOf(duty, queue.slug);
    for (const role of ["queues", "helps"]) duty[role] = (duty[role] || []).filter((slug) => slug !== queue.slug);
    if (AFTER[now]) duty[AFTER[now]].push(queue.slug);
    plan[counter.slug] = duty;
    changed();
  };
  const cell = (counter, queue) => {
    const role = roleOf(plan[counter.slug] || counter, queue.slug);
    const label = `${counterText(counter)} ${named(queue.names)} ${say(`setup.duty.${role || "none"}`)}`;
    return el("td", {}, el("button", { class: `duty ${role}`, type: "button", "aria-label": label, on: { click: () => press(counter, queue) } }, role ? say(`setup.duty-short.${role}`) : "·"));
  };
  const leave = (counter) => {
    delete plan[counter.slug];
    changed();
  };
  const line = (counter) => {
    const planned = counter.slug in plan;
    const back = el("button", { class: "button slim", type: "button", on: { click: () => leave(counter) } }, say("setup.duty-leave"));
    return el("tr", { class: planned ? "planned" : "as-is" }, el("th", { scope: "row" }, counterText(counter)), queues.map((queue) => cell(counter, queue)), el("td", { class: "duty-end" }, planned ? back : el("span", { class: "quiet" }, say("setup.duty-as-is"))));
  };
  const draw = () => put(body, counters.map(line));
  const head = (queue) => el("th", { scope: "col", title: named(queue.names) }, `${queue.letter} ${named(queue.names)}`);
  draw();
  return el("div", {}, el("div", { class: "duties-box" }, el("table", { class: "duties" }, el("thead", {}, el("tr", {}, el("th", {}), queues.map(head), el("th", {}))), body)), el("p", { class: "quiet" }, say("setup.duties-hint")));
}

function roleOf(duty, queue) {
  if ((duty.queues || []).includes(queue)) return "queues";
  return (duty.helps || []).includes(queue) ? "helps" : "";
}

function counterText(counter) {
  return named(counter.names) || `${counter.number}`;
}

/** One line a service: as it is, on the kiosks, or off them. */
export function offers({ value, set, sections }) {
  const plan = Object.assign({}, value);
  const line = (service) => {
    const node = el("select", { class: "input slim", "aria-label": named(service.names) }, ["", "on", "off"].map((choice) => el("option", { value: choice }, say(`setup.offer.${choice || "as-is"}`))));
    node.value = service.slug in plan ? (plan[service.slug] ? "on" : "off") : "";
    node.addEventListener("change", () => {
      delete plan[service.slug];
      if (node.value) plan[service.slug] = node.value === "on";
      set(Object.assign({}, plan));
    });
    return el("label", { class: "plan-line" }, el("span", {}, named(service.names)), node);
  };
  return el("div", { class: "plan-lines" }, rowsOf(sections, "services").map(line));
}

/** One line a queue: as it is, no limit, or so many numbers a day. */
export function quotas({ value, set, sections }) {
  const plan = Object.assign({}, value);
  const line = (queue) => {
    const name = `${queue.letter} ${named(queue.names)}`;
    const number = el("input", { class: "input slim", type: "number", min: 1, max: 9999, "aria-label": say("setup.quota-of", { queue: name }) });
    const choice = el("select", { class: "input slim", "aria-label": name }, ["as-is", "none", "limit"].map((it) => el("option", { value: it }, say(`setup.quota.${it}`))));
    const kept = plan[queue.slug];
    choice.value = kept === undefined ? "as-is" : kept ? "limit" : "none";
    number.value = kept || "";
    const changed = () => {
      number.hidden = choice.value !== "limit";
      delete plan[queue.slug];
      if (choice.value === "none") plan[queue.slug] = 0;
      if (choice.value === "limit" && Number(number.value) > 0) plan[queue.slug] = Math.floor(Number(number.value));
      set(Object.assign({}, plan));
    };
    number.hidden = choice.value !== "limit";
    choice.addEventListener("change", changed);
    number.addEventListener("input", changed);
    return el("div", { class: "plan-line" }, el("span", {}, name), choice, number);
  };
  return el("div", { class: "plan-lines" }, rowsOf(sections, "queues").map(line));
}

/** What is said and shown, one box a language; an empty one is not said. */
export function notice({ value, set }) {
  const kept = Object.assign({}, value);
  const box = (tag) => {
    const node = el("textarea", { class: "input", rows: 2, maxlength: MOST, "aria-label": say(`setup.notice.${tag}`), placeholder: say(`setup.notice.${tag}`) });
    node.value = kept[tag] || "";
    node.addEventListener("input", () => {
      delete kept[tag];
      if (node.value.trim()) kept[tag] = node.value.trim();
      set(Object.assign({}, kept));
    });
    return node;
  };
  return el("div", { class: "notices" }, LANGUAGES.map(box));
}
