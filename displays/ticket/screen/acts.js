// SPDX-License-Identifier: Apache-2.0
// What the visitor can do with the number: say to be on the way, let others go first, give it back. One question at a time.

import { byId, el, put } from "/shared/dom.js";
import { say } from "/shared/words.js";

const PLACES = [3, 5, 10];
const TOLD_MS = 15000;
const state = { asks: "", done: "" };

/** Draw what can be done; `send(command, fields)` → whether it went through. */
export function drawActs(ticket, send) {
  const all = { "": buttons, cancel: sure, yield: howMany };
  if ((state.asks === "cancel" && !ticket.may_cancel) || (state.asks === "yield" && !places(ticket).length)) state.asks = "";
  if (ticket.state !== "waiting") state.done = "";
  const again = () => drawActs(ticket, send);
  const focused = document.activeElement && document.activeElement.id;
  put(byId("actions"), all[state.asks](ticket, send, again));
  const same = focused && byId("actions").querySelector(`#${focused}`);
  if (same) same.focus();
}

function press(action, label, kind, id) {
  return el("button", { class: `button ${kind}`, type: "button", id, on: { click: action } }, label);
}

function ask(what, again, focus) {
  return () => {
    state.asks = what;
    state.done = "";
    again();
    const first = document.getElementById(focus);
    if (first) first.focus();
  };
}

/** So many may be let first: what the standard and the line behind allow. */
function places(ticket) {
  if (!ticket.may_yield || !ticket.behind) return [];
  const some = PLACES.filter((n) => n <= ticket.behind);
  return some.length ? some : [ticket.behind];
}

function buttons(ticket, send, again) {
  const [few] = places(ticket);
  return [
    onWay(ticket, send),
    el("p", { class: "told", id: "told", role: "status" }, state.done),
    few ? press(ask("yield", again, `let-${few}`), say("ticket.yield"), "", "yield") : null,
    ticket.may_cancel ? press(ask("cancel", again, "keep"), say("ticket.cancel"), "danger", "cancel") : null,
  ];
}

/** Who is called and needs a moment says so once; the counter waits longer. */
function onWay(ticket, send) {
  if (ticket.on_way) return el("p", { class: "told", id: "said-on-way", role: "status" }, say("ticket.said-on-way"));
  if (!ticket.may_say_on_way) return null;
  const told = () => send("on-my-way", { ticket: ticket.id });
  return [press(told, say("ticket.on-my-way"), "main", "on-my-way"), el("p", { class: "hint quiet" }, say("ticket.on-my-way-hint"))];
}

/** Nobody is asked anything else meanwhile: the answer comes with the buttons that stand there always. */
function howMany(ticket, send, again) {
  const let_first = (n) => async () => {
    state.asks = "";
    if (!(await send("yield-place", { ticket: ticket.id, places: n }))) return;
    state.done = say("ticket.yielded", { n, ahead: ticket.ahead + n });
    put(byId("told"), state.done);
    setTimeout(() => put(byId("told"), (state.done = "")), TOLD_MS);
  };
  const one = (n) => {
    const then = el("span", { class: "then" }, say("ticket.yield-then", { n: ticket.ahead + n }));
    return el("button", { class: "button", type: "button", id: `let-${n}`, on: { click: let_first(n) } }, say("ticket.yield-n", { n }), then);
  };
  return [
    el("p", { class: "sure", id: "how-many" }, say("ticket.yield-how-many")),
    el("div", { class: "choices", role: "group", "aria-labelledby": "how-many" }, places(ticket).map(one)),
    press(ask("", again, "yield"), say("ticket.yield-not"), "", "not"),
  ];
}

function sure(ticket, send, again) {
  const cancel = async () => {
    state.asks = "";
    await send("cancel", { ticket: ticket.id });
  };
  return [
    el("p", { class: "sure", role: "alert" }, say("ticket.sure", { label: ticket.label })),
    press(ask("", again, "cancel"), say("ticket.keep"), "main", "keep"),
    press(cancel, say("ticket.really"), "danger", "really"),
  ];
}
