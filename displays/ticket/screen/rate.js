// SPDX-License-Identifier: Apache-2.0
// The rating part of the ticket page: five levels, and for every level what the visitor likes to add.

import { el, put, show } from "/shared/dom.js";
import { beside, blank, fieldsOf, isBad, levels } from "/shared/rate.js";
import { named, say } from "/shared/words.js";
import { keepRating, recallRating } from "./kept.js";

// of: the errand that `given` is of.
const state = { drawn: "", of: "", given: blank() };

/** Draw into `box` what may be rated; `send(fields)` → whether it went through. Keeps what is being typed. */
export function drawRating(box, ticket, send) {
  const leg = ticket.rateable[ticket.rateable.length - 1];
  show(box, Boolean(leg) || ticket.rated > 0);
  if (leg) begin(`${ticket.id}.${leg.leg}`);
  const wanted = `${document.documentElement.lang} ${leg ? leg.leg : "none"} ${ticket.rated} ${state.given.stars}`;
  if (wanted === state.drawn) return;
  state.drawn = wanted;
  if (leg) put(box, ask(box, ticket, send, leg));
  else put(box, ticket.rated ? el("h2", { role: "status" }, say("ticket.thanks")) : null);
}

/** Take up the rating of an errand where its visitor left it; of another errand nothing is chosen yet. */
function begin(of) {
  if (state.of === of) return;
  state.of = of;
  state.given = recallRating(of) || blank();
}

function changed() {
  keepRating(state.of, state.given);
}

function ask(box, ticket, send, leg) {
  const choose = (stars) => {
    state.given.stars = stars;
    changed();
    drawRating(box, ticket, send);
    const chosen = box.querySelector('[aria-pressed="true"]');
    if (chosen) chosen.focus();
  };
  const what = leg.services.map(named).join(" · ");
  return [
    el("h2", {}, say("ticket.rate")),
    el("p", { class: "quiet" }, what || say("ticket.rate-hint")),
    levels(state.given.stars, choose),
    state.given.stars ? more(ticket.form, send, leg) : null,
  ];
}

function more(form, send, leg) {
  const bad = isBad(state.given.stars);
  const press = async (event) => {
    const button = event.currentTarget;
    const { of } = state;
    button.disabled = true;
    const sent = await send(Object.assign({ leg: leg.leg }, fieldsOf(state.given, form)));
    button.disabled = false;
    if (!sent) return;
    if (recallRating(of)) keepRating(of, blank());
    // By now another errand may stand here.
    if (state.of === of) state.given = blank();
  };
  return [
    bad ? el("p", { class: "free" }, say("rating.reason")) : null,
    el("p", { class: bad ? "quiet" : "quiet free" }, say(bad ? "rating.reason-hint" : "rating.more-hint")),
    beside(form, state.given, changed),
    el("button", { class: "button main", type: "button", id: "send", on: { click: press } }, say("rating.send")),
  ];
}
