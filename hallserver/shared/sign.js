// SPDX-License-Identifier: Apache-2.0
// Who is in front of this screen: a paired device by its key, or a person who signed in.
// Keys and tokens may arrive once in the address's fragment, which is never sent to a server.

import { el, put, text } from "./dom.js";
import { fromFragment } from "./fragment.js";
import { language, loadWords, problemText, say } from "./words.js";

export { fromFragment };

const TOKEN = "hall.token";
const PERSON = "hall.person";
/** Where a tab keeps the waiting list for when the hall cannot be reached: as long as the sign-in and no longer. */
export const KEPT_LIST = "hall.list";
const COME_BACK_MS = 30000;

/** What the address asks this screen to be about (`?of=`); the server prefers the device's own row. */
export function ofQuery() {
  return new URLSearchParams(location.search).get("of") || "";
}

/** Send JSON and give the JSON answer; throws the problem that the server answers, or an offline one. */
export async function post(path, body, headers) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: Object.assign({ "Content-Type": "application/json", "Accept-Language": language() }, headers),
      body: JSON.stringify(body),
    });
  } catch (error) {
    throw { key: "offline", status: 0, title: String(error), detail: "" };
  }
  const content = await answer.json().catch(() => ({ status: answer.status, title: answer.statusText, detail: "", key: "" }));
  if (!answer.ok) throw content;
  return content;
}

/** The auth of a device page: its kept key; without one this asks for a pairing code first. */
export async function deviceAuth(page) {
  const slot = `hall.key.${page}`;
  const brought = fromFragment("key");
  if (brought) localStorage.setItem(slot, brought);
  const kept = localStorage.getItem(slot);
  if (kept) return { key: kept };
  const token = fromFragment("token") || sessionStorage.getItem(TOKEN);
  if (token) return { token };
  await loadWords();
  const paired = await form({
    title: say("shared.pair-title"),
    hint: say("shared.pair-hint"),
    fields: [{ name: "code", label: say("shared.pair-code"), autocomplete: "off", spellcheck: "false" }],
    action: say("shared.pair"),
    send: (values) => post("/api/v1/pair", { code: values.code.trim() }),
  });
  localStorage.setItem(slot, paired.key);
  return { key: paired.key };
}

/** Ask again in half a minute: whoever sets the hall up may have given this device its place by then. */
export function comeBackLater() {
  setTimeout(() => location.reload(), COME_BACK_MS);
}

/** Forget a key or token that the server refused, and start anew. */
export function startOver(page) {
  localStorage.removeItem(`hall.key.${page}`);
  signOut();
  location.reload();
}

/** The auth of a staff page: the token of this tab; without one this asks for name and password. */
export async function staffAuth() {
  const brought = fromFragment("token");
  if (brought) {
    signOut();
    sessionStorage.setItem(TOKEN, brought);
  }
  const kept = sessionStorage.getItem(TOKEN);
  if (kept) return { token: kept };
  await loadWords();
  const session = await form({
    title: say("shared.sign-in-title"),
    hint: say("shared.sign-in-hint"),
    fields: [
      { name: "name", label: say("shared.name"), autocomplete: "username", spellcheck: "false" },
      { name: "password", label: say("shared.password"), type: "password", autocomplete: "current-password" },
    ],
    action: say("shared.sign-in"),
    send: (values) => post("/api/v1/session", { name: values.name.trim(), password: values.password }),
  });
  keepSession(session);
  return { token: session.token };
}

/** Keep on this tab who signed in, as the server answered it. */
export function keepSession(session) {
  sessionStorage.setItem(TOKEN, session.token);
  sessionStorage.setItem(PERSON, JSON.stringify({ person: session.person, roles: session.roles || [] }));
}

/** Who signed in on this tab, `{person, roles}`; null when only a token was handed over. */
export function person() {
  const kept = sessionStorage.getItem(PERSON);
  return kept ? JSON.parse(kept) : null;
}

/** Whether nobody is signed in on this tab or brings a token in the address. */
export function isSignedOut() {
  return !sessionStorage.getItem(TOKEN) && !/[#&]token=/.test(location.hash);
}

/** Forget the token of this tab, and what its person had on it. */
export function signOut() {
  sessionStorage.removeItem(KEPT_LIST);
  sessionStorage.removeItem(TOKEN);
  sessionStorage.removeItem(PERSON);
}

/** Show a small form over the page; resolves with what `send(values)` resolves with, keeps asking while it throws. */
export function form({ title, hint, fields, action, send }) {
  return new Promise((resolve) => {
    const problem = el("p", { class: "form-problem", role: "alert" });
    const inputs = fields.map((field) => el("input", Object.assign({ type: "text", required: true, class: "input" }, field, { label: null })));
    const labels = fields.map((field, at) => el("label", { class: "field" }, el("span", {}, field.label), inputs[at]));
    const button = el("button", { class: "button main", type: "submit" }, action);
    const box = el("form", { class: "form-box" }, el("h1", {}, title), el("p", { class: "quiet" }, hint), labels, problem, button);
    const over = el("div", { class: "form-cover", role: "dialog", "aria-modal": "true", "aria-label": title }, box);
    box.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      put(problem);
      try {
        const values = {};
        for (const input of inputs) values[input.name] = input.value;
        const answer = await send(values);
        over.remove();
        resolve(answer);
      } catch (refusal) {
        text(problem, problemText(refusal));
        button.disabled = false;
        inputs[inputs.length - 1].select();
      }
    });
    document.body.append(over);
    (inputs.find((input) => !input.value) || inputs[0]).focus();
  });
}
