// SPDX-License-Identifier: Apache-2.0
// First set-up: which size of hall and how it is called; how many counters of which kind.

import { el, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { forWire } from "./rows.js";
import { counters, countersByKind, liveOf, rowsOf } from "./wizard-rows.js";

const KINDS = ["accessible", "general", "special", "collection", "payment", "tidal", "batch", "guide-desk"];
const MOST = 60;
const TAGS = ["zh-Hans", "zh-Hant", "en"];

/** A field with its label; `note` is the sentence below it. */
export function labelled(words, input, note) {
  return el("label", { class: "field" }, el("span", {}, words), input, note ? el("small", { class: "quiet" }, note) : null);
}

function nameBy(pattern, place) {
  return pattern && place ? pattern.replace(/\{\w+\}/, place) : "";
}

export const hallStep = {
  name: "hall",
  done: (view) => Object.keys(rowsOf(view, "hall")[0] ? rowsOf(view, "hall")[0].hours : {}).length > 0,
  slice: (view) => rowsOf(view, "hall"),
  build({ view, offer, draft, ask }) {
    const row = rowsOf(view(), "hall")[0];
    // A hall that has its hours keeps them, and its seats, until another size is picked.
    const settled = hallStep.done(view());
    const chosen = () => offer.halls.find((one) => one.slug === draft.get("size", usualSize(view(), offer).slug));
    const shown = (size) => size === chosen() && (!settled || draft.get("size") !== undefined || size.seats === row.seats);
    const pattern = (tag) => (offer.naming.hall || {})[tag] || chosen().pattern[tag];
    const place = el("input", { class: "input", name: "place", value: draft.get("place", ""), maxlength: 40, placeholder: named(chosen().place) });
    const names = TAGS.map((tag) => el("input", { class: "input", lang: tag, name: `name-${tag}`, maxlength: 80, value: draft.get(tag, row && tag in row.names ? row.names[tag] : "") }));
    const propose = () => {
      if (!place.value.trim()) return;
      // A place typed in Chinese makes no English name, one in letters no Chinese one.
      TAGS.forEach((tag, at) => {
        const fits = /[㐀-鿿]/.test(place.value) ? tag === "zh-Hans" : tag === "en";
        if (!fits) return;
        names[at].value = nameBy(pattern(tag), place.value.trim());
        draft.set(tag, names[at].value);
      });
    };
    const cards = offer.halls.map((size) => {
      const total = Object.values(size.counters).reduce((sum, n) => sum + n, 0);
      const pick = () => {
        draft.set("size", size.slug);
        place.placeholder = named(size.place);
        propose();
      };
      const radio = el("input", { type: "radio", name: "size", value: size.slug, checked: shown(size), on: { change: pick } });
      return el("label", { class: "size" }, radio, el("b", {}, named(size.names)), el("span", { class: "quiet" }, say("wizard.size", { counters: total, services: size.services.length, seats: size.seats })));
    });
    place.addEventListener("input", () => {
      draft.set("place", place.value);
      propose();
    });
    names.forEach((input, at) => input.addEventListener("input", () => draft.set(TAGS[at], input.value)));
    const content = [
      el("fieldset", { class: "sizes" }, el("legend", {}, say("wizard.which")), cards),
      labelled(say("wizard.place"), place, say("wizard.place-hint")),
      labelled(say("wizard.name"), names[0], offer.naming.hall && offer.naming.hall["zh-Hans"] ? say("wizard.by-district", { pattern: offer.naming.hall["zh-Hans"] }) : ""),
      el("div", { class: "side" }, labelled(say("wizard.name-traditional"), names[1]), labelled(say("wizard.name-english"), names[2])),
    ];
    const save = () => {
      const filled = {};
      TAGS.forEach((tag, at) => {
        if (names[at].value.trim()) filled[tag] = names[at].value.trim();
      });
      if (!filled["zh-Hans"]) filled["zh-Hans"] = row ? row.names["zh-Hans"] : named(chosen().names);
      const fields = settled && draft.get("size") === undefined ? { names: filled } : { names: filled, hours: chosen().hours, seats: chosen().seats };
      return ask("hall", [forWire(Object.assign({ slug: "hall" }, row, fields))]);
    };
    return { content, save };
  },
};

export const countersStep = {
  name: "counters",
  done: (view) => liveOf(view, "counters").length > 0,
  slice: (view) => rowsOf(view, "counters").map((row) => [row.kind, row.retired]),
  build({ view, offer, draft, ask, tell }) {
    const now = countersByKind(view());
    const size = usualSize(view(), offer);
    const usual = liveOf(view(), "counters").length ? now : size.counters;
    const wanted = Object.assign({}, usual, draft.get("wanted", {}));
    const total = el("output", { class: "total", "aria-live": "polite" });
    const sum = () => KINDS.reduce((found, kind) => found + (wanted[kind] || 0), 0);
    const rows = KINDS.map((kind) => {
      const name = say(`counter-kind.${kind}`);
      const shown = el("input", { class: "input digits", name: `kind-${kind}`, type: "number", min: 0, max: MOST, value: wanted[kind] || 0, "aria-label": name });
      const set = (count) => {
        wanted[kind] = Math.min(MOST, Math.max(0, count || 0));
        shown.value = wanted[kind];
        draft.set("wanted", wanted);
        text(total, say("wizard.counters-total", { n: sum() }));
      };
      shown.addEventListener("change", () => set(Math.round(Number(shown.value))));
      const step = (by, sign) =>
        el("button", { class: "button slim", type: "button", "aria-label": say(by > 0 ? "wizard.one-more" : "wizard.one-less", { what: name }), on: { click: () => set((wanted[kind] || 0) + by) } }, sign);
      return el("div", { class: "kind" }, el("div", {}, el("b", {}, name), el("small", { class: "quiet" }, say(`wizard.kind.${kind}`))), el("div", { class: "stepper" }, step(-1, "−"), shown, step(1, "+")));
    });
    text(total, say("wizard.counters-total", { n: sum() }));
    const save = async () => {
      if (!sum()) {
        tell(say("wizard.counters-none"));
        return "stay";
      }
      await ask("counters", counters(view(), offer, wanted));
      return true;
    };
    return { content: [el("div", { class: "kinds" }, rows), el("p", { class: "sum" }, total)], save };
  },
};

/** The size that goes with the hall's seats, which the step before has set. */
export function usualSize(view, offer) {
  const row = rowsOf(view, "hall")[0];
  return offer.halls.find((size) => row && size.seats === row.seats) || offer.halls[0];
}
