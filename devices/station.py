# SPDX-License-Identifier: Apache-2.0
"""A device that shows a state or hears people: one thread that opens it, refreshes it, and opens it anew when it failed."""

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable

from devices.errors import DeviceError
from devices.protocols import Beeps, Board, Checks, Device, Listens
from hallserver.core.jobs import DeviceSpec, InputKind, Shown

_log = logging.getLogger(__name__)
_random = secrets.SystemRandom()

REFRESH_S = 2.0
"""All that a board has to show is sent again so often: noise on its line is forgotten by then."""
FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 2.0
"""A device that cannot be opened is tried again after this at the latest: a board is right 4 s after its line is good again."""

INPUTS_PER_S = 20
"""More than hands do at one device. The hall hangs up on an agent that floods it, and all its devices would go with one."""

HearInput = Callable[[str, InputKind, str], None]
"""(device, what was done, raw key or text)."""


def wait_s(failures: int, first_s: float = FIRST_WAIT_S) -> float:
    """Return how long to wait before the device is opened again: doubles, with jitter."""
    return min(LONGEST_WAIT_S, first_s * 2.0 ** min(failures, 10)) * _random.uniform(0.5, 1.0)


class Station:
    """Keeps one board, keypad, rater or reader right."""

    def __init__(
        self,
        spec: DeviceSpec,
        open_device: Callable[[DeviceSpec], Device],
        hear: HearInput,
        *,
        refresh_s: float = REFRESH_S,
        first_wait_s: float = FIRST_WAIT_S,
    ) -> None:
        """Start the thread. ``hear`` is called on the driver's threads with each input."""
        self.spec = spec
        self.ready = False
        """Whether the device worked when it was last used."""
        self._open, self._hear, self._refresh_s, self._first_wait_s = open_device, hear, refresh_s, first_wait_s
        self._device: Device | None = None
        self._shown = Shown()
        self._beeps = 0
        self._said_lost = self._said_flood = self._held = False
        self._inputs_s: deque[float] = deque(maxlen=INPUTS_PER_S)
        """When the last inputs came, monotonic seconds."""
        self._stopping = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"device {spec.device}", daemon=True)
        self._thread.start()

    def show(self, shown: Shown) -> None:
        """Show this from now on."""
        with self._change:
            self._shown = shown
            self._change.notify()

    def beep(self, times: int) -> None:
        """Have the device beep, where it can; what it could not say before is replaced."""
        with self._change:
            self._beeps = times
            self._change.notify()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Let go of the device; after ``timeout_s`` seconds go on without it."""
        with self._change:
            self._stopping = True
            self._change.notify()
        self._thread.join(timeout_s)

    def _run(self) -> None:
        failures = 0
        while not self._stopping:
            before = self._shown
            failures = 0 if self._refresh() else failures + 1
            pause_s = self._refresh_s if failures == 0 else wait_s(failures, self._first_wait_s)
            with self._change:
                # a change goes out at once, but a device that failed gets its pause
                self._change.wait_for(lambda: self._is_due(before, failing=failures > 0), pause_s)  # noqa: B023 - asked before the next turn
        self._part()

    def _part(self) -> None:
        """Leave nothing on the device that nobody will correct any more."""
        self._shown = Shown()
        if self._device is not None:
            self._refresh()
        self._let_go()

    def _is_due(self, before: Shown, *, failing: bool) -> bool:
        return self._stopping or (not failing and (self._shown is not before or self._beeps > 0))

    def _refresh(self) -> bool:
        """Bring the device to where it should be; return whether that worked. Says lost and back once each."""
        try:
            self._use(self._opened())
        except DeviceError as error:
            wrong = str(error) or type(error).__name__
        except Exception as error:  # noqa: BLE001 - reason below
            # whatever a driver or its library raises, this device is tried again
            if not self._said_lost:
                _log.exception("device %s: driver failed", self.spec.device)
            wrong = f"{type(error).__name__}: {error}"
        else:
            self._worked()
            return True
        if not self._said_lost:
            _log.warning("device %s does not work: %s", self.spec.device, wrong)
        self.ready, self._said_lost, self._held = False, True, False
        self._beeps = 0  # by the time it works again nobody would know what it beeps at
        self._let_go()
        return False

    def _worked(self) -> None:
        """Say that it works; once lost, not before it has worked twice.

        A serial server that has another client takes each line and drops it: it would be back every second.
        """
        if self._said_lost and not self._held:
            self._held = True
            return
        if not self.ready:
            _log.info("device %s works", self.spec.device)
        self.ready, self._said_lost = True, False

    def _opened(self) -> Device:
        if self._device is None:
            device = self._device = self._open(self.spec)
            if isinstance(device, Listens):
                device.listen(self._take)
        return self._device

    def _take(self, kind: InputKind, value: str) -> None:
        """Tell what was done, unless that is more than people can do: a key that is stuck must not cost this agent its line."""
        now_s = time.monotonic()
        if len(self._inputs_s) == INPUTS_PER_S and now_s - self._inputs_s[0] < 1:
            if not self._said_flood:
                _log.warning("device %s tells more than %d inputs a second; the others are left out", self.spec.device, INPUTS_PER_S)
            self._said_flood = True
            return
        self._inputs_s.append(now_s)
        self._hear(self.spec.device, kind, value)

    def _use(self, device: Device) -> None:
        with self._change:
            shown, beeps, self._beeps = self._shown, self._beeps, 0
        if isinstance(device, Checks):
            device.check()
        if isinstance(device, Board):
            device.show(shown)
        if beeps and isinstance(device, Beeps):
            device.beep(beeps)

    def _let_go(self) -> None:
        device, self._device = self._device, None
        if device is None:
            return
        try:
            device.close()
        except Exception:  # noqa: BLE001 - it is broken already; what matters is that it is opened anew
            _log.exception("device %s could not be closed", self.spec.device)
