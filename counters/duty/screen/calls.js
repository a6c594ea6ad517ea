// SPDX-License-Identifier: Apache-2.0
// Calling a certain number to a certain counter: out of the ordinary, so with a reason and who decided it.

import { named, say } from "/shared/words.js";
import { counterText, doing, send } from "./doing.js";
import { chooseTicket } from "./numbers.js";
import { menu, ordered } from "./sheet.js";

async function call(ticket, desk) {
  const why = await ordered(say("duty.call-title", { label: ticket.label, counter: counterText(desk.number) }), say("duty.order-hint"));
  if (why) send("call-ticket", Object.assign({ ticket: ticket.id, counter: desk.slug }, why), say("duty.called", { label: ticket.label, counter: counterText(desk.number) }));
}

/** Which number is to come to this counter. */
export async function callTicket(desk) {
  const ticket = await chooseTicket(say("duty.call-ticket-title", { counter: counterText(desk.number) }), ["waiting", "absent"]);
  if (ticket) call(ticket, desk);
}

/** To which counter this number is to come. */
export async function callTo(ticket) {
  const able = doing.view.desks.filter((desk) => desk.state === "open" && !desk.ticket);
  const rows = able.map((desk) => ({ value: desk.slug, label: counterText(desk.number), note: `${named(desk.clerk_names)} · ${desk.letters.join(" ")}` }));
  const slug = await menu(say("duty.call-where", { label: ticket.label }), able.length ? "" : say("duty.no-free-desk"), rows);
  if (slug) call(ticket, able.find((row) => row.slug === slug));
}
