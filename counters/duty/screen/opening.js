// SPDX-License-Identifier: Apache-2.0
// Opening the day: at once, or, while the server's clock is off by days, after somebody has said which day it is.

import { say } from "/shared/words.js";
import { doing, send } from "./doing.js";
import { menu, sure } from "./sheet.js";

const FAR_S = 86400;

function isoDate(at_us) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: doing.view.zone }).format(new Date(at_us / 1000));
}

/** Open the day. Red lines of today's check are said first. */
export async function openDay() {
  const { day, opening } = doing.view;
  if (Math.abs(day.clock_step_s) >= FAR_S) {
    await openOn(day.clock_step_s);
    return;
  }
  const red = opening ? opening.checks.filter((row) => row.state === "red").length : 0;
  const hint = red ? say("duty.open-red", { n: red }) : say(opening ? "duty.open-green" : "duty.open-unchecked");
  if (await sure(say("duty.open-day"), hint, say("duty.open-yes"))) send("open-day", {}, say("duty.day-opened"));
}

async function openOn(step_s) {
  const own = isoDate(doing.hall.now());
  const wall = isoDate(doing.hall.now() + step_s * 1e6);
  const rows = [{ value: "own", label: say("duty.open-by-day", { date: own }) }];
  if (step_s > 0) rows.unshift({ value: "wall", label: say("duty.open-by-clock", { date: wall }) });
  const which = await menu(say("duty.open-day"), say("duty.open-which", { wall, own }), rows);
  if (which) send("open-day", which === "wall" ? { date: wall } : {}, say("duty.day-opened"));
}
