# SPDX-License-Identifier: Apache-2.0
"""``python -m devices probe printer``: from a printer on the table to its row in ``models.toml``."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from devices.drivers import place_of
from devices.errors import DeviceError
from devices.printers.links import LINKS
from devices.printers.models import Model
from devices.printers.probing import CODE_TEXT, WIDTHS_PX, print_probe_slip, probe_printer, rendered, row_of, write_row
from hallserver.core.jobs import DeviceSpec

_LOOK = f"""Look at the slip and call this again with what you see:
  --width     the widest frame that is closed on its right side
  --no-qr     there is no code, or a telephone does not read "{CODE_TEXT}" from it
  --codepage  the last line whose characters are all right
  --no-cutter the slip was not cut off
"""


def main(argv: Sequence[str]) -> int:
    """Ask a printer what it is and print its row; with ``--slip`` let it print what only a person can judge. 1: it cannot be reached."""
    given = _parser().parse_args(argv)
    place = place_of(DeviceSpec(device=given.address, kind="printer", driver=given.driver, address=given.address), Path())
    try:
        if given.slip:
            print_probe_slip(given.driver, place)
            sys.stdout.write(_LOOK)
            return 0
        found = probe_printer(given.driver, place)
    except DeviceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    seen = Model(width_px=given.width, native_qr=not given.no_qr, codepage=given.codepage, cutter=not given.no_cutter)
    row = row_of(found, seen, given.slug)
    sys.stdout.write(f"{rendered(found)}\n{row}")
    if given.write is not None:
        write_row(given.write, row)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devices probe printer", description=__doc__)
    parser.add_argument("driver", choices=sorted(LINKS))
    parser.add_argument("address", help="as in the set-up, with its options: 10.0.0.9, 04b8:0e15, /dev/ttyS0?baud=115200, /dev/usb/lp0")
    parser.add_argument("--slip", action="store_true", help="print a slip to look at")
    parser.add_argument("--width", type=int, choices=WIDTHS_PX, default=576, help="dots in a line, as seen on the slip")
    parser.add_argument("--no-qr", action="store_true", help="it draws no codes of its own")
    parser.add_argument("--no-cutter", action="store_true", help="its slips are torn off")
    parser.add_argument("--codepage", choices=("gb2312", "gbk", "gb18030"), default="gb18030", help="Chinese characters in its memory")
    parser.add_argument("--slug", default="", help="name of the row; else maker and model")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the row at the end of this table")
    return parser
