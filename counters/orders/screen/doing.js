// SPDX-License-Identifier: Apache-2.0
// What the parts of the register share: the newest view, which order is chosen, one command at a time, texts and forms from the vault.

import { staffAuth } from "/shared/sign.js";
import { acting } from "/shared/staff.js";
import { pastOrder } from "./past.js";

/** `view`, `hall`: the newest and its line; `no`: the order that is looked at, "" for none; `draw()`: draw everything again. */
export const state = { view: null, hall: null, no: "", draw: null };
export const acts = acting({ hall: () => state.hall, give_up_s: 20 });

/** The order that is looked at; none where there is none, or no longer. */
export function chosen() {
  return state.view.orders.find((it) => it.no === state.no) || pastOrder(state.no);
}

/** Look at an order, or with "" at none; the address says which, so that it can be kept and passed on. */
export function choose(no) {
  state.no = no;
  history.replaceState(null, "", no ? `#order=${no}` : location.pathname);
  state.draw();
}

/** The order that the address names. */
export function fromAddress() {
  const found = /(?:^#|&)order=([\w-]+)/.exec(location.hash);
  return found ? found[1] : "";
}

/** Ask the hall for something of an order; `ending` e.g. ".pdf". → the answer. Throws the problem that it answers. */
export function fetchOrder(no, ending = "") {
  return fetchFrom(`/${no}${ending}`);
}

/** Ask the hall for orders; `rest`: of the address. → the answer. Throws the problem that it answers. */
export async function fetchFrom(rest) {
  const { token } = await staffAuth();
  const answer = await fetch(`/api/v1/orders${rest}`, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) throw await answer.json().catch(() => ({ title: String(answer.status) }));
  return answer;
}
