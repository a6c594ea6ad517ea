// SPDX-License-Identifier: Apache-2.0
// Closed orders, also those that the register has let go: the hall keeps them all and gives them a page at a time.

import { problemText } from "/shared/words.js";
import { fetchFrom, state } from "./doing.js";

/** `query`: what was asked, null for nothing yet; `orders`: of the pages so far; `more`: older ones fit; what there is to be looked for; `seeking`: a number that is fetched. */
export const past = { query: null, orders: [], more: false, counters: null, items: [], first_us: 0, busy: false, problem: "", seeking: "" };

/** What of it a drawing shows. */
export function pastShown() {
  return [past.query, past.orders.map((it) => it.no), past.more, past.busy, past.problem];
}

/** Ask for the first page of what fits; `wanted`: name → value, "" for any. What was asked already is not asked again. */
export async function lookFor(wanted) {
  const query = queryOf(wanted);
  if (query === past.query) return;
  Object.assign(past, { query, orders: [], more: false });
  await turn(query);
}

/** Ask for the next page. */
export function lookOn() {
  return past.busy ? null : turn(past.query, past.orders[past.orders.length - 1].no);
}

/** Forget what was found: it may have changed by now. */
export function lookAnew() {
  past.query = null;
}

/** Fetch one closed order by its number, where it is in no list; once. */
export async function lookUp(no) {
  if (asked.has(no)) return;
  asked.add(no);
  past.seeking = no;
  try {
    found.push(...(await (await fetchFrom(`?no=${encodeURIComponent(no)}`)).json()).orders);
  } catch (problem) {
    // A number that is none: as one that there is not.
  }
  past.seeking = "";
  state.draw();
}

/** A closed order that was fetched. */
export function pastOrder(no) {
  return [...past.orders, ...found].find((it) => it.no === no);
}

const asked = new Set();
const found = [];

async function turn(query, before = "") {
  Object.assign(past, { busy: true, problem: "" });
  state.draw();
  try {
    const page = await (await fetchFrom(`?${query}${before ? `&before=${before}` : ""}`)).json();
    if (query !== past.query) return;
    Object.assign(past, page, { orders: [...past.orders, ...page.orders], busy: false });
  } catch (problem) {
    if (query !== past.query) return;
    Object.assign(past, { busy: false, problem: problemText(problem) });
  }
  state.draw();
}

function queryOf(wanted) {
  const given = Object.keys(wanted).filter((name) => wanted[name]);
  return given.map((name) => `${name}=${encodeURIComponent(wanted[name])}`).join("&");
}
