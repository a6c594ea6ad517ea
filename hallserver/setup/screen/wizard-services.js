// SPDX-License-Identifier: Apache-2.0
// First set-up: what the hall does, ticked from the catalogue of usual matters. Queues get their letters by themselves.

import { el, text } from "/shared/dom.js";
import { named, say } from "/shared/words.js";
import { usualSize } from "./wizard-hall.js";
import { errands, liveOf, rowsOf, staffed } from "./wizard-rows.js";

export const servicesStep = {
  name: "services",
  done: (view) => liveOf(view, "services").length > 0 && liveOf(view, "counters").every((row) => row.queues.length > 0),
  slice: (view) => [rowsOf(view, "services").map((row) => [row.slug, row.retired]), rowsOf(view, "hall").map((row) => row.seats)],
  build({ view, offer, draft, ask, tell }) {
    const size = usualSize(view(), offer);
    const own = liveOf(view(), "services").map((row) => row.slug);
    const ticked = new Set(draft.get("ticked", own.length ? own : size.services));
    const total = el("output", { class: "total", "aria-live": "polite" });
    const count = () => text(total, say("wizard.services-total", { n: ticked.size }));
    const box = (row) => {
      const input = el("input", { type: "checkbox", name: row.slug, checked: ticked.has(row.slug) });
      input.addEventListener("change", () => {
        if (input.checked) ticked.add(row.slug);
        else ticked.delete(row.slug);
        draft.set("ticked", Array.from(ticked));
        count();
      });
      const item = offer.items.find((one) => one.slug === row.slug);
      const whom = row.for_whom === "both" ? null : el("small", { class: "quiet" }, say(`setup.choice.for_whom.${row.for_whom}`));
      return el("label", { class: "tick", title: item ? item.department : "" }, input, el("span", {}, named(row.names)), whom);
    };
    const groups = offer.queues
      .map((queue) => [queue, offer.services.filter((row) => row.queue === queue.slug)])
      .filter(([, rows]) => rows.length)
      .map(([queue, rows]) => el("fieldset", { class: "ticks" }, el("legend", {}, named(queue.names)), rows.map(box)));
    count();
    const save = async () => {
      if (!ticked.size) {
        tell(say("wizard.services-none"));
        return "stay";
      }
      const made = errands(view(), offer, Array.from(ticked), size.one_queue);
      for (const section of ["queues", "items", "services"]) await ask(section, made[section]);
      await ask("counters", staffed(view(), offer, made.queues.filter((row) => !row.retired).map((row) => row.slug)));
      return true;
    };
    return { content: [groups, el("p", { class: "sum" }, total, " ", el("span", { class: "quiet" }, say("wizard.services-more")))], save };
  },
};
