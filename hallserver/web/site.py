# SPDX-License-Identifier: Apache-2.0
"""Notes and photos of on-site management, out of the vault: of a finding, an action or an entry of a register, step by step."""

import base64
from collections.abc import Callable, Sequence
from functools import partial

from msgspec import Struct

from hallserver.core.commands import OpenFinding
from hallserver.core.errors import NotAllowed, NotFound
from hallserver.core.registers import BY_PREFIX
from hallserver.core.roles import Actor
from hallserver.core.rules_patrol import FINDINGS
from hallserver.core.site_state import Finding, StepRow
from hallserver.web.records import MEDIA, RecordHandler

_DIGITS = 5

SiteReader = Callable[[str], Sequence[StepRow]]
"""Number of a finding, an action or an entry → its steps; none where there never was one. Runs off the event loop."""


PaperMaker = Callable[[str, int, str, str], bytes]
"""Number of a finding, which step of its ladder, language, whose it must be to put right (empty: anybody's) → the paper (PDF).

Runs off the event loop.
"""


def no_paper(no: str, _nth: int, _language: str, _person: str) -> bytes:
    """Raise NotFound: a door without a hall's file."""
    raise NotFound("site-paper-unknown", no=no[:40])


def no_site_steps(_no: str) -> Sequence[StepRow]:
    """Return nothing: a door without a hall's file."""
    return ()


class StepTexts(Struct, frozen=True, kw_only=True):
    """What was said with a step; null: nothing, or it is erased by now."""

    seq: int
    kind: str
    at_us: int
    actor: str
    note: str | None
    who: str | None
    photos: list[int]
    """Their numbers, as ``/photos/{n}`` takes them; those that are erased are left out."""


class SiteTexts(Struct, frozen=True, kw_only=True):
    """The same of every step, in order."""

    no: str
    steps: list[StepTexts]


class SiteHandler(RecordHandler):
    """``GET /api/v1/site/{no}``."""

    async def get(self, no: str) -> None:
        """Answer what was said of it; people of a register are told to those who write into it alone."""
        steps = await steps_of(self, no)
        refs = [ref for it in steps for ref in (it.note_ref, it.who_ref, *it.photo_refs) if ref is not None]
        said = await self.off_the_loop(partial(self.door.said, refs))
        photos = [ref for it in steps for ref in it.photo_refs]
        self.set_header("Cache-Control", "no-store")
        self.answer(SiteTexts(no=no, steps=[_texts(it, said, photos) for it in steps]))


def _texts(step: StepRow, said: dict[str, str], photos: list[str]) -> StepTexts:
    return StepTexts(
        seq=step.seq,
        kind=step.kind,
        at_us=step.at_us,
        actor=step.actor,
        note=said.get(step.note_ref or ""),
        who=said.get(step.who_ref or ""),
        photos=[photos.index(ref) + 1 for ref in step.photo_refs if ref in said],
    )


async def steps_of(handler: RecordHandler, no: str) -> Sequence[StepRow]:
    """Return the steps of a number. Raises NotFound also for a finding that the asker does not see, NotAllowed for another's register."""
    await handler.door.service.settled()
    _must_be_theirs(no, handler.actor)
    _must_see(handler.door.service.hall.site.findings.get(no), no, handler.actor)
    steps = await handler.off_the_loop(partial(handler.door.site_steps, no))
    if not steps:
        raise NotFound("site-unknown", no=no[:40])
    return steps


def _must_be_theirs(no: str, actor: Actor) -> None:
    register = BY_PREFIX.get(no[:2])
    if register is not None and not register.roles & actor.roles:
        raise NotAllowed("register-not-yours", register=register.slug)


def _must_see(finding: Finding | None, no: str, actor: Actor) -> None:
    """Refuse a finding that is not the asker's to put right, where the asker sees no others."""
    if no.startswith(FINDINGS) and not actor.may(OpenFinding) and (finding is None or finding.responsible != actor.name):
        raise NotFound("site-unknown", no=no[:40])


class SitePhotoHandler(RecordHandler):
    """``GET /api/v1/site/{no}/photos/{n}``."""

    async def get(self, no: str, n: str) -> None:
        """Answer the n-th photo of it, counted from 1; one that is erased is not there."""
        photos = [ref for it in await steps_of(self, no) for ref in it.photo_refs]
        at = _whole(n)
        ref = photos[at - 1] if 0 < at <= len(photos) else ""
        kept = (await self.off_the_loop(partial(self.door.said, [ref]))).get(ref) if ref else None
        if kept is None:
            raise NotFound("site-photo-unknown", no=no[:40])
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "image/jpeg")
        self.finish(base64.b64decode(kept))


def _whole(text: str) -> int:
    """Return a whole number out of an address; 0 for what is none, or has more than four digits."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else 0


class SitePaperHandler(RecordHandler):
    """``GET /api/v1/site/{no}/papers/{n}``."""

    async def get(self, no: str, n: str) -> None:
        """Answer the paper of the n-th step of its ladder; who sees no findings but their own gets no paper but their own."""
        await self.door.service.settled()
        person = "" if self.actor.may(OpenFinding) else self.actor.name
        content = await self.off_the_loop(partial(self.door.ladder_paper, no, _whole(n), self.language, person))
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", MEDIA["pdf"])
        self.set_header("Content-Disposition", f'inline; filename="{no}-{n}.pdf"')
        self.finish(content)
