// SPDX-License-Identifier: Apache-2.0
// The line to the hall: views come in, commands go out. A push is a hint, the newest view is the truth.

import { language } from "./words.js";

const STALE_MS = 8000;
const LOOK_MS = 500;
const FIRST_WAIT_MS = 250;

/** A new command id: 128 random bits. (`crypto.randomUUID` is missing on old kiosks and on plain HTTP.) */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What `ask` rejects with when the line is cut and the command may not wait. */
export const OFFLINE = Object.freeze({ type: "about:blank", title: "offline", status: 0, detail: "", key: "offline" });

/**
 * Open the line of a page and keep it open.
 *
 * page, of: what to see. auth: `{key}`, `{token}`, `{ticket}` or `{}`, sent as the first message.
 * onView(view, seq): whenever there is a new one. onStale(stale): true when nothing was heard for 8 s,
 * false with the next view. onRefused(problem): the server will not have us; the line stays closed.
 * pace: `{cap_ms, open_ms}` longest wait between attempts, and how long an attempt may take.
 *
 * → `{ask(command, fields, options), close(), now(), live()}`; now() is the server's time in µs.
 */
export function openHall({ page, of, auth, onView, onStale, onRefused, pace }) {
  const line = new Line(page, of || "", auth || {}, { onView, onStale, onRefused }, pace || {});
  line.connect();
  return {
    ask: (command, fields, options) => line.ask(command, fields || {}, options || {}),
    close: () => line.close(),
    now: () => line.now(),
    live: () => line.live(),
  };
}

class Line {
  constructor(page, of, auth, listeners, pace) {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.url = `${scheme}//${location.host}/ws?page=${encodeURIComponent(page)}&of=${encodeURIComponent(of)}`;
    this.auth = auth;
    this.listeners = listeners;
    this.cap_ms = pace.cap_ms || 1500;
    this.open_ms = pace.open_ms || 2000;
    this.asked = new Map();
    this.attempt = 0;
    this.socket = null;
    this.timer = 0;
    this.closed = false;
    this.stale = false;
    this.ready = false;
    this.heard = performance.now();
    this.begun = performance.now();
    this.server_us = 0;
    this.server_at = 0;
    this.watch = setInterval(() => this.look(), LOOK_MS);
  }

  connect() {
    this.timer = 0;
    this.ready = false;
    this.begun = performance.now();
    const socket = new WebSocket(`${this.url}&language=${language()}`);
    this.socket = socket;
    socket.onopen = () => {
      socket.send(JSON.stringify(this.auth));
      for (const [id, open] of this.asked) socket.send(envelope(id, open));
    };
    socket.onmessage = (message) => {
      if (socket === this.socket) this.hear(JSON.parse(message.data));
    };
    socket.onclose = () => {
      if (socket === this.socket) this.again();
    };
  }

  again() {
    if (this.closed || this.timer) return;
    this.drop();
    const longest = Math.min(this.cap_ms, FIRST_WAIT_MS * 2 ** Math.min(this.attempt, 10));
    this.attempt += 1;
    // Half of the wait is random, so that a hall full of screens does not come back in one blow.
    this.timer = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    this.ready = false;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  look() {
    const now = performance.now();
    if (!this.stale && now - this.heard > STALE_MS) {
      this.stale = true;
      if (this.listeners.onStale) this.listeners.onStale(true);
    }
    const silent = this.ready ? now - this.heard > STALE_MS : this.socket !== null && now - this.begun > this.open_ms;
    if (silent) this.again();
    for (const [id, open] of this.asked) if (now > open.until) this.settle(id, "reject", OFFLINE);
  }

  hear(message) {
    this.heard = performance.now();
    const time_us = message.now_us || message.beat;
    if (time_us) {
      this.server_us = time_us;
      this.server_at = this.heard;
    }
    if (message.refused) this.refused(message.refused);
    else if (message.id !== undefined) this.answered(message);
    else if (message.view !== undefined) this.saw(message);
  }

  saw(message) {
    this.ready = true;
    this.attempt = 0;
    this.listeners.onView(message.view, message.seq);
    if (!this.stale) return;
    this.stale = false;
    if (this.listeners.onStale) this.listeners.onStale(false);
  }

  answered(message) {
    if (message.problem) this.settle(message.id, "reject", message.problem);
    else this.settle(message.id, "resolve", message.answer);
  }

  settle(id, how, value) {
    const open = this.asked.get(id);
    if (!open) return;
    this.asked.delete(id);
    open[how](value);
  }

  refused(problem) {
    if (problem.status === 429 || problem.status >= 500) {
      // That passes; only who may not see the page at all is sent away.
      this.again();
      return;
    }
    this.close();
    if (this.listeners.onRefused) this.listeners.onRefused(problem);
  }

  /** Options: `id` (default a new one); `live_only` refuse at once when cut; `give_up_s` reject as offline after that. */
  ask(command, fields, options) {
    if (this.closed || (options.live_only && !this.live())) return Promise.reject(OFFLINE);
    const id = options.id || newId();
    const until = options.give_up_s ? performance.now() + options.give_up_s * 1000 : Infinity;
    return new Promise((resolve, reject) => {
      const open = { command, fields, resolve, reject, until };
      this.asked.set(id, open);
      if (this.socket && this.socket.readyState === WebSocket.OPEN) this.socket.send(envelope(id, open));
    });
  }

  live() {
    return this.ready && !this.stale;
  }

  now() {
    if (!this.server_us) return Date.now() * 1000;
    return this.server_us + Math.round((performance.now() - this.server_at) * 1000);
  }

  close() {
    this.closed = true;
    clearInterval(this.watch);
    clearTimeout(this.timer);
    this.drop();
    for (const id of Array.from(this.asked.keys())) this.settle(id, "reject", OFFLINE);
  }
}

function envelope(id, open) {
  return JSON.stringify({ id, command: open.command, fields: open.fields });
}
