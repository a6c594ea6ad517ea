# SPDX-License-Identifier: Apache-2.0
"""Whose trouble begins anew when something is back; what older programs wrote means what it meant."""

from msgspec import structs

from hallserver.core import commands as c
from hallserver.core import events as e
from hallserver.core.ailing import begins_anew
from hallserver.core.apply import apply
from hallserver.core.roles import SERVICE_DOOR
from tests.support import Play


def lost() -> Play:
    """Return a hall whose agent, printer and loudspeaker are lost; the printer has no paper either."""
    play = Play()
    for device, state in (("agent-1", "lost"), ("printer-1", "lost"), ("voice-1", "lost"), ("printer-1", "out")):
        play.ask(c.ReportDevice(device=device, state=state), SERVICE_DOOR)  # type: ignore[arg-type]
    return play.later(600)


def test_what_hangs_on_an_agent_and_a_printer_without_paper_begin_anew() -> None:
    """Nothing does where the report ends no trouble."""
    hall = lost().hall
    assert begins_anew(hall, "agent-1", "back") == ("printer-1", "voice-1")
    assert begins_anew(hall, "printer-1", "back") == ("printer-1",)
    assert begins_anew(hall, "printer-1", "fine") == begins_anew(hall, "kiosk-1", "back") == begins_anew(hall, "voice-1", "back") == ()


def test_a_report_of_an_older_program_dates_nothing_anew() -> None:
    """Else the snapshots that it kept would not follow from its own journal any more. The control: the same report of this one does."""
    play = lost()
    lost_us, back = play.entries[-1].at_us, e.DeviceReported(device="agent-1", state="back")
    apply(play.hall, structs.replace(play.entries[-1], seq=play.hall.seq + 1, at_us=play.now_us, event=back))
    assert {slug: since_us for slug, (_, since_us) in play.hall.site.ailing.items()} == {"printer-1": lost_us, "voice-1": lost_us}

    anew = lost()
    anew.ask(c.ReportDevice(device="agent-1", state="back"), SERVICE_DOOR)
    assert {since_us for _, since_us in anew.hall.site.ailing.values()} == {anew.now_us}
