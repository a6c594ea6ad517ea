// SPDX-License-Identifier: Apache-2.0
// What the staff typed: shown above the calls for a while. An urgent one stays in front until it ends or another urgent one comes.

import { byId, el, put, show } from "/shared/dom.js";

const SHORT = 24;
const MIDDLE = 70;
const LONG = 140;
let drawn = "";

/** Show the notice that counts now (server time in µs), if there is one; `standing` is what stands there while the hall is suspended. */
export function drawNotice(notices, now_us, standing) {
  const current = notices.filter((notice) => now_us < notice.until_us);
  const suspended = standing ? { id: `standing ${standing["zh-Hans"]}`, text: standing, urgent: true } : null;
  const notice = current.find((it) => it.urgent) || suspended || current[0] || null;
  const id = notice ? notice.id : "";
  if (id === drawn) return;
  drawn = id;
  const box = byId("notice");
  show(box, Boolean(notice));
  const texts = notice ? linesOf(notice.text) : [];
  const length = texts.join("").length;
  document.body.classList.toggle("noticed", Boolean(notice));
  document.body.classList.toggle("urgent", Boolean(notice && notice.urgent));
  document.body.classList.toggle("wordy", length > LONG);
  // There is another room for calls now.
  window.dispatchEvent(new Event("resize"));
  if (!notice) return;
  box.classList.toggle("urgent", notice.urgent);
  box.dataset.size = length <= SHORT ? "short" : length <= MIDDLE ? "middle" : length <= LONG ? "long" : "huge";
  put(box, texts.map((line) => el("p", {}, line)));
}

function linesOf(text) {
  return [text["zh-Hans"] || text.yue, text.en].filter(Boolean);
}
