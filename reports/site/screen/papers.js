// SPDX-License-Identifier: Apache-2.0
// The papers of the ladder, to be printed and signed: one for each step that was taken.

import { el } from "/shared/dom.js";
import { say } from "/shared/words.js";
import { acts, fetchOf } from "./doing.js";

/** A button for each paper; nothing for a finding that was not taken further. */
export function papers(it) {
  const button = (row, at) => {
    const paper = say(`site.paper-${row.step}`);
    return el("button", { class: "button", type: "button", data: { live: "", paper: at + 1 }, on: { click: () => save(it.no, at + 1, paper) } }, say("site.print-paper", { paper }));
  };
  const taken = it.withdrawn ? [] : it.ladder.filter((row) => row.taken);
  return taken.length ? el("div", { class: "acts" }, taken.map(button)) : null;
}

/** As a file: a phone has no printer, and whoever prints looks at it first. */
function save(no, n, paper) {
  return acts.work(async () => {
    const blob = await (await fetchOf(`${no}/papers/${n}`)).blob();
    const address = URL.createObjectURL(blob);
    const link = el("a", { href: address, download: `${no}-${n}-${paper}.pdf` });
    document.body.append(link);
    link.click();
    link.remove();
    URL.revokeObjectURL(address);
  });
}
