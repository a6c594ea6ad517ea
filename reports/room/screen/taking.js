// SPDX-License-Identifier: Apache-2.0
// Taking a report away: format, reason where one is asked for, progress, and the way back.

import { ask as dialog, chips, complaint } from "/shared/dialogs.js";
import { el, put, text } from "/shared/dom.js";
import { language, problemText, say } from "/shared/words.js";
import { acts, longJob, save, spanText, state } from "./doing.js";

const FORMATS = ["pdf", "xlsx", "docx", "csv", "json", "png"];

/** Whether the reader may take reports of this kind away. */
export function mayTake(report) {
  return state.view.takes.includes(report);
}

/** Ask for the format, and why; then make and save it. `version`: one that was frozen to be signed; without, it is made anew. */
export async function takeDialog(asked, version = null) {
  const bulk = asked.report !== "day";
  const formats = chips("room.format", FORMATS, "pdf");
  const reasons = chips("exported", state.view.reasons, "");
  const problem = complaint();
  const order = () => Object.assign({ report: asked.report, date: asked.date, output: formats.state.code, language: language() }, asked.last ? { last: asked.last } : {}, bulk ? { reason: reasons.state.code } : {}, version ? { draft: version.place } : {});
  const ready = () => {
    if (bulk && !reasons.state.code) problem.tell(say("room.reason-missing"));
    return !bulk || reasons.state.code !== "";
  };
  const what = say(`room.kind.${asked.report}`);
  const nodes = [label("room.format", formats.node), bulk ? [el("p", { class: "quiet" }, say("room.download-bulk")), label("room.reason", reasons.node)] : null, problem.node];
  const hint = say("room.download-hint", { what: version ? `${what} ${say("room.version", { n: version.version })}` : what, dates: spanText(asked, say) });
  const name = await jobDialog(say("room.download"), hint, nodes, { path: "report-jobs", order, ready, problem, yes: say("room.take") });
  if (name) acts.tell(say("room.taken", { name }));
}

function label(key, node) {
  node.setAttribute("role", "group");
  node.setAttribute("aria-label", say(key));
  return el("div", {}, el("p", { class: "strong" }, say(key)), node);
}

/**
 * A dialog that orders something long, shows how far it is, and gives the file. nodes: what stands in it; of: `{path, order(), ready(),
 * problem, yes}`. → the file's name; null when nothing was taken.
 */
export function jobDialog(title, hint, nodes, of) {
  let job = null;
  return dialog(title, hint, (done) => {
    const bar = progress();
    const button = el("button", { class: "button main", type: "button", data: { act: "take" } }, of.yes);
    const run = async () => {
      if (job || !of.ready()) return;
      of.problem.tell("");
      button.disabled = true;
      put(bar.node, bar.parts);
      job = longJob(of.path, of.order(), bar.tell);
      try {
        const found = await job.done;
        if (!found) return;
        await save(found.answer, found.name);
        job = null;
        done(found.name);
      } catch (failed) {
        put(bar.node, null);
        of.problem.tell(troubleText(failed));
        button.disabled = false;
        job = null;
      }
    };
    button.addEventListener("click", run);
    return { content: el("div", { class: "dialog-body" }, nodes, bar.node), end: button, focus: null };
  }).then((name) => {
    if (job) job.stop();
    return name;
  });
}

/** What went wrong with a job, or with asking for it. */
export function troubleText(failed) {
  return failed.state ? failed.why || say(failed.state === "empty" ? "room.empty" : "room.not-made") : problemText(failed);
}

/** A bar that says how far a job is. → `{node, parts, tell(job)}`. */
export function progress() {
  const said = el("span", {}, say("room.making", { percent: 0 }));
  const meter = el("progress", { max: 100, value: 0, "aria-label": say("room.progress") });
  const tell = (job) => {
    text(said, job.state === "waiting" ? say("room.waiting") : say("room.making", { percent: job.percent }));
    meter.value = job.percent;
  };
  return { node: el("div", { class: "progress", role: "status" }), parts: [meter, said], tell };
}
