# SPDX-License-Identifier: Apache-2.0
"""What a device is given to show that it works: a test slip, a test sentence, a board full of eights. Pure."""

from displays.slip import RULE, Say, local_time
from displays.voice import tongues_of
from hallserver.core.catalog import DeviceRow
from hallserver.core.hall import Hall
from hallserver.core.jobs import TRIAL, Job, PrintSlip, Shown, SlipLine, Speak, Utterance
from hallserver.words import name_in

FRESH_S = 20.0
"""Whoever asked stands beside the device: what does not come by then is not to come at all."""
_QR = "hallserver test"


def trial_job(hall: Hall, row: DeviceRow, at: str, say: Say) -> Job | None:
    """Return the job that tries out a printer or loudspeaker; ``at`` names the asking, ``<epoch>.<seq>``. None: it does no jobs."""
    job = f"{TRIAL}{row.slug}/{at}"
    if row.kind == "printer":
        lines, expires_us = _lines(hall, row, say), hall.at_us + int(FRESH_S * 1_000_000)
        return PrintSlip(job=job, device=row.slug, ticket="", lines=lines, qr=_QR, expires_us=expires_us)
    if row.kind == "voice":
        said = tuple(Utterance(language=it.language, text=say("voice.trial", tag)) for it, tag in _tongues(hall, say))
        return Speak(
            job=job, device=row.slug, ticket="", call=1, say=said, fresh_s=FRESH_S, kind="notice",
            chime=True, volume=row.volume, rate=row.rate,
        )  # fmt: skip
    return None
