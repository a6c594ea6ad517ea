// SPDX-License-Identifier: Apache-2.0
// What the parts of the room share: the newest view, what is read, one command at a time, how the hall is asked for files and jobs.

import { el } from "/shared/dom.js";
import { staffAuth } from "/shared/sign.js";
import { acting } from "/shared/staff.js";
import { language } from "/shared/words.js";

export const REPORTS = ["day", "week", "month", "osm", "district", "year", "period"];
const LOOK_MS = [150, 250, 400, 700];
/**
 * `view`, `hall`: the newest and its line; `days`: ISO dates that have data; `kinds`: of reports that can be made here; `asked`:
 * `{report, date, last}`; `page`: the report as it is shown, null before; `job`: the one under way; `number`: `{day, number}` that the
 * address asks an inspection for; `draw()`: draw everything again.
 */
export const state = { view: null, hall: null, tab: "read", days: null, kinds: REPORTS.filter((it) => it !== "district"), asked: null, page: null, job: null, number: null, trouble: "", draw: null };
export const acts = acting({ hall: () => state.hall, give_up_s: 120 });

/** Ask the hall; `path` behind `/api/v1/`. → the answer. Throws the problem that it answers. */
export async function ask(path, options = {}) {
  const { token } = await staffAuth();
  const headers = Object.assign({ Authorization: `Bearer ${token}` }, options.body ? { "Content-Type": "application/json" } : {});
  const answer = await fetch(`/api/v1/${path}`, Object.assign({}, options, { headers }));
  if (!answer.ok) throw await answer.json().catch(() => ({ title: String(answer.status) }));
  return answer;
}

/** The same as JSON. */
export async function askJson(path, options) {
  return (await ask(path, options)).json();
}

/** `?a=b&…` of what is not empty. */
export function query(of) {
  const parts = Object.entries(of).filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return parts.length ? `?${parts.join("&")}` : "";
}

/**
 * Have the hall make something that takes a while. told(job): how far it is, each time it is looked at.
 * → `{done, stop, left}`: done resolves with the answer that has the file, with null when it was stopped; rejects with a problem, or with
 * `{state, why}` of a job that ended otherwise. stop(): cancel it. left resolves when the hall has nothing more to do for it; `after`: the
 * `left` of the one before, for the hall makes only so many at once.
 */
export function longJob(path, body, told, after = Promise.resolve()) {
  let id = "";
  let stopped = false;
  let leave = null;
  const left = new Promise((done) => {
    leave = done;
  });
  const stop = () => {
    stopped = true;
    if (id) ask(`report-jobs/${id}`, { method: "DELETE" }).catch((problem) => console.warn("the job is gone already", problem)).then(leave);
  };
  const run = async () => {
    await after;
    if (stopped) leave();
    if (stopped) return null;
    let job = await askJson(path, { method: "POST", body: JSON.stringify(body) });
    id = job.job;
    if (stopped) stop();
    for (let looked = 0; !stopped && ["waiting", "running"].includes(job.state); looked += 1) {
      told(job);
      await new Promise((next) => setTimeout(next, LOOK_MS[Math.min(looked, LOOK_MS.length - 1)]));
      if (!stopped) job = await askJson(`report-jobs/${id}`);
    }
    if (stopped) return null;
    if (job.state !== "ready") throw { state: job.state, why: job.why };
    const answer = await ask(`report-jobs/${id}/file`);
    return { answer, name: job.name };
  };
  const settled = run().catch((problem) => {
    if (stopped) return null;
    throw problem;
  });
  const end = () => stopped || leave();
  settled.then(end, end);
  return { done: settled, stop, left };
}

/** Give the reader a file. */
export async function save(answer, name) {
  const file = URL.createObjectURL(await answer.blob());
  const link = el("a", { href: file, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(file), 60000);
}

/** Open a file beside this page. The page is opened at once, for a browser opens none later. */
export async function openFile(path) {
  const page = window.open("", "_blank");
  try {
    const file = URL.createObjectURL(await (await ask(path)).blob());
    if (page) page.location.href = file;
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  } catch (problem) {
    if (page) page.close();
    throw problem;
  }
}

/** Dates, ISO: so many days later; the range of a report that holds a date, first and last. */
export function daysLater(date, n) {
  return new Date(Date.parse(`${date}T12:00:00Z`) + n * 86400e3).toISOString().slice(0, 10);
}

const SPANS = {
  day: (date) => [date, date],
  week: (date) => {
    const monday = daysLater(date, -((new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7));
    return [monday, daysLater(monday, 6)];
  },
  month: (date) => [`${date.slice(0, 7)}-01`, monthEnd(date)],
  osm: (date) => SPANS.month(date),
  district: (date) => SPANS.month(date),
  year: (date) => [`${date.slice(0, 4)}-01-01`, `${date.slice(0, 4)}-12-31`],
};

function monthEnd(date) {
  const [year, month] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export function spanOf(asked) {
  return asked.report === "period" ? [asked.date, asked.last || asked.date] : SPANS[asked.report](asked.date);
}

/** `2026-11-23`, or first and last of it. */
export function spanText(asked, say) {
  const [first, last] = spanOf(asked);
  return first === last ? first : say("room.span", { first, last });
}

export { language };
