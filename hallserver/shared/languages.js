// SPDX-License-Identifier: Apache-2.0
// The choice of language: every language by its own name, the current one pressed.

import { el, put } from "./dom.js";
import { LANGUAGES, language, setLanguage } from "./words.js";

/**
 * Draw the languages into `box`; `changed()` is called when another one is loaded. Options: `keep: false` for a choice that ends with the
 * visit; `short: true` shows `简` for `简体`; `className` for buttons of another kind.
 */
export function languageBar(box, changed, options) {
  const { short, className } = Object.assign({ short: false, className: "button language" }, options);
  const choose = (tag) => async () => {
    if (tag === language()) return;
    try {
      await setLanguage(tag, options);
    } catch (error) {
      console.warn("this language cannot be loaded now", error);
      return;
    }
    languageBar(box, changed, options);
    changed();
  };
  const one = ([tag, name, brief]) => {
    const pressed = { "aria-pressed": String(tag === language()), data: { language: tag }, on: { click: choose(tag) } };
    return el("button", Object.assign({ class: className, type: "button", lang: tag, "aria-label": short ? name : null }, pressed), short ? brief : name);
  };
  put(box, LANGUAGES.map(one));
}
