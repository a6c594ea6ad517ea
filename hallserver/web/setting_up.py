# SPDX-License-Identifier: Apache-2.0
"""The whole set-up as a file: handed out, looked at before it is taken, taken as one; and a look put into the standard's text."""

import copy
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from msgspec import structs

from hallserver.core.commands import Configure
from hallserver.core.errors import AgainstStandard, Conflict, NotFound
from hallserver.core.hall import Hall
from hallserver.exchange import Imported, ImportForm, Planned, Preview, Proposal, Refused, ThemeForm, WordsForm
from hallserver.web import problems
from hallserver.web.decoding import read
from hallserver.web.records import MEDIA, RecordHandler

_Form = TypeVar("_Form")
KINDS = {"json": "application/json", "toml": "application/toml", "xlsx": MEDIA["xlsx"]}


def still(hall: Hall) -> Hall:
    """Return the hall's set-up and standard as they are now, for whoever reads them beside the loop."""
    now = copy.copy(hall)
    now.catalog = structs.replace(hall.catalog)
    return now


class SetupFileHandler(RecordHandler):
    """``GET /api/v1/setup/{file}``, e.g. ``hall.xlsx``."""

    async def get(self, name: str) -> None:
        """Answer the file as the hall is set up now; no password and no key is in it."""
        maker = self.door.exchange.files.get(name)
        if maker is None:
            raise NotFound("setup-file-none", file=name[:60], known=list(self.door.exchange.files))
        await self.door.service.settled()
        hall = still(self.door.service.hall)
        content = await self.off_the_loop(partial(maker, hall))
        self.set_header("Content-Type", KINDS[name.rpartition(".")[2]])
        self.set_header("Content-Disposition", f'attachment; filename="{hall.catalog.here.slug}-{name}"')
        self.finish(content)


class ImportingHandler(RecordHandler):
    """What looking at a file and taking it have in common."""

    async def planned(self, form: ImportForm) -> Planned:
        """Return what plans the import of a file, which is read off the event loop."""
        if self.door.exchange.read is None:
            raise NotFound("address-unknown")
        return await self.off_the_loop(partial(self.door.exchange.read, form))

    def proposed(self, planned: Planned) -> Proposal:
        """Return what the file comes to in the hall as it is now."""
        return planned(self.door.service.hall, self.actor, self.door.clock.now())

    def told(self, proposal: Proposal) -> Preview:
        """Return the preview with what the rules say against it, in the reader's language."""
        hall = self.door.service.hall
        against = ((section, problems.problem(error, self.language, hall)) for section, error in proposal.against)
        refused = tuple(Refused(section=section, detail=str(said["detail"])) for section, said in against)
        return structs.replace(proposal.preview, refused=refused)


class PreviewHandler(ImportingHandler):
    """``POST /api/v1/setup/preview``."""

    async def post(self) -> None:
        """Answer what a file would change; nothing is done."""
        planned = await self.planned(read(ImportForm, self.body))
        await self.door.service.settled()
        self.answer(self.told(self.proposed(planned)))


class ImportHandler(ImportingHandler):
    """``POST /api/v1/setup/import``."""

    async def post(self) -> None:
        """Take a file as one: every section that it changes, or none."""
        form = read(ImportForm, self.body)
        planned = await self.planned(form)
        done: list[Preview] = []

        def plan() -> Sequence[Configure]:
            proposal = self.proposed(planned)
            _must_be_able(form, proposal)
            done.append(proposal.preview)
            return proposal.commands

        await self.door.service.submit_together(plan, self.actor)
        self.answer(Imported(sections=done[0].sections))


def _must_be_able(form: ImportForm, proposal: Proposal) -> None:
    """Raise Conflict where it is not what somebody agreed to, what the rules say against it, AgainstStandard where nothing can be done."""
    if form.mark and form.mark != proposal.preview.mark:
        raise Conflict("setup-changed-since")
    if proposal.against:
        raise proposal.against[0][1]
    if not proposal.preview.able:
        raise AgainstStandard("setup-not-able", faults=len(proposal.preview.faults))


class TextHandler(RecordHandler):
    """What putting something else into the text of the standard in force has in common."""

    async def answer_text(self, form: _Form, put: Callable[[str, _Form], object] | None) -> None:
        """Answer the text with it, ready to be adopted; nothing is done."""
        standard = self.door.service.hall.standard
        if standard is None or put is None:
            raise NotFound("setup-no-standard")
        self.answer(await self.off_the_loop(partial(put, standard.text, form)))


class ThemeTextHandler(TextHandler):
    """``POST /api/v1/setup/theme``."""

    async def post(self) -> None:
        """Answer the standard in force with another look."""
        await self.answer_text(read(ThemeForm, self.body), self.door.exchange.theme)


class WordsTextHandler(TextHandler):
    """``POST /api/v1/setup/words``."""

    async def post(self) -> None:
        """Answer the standard in force with other sentences."""
        await self.answer_text(read(WordsForm, self.body), self.door.exchange.words)
