// SPDX-License-Identifier: Apache-2.0
// What the clerk has filled in for the ticket in hand: begun anew with the next, kept when the page is loaded again or the sign-in ends.

const SLOT = "hall-draft";

/** The draft of this ticket: `draft` while it is the same stay at the counter, else the one that was kept, else a new one. */
export function draftFor(draft, ticket) {
  if (ticket === null) return null;
  const mine = (it) => it !== null && it.ticket === ticket.id && it.leg === ticket.leg;
  if (mine(draft)) return draft;
  const found = kept();
  if (mine(found)) return found;
  const sure = ticket.items.length ? ticket.items : ticket.own_items.length === 1 ? ticket.own_items : [];
  return { ticket: ticket.id, leg: ticket.leg, outcome: ticket.outcome, items: new Map(sure.map((slug) => [slug, 1])) };
}

/** Keep the draft of this moment, in this tab alone; with none, what was kept before somebody signs in stays. */
export function keep(draft) {
  if (draft) sessionStorage.setItem(SLOT, JSON.stringify(Object.assign({}, draft, { items: Array.from(draft.items) })));
}

function kept() {
  const found = JSON.parse(sessionStorage.getItem(SLOT) || "null");
  sessionStorage.removeItem(SLOT);
  return found && Object.assign(found, { items: new Map(found.items) });
}
