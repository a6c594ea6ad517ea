// SPDX-License-Identifier: Apache-2.0
// Work orders: a bad rating, a complaint while its visitor may still be in the hall, with what answers it on the spot; and the register.

import { chips } from "/shared/dialogs.js";
import { chime } from "/shared/chime.js";
import { el } from "/shared/dom.js";
import { since } from "/shared/staff.js";
import { named, say } from "/shared/words.js";
import { counterText, doing, send } from "./doing.js";
import { codesOf, menu } from "./sheet.js";

const SHAKE_MS = [300, 150, 300];
const known = new Set();
let first = true;

/** Ring and shake for each order that was not there before; a browser does so only on a page that was touched. */
export function ringForNew(orders) {
  const fresh = orders.fresh.filter((row) => !known.has(row.no));
  for (const row of fresh) known.add(row.no);
  const touched = navigator.userActivation ? navigator.userActivation.hasBeenActive : false;
  if (fresh.length && !first && touched) {
    chime();
    if (navigator.vibrate) navigator.vibrate(SHAKE_MS);
  }
  first = false;
}

/** The cards, one line for the rest, and the way to on-site management. */
export function orderCards([orders, site]) {
  const rest = [say("duty.orders-open", { n: orders.open }), orders.late && say("duty.orders-late", { n: orders.late }), orders.decide && say("duty.orders-decide", { n: orders.decide })].filter(Boolean);
  const link = orders.open ? el("a", { class: orders.late ? "orders-link late" : "orders-link", href: "/orders/" }, el("span", {}, rest.join(" · ")), el("span", {}, "›")) : null;
  const said = say(site.late ? "duty.site-late" : "duty.site", { n: site.open, late: site.late });
  const onSite = el("a", { class: site.late ? "orders-link late" : "orders-link", href: "/site/" }, el("span", {}, said), el("span", {}, "›"));
  const room = el("a", { class: "orders-link", href: "/room/" }, el("span", {}, say("duty.room")), el("span", {}, "›"));
  return [orders.fresh.map(card), link, onSite, room];
}

function card(row) {
  const where = [row.counter !== null && counterText(row.counter), named(row.matter)].filter(Boolean).join(" · ");
  const what = row.source === "rating" ? say(`rating.level-${row.stars}`) : say(`order-source.${row.source}`);
  const look = el("a", { class: "button", href: `/orders/#order=${row.no}`, data: { act: "see-order" } }, say("duty.see-order"));
  const settle = row.on_spot_us ? el("button", { class: "button main", type: "button", data: { live: "", act: "settle" }, on: { click: () => settleOnSpot(row) } }, say("duty.settle")) : null;
  return el(
    "div",
    { class: `alarm ${row.on_spot_us ? "critical" : "warning"}`, role: "alert", data: { order: row.no } },
    el("p", {}, el("b", {}, what, " "), row.label ? el("b", { class: "digits" }, row.label, " ") : null, where, " ", since(row.opened_us, 0, "quiet")),
    el("p", { class: "quiet" }, say(row.on_spot_us ? "duty.order-here" : "duty.order-gone")),
    el("div", { class: "acts" }, settle, look),
  );
}

/** What was done about it: one tap more, the cause beside it as one likes. */
async function settleOnSpot(row) {
  const cause = chips("cause", doing.view.codes.cause, "other");
  const above = el("div", { class: "field" }, el("span", {}, say("duty.settle-cause")), cause.node);
  const measure = await menu(say("duty.settle-title", { label: row.label || row.no }), say("duty.settle-hint"), codesOf("measure"), above);
  if (measure) send("settle-on-spot", { order: row.no, measure, cause: cause.state.code }, say("duty.settled", { order: row.no }));
}
