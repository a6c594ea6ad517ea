# SPDX-License-Identifier: Apache-2.0
"""What devices are asked to do, as it goes over the wire."""

import msgspec
import pytest

from hallserver.core.jobs import DeviceSpec, Job, JobReport, PrintSlip, SlipLine, Speak, Utterance

SLIP = PrintSlip(
    job="slip/1.57/2",
    device="printer-1",
    ticket="1.57",
    lines=(SlipLine(text="A012", size=10, bold=True, align="left"), SlipLine(text="")),
    qr="https://hall.example/t#abc",
    short_code="K7QM",
    copy=2,
    expires_us=5,
)
CALL = Speak(
    job="call/1.57/1.1/voice-1",
    device="voice-1",
    ticket="1.57",
    call=1,
    say=(Utterance(language="cmn", text="请A012号到3号窗口"), Utterance(language="en", text="Number A012, counter 3")),
    short=(Utterance(language="cmn", text="A012号，3号窗口"),),
    fresh_s=20.0,
)


@pytest.mark.parametrize("job", [SLIP, CALL], ids=["slip", "call"])
def test_a_job_arrives_whole_and_as_what_it_was(job: Job) -> None:
    """The agent is another process, often another release: the tag tells it what to do."""
    sent = msgspec.json.encode(job)

    assert msgspec.json.decode(sent, type=Job) == job
    assert msgspec.json.decode(sent)["do"] in {"print-slip", "speak"}


def test_a_job_of_an_unknown_kind_is_refused() -> None:
    """A printer that guesses prints rubbish."""
    with pytest.raises(msgspec.ValidationError, match="do"):
        msgspec.json.decode(b'{"do":"dance"}', type=Job)


@pytest.mark.parametrize("state", ["sent", "done", "unknown", "failed", "spoken", "short", "screen-only"])
def test_every_state_can_be_reported(state: str) -> None:
    """An agent that cannot say what became of a job keeps it for ever."""
    report = msgspec.json.decode(f'{{"job":"j","device":"d","state":"{state}"}}'.encode(), type=JobReport)

    assert report == JobReport(job="j", device="d", state=state)  # type: ignore[arg-type]


def test_only_printers_and_voices_hang_on_an_agent() -> None:
    """Screens come by themselves."""
    assert DeviceSpec(device="voice-1", kind="voice", driver="pretend").address == ""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"device":"x","kind":"kiosk","driver":"pretend"}', type=DeviceSpec)
