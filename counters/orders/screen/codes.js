// SPDX-License-Identifier: Apache-2.0
// Which words the codes of a step have.

/** What a step says → the beginning of its words. */
export const CODED = {
  found: "found.",
  complexity: "complexity.",
  how: "contact-how.",
  reached: "orders.reached-",
  measure: "measure.",
  cause: "cause.",
  content: "call-back.",
  upheld: "orders.upheld-",
  why: "exclusion.",
  agreed: "orders.agreed-",
  clock: "orders.clock-",
  to: "orders.higher-",
  level: "rating.level-",
};
