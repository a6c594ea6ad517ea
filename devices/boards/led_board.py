# SPDX-License-Identifier: Apache-2.0
"""LED boards of every family: all that a board shows goes out as one frame, at each change and again every 2 s.

Address: port and station, ``/dev/ttyS0@5`` or ``socket://10.0.0.9:5005@1``. Options: ``columns`` (16) and ``rows`` (1) in
cells of half a Chinese character; ``line=2`` for one strip of several that make one board, here the second; ``ack=no`` for a
board that is only spoken to; ``wait=2`` seconds for an answer that comes by radio; ``baud``; for 平安力合 ``form``, see
``pingan_frame``. Onbon's own TCP port: ``10.0.0.9@1``.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from msgspec import Struct

from devices.boards import onbon, pingan, zhongyi
from devices.boards.letters import BLANK, page
from devices.boards.stream import Answer, Cut, Stream
from devices.bus import baud_of, open_bus, station
from devices.drivers import Place
from devices.errors import DeviceGone
from devices.protocols import Board
from hallserver.core.jobs import Shown, ShownState

ANSWER_S: Final = 0.5
TRIES: Final = 3
GAP_S: Final = 0.1
"""After a frame that is not answered the line is left alone so long: cards are slow to draw text."""
STALE_S: Final = 10
"""A card that can tell takes its text away when nothing came for so long."""


class Model(Struct, frozen=True, kw_only=True):
    """How a board is built and wired: its address on the line, its cells, what it understands, whether it answers."""

    address: int
    columns: int = 16
    rows: int = 1
    line: int = 0
    """Which of the lines stands in its first row; 0: as many as there is room for."""
    form: str = "number"
    answers: bool = True


class Sent(NamedTuple):
    """A frame, and whether the card answers to it."""

    frame: bytes
    answered: bool


class Family(NamedTuple):
    """What sets one family apart: the frame for a state, how its answers are found, whom they may come from."""

    frame: Callable[[Shown, Model], Sent]
    answer: Cut[Answer]
    anyone: int = -1
    """Address with which any card may sign its answer; -1: none."""


class Line(Protocol):
    """What a board needs of a bus."""

    def ask(self, frame: bytes, ended: Callable[[bytes], bool], timeout_s: float) -> bytes:
        """Send a frame and return what came in after it."""

    def close(self) -> None:
        """Let go."""


_SUB: dict[ShownState, int] = {
    "open": pingan.WELCOME, "called": pingan.CALL, "serving": pingan.SERVING, "paused": pingan.PAUSE, "closed": pingan.PAUSE,
}  # fmt: skip
_COLOUR: dict[ShownState, int] = {"called": zhongyi.GREEN, "paused": zhongyi.YELLOW}


def pingan_frame(shown: Shown, model: Model) -> Sent:
    """Return the frame for a 平安力合 card.

    ``form=number``: the card makes the sentence from the number; it has no place for the reason of a pause.
    ``ascii``: the same with the label as text. ``text``: our sentence. ``summary``: our sentences on a board of a whole zone.
    """
    if model.form in {"text", "summary"} or shown.test or len(shown.label) > pingan.MOST_TICKET:
        return Sent(pingan.text_frame(_pingan_text(shown, model)), answered=False)
    return Sent(pingan.frame(_pingan_number(shown, model)), answered=model.answers)


def _pingan_text(shown: Shown, model: Model) -> pingan.Text:
    """Return the text with a blank before it: a zero that is lost or heard twice changes no sum, and moves the text by a byte."""
    style = pingan.SUMMARY_STYLE if model.form == "summary" else pingan.STRIP_STYLE
    return pingan.Text(address=model.address, style=style, text=BLANK + b"".join(_cells(shown, model)))


def _pingan_number(shown: Shown, model: Model) -> pingan.Command:
    """Return the command: a number only in the two states that have one; a board that knows nothing of its counter bids welcome."""
    counter = shown.counter if shown.counter <= pingan.MOST_COUNTER else 0
    if shown.state not in {"called", "serving"} or not shown.label:
        return pingan.number(_SUB[shown.state] if shown.counter else pingan.WELCOME, model.address, 0, counter)
    fits = re.fullmatch("([A-Z]?)([0-9]{1,4})", shown.label)
    if model.form == "ascii" or fits is None:
        return pingan.ascii_ticket(_SUB[shown.state], model.address, shown.label, counter)
    return pingan.number(_SUB[shown.state], model.address, int(fits[2]), counter, prefix=fits[1])


def zhongyi_frame(shown: Shown, model: Model) -> Sent:
    """Return the frame for a 重庆中意 card: green calls, yellow pauses, red is everything else."""
    characters = zhongyi.coloured(_cells(shown, model), _COLOUR.get(shown.state, zhongyi.RED))
    return Sent(zhongyi.frame(zhongyi.Panel(address=model.address, characters=characters)), answered=model.answers)


def onbon_frame(shown: Shown, model: Model) -> Sent:
    """Return the packet for an Onbon BX-5 card: one area as large as the board, characters of 16 dots; gone when nothing more comes."""
    area = onbon.Area(text=b"".join(_cells(shown, model)), width=model.columns, height=16 * model.rows, timeout_s=STALE_S)
    packet = onbon.Packet(to=model.address, source=onbon.PC, data=onbon.show(area, answered=model.answers))
    return Sent(onbon.frame(packet), answered=model.answers)


def _cells(shown: Shown, model: Model) -> list[bytes]:
    lines = shown.text[model.line - 1 :][: model.rows] if model.line else shown.text
    return [glyph for row in page(lines, model.columns, model.rows) for glyph in row]


PINGAN = Family(pingan_frame, pingan.cut_answer)
ZHONGYI = Family(zhongyi_frame, zhongyi.cut_answer)
ONBON = Family(onbon_frame, onbon.cut_answer, anyone=onbon.ANY)


class LedBoard:
    """One board on a line that others may share."""

    def __init__(self, line: Line, family: Family, model: Model, *, answer_s: float = ANSWER_S, gap_s: float = GAP_S) -> None:
        """Use an opened line; ``answer_s``: how long to wait for an answer, ``gap_s``: how long to wait where none is due."""
        self._line, self._family, self._model = line, family, model
        self._answer_s, self._gap_s = answer_s, gap_s
        self._heard = False
        """Whether it answered the last time. One that does not is tried once, so that it takes little of the others' line."""

    def show(self, shown: Shown) -> None:
        """Send all of this. Raises DeviceGone when no try was taken; a board that need not answer is believed."""
        sent = self._family.frame(shown, self._model)
        if not sent.answered:
            self._line.ask(sent.frame, lambda _came: False, self._gap_s)
            return
        tries = TRIES if self._heard else 1
        self._heard = any(self._taken(sent.frame) for _ in range(tries))
        if not self._heard:
            message = f"board {self._model.address} did not take what it shall show; tries: {tries}"
            raise DeviceGone(message)

    def _taken(self, frame: bytes) -> bool:
        came = self._line.ask(frame, lambda came: self._answered(came) is not None, self._answer_s)
        answer = self._answered(came)
        return answer is not None and answer.good

    def _answered(self, came: bytes) -> Answer | None:
        """Return the first answer of this board; others on the line may speak, too."""
        mine = {self._model.address, self._family.anyone}
        return next((answer for answer in Stream(self._family.answer).feed(came) if answer.address in mine), None)

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()


