# SPDX-License-Identifier: Apache-2.0
"""What a device is given to show that it works: a test slip, a test sentence, a board full of eights. Pure."""

from displays.slip import RULE, local_time
from displays.spoken import WRITTEN, Say
from displays.voice import spoken_languages
from hallserver.core.catalog import DeviceRow
from hallserver.core.hall import Hall
from hallserver.core.jobs import TRIAL, Job, PrintSlip, Shown, SlipLine, Speak, Utterance
from hallserver.words import name_in

FRESH_S = 20.0
"""Whoever asked stands beside the device: what does not come by then is not to come at all."""
_QR = "hallserver test"
_EIGHTS = "8"
"""All segments of a figure light up."""


def trial_job(hall: Hall, row: DeviceRow, at: str, say: Say) -> Job | None:
    """Return the job that tries out a printer or loudspeaker; ``at`` names the asking, ``<epoch>.<seq>``. None: it does no jobs."""
    job = f"{TRIAL}{row.slug}/{at}"
    if row.kind == "printer":
        expires_us = hall.at_us + int(FRESH_S * 1_000_000)
        return PrintSlip(job=job, device=row.slug, ticket="", lines=_lines(hall, row, say), qr=_QR, expires_us=expires_us)
    if row.kind == "voice":
        said = tuple(Utterance(language=it, text=say("voice.trial", WRITTEN[it])) for it in spoken_languages(hall, "zh-Hans"))
        return Speak(
            job=job, device=row.slug, ticket="", call=1, say=said, fresh_s=FRESH_S, kind="notice",
            chime=True, volume=row.volume, rate=row.rate,
        )  # fmt: skip
    return None


def trial_shown(row: DeviceRow, say: Say) -> Shown:
    """Return what a board, keypad or cabled rater shows while it is tried out."""
    figures = _EIGHTS * (row.digits or 4)
    return Shown(test=True, label=figures, figures=figures, text=(say("trial.shown", figures=figures),))


def _lines(hall: Hall, row: DeviceRow, say: Say) -> tuple[SlipLine, ...]:
    here = hall.catalog.here
    return (
        SlipLine(text=name_in(here.names, "zh-Hans"), size=4, bold=True),
        SlipLine(text=say("trial.title"), size=6, bold=True),
        RULE,
        SlipLine(text=say("trial.device", name=name_in(row.names, "zh-Hans"), slug=row.slug), size=3),
        SlipLine(text=say("trial.time", time=local_time(hall.at_us, here.zone)), size=3),
        RULE,
        SlipLine(text=say("trial.look"), size=2, align="left"),
    )
