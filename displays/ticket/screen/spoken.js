// SPDX-License-Identifier: Apache-2.0
// The language in which the number was taken: the page speaks it unless its visitor chose one here.

import { language, loadWords } from "/shared/words.js";

const CHOSEN = "hall.language";
const state = { wanted: "" };

/** Load the words of the ticket's language, once; `changed()` when the page speaks it. A call never waits for them. */
export async function speakTo(ticket, changed) {
  const wanted = ticket.language === "yue" ? "zh-Hans" : ticket.language;
  if (localStorage.getItem(CHOSEN) || wanted === language() || wanted === state.wanted) return;
  state.wanted = wanted;
  try {
    await loadWords(wanted);
  } catch (error) {
    state.wanted = "";
    console.warn("the words could not be loaded", error);
    return;
  }
  changed();
}
