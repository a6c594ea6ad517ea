# SPDX-License-Identifier: Apache-2.0
"""A network of its own, in which lines can be cut as cables, switches and firewalls cut them.

``own_network`` moves the calling thread into a new network namespace that has nothing but a loopback; programs
started meanwhile live in it too. The machine's own network is never touched, and the kernel forgets the namespace
with the last program in it, however the test ends.
"""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CLONE_NEWNET = 0x40000000
_LIBC = ctypes.CDLL(None, use_errno=True)
OURS, THEIRS = "127.0.0.1", "127.0.0.9"
"""Who calls from ``THEIRS`` is not cut: the test itself must see what goes on."""


def _must(result: int, what: str) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), what)


@contextmanager
def own_network() -> Iterator["Network"]:
    """Live in a network of one's own for a block."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        _must(_LIBC.unshare(_CLONE_NEWNET), "unshare")
        try:
            # setns back below undoes even a half-made network
            _run("ip", "link", "set", "lo", "up")
            yield Network()
        finally:
            _must(_LIBC.setns(home, _CLONE_NEWNET), "setns")
    finally:
        os.close(home)


class Network:
    """What can be done to the lines of the network; each cut replaces the one before."""

    def drop(self, *ports: int, clients: tuple[int, ...] = ()) -> None:
        """Let every packet between ``OURS`` and these server ports vanish, both ways; with ``clients`` only of these ports."""
        only = f" tcp sport {{ {', '.join(map(str, clients))} }}" if clients else ""
        back = f" tcp dport {{ {', '.join(map(str, clients))} }}" if clients else ""
        servers = f"{{ {', '.join(map(str, ports))} }}"
        self._rules(
            f"ip saddr {OURS} ip daddr {OURS} tcp dport {servers}{only} drop",
            f"ip saddr {OURS} ip daddr {OURS} tcp sport {servers}{back} drop",
        )

    def reset(self, port: int) -> None:
        """Answer every packet to this server port with a reset, as a firewall or a dead server's machine does."""
        self._rules(f"ip saddr {OURS} ip daddr {OURS} tcp dport {port} reject with tcp reset")

    def link(self, state: str) -> None:
        """Set the only link ``up`` or ``down``: down, every packet is lost."""
        _run("ip", "link", "set", "lo", state)

    def heal(self) -> None:
        """Let everything through again."""
        self._rules()

    @staticmethod
    def _rules(*rules: str) -> None:
        lines = ["flush ruleset"]
        if rules:
            lines += ["table inet cut {", "chain c {", "type filter hook input priority 0; policy accept;", *rules, "}", "}"]
        # the flush would reach the machine's own rules, were this thread not in a network of its own
        assert sees_only_itself()
        _run("nft", "-f", "-", text="\n".join(lines) + "\n")


def _run(*command: str, text: str = "") -> None:
    subprocess.run(command, input=text, encoding="utf-8", check=True, capture_output=True, timeout=30)


def sees_only_itself() -> bool:
    """Tell whether this thread's network has no way out."""
    return [line.split(":")[0].strip() for line in Path("/proc/thread-self/net/dev").read_text(encoding="utf-8").splitlines()[2:]] == ["lo"]
