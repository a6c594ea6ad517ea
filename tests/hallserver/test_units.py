# SPDX-License-Identifier: Apache-2.0
"""The text of the units; systemd itself looks at them in tests/faults/test_restart.py."""

import re
from pathlib import Path

import msgspec
import pytest

from hallserver.units import REFUSED, Unit, text_of


def asked(unit: Unit) -> dict[str, str]:
    """Return the settings of a unit."""
    return dict(re.findall(r"(?m)^(\w+)=(.*)$", text_of(unit)))


def a_unit(*command: str, data: str = "/srv/hall", groups: tuple[str, ...] = (), low_port: bool = False) -> Unit:
    """Return a unit that runs this."""
    return Unit(
        name="hallserver", says="Hall", command=command, user="hall", data=Path(data), home=Path("/opt"), groups=groups, low_port=low_port
    )


def test_a_server_that_could_not_begin_is_not_tried_again() -> None:
    """A damaged folder does not heal by the second try; a person must read the sentence."""
    assert asked(a_unit("a"))["RestartPreventExitStatus"] == str(REFUSED)


def test_a_long_check_at_the_start_is_waited_for() -> None:
    """The 90 seconds of systemd would end the start of a big hall for ever."""
    assert asked(a_unit("a"))["TimeoutStartSec"] == "infinity"


def test_it_may_write_only_in_its_folder() -> None:
    """A fault of ours must not reach the rest of the machine."""
    found = asked(a_unit("a", data="/srv/the hall"))

    assert found["ProtectSystem"] == "strict"
    assert found["ReadWritePaths"] == '"/srv/the hall"'
    assert found["CapabilityBoundingSet"] == ""


def test_it_may_write_its_backups_where_they_go() -> None:
    """Otherwise every backup would fail under systemd and none by hand; a disk that is not in must not keep the hall from starting."""
    unit = msgspec.structs.replace(a_unit("a"), backups="/mnt/the disk")

    assert asked(unit)["ReadWritePaths"] == '"/srv/hall" "-/mnt/the disk"'
    assert asked(msgspec.structs.replace(unit, reports="/mnt/reports"))["ReadWritePaths"] == '"/srv/hall" "-/mnt/the disk" "-/mnt/reports"'
    led = msgspec.structs.replace(unit, backups="", district=("/srv/yuanling", "/srv/nanyuan"))
    assert asked(led)["ReadWritePaths"] == '"/srv/hall" "-/srv/yuanling" "-/srv/nanyuan"'


def test_a_low_port_needs_one_leave_and_no_other() -> None:
    """443 is the port that browsers take without being told."""
    found = asked(a_unit("a", low_port=True))

    assert found["CapabilityBoundingSet"] == found["AmbientCapabilities"] == "CAP_NET_BIND_SERVICE"


def test_devices_need_their_groups() -> None:
    """Printers and serial lines belong to groups, not to everybody."""
    assert asked(a_unit("a", groups=("lp", "dialout")))["SupplementaryGroups"] == "lp dialout"


@pytest.mark.parametrize(
    ("part", "written"), [("a b", '"a b"'), ("50%", '"50%%"'), ('say "x"', r'"say \"x\""'), ("a\\b", r'"a\\b"'), ("$HOME", '"$$HOME"')]
)
def test_any_path_is_one_word(part: str, written: str) -> None:
    """The reader of units splits at blanks and replaces % and $."""
    assert asked(a_unit(part))["ExecStart"] == written


def test_a_process_that_dies_leaves_no_image_of_its_memory() -> None:
    """In it are the hall's keys and, for a minute, the numbers of ID cards that were laid on a reader."""
    assert asked(a_unit("a"))["LimitCORE"] == "0"
