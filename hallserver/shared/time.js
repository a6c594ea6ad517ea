// SPDX-License-Identifier: Apache-2.0
// Times as people read them, in the hall's zone. Inside everything is UTC in microseconds (`_us`).

import { language, say } from "./words.js";

function parts(at_us, zone, wanted) {
  const found = {};
  const format = new Intl.DateTimeFormat("en-GB", Object.assign({ timeZone: zone || undefined, hour12: false }, wanted));
  for (const part of format.formatToParts(new Date(at_us / 1000))) found[part.type] = part.value;
  // Some browsers write midnight as 24.
  if (found.hour === "24") found.hour = "00";
  return found;
}

/** `14:05`, or `14:05:09` with seconds. */
export function clockText(at_us, zone, seconds) {
  const found = parts(at_us, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return seconds ? `${found.hour}:${found.minute}:${found.second}` : `${found.hour}:${found.minute}`;
}

/** `2026年3月5日 星期四`, `Thursday, 5 March 2026`. */
export function dateText(at_us, zone) {
  const locale = language() === "en" ? "en-GB" : "zh-CN";
  const wanted = { timeZone: zone || undefined, year: "numeric", month: "long", day: "numeric", weekday: "long" };
  return new Intl.DateTimeFormat(locale, wanted).format(new Date(at_us / 1000)).replace(/日(?=星期)/, "日 ");
}

/** `11月22日`, `22 November`: a day that everybody knows the year of. */
export function dayText(at_us, zone) {
  const locale = language() === "en" ? "en-GB" : "zh-CN";
  return new Intl.DateTimeFormat(locale, { timeZone: zone || undefined, month: "long", day: "numeric" }).format(new Date(at_us / 1000));
}

/** Whole minutes as words: `不到 1 分钟`, `12 分钟`, `1 小时 5 分钟`. */
export function minutesText(seconds) {
  const minutes = Math.max(0, Math.round(seconds / 60));
  if (minutes < 1) return say("shared.under-minute");
  if (minutes < 60) return say("shared.minutes", { n: minutes });
  const rest = minutes % 60;
  return rest ? say("shared.hours-minutes", { h: Math.floor(minutes / 60), n: rest }) : say("shared.hours", { h: minutes / 60 });
}

/** A running stretch of time: `4:07`, `1:02:09`. */
export function elapsedText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A forecast `[low, high]` in seconds as whole minutes, never narrower than it is; "" when there is none. */
export function rangeText(range_s) {
  if (!range_s) return "";
  const low = Math.floor(range_s[0] / 60);
  const high = Math.max(1, Math.ceil(range_s[1] / 60));
  if (low < 1) return say("shared.range-within", { high });
  return low === high ? say("shared.minutes", { n: high }) : say("shared.range", { low, high });
}
