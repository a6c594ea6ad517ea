// SPDX-License-Identifier: Apache-2.0
// The line to the hall: views come in, commands go out. A push is a hint, the newest view is the truth.

import { followDevice, followStandard } from "./look.js";
import { followWords, language } from "./words.js";

const STALE_MS = 8000;
const LOOK_MS = 250;
const FIRST_WAIT_MS = 500;
// An attempt that the server has answered is left so long to bring a view before another is begun beside it.
const ANSWERED_MS = 2000;

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
 * onView(view, seq): whenever there is a new one. onStale(stale): true when nothing was heard for a while,
 * false with the next view. onRefused(problem): the server will not have us; the line stays closed. onWhisper(whisper): what is
 * said to this screen alone and is no view.
 * pace: `{stale_ms, cap_ms, open_ms}` silence after which the line is stale, longest wait between the beginnings of
 * two attempts, and how long an attempt may take. Attempts overlap: one that hangs must not hold up the next.
 *
 * → `{ask(command, fields, options), tell(message), touch(), close(), now(), live()}`; now() is the server's time in µs, tell() says
 * what is no command, touch() that somebody is at the screen (false: the line is cut).
 */
export function openHall({ page, of, auth, onView, onStale, onRefused, onWhisper, pace }) {
  const line = new Line(page, of || "", auth || {}, { onView, onStale, onRefused, onWhisper }, pace || {});
  line.connect();
  return {
    ask: (command, fields, options) => line.ask(command, fields || {}, options || {}),
    tell: (message) => line.tell(message),
    touch: () => line.tell({ touched: true }),
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
    this.stale_ms = pace.stale_ms || STALE_MS;
    this.cap_ms = pace.cap_ms || 1500;
    this.open_ms = pace.open_ms || 5000;
    this.asked = new Map();
    this.attempt = 0;
    this.socket = null;
    this.attempts = new Map();
    this.timer = 0;
    this.closed = false;
    this.stale = false;
    this.heard = performance.now();
    this.deviceLook = "";
    this.server_us = 0;
    this.server_at = 0;
    this.watch = setInterval(() => this.look(), LOOK_MS);
  }

  connect() {
    this.timer = 0;
    this.again();
    const now = performance.now();
    for (const other of this.attempts.values()) if (other.answered && now - other.answered < ANSWERED_MS) return;
    const socket = new WebSocket(`${this.url}&language=${language()}`);
    const attempt = { begun: now, answered: 0 };
    this.attempts.set(socket, attempt);
    socket.onopen = () => {
      attempt.answered = performance.now();
      socket.send(JSON.stringify(this.auth));
    };
    socket.onmessage = (message) => this.got(socket, JSON.parse(message.data));
    socket.onclose = () => this.ended(socket);
  }

  got(socket, message) {
    // A refusal is no sign that what the screen shows is still right.
    if (message.refused) this.refused(message.refused);
    else if (socket === this.socket) this.hear(message);
    else if (message.view !== undefined) {
      this.keep(socket);
      this.hear(message);
    }
  }

  /** The first attempt that brings a view is the line; the others end. What was asked goes out on it. */
  keep(socket) {
    this.attempts.delete(socket);
    this.drop();
    this.socket = socket;
    this.deviceLook = "";
    clearTimeout(this.timer);
    this.timer = 0;
    for (const [id, open] of this.asked) socket.send(envelope(id, open));
  }

  ended(socket) {
    this.attempts.delete(socket);
    if (socket !== this.socket) return;
    this.socket = null;
    this.again();
  }

  /** Begin another attempt before long. */
  again() {
    if (this.closed || this.timer) return;
    const longest = Math.min(this.cap_ms, FIRST_WAIT_MS * 2 ** Math.min(this.attempt, 10));
    this.attempt += 1;
    // Half of the wait is random, so that a hall full of screens does not come back in one blow.
    this.timer = setTimeout(() => this.connect(), longest * (0.5 + Math.random() / 2));
  }

  /** Let go of the line and of all attempts. */
  drop() {
    for (const socket of Array.from(this.attempts.keys())) this.forget(socket);
    if (this.socket) this.forget(this.socket);
    this.socket = null;
  }

  forget(socket) {
    this.attempts.delete(socket);
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  look() {
    const now = performance.now();
    const silent = now - this.heard > this.stale_ms;
    if (silent && !this.stale) {
      this.stale = true;
      if (this.listeners.onStale) this.listeners.onStale(true);
    }
    if (silent && this.socket) {
      this.drop();
      this.again();
    }
    for (const [socket, attempt] of Array.from(this.attempts)) if (now - attempt.begun > this.open_ms) this.forget(socket);
    for (const [id, open] of this.asked) if (now > open.until) this.settle(id, "reject", OFFLINE);
  }

  hear(message) {
    this.heard = performance.now();
    const time_us = message.now_us || message.beat;
    if (time_us) {
      this.server_us = time_us;
      this.server_at = this.heard;
    }
    if (message.beat !== undefined) this.follow(message);
    if (message.look !== undefined) followDevice((this.deviceLook = message.look));
    else if (message.id !== undefined) this.answered(message);
    else if (message.view !== undefined) this.saw(message);
    else if (message.whisper !== undefined && this.listeners.onWhisper) this.listeners.onWhisper(message.whisper);
  }

  /** A device's look comes right behind the first view of a line: by the first beat it is known whether it has one. */
  follow(beat) {
    followDevice(this.deviceLook);
    if (beat.standard !== undefined) followStandard(beat.standard);
    if (beat.words !== undefined) followWords(beat.words).catch((error) => console.warn("the words could not be loaded anew", error));
  }

  saw(message) {
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
    if (problem.status === 409 || problem.status === 429 || problem.status >= 500) {
      // That passes, even another machine with this device's key; only who may not see the page at all is sent away. The server closes this socket itself.
      this.again();
      return;
    }
    this.close();
    if (this.listeners.onRefused) this.listeners.onRefused(problem);
  }

  /**
   * Options: `id` (default a new one); `live_only` refuse at once when cut; `give_up_s` reject as offline after that,
   * and never let it be done later than that: who was told that there was no answer may have gone.
   */
  ask(command, fields, options) {
    if (this.closed || (options.live_only && !this.live())) return Promise.reject(OFFLINE);
    const id = options.id || newId();
    const wait_ms = options.give_up_s ? options.give_up_s * 1000 : Infinity;
    const before_us = options.give_up_s ? Math.round(this.now() + wait_ms * 1000) : undefined;
    return new Promise((resolve, reject) => {
      const open = { command, fields, before_us, resolve, reject, until: performance.now() + wait_ms };
      this.asked.set(id, open);
      if (this.socket && this.socket.readyState === WebSocket.OPEN) this.socket.send(envelope(id, open));
    });
  }

  tell(message) {
    const open = this.live() && this.socket.readyState === WebSocket.OPEN;
    if (open) this.socket.send(JSON.stringify(message));
    return open;
  }

  live() {
    // Who wakes from sleep may ask before anybody has looked.
    return this.socket !== null && !this.stale && performance.now() - this.heard <= this.stale_ms;
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
  return JSON.stringify({ id, command: open.command, fields: open.fields, before_us: open.before_us });
}
