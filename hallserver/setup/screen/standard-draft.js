// SPDX-License-Identifier: Apache-2.0
// What is to be changed and is not adopted yet: as the door takes it, and asked there.

import { askWith } from "./access.js";

const AT = "/api/v1/setup/standard";

/** What the door is asked for; more: in place of what it has. */
export function formOf(kept, more) {
  return Object.assign({ edits: Array.from(kept.edits.values()), files: kept.files.map((file) => file.text), preset: kept.preset, root: kept.root, without: kept.without, anew: kept.anew }, more);
}

/** How many things are to be changed. */
export function sizeOf(kept) {
  return kept.edits.size + kept.files.length + kept.without.length + (kept.preset ? 1 : 0) + (kept.root ? 1 : 0) + (kept.anew ? 1 : 0);
}

/** Forget all of it. */
export function clear(kept) {
  kept.edits.clear();
  Object.assign(kept, { files: [], preset: "", root: false, without: [], anew: false });
}

/** What would come of it; more: beside or in place of what is to be changed. */
export function preview(kept, more) {
  return askWith(`${AT}/preview`, formOf(kept, more));
}

/** Adopt it: `now` between two days, else at the next opening. mark: of the preview that was agreed to. */
export function adopt(kept, mark, now) {
  return askWith(AT, formOf(kept, { mark, now }));
}

/** Why an edit would be refused, "" where it would not; asked beside what else is to be changed. */
export async function refusalOf(kept, edit) {
  const others = Array.from(kept.edits.values()).filter((one) => one.key !== edit.key);
  const { refused } = await preview(kept, { edits: others.concat(edit) });
  const found = (refused || []).filter((one) => one.key === edit.key || !one.key);
  return found.map((one) => one.detail).join(" ");
}
