// SPDX-License-Identifier: Apache-2.0
// The rating part of the ticket page: five levels, and for every level what the visitor likes to add.

import { el, put, show } from "/shared/dom.js";
import { beside, blank, fieldsOf, levels } from "/shared/rate.js";
import { named, say } from "/shared/words.js";

const state = { drawn: "", given: blank() };

/** Draw into `box` what may be rated; `send(fields)` → whether it went through. Keeps what is being typed. */
export function drawRating(box, ticket, send) {
  const leg = ticket.rateable[ticket.rateable.length - 1];
  show(box, Boolean(leg) || ticket.rated > 0);
  const wanted = `${document.documentElement.lang} ${leg ? leg.leg : "none"} ${ticket.rated} ${state.given.stars}`;
  if (wanted === state.drawn) return;
  state.drawn = wanted;
  if (leg) put(box, ask(box, ticket, send, leg));
  else put(box, ticket.rated ? el("h2", { role: "status" }, say("ticket.thanks")) : null);
}

function ask(box, ticket, send, leg) {
  const choose = (stars) => {
    state.given.stars = stars;
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
  const press = async (event) => {
    event.currentTarget.disabled = true;
    const sent = await send(Object.assign({ leg: leg.leg }, fieldsOf(state.given, form)));
    if (sent) state.given = blank();
    else state.drawn = "";
  };
  const nothing = () => undefined;
  return [
    el("p", { class: "quiet free" }, say("rating.more-hint")),
    beside(form, state.given, nothing),
    el("button", { class: "button main", type: "button", id: "send", on: { click: press } }, say("rating.send")),
  ];
}
