// SPDX-License-Identifier: Apache-2.0
// A device's clock that only the hall's messages move: a page lives through a day as fast as the hall's clock leaps.
//
// Everything that a page can know of time is replaced: performance.now, Date, setTimeout, setInterval. Between two messages of the
// hall the beats that it would have sent stand in, so that the line is never silent for longer than in life, and every timer runs
// in its turn; while it `sleeps` the device does nothing of the kind, and wakes with the next message. Its own clock lies: it began in
// another year, and DRIFT too fast.
(() => {
  const BEAT_MS = 2000;
  const DRIFT = 1.0003;
  const BEGAN_MS = Date.UTC(2019, 4, 17, 3, 4, 5);
  const timers = new Map();
  const soak = (window.soak = { opened: 0, sockets: new Set(), at_us: 0, ran: 0, sleeps: false, timers: () => timers.size, open: () => soak.sockets.size });
  const Native = { Date, WebSocket, setTimeout: window.setTimeout.bind(window) };
  let now_ms = 0;
  let last = 0;

  const add = (run, wait_ms, every_ms) => {
    last += 1;
    timers.set(last, { run, due_ms: now_ms + Math.max(1, Number(wait_ms) || 0), every_ms });
    return last;
  };
  window.setTimeout = (run, wait_ms, ...of) => add(() => run(...of), wait_ms, 0);
  window.setInterval = (run, wait_ms, ...of) => add(() => run(...of), wait_ms, Math.max(1, Number(wait_ms) || 0));
  window.clearTimeout = window.clearInterval = (id) => void timers.delete(id);
  performance.now = () => now_ms;
  window.Date = class extends Native.Date {
    constructor(...of) {
      super(...(of.length ? of : [BEGAN_MS + now_ms]));
    }
    static now() {
      return BEGAN_MS + now_ms;
    }
  };

  /** Run what is due until then, each at its own time. */
  const run = (until_ms) => {
    for (;;) {
      let next = null;
      for (const [id, timer] of timers) if (timer.due_ms <= until_ms && (!next || timer.due_ms < next[1].due_ms)) next = [id, timer];
      if (!next) break;
      const [id, timer] = next;
      now_ms = Math.max(now_ms, timer.due_ms);
      if (timer.every_ms) timer.due_ms = Math.max(timer.due_ms, now_ms - timer.every_ms) + timer.every_ms;
      else timers.delete(id);
      soak.ran += 1;
      timer.run();
    }
    now_ms = until_ms;
  };

  /** Live until that time of the hall, with a beat every BEAT_MS; the standard's number is as the last beat had it. */
  const live = async (until_us, socket) => {
    if (!soak.at_us) soak.at_us = until_us;
    // A line that has only just come brings no beats of the time before it.
    if (soak.sleeps || !socket.lived) {
      now_ms += Math.max(0, until_us - soak.at_us) / 1000;
      soak.at_us = Math.max(soak.at_us, until_us);
      run(now_ms);
    }
    socket.lived = true;
    while (soak.at_us < until_us) {
      const step_us = Math.min(BEAT_MS * 1000, until_us - soak.at_us);
      soak.at_us += step_us;
      run(now_ms + (step_us / 1000) * DRIFT);
      if (socket.onmessage && soak.at_us < until_us) socket.onmessage({ data: JSON.stringify({ beat: soak.at_us, standard: socket.standard }) });
      await null;
    }
  };

  window.WebSocket = class extends Native.WebSocket {
    constructor(...of) {
      super(...of);
      soak.opened += 1;
      soak.sockets.add(this);
      let before = Promise.resolve();
      this.addEventListener("close", () => soak.sockets.delete(this));
      this.addEventListener("message", ({ data }) => {
        const message = JSON.parse(data);
        if (message.standard !== undefined) this.standard = message.standard;
        before = before.then(() => live(message.now_us || message.beat || soak.at_us, this)).then(() => this.onmessage && this.onmessage({ data }));
      });
    }
    get onmessage() {
      return this.heard || null;
    }
    set onmessage(heard) {
      this.heard = heard;
    }
  };
  // Without a line nothing would ever move it again.
  const opening = () => {
    if (!soak.at_us || !soak.sockets.size) run(now_ms + 50);
    Native.setTimeout(opening, 50);
  };
  opening();
})();
