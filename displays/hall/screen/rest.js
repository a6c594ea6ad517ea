// SPDX-License-Identifier: Apache-2.0
// At night a dim clock wanders about the dark screen, alone.

import { byId, el, put, show, text } from "/shared/dom.js";
import { alsoNamed } from "/shared/second.js";
import { clockText, dateText } from "/shared/time.js";
import { named, say } from "/shared/words.js";

const MINUTE_US = 60e6;
// Where the clock stands, in hundredths of the room that it has.
const PLACES = [[50, 40], [20, 15], [75, 80], [35, 60], [85, 25], [10, 85], [60, 10], [25, 35], [90, 60], [45, 90], [5, 50], [70, 45]];
const DIM_US = 60 * MINUTE_US;

/** While the hall is closed and nothing is announced: the time, the hall, and when it opens; brighter within the hour before that. */
export function drawNight(view, now_us, stale) {
  const box = byId("night");
  const night = !stale && !view.hall.open && !view.hall.suspended && !view.notices.some((notice) => now_us < notice.until_us);
  show(box, night);
  if (!night) return;
  if (!box.firstChild) put(box, make());
  const inside = box.firstChild;
  const zone = view.hall.time_zone;
  text(inside.children[0], clockText(now_us, zone));
  text(inside.children[1], dateText(now_us, zone));
  text(inside.children[2], [named(view.hall.names), alsoNamed(view.hall.names)].filter(Boolean).join(" · "));
  text(inside.children[3], say("hall.closed"));
  text(inside.children[4], view.opens_us ? say("hall.opens", { day: dateText(view.opens_us, zone), time: clockText(view.opens_us, zone) }) : "");
  box.classList.toggle("soon", Boolean(view.opens_us) && view.opens_us - now_us < DIM_US);
  place(box, inside, now_us);
}

function make() {
  return el("div", { class: "night-box" }, el("p", { class: "night-clock digits" }), el("p", {}), el("p", { class: "night-name" }), el("p", {}), el("p", {}));
}

function place(box, inside, now_us) {
  const [x, y] = PLACES[Math.floor(now_us / MINUTE_US) % PLACES.length];
  const left = `${Math.round(((box.clientWidth - inside.offsetWidth) * x) / 100)}px`;
  const top = `${Math.round(((box.clientHeight - inside.offsetHeight) * y) / 100)}px`;
  if (inside.style.left !== left) inside.style.left = left;
  if (inside.style.top !== top) inside.style.top = top;
}
