// SPDX-License-Identifier: Apache-2.0
// The choice of language: every language by its own name, the current one pressed.

import { el, put } from "./dom.js";
import { LANGUAGES, language, setLanguage } from "./words.js";

/** Draw the languages into `box`; `changed()` is called when another one is loaded. `keep: false` for a choice that ends with the visit. */
export function languageBar(box, changed, options) {
  const choose = (tag) => async () => {
    if (tag === language()) return;
    await setLanguage(tag, options);
    languageBar(box, changed, options);
    changed();
  };
  const one = ([tag, name]) =>
    el("button", { class: "button language", type: "button", lang: tag, "aria-pressed": String(tag === language()), data: { language: tag }, on: { click: choose(tag) } }, name);
  put(box, LANGUAGES.map(one));
}
