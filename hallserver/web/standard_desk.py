# SPDX-License-Identifier: Apache-2.0
"""The standard through the door: shown, a change of it looked at and taken, and which was in force on which day."""

from collections.abc import Sequence
from functools import partial

import msgspec
from msgspec import structs

from hallserver.core.commands import AdoptStandard
from hallserver.core.errors import NotFound
from hallserver.exchange_standard import RefusedEdit, StandardDesk, StandardForm, StandardPreview, StandardProposal, StandardTaken
from hallserver.web import problems
from hallserver.web.decoding import read
from hallserver.web.records import RecordHandler
from hallserver.web.setting_up import still


class DeskHandler(RecordHandler):
    """What all of it has in common."""

    @property
    def desk(self) -> StandardDesk:
        """Return how the standard is shown and changed. Raises NotFound at a door that was handed none."""
        if self.door.exchange.standard is None:
            raise NotFound("address-unknown")
        return self.door.exchange.standard


class StandardHandler(DeskHandler):
    """``/api/v1/setup/standard``."""

    async def get(self) -> None:
        """Answer the standard in force, parameter by parameter, and what lies ready."""
        await self.door.service.settled()
        made = partial(self.desk.sheet, still(self.door.service.hall), self.door.clock.now(), self.language)
        self.set_header("Content-Language", self.language)
        self.answer_packed(msgspec.json.encode(await self.off_the_loop(made)))

    async def post(self) -> None:
        """Adopt what a form comes to, between two days or at the next opening."""
        form = read(StandardForm, self.body)

        def plan() -> Sequence[AdoptStandard]:
            return [self.desk.command(form, self.door.service.hall, self.actor, self.door.clock.now())]

        await self.door.service.submit_together(plan, self.actor)
        self.answer(StandardTaken(filed=not form.now))


class StandardPreviewHandler(DeskHandler):
    """``POST /api/v1/setup/standard/preview``."""

    async def post(self) -> None:
        """Answer what a form comes to; nothing is done."""
        form = read(StandardForm, self.body)
        await self.door.service.settled()
        hall = still(self.door.service.hall)
        made = partial(self.desk.preview, form, hall, self.actor, self.door.clock.now(), self.language)
        self.answer(self.told(await self.off_the_loop(made)))

    def told(self, proposal: StandardProposal) -> StandardPreview:
        """Return the preview with what the rules say against it, in the reader's language."""
        hall = self.door.service.hall
        against = ((key, problems.problem(error, self.language, hall)) for key, error in proposal.against)
        return structs.replace(proposal.preview, refused=tuple(RefusedEdit(key=key, detail=str(said["detail"])) for key, said in against))


class StandardHistoryHandler(DeskHandler):
    """``GET /api/v1/setup/standard/history``."""

    async def get(self) -> None:
        """Answer every standard that days had."""
        await self.door.service.settled()
        hall = still(self.door.service.hall)
        self.answer(await self.off_the_loop(lambda: self.desk.history(self.door.rulings(), hall, self.language)))
