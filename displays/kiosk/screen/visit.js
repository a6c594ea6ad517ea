// SPDX-License-Identifier: Apache-2.0
// One visitor at the kiosk: what was chosen, what is on the screen, what the hall said last. All of it ends with the visit.

export const HOME_LANGUAGE = "zh-Hans";

const NOTHING = { looking: false, group: "", needs: [], card: null, card_s: 0 };
const NOBODY = { screen: "home", sheet: null, left_s: 0, forgets: false, back: null, taken: null, held: false };

/** What the visitor chose before the number: only looking, priority group, needs, the card that was laid and for how long it counts. */
export const chosen = Object.assign({}, NOTHING);

/**
 * What is on the screen. view: the hall's last word; stale: it may be wrong; busy: key of what is being done; screen: `home` or `find`;
 * sheet: makes what lies over it, gone after left_s seconds (0: it stays), back: the key of its way out, forgets: which ends the visit;
 * changed: when the screen last became another; taken: the number just given; held: a slip was read.
 */
export const state = Object.assign({ view: null, stale: false, busy: "", changed: 0 }, NOBODY);

/** Set by the kiosk: its line to the hall and key, draw() the screen anew, home() ends the visit, arrived(id) leads keys and voice to a part. */
export const kiosk = { line: null, key: "", draw: null, home: null, arrived: null };

/** Nobody is there. */
export function forget() {
  Object.assign(state, NOBODY, { changed: performance.now() });
  Object.assign(chosen, NOTHING);
}

/** Forget only what was chosen for the next number. */
export function forgetWishes() {
  Object.assign(chosen, { group: "", needs: [] });
}