SIZES: Final = {"columns": ("16", 1), "rows": ("1", 1), "line": ("0", 0), "wait": ("0", 0)}
"""Option → what it is where none is given, and its least."""
FORMS: Final = ("number", "ascii", "text", "summary")
MOST_CELLS, MOST_ADDRESS = 200, 254


def model_of(place: Place, address: int) -> Model:
    """Return the model that an address's options describe. Raises DeviceGone for options that make no board."""
    options = place.options
    sizes = {name: options.get(name, default) for name, (default, _) in SIZES.items()}
    form = options.get("form", FORMS[0])
    known = form in FORMS and all(size.isdecimal() and int(size) >= SIZES[name][1] for name, size in sizes.items())
    if not known or int(sizes["columns"]) * int(sizes["rows"]) > MOST_CELLS or address > MOST_ADDRESS:
        message = f"{place.device}: expected e.g. COM3@{MOST_ADDRESS}?columns=16&rows=2&form=number, got @{address} with {options}"
        raise DeviceGone(message)
    return Model(
        address=address,
        columns=int(sizes["columns"]),
        rows=int(sizes["rows"]),
        line=int(sizes["line"]),
        form=form,
        answers=options.get("ack") != "no",
    )


def _open(place: Place, family: Family) -> Board:
    url, address = station(place)
    model = model_of(place, address)
    if re.fullmatch("[0-9.]+(:[0-9]+)?", url):
        url = f"socket://{url}" if ":" in url else f"socket://{url}:{onbon.TCP_PORT}"
    return LedBoard(open_bus(url, baud=baud_of(place)), family, model, answer_s=int(place.options.get("wait", "0")) or ANSWER_S)


def open_pingan(place: Place) -> Board:
    """Return a 平安力合 board. Raises DeviceGone."""
    return _open(place, PINGAN)


def open_zhongyi(place: Place) -> Board:
    """Return a 重庆中意 board. Raises DeviceGone."""
    return _open(place, ZHONGYI)


def open_onbon(place: Place) -> Board:
    """Return an Onbon BX-5 board. Raises DeviceGone."""
    return _open(place, ONBON)
