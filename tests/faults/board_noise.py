# SPDX-License-Identifier: Apache-2.0
"""Noise on a serial line, from a seed: what becomes of a frame on its way."""

import random
from collections.abc import Callable, Sequence

Fault = Callable[[bytes, random.Random], bytes]


def flip(sent: bytes, dice: random.Random) -> bytes:
    """Turn one bit."""
    return (int.from_bytes(sent) ^ 1 << dice.randrange(8 * len(sent))).to_bytes(len(sent))


def drop(sent: bytes, dice: random.Random) -> bytes:
    """Lose one byte."""
    at = dice.randrange(len(sent))
    return sent[:at] + sent[at + 1 :]


def repeat(sent: bytes, dice: random.Random) -> bytes:
    """Hear one byte twice."""
    at = dice.randrange(len(sent))
    return sent[: at + 1] + sent[at:]


def cut_off(sent: bytes, dice: random.Random) -> bytes:
    """Lose the end of the frame: the cable is out."""
    return sent[: dice.randrange(len(sent))]


def lose_start(sent: bytes, dice: random.Random) -> bytes:
    """Lose the beginning: the cable is in again."""
    return sent[dice.randrange(1, len(sent)) :]


def junk(sent: bytes, dice: random.Random) -> bytes:
    """Hear something before the frame that nobody sent."""
    return dice.randbytes(dice.randrange(1, 12)) + sent


def shower(sent: bytes, dice: random.Random) -> bytes:
    """Turn every bit with one chance in a hundred: a line that is not fit for use."""
    return bytes(byte ^ sum(1 << bit for bit in range(8) if dice.random() < 0.01) for byte in sent)


class Noise:
    """What happens on the line: nothing, or one of these faults to each frame and each answer."""

    def __init__(self, faults: Sequence[Fault], seed: int) -> None:
        """Begin with a good line."""
        self._faults, self._dice = faults, random.Random(seed)
        self.on = False
        self.count = 0
        """Faults so far."""
        self._past: list[bytes] = []

    def __call__(self, sent: bytes) -> bytes:
        """Return what arrives."""
        if not self.on:
            return sent
        self.count += 1
        return self._dice.choice(self._faults)(sent, self._dice)


def replaying(past: Sequence[bytes]) -> Fault:
    """Return the fault that delivers one of these frames in place of what was sent."""
    return lambda _sent, dice: dice.choice(past)
