// SPDX-License-Identifier: Apache-2.0
// Ways in: the first administrator, a person's password, a device's pairing code.

import { el, text } from "/shared/dom.js";
import { form, keepSession, person, post, signOut, staffAuth } from "/shared/sign.js";
import { timeOfDay } from "/shared/staff.js";
import { language, loadWords, named, problemText, say } from "/shared/words.js";

const SHORTEST = 8;

/** The header that proves who is signed in. */
export async function bearer() {
  const { token } = await staffAuth();
  return { Authorization: `Bearer ${token}` };
}

/** Ask the door something as whoever is signed in; resolves with its answer, rejects with its refusal. */
export async function ask(method, path) {
  if (method === "POST") return post(path, {}, await bearer());
  const answer = await fetch(path, { credentials: "same-origin", headers: Object.assign({ "Accept-Language": language() }, await bearer()) });
  const content = await answer.json();
  if (!answer.ok) throw content;
  return content;
}

/** Send the door JSON as whoever is signed in; resolves with its answer, rejects with its refusal. */
export async function askWith(path, body) {
  return post(path, body, await bearer());
}

/** What the person who signed in here is called, by the rows of the view; "" where only a token was handed over. */
export function signedIn(view) {
  const who = person();
  const row = who && view.sections.find((section) => section.name === "people").rows.find((one) => one.slug === who.person);
  return row ? named(row.names) : "";
}

/** Ask for the one-time code of the initialisation, make the first administrator and sign in; a clerk goes on to the terminal. */
export async function firstAdministrator() {
  await loadWords();
  signOut();
  const known = new URLSearchParams(location.hash.slice(1));
  const session = await form({
    title: say("setup.first-title"),
    hint: say("setup.first-hint"),
    fields: [
      { name: "code", label: say("setup.first-code"), value: known.get("first"), autocomplete: "off", spellcheck: "false" },
      { name: "name", label: say("setup.first-name"), value: known.get("name"), autocomplete: "username", spellcheck: "false", pattern: "[a-z0-9][a-z0-9\\-]{0,39}" },
      { name: "display_name", label: say("setup.first-display-name"), autocomplete: "name", maxlength: 80 },
      { name: "password", label: say("shared.password"), type: "password", autocomplete: "new-password", minlength: SHORTEST },
    ],
    action: say("setup.first-action"),
    send: firstSignIn,
  });
  keepSession(session);
  history.replaceState(null, "", location.pathname);
  if (session.roles.includes("clerk")) location.replace("/clerk/");
}

/** Make the account and sign in with it: nobody types a password twice on the first day. */
async function firstSignIn(values) {
  const name = values.name.trim();
  await post("/api/v1/first", { code: values.code.trim(), name, display_name: values.display_name.trim(), password: values.password });
  return post("/api/v1/session", { name, password: values.password });
}

function box(title, hint, content, buttons) {
  const dialog = el("dialog", { "aria-label": title });
  const inner = el("form", { class: "dialog-box", method: "dialog" }, el("h2", {}, title), el("p", { class: "quiet" }, hint), content, el("div", { class: "dialog-end" }, buttons(dialog)));
  dialog.append(inner);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, inner };
}

/** Set a person's password. Resolves with the sentence that it is done, or "" when nothing was done. */
export function setPassword(row) {
  const who = named(row.names);
  const field = (key) => el("input", { class: "input", type: "password", autocomplete: "new-password", required: true, "aria-label": say(key) });
  const [first, again] = [field("setup.password-new"), field("setup.password-again")];
  const problem = el("p", { class: "form-problem", role: "alert" });
  const labelled = (key, input) => el("label", { class: "field" }, el("span", {}, say(key)), input);
  return new Promise((resolve) => {
    const { dialog, inner } = box(
      say("setup.password-title", { who }),
      say("setup.password-hint"),
      [labelled("setup.password-new", first), labelled("setup.password-again", again), problem],
      (own) => [
        el("button", { class: "button", type: "button", on: { click: () => own.close() } }, say("shared.cancel")),
        el("button", { class: "button main", type: "submit" }, say("setup.password")),
      ],
    );
    let done = "";
    dialog.addEventListener("close", () => resolve(done));
    inner.addEventListener("submit", async (event) => {
      event.preventDefault();
      const wrong = first.value.length < SHORTEST ? "setup.password-short" : first.value !== again.value ? "setup.password-differ" : "";
      if (wrong) {
        text(problem, say(wrong));
        return;
      }
      try {
        await post(`/api/v1/people/${encodeURIComponent(row.slug)}/password`, { password: first.value }, await bearer());
        done = say("setup.password-done", { who });
        dialog.close();
      } catch (refusal) {
        text(problem, problemText(refusal));
      }
    });
  });
}

/** Fetch and show a device's one-time pairing code. */
export async function pairingCode(row) {
  const close = (own) => el("button", { class: "button main", type: "button", on: { click: () => own.close() } }, say("shared.close"));
  const title = say("setup.pairing-title", { device: named(row.names) });
  try {
    const { code, until_us, pin } = await post(`/api/v1/devices/${encodeURIComponent(row.slug)}/pairing-code`, {}, await bearer());
    const content = [el("p", { class: "pairing-code digits" }, code)];
    // Screens learn the authority from their browser; an agent is told its pin along with the code.
    if (row.kind === "agent" && pin) content.push(el("p", { class: "quiet" }, say("setup.pairing-pin")), el("p", { class: "pairing-pin digits" }, pin));
    box(title, say("setup.pairing-hint", { until: timeOfDay(until_us) }), content, close);
  } catch (refusal) {
    box(title, problemText(refusal), null, close);
  }
}
