// SPDX-License-Identifier: Apache-2.0
// The rating part of the ticket page: five levels, and for every level a comment if the visitor likes.

import { el, put, show } from "/shared/dom.js";
import { face } from "/shared/face.js";
import { named, say } from "/shared/words.js";

const LEVELS = [5, 4, 3, 2, 1];
const state = { drawn: "", stars: 0, comment: "" };

/** Draw into `box` what may be rated; `send(fields)` → whether it went through. Keeps what is being typed. */
export function drawRating(box, ticket, send) {
  const leg = ticket.rateable[ticket.rateable.length - 1];
  show(box, Boolean(leg) || ticket.rated > 0);
  const wanted = `${document.documentElement.lang} ${leg ? leg.leg : "none"} ${ticket.rated} ${state.stars}`;
  if (wanted === state.drawn) return;
  state.drawn = wanted;
  if (leg) put(box, ask(box, ticket, leg, send));
  else put(box, ticket.rated ? el("h2", { role: "status" }, say("ticket.thanks")) : null);
}

function ask(box, ticket, leg, send) {
  const choose = (stars) => () => {
    state.stars = stars;
    drawRating(box, ticket, send);
  };
  const what = leg.services.map(named).join(" · ");
  const level = (stars) =>
    el(
      "button",
      { class: `level level-${stars}`, type: "button", data: { stars }, "aria-pressed": String(stars === state.stars), on: { click: choose(stars) } },
      el("span", { class: "level-in" }, face(stars), el("span", { class: "level-word" }, say(`rating.level-${stars}`))),
    );
  return [
    el("h2", {}, say("ticket.rate")),
    el("p", { class: "quiet" }, what || say("ticket.rate-hint")),
    el("div", { class: "levels" }, LEVELS.map(level)),
    state.stars ? commentAndSend(leg, send) : null,
  ];
}

function commentAndSend(leg, send) {
  const label = say("rating.comment");
  const typed = (event) => (state.comment = event.target.value);
  const area = el("textarea", { class: "input", id: "comment", rows: 3, maxlength: 300, "aria-label": label, placeholder: label, on: { input: typed } });
  area.value = state.comment;
  const press = async (event) => {
    event.currentTarget.disabled = true;
    const fields = { leg: leg.leg, stars: state.stars };
    if (state.comment.trim()) fields.comment = state.comment.trim();
    const sent = await send(fields);
    if (sent) Object.assign(state, { stars: 0, comment: "" });
    else state.drawn = "";
  };
  return [area, el("button", { class: "button main", type: "button", id: "send", on: { click: press } }, say("rating.send"))];
}
