# SPDX-License-Identifier: Apache-2.0
"""What stands on a kiosk's screen, said by the hall's own voice to who stands there. The journal keeps nothing of it."""

from typing import Literal, NamedTuple

from hallserver.core.hall import Hall
from hallserver.core.jobs import Speak, Utterance
from hallserver.core.mute import voice_at
from hallserver.core.row import Language

ALOUD = "aloud/"
"""Begins the id of such a job: no call's, no ticket's."""
_TONGUE: dict[Language, Literal["cmn", "yue", "en"]] = {"zh-Hans": "cmn", "zh-Hant": "cmn", "yue": "yue", "en": "en"}
FRESH_S = 4.0
"""Who waited longer has gone on by eye."""


class Reading(NamedTuple):
    """What is to be read, in which language, and the how-manieth reading of its screen it is."""

    language: Language
    text: str
    nth: int = 0


def aloud_job(hall: Hall, kiosk: str, what: Reading, now_us: int) -> Speak | None:
    """Return the job that reads this at a kiosk; None: it has no voice. ``now_us`` tells one screen's count from the next one's."""
    voice = voice_at(hall, kiosk)
    if voice is None:
        return None
    return Speak(
        job=f"{ALOUD}{kiosk}/{what.nth}/{now_us}",
        device=voice.slug,
        ticket="",
        call=1,
        say=(Utterance(language=_TONGUE[what.language], text=what.text),),
        fresh_s=FRESH_S,
        kind="notice",
        volume=voice.volume,
        rate=voice.rate,
    )
