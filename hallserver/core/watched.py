# SPDX-License-Identifier: Apache-2.0
"""What a day's events say of how each clerk works: bare facts. Which of them are signs, ``signs.py`` tells by the standard."""

from msgspec import Struct, field


class Served(Struct, frozen=True, gc=False):
    """A service: from start to finish without holds, or, where no start was pressed, from the call to the finish."""

    ticket: str
    counter: str
    took_us: int
    started: bool
    outcome: str


class Missed(Struct, frozen=True, gc=False):
    """A number marked absent so long after its call, after so many calls; so much longer than usual it had to be waited for."""

    ticket: str
    counter: str
    after_us: int
    calls: int
    needs: bool
    extra_s: int


class Rest(Struct, frozen=True, gc=False):
    """A pause that the clerk began while so many waited in the counter's own queues; ``until_us`` 0: it lasts."""

    counter: str
    reason: str
    waiting: int
    from_us: int
    until_us: int = 0


class At(Struct, frozen=True, gc=False):
    """A ticket, where, and when."""

    at_us: int
    ticket: str
    counter: str


class Watched(Struct, kw_only=True):
    """The facts of one clerk's day, each list in the order of time."""

    starts: int = 0
    served: list[Served] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    rests: list[Rest] = field(default_factory=list)
    transfers: list[At] = field(default_factory=list)
    directs: list[At] = field(default_factory=list)
    kept_standing: list[At] = field(default_factory=list)
    """Called at once after a finish and begun only minutes later, without a second call."""
    unstarted: list[At] = field(default_factory=list)
    """Finished though no start was pressed, and the next one called at once."""
    finished_us: int = 0
    """When the clerk last finished somebody."""
    implicit: str = ""
    """The ticket last finished, if no start was pressed for it."""
    hurried: str = ""
    """The ticket last called, if that was at once after a finish."""
