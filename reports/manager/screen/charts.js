// SPDX-License-Identifier: Apache-2.0
// Pictures of the day: fetched with this screen's own proof once a minute, kept until the next one is there.

import { el } from "/shared/dom.js";
import { look } from "/shared/look.js";
import { language, problemText, say } from "/shared/words.js";

const EVERY_MS = 60000;
// Narrower than this a chart is drawn for a phone.
const NARROW_PX = 480;
// What is drawn in one size only.
const WHOLE = ["picture", "sums"];
const addresses = new WeakMap();
let auth = null;

/** Give the proof of this screen: `{token}` or `{key}`. */
export function chartsWith(proof) {
  auth = proof;
}

/** Fetch something of the day, of this screen's look or the one that is wanted; `date`: of that day. → Response. Rejects with a problem. */
export async function fetchOfDay(name, wanted, date) {
  const day = date ? `&date=${encodeURIComponent(date)}` : "";
  const asked = `/api/v1/charts/${name}?look=${wanted || look()}&language=${encodeURIComponent(language())}${day}`;
  const answer = await fetch(asked, { headers: { Authorization: `Bearer ${auth.token || auth.key}` } });
  if (!answer.ok) throw await answer.json().catch(() => ({ title: String(answer.status), detail: "" }));
  return answer;
}

/** A picture that keeps itself up to date while it is on the page; `name` without ending. */
export function chart(name) {
  const image = el("img", { class: "chart", alt: say(`manager.chart-${name}`) });
  const failed = el("p", { class: "quiet", hidden: true });
  const figure = el("figure", { data: { chart: name } }, image, failed);
  figure.fresh = () => refresh(name, image, failed);
  return figure;
}

/** Draw those on the page anew if their minute is over; `now`: at once, for another look or language. */
export function freshen(now) {
  if (!auth) return;
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    if (figure.offsetParent === null) continue;
    const due = now || !figure.freshMs || performance.now() - figure.freshMs > EVERY_MS;
    if (!due) continue;
    figure.freshMs = performance.now();
    figure.fresh();
  }
}

async function refresh(name, image, failed) {
  try {
    const narrow = !WHOLE.includes(name) && image.parentNode.clientWidth < NARROW_PX;
    const answer = await fetchOfDay(`${name}${narrow ? "-narrow" : ""}.svg`);
    const address = URL.createObjectURL(await answer.blob());
    const old = addresses.get(image);
    addresses.set(image, address);
    image.src = address;
    image.alt = say(`manager.chart-${name}`);
    image.hidden = false;
    failed.hidden = true;
    if (old) URL.revokeObjectURL(old);
  } catch (problem) {
    failed.textContent = say("manager.chart-failed", { why: problemText(problem) });
    failed.hidden = false;
  }
}
