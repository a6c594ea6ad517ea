// SPDX-License-Identifier: Apache-2.0
// What the clerk has filled in for the tickets that came to hand: begun anew with each, and there again when one is taken up after
// a hold or an undo, when the page is loaded anew, or when somebody signs in again in this tab.

const SLOT = "hall-drafts";
const MOST = 30;
const drafts = new Map(JSON.parse(sessionStorage.getItem(SLOT) || "[]").map((it) => [it.ticket, Object.assign(it, { items: new Map(it.items) })]));

/** The draft of this ticket: `draft` while it is the same stay at the counter; one that is served again has what it had. */
export function draftFor(draft, ticket) {
  if (ticket === null) return null;
  const mine = (it) => it && it.ticket === ticket.id && it.leg === ticket.leg;
  if (mine(draft)) return draft;
  const known = drafts.get(ticket.id);
  return mine(known) && ticket.state === "serving" ? known : begun(ticket);
}

function begun(ticket) {
  const sure = ticket.items.length ? ticket.items : ticket.own_items.length === 1 ? ticket.own_items : [];
  const draft = { ticket: ticket.id, leg: ticket.leg, outcome: ticket.outcome, items: new Map(sure.map((slug) => [slug, 1])) };
  drafts.delete(ticket.id);
  drafts.set(ticket.id, draft);
  if (drafts.size > MOST) drafts.delete(drafts.keys().next().value);
  return draft;
}

/** Keep the drafts for the page that is loaded in this tab next. */
export function keepDrafts() {
  const rows = Array.from(drafts.values(), (it) => Object.assign({}, it, { items: Array.from(it.items) }));
  sessionStorage.setItem(SLOT, JSON.stringify(rows));
}
