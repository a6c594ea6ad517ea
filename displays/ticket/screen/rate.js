// SPDX-License-Identifier: Apache-2.0
// The rating part of the ticket page: asked once a visit; five levels, and for every level what the visitor likes to add.

import { el, put, show } from "/shared/dom.js";
import { beside, blank, fieldsOf, isBad, levels } from "/shared/rate.js";
import { named, say } from "/shared/words.js";
import { keepRating, recallRating } from "./kept.js";

// of: what `given` is of. opened: a chance that the visitor chose beyond what is asked.
const state = { drawn: "", of: "", given: blank(), opened: "" };

/** Draw into `box` what of `part` may be rated; `send(fields)` → whether it went through. Keeps what is being typed. */
export function drawRating(box, part, send) {
  const chance = chanceOf(part);
  const again = () => drawRating(box, part, send);
  const open = (one) => {
    state.opened = keyOf(part, one);
    again();
    const first = box.querySelector("h2");
    if (first) first.focus();
  };
  show(box, Boolean(chance) || part.rated > 0 || part.rateable.length > 0);
  if (chance) begin(keyOf(part, chance));
  const counts = [part.rateable.length, part.rated, part.follow.length, part.ask, state.given.stars];
  const wanted = `${document.documentElement.lang} ${chance ? keyOf(part, chance) : "none"} ${counts}`;
  if (wanted === state.drawn) return;
  state.drawn = wanted;
  if (chance) put(box, ask(box, part, chance, { again, send }));
  else put(box, beyond(part, open));
}

function keyOf(part, chance) {
  return `${part.id}.${chance.leg}.${chance.stage}${chance.follow ? ".more" : ""}`;
}

/** What may be rated now: what the visitor opened; else a closed case, or, once the visit is over and nothing was rated, its last errand. */
function chanceOf(part) {
  const follow = part.follow.map((it) => Object.assign({}, it, { follow: true }));
  const opened = part.rateable.concat(follow).find((it) => keyOf(part, it) === state.opened);
  if (opened) return opened;
  const closed = part.rateable.filter((it) => it.stage === "completed");
  if (closed.length) return closed[closed.length - 1];
  if (part.ask) return part.rated ? null : part.rateable[part.rateable.length - 1] || null;
  return part.rateable.find((it) => recallRating(keyOf(part, it))) || null;
}

/** Take up a rating where its visitor left it; of another errand nothing is chosen yet. */
function begin(of) {
  if (state.of === of) return;
  state.of = of;
  state.given = recallRating(of) || blank();
}

function changed() {
  keepRating(state.of, state.given);
}

/** Nothing is asked; what may be added, or rated beside it or before the visit is over, waits behind a button. */
function beyond(part, open) {
  const button = (key, chance) => el("button", { class: "button", type: "button", data: { opens: key }, on: { click: () => open(chance) } }, say(`ticket.${key}`));
  const follow = part.follow[part.follow.length - 1];
  const other = part.rateable[part.rateable.length - 1];
  return [
    part.rated ? el("h2", { role: "status" }, say("ticket.thanks")) : null,
    follow ? button("rate-more", Object.assign({}, follow, { follow: true })) : null,
    other ? button("rate-other", other) : null,
  ];
}

function titleOf(chance) {
  if (chance.follow) return say("ticket.rate-more-title");
  return say(chance.stage === "completed" ? "ticket.rate-completed" : "ticket.rate");
}

function ask(box, part, chance, { again, send }) {
  const choose = (stars) => {
    state.given.stars = stars;
    changed();
    again();
    const chosen = box.querySelector('[aria-pressed="true"]');
    if (chosen) chosen.focus();
  };
  const what = chance.services.map(named).join(" · ");
  return [
    el("h2", { tabindex: -1 }, titleOf(chance)),
    el("p", { class: "quiet" }, what || say("ticket.rate-hint")),
    levels(state.given.stars, choose),
    state.given.stars ? more(part.form, chance, send) : el("p", { class: "quiet free" }, say("ticket.rate-until", { until: part.rate_until })),
  ];
}

function more(form, chance, send) {
  const bad = isBad(state.given.stars);
  const press = async (event) => {
    const button = event.currentTarget;
    const { of } = state;
    button.disabled = true;
    const which = Object.assign({ leg: chance.leg, stage: chance.stage }, chance.follow ? { follow_up: true } : {});
    const sent = await send(Object.assign(which, fieldsOf(state.given, form)));
    button.disabled = false;
    if (!sent) return;
    if (recallRating(of)) keepRating(of, blank());
    // By now another errand may stand here.
    if (state.of === of) state.given = blank();
    state.opened = "";
  };
  return [
    bad ? el("p", { class: "free" }, say("rating.reason")) : null,
    el("p", { class: bad ? "quiet" : "quiet free" }, say(bad ? "rating.reason-hint" : "rating.more-hint")),
    beside(form, state.given, changed),
    el("button", { class: "button main", type: "button", id: "send", on: { click: press } }, say("rating.send")),
  ];
}
