// SPDX-License-Identifier: Apache-2.0
// The middle of the terminal: the ticket in hand with outcome and items, or whom the next call would bring.

import { el, text } from "/shared/dom.js";
import { since, timeOfDay } from "/shared/staff.js";
import { minutesText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

const FIRST_OUTCOME = "accepted";

/** What the clerk has filled in for this ticket: kept while it is in hand, begun anew with the next. */
export function draftFor(draft, ticket) {
  if (ticket === null) return null;
  if (draft && draft.ticket === ticket.id && draft.leg === ticket.leg) return draft;
  const sure = ticket.items.length ? ticket.items : ticket.own_items.length === 1 ? ticket.own_items : [];
  return { ticket: ticket.id, leg: ticket.leg, outcome: FIRST_OUTCOME, items: new Map(sure.map((slug) => [slug, 1])) };
}

/** Why a ticket is the one to be called, as a sentence. */
export function whyText(why) {
  if (!why) return "";
  const { wait_s, target_s } = why.args;
  const readable = { group: named(why.group), wait: minutesText(wait_s || 0), target: minutesText(target_s || 0) };
  const ordered = why.key === "ordered" ? { by: named(why.by) || why.args.by, reason: say(`call-reason.${why.args.reason}`) } : {};
  const key = why.key === "credit" && !why.args.passed ? "credit-first" : why.key;
  return say(`reason.${key}`, Object.assign({}, why.args, readable, ordered));
}

/** Priority, needs and the like as marks. */
export function marks(ticket) {
  return [
    named(ticket.group) && el("span", { class: "mark red" }, named(ticket.group)),
    ticket.needs.map((need) => el("span", { class: "mark amber" }, say(`need.${need}`))),
  ];
}

/** The services of a ticket in one line. */
export function services(ticket) {
  return ticket.services.map(named).join(say("clerk.and"));
}

/** Draw the panel. */
export function handPanel(view, draft) {
  if (view.ticket === null) return view.counter.state === "paused" ? paused(view) : waiting(view);
  return [head(view.ticket), facts(view.ticket), outcomes(view.codes.outcome, draft), items(view, draft)];
}

function paused(view) {
  return el(
    "div",
    { class: "hand-empty" },
    el("p", { class: "hand-quiet" }, say("clerk.is-paused")),
    el("p", { class: "hand-time" }, since(view.counter.since_us)),
    el("p", { class: "quiet" }, say(`pause.${view.counter.reason}`)),
  );
}

function waiting(view) {
  const next = view.next;
  const before = view.counter.rateable ? el("p", { class: "quiet hand-before" }, say("clerk.rating-open", { number: view.counter.rateable })) : null;
  if (!view.day.open) return el("div", { class: "hand-empty" }, el("p", { class: "hand-quiet" }, say("clerk.day-closed-long")));
  if (next === null) return el("div", { class: "hand-empty" }, el("p", { class: "hand-quiet" }, say("clerk.nobody-waits")), before);
  return el(
    "div",
    { class: "hand-empty" },
    el("p", { class: "quiet" }, say("clerk.next-is")),
    el("p", { class: "hand-next digits" }, next.label),
    el("p", { class: "hand-services" }, services(next)),
    el("p", { class: "hand-marks" }, marks(next)),
    el("p", { class: "why" }, whyText(next.why)),
    before,
  );
}

function head(ticket) {
  const serving = ticket.state === "serving";
  const time = serving ? since(ticket.started_us) : since(ticket.last_called_us);
  return el(
    "div",
    { class: "hand-head" },
    el("p", { class: "hand-label digits" }, ticket.label),
    el(
      "div",
      { class: "hand-state" },
      el("p", {}, el("span", { class: serving ? "mark green" : "mark" }, say(`clerk.state-${ticket.state}`)), marks(ticket)),
      el("p", { class: "hand-services" }, services(ticket)),
      el("p", { class: "why" }, whyText(ticket.why)),
    ),
    el("div", { class: "hand-clock" }, el("p", { class: "hand-time" }, time), el("p", { class: "quiet" }, clockNote(ticket))),
  );
}

function clockNote(ticket) {
  if (ticket.state === "serving") return say("clerk.since-start");
  return say("clerk.since-call", { n: ticket.calls, most: ticket.calls_most });
}

function facts(ticket) {
  const late = ticket.waited_s !== null && ticket.waited_s > ticket.target_s;
  const rows = [
    ["waited", ticket.waited_s === null ? "–" : minutesText(ticket.waited_s), late ? "late" : ""],
    ["target", minutesText(ticket.target_s)],
    ["issued", timeOfDay(ticket.issued_us)],
    ["party", ticket.party > 1 ? say("clerk.people", { n: ticket.party }) : ""],
    ["language", ticket.language === "zh-Hans" ? "" : say(`language.${ticket.language}`)],
    ["declared", named(ticket.declared) && named(ticket.declared) !== named(ticket.group) ? say("clerk.to-check", { group: named(ticket.declared) }) : ""],
    ["to-come", ticket.legs_to_come ? say("clerk.legs-to-come", { n: ticket.legs_to_come }) : ""],
    ["misses", ticket.misses ? say("clerk.times", { n: ticket.misses }) : ""],
  ];
  return el(
    "dl",
    { class: "facts" },
    rows.filter((row) => row[1]).map(([name, value, mark]) => el("div", {}, el("dt", {}, say(`clerk.${name}`)), el("dd", { class: mark }, value))),
  );
}

function outcomes(codes, draft) {
  const buttons = codes.map((code, at) => {
    const pressed = draft.outcome === code;
    const button = el(
      "button",
      { class: "chip", type: "button", "aria-pressed": String(pressed), data: { outcome: code } },
      el("kbd", {}, at + 1),
      say(`outcome.${code}`),
    );
    button.addEventListener("click", () => {
      draft.outcome = code;
      for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
      button.blur();
    });
    return button;
  });
  return el("div", { class: "block" }, el("p", { class: "section-title" }, say("clerk.outcome")), el("div", { class: "chips outcomes" }, buttons));
}

function items(view, draft) {
  const own = new Set(view.ticket.own_items);
  const all = view.items.slice().sort((a, b) => Number(own.has(b.slug)) - Number(own.has(a.slug)));
  const list = el("ul", { class: "items" });
  const input = el("input", { class: "input small", type: "search", placeholder: say("clerk.find-item"), "aria-label": say("clerk.find-item") });
  const rows = all.map((item) => [item, itemRow(item, draft)]);
  const narrow = () => {
    const wanted = input.value.trim().toLowerCase();
    for (const [item, row] of rows) {
      const found = wanted ? `${item.code} ${item.slug} ${Object.values(item.names).join(" ")}`.toLowerCase().includes(wanted) : own.has(item.slug);
      row.hidden = !found && !draft.items.get(item.slug);
    }
  };
  input.addEventListener("input", narrow);
  list.append(...rows.map((pair) => pair[1]));
  narrow();
  return el("div", { class: "block grow" }, el("div", { class: "section-title" }, el("span", {}, say("clerk.items")), input), list);
}

function itemRow(item, draft) {
  const count = el("output", { class: "digits" });
  const row = el("li", {}, el("span", { class: "item-name" }, named(item.names)), el("span", { class: "quiet item-code" }, item.code));
  const change = (by) => (event) => {
    draft.items.set(item.slug, Math.min(999, Math.max(0, (draft.items.get(item.slug) || 0) + by)));
    draw();
    event.currentTarget.blur();
  };
  const draw = () => {
    const quantity = draft.items.get(item.slug) || 0;
    text(count, quantity || "0");
    row.classList.toggle("chosen", quantity > 0);
  };
  const step = (by, sign, key) =>
    el("button", { class: "step", type: "button", "aria-label": say(key, { item: named(item.names) }), on: { click: change(by) } }, sign);
  row.append(step(-1, "−", "clerk.less"), count, step(1, "+", "clerk.more"));
  draw();
  return row;
}
