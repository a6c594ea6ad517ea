# SPDX-License-Identifier: Apache-2.0
"""``hallserver cards --data DIR --out DIR``: the cards of a hall to be printed, one PDF each."""

import argparse
import re
from pathlib import Path

from hallserver.cli.refusing import refuse
from hallserver.cli.running import refusals
from hallserver.report_door import card_pdf
from hallserver.sentences import in_force
from hallserver.store.folder import open_reading
from hallserver.words import WRITTEN, say
from reports.cards import CARDS, SERIES

HELP = "write the cards to be printed: keys, guide, power cut, pre-printed numbers, door signs"
_RANGE = re.compile(r"([1-9][0-9]{0,3})-([1-9][0-9]{0,3})")


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add this verb's arguments."""
    parser.add_argument("card", nargs="*", metavar="CARD", help=f"which cards: {', '.join(CARDS)}; all when left out")
    parser.add_argument("--data", type=Path, required=True, help="data folder of the hall; it may be in service")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to; it is made where it is missing")
    parser.add_argument("--numbers", metavar="FIRST-LAST", help="which pre-printed numbers; each is printed once only")
    parser.add_argument("--paper", choices=["A4", "A3"], default="A4", help="size of the door signs")
    parser.add_argument("--language", choices=WRITTEN, default="zh-Hans")


def run(given: argparse.Namespace) -> int:
    """Write the cards and say where."""
    numbers = _numbers(given.numbers)
    wanted = given.card or list(CARDS)
    unknown = [card for card in wanted if card not in CARDS]
    if unknown:
        refuse(say("error.sheet-unknown", card=unknown[0], known=list(CARDS)))
    with refusals():
        hall = open_reading(given.data)[0].load()
        in_force(hall)
        given.out.mkdir(parents=True, exist_ok=True)
        for card in wanted:
            file = given.out / f"{card}.pdf"
            file.write_bytes(card_pdf(hall, card, given.language, numbers, given.paper))
            print(say("cli.cards-written", file=str(file)))
    return 0


def _numbers(text: str | None) -> range:
    """Return the pre-printed numbers that are asked for. Ends the verb for what is no range."""
    if text is None:
        return SERIES
    found = _RANGE.fullmatch(text)
    if found is None or int(found[1]) > int(found[2]):
        refuse(say("cli.cards-numbers", text=text))
    return range(int(found[1]), int(found[2]) + 1)
