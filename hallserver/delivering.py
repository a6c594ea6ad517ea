# SPDX-License-Identifier: Apache-2.0
"""The two ways of a scheduled report, a folder and a mail, put together from the settings of this machine."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct, structs

from hallserver.clock import Clock
from hallserver.core.hall import Hall
from hallserver.deliverywatch import Channel, DeliveryWatch, Due, Making, Way
from hallserver.district import NO_DISTRICT, District, district_of
from hallserver.mailing import Attached, Mailer, Undelivered, mailer_of
from hallserver.report_process import Order, ReportProcess
from hallserver.service import Service
from hallserver.settings import Settings
from hallserver.store.delivery_rows import read_deliveries
from hallserver.store.folder import Folder
from hallserver.whole_file import write_whole
from hallserver.words import name_in, say
from reports.kinds import Span, short_of

LANGUAGE = "zh-Hans"
"""Of what is delivered."""
_TITLES = {"day": "report.heading", "osm": "osm.title"}
"""Kind of report → what its mail is called, where that is no heading of its own."""


class Deliverer(Struct, frozen=True, kw_only=True):
    """Makes scheduled reports of a data folder and delivers them. Everything here takes time: call it off the event loop."""

    data: Path
    hall_id: str
    hall: Callable[[], Hall]
    formats: tuple[str, ...]
    folder: str
    """Empty: none."""
    mailer: Mailer | None
    district: District = NO_DISTRICT
    """The further halls of a report of all of them."""
    now: Callable[[], int] | None = None
    """The hall's clock."""
    running: list[ReportProcess] = []
    """What is being made just now."""

    def make(self, kind: str, span: Span, named: bool) -> list[Attached]:  # noqa: FBT001 -- as ``deliverywatch.Make`` has it
        """Return the files of a report. Raises NotMade, OSError."""
        orders = [Order(kind=kind, span=span, output=it, named=named) for it in self.formats]
        return [Attached(f"{self.hall_id}-{kind}-{short_of(kind, span)}.{it.output}", self._made(it)) for it in orders]

    def _made(self, order: Order) -> bytes:
        process = ReportProcess(self.data, order, self.district, self.now)
        self.running.append(process)
        try:
            return process.run()
        finally:
            self.running.remove(process)

    def cancel(self) -> None:
        """End what is being made: the server stops."""
        for process in list(self.running):
            process.cancel()

    def ways(self) -> dict[Channel, Way]:
        """Return the ways that are set."""
        found: dict[Channel, Way] = {}
        if self.folder:
            found["folder"] = self.into_folder
        if self.mailer is not None:
            found["mail"] = self.by_mail
        return found

    def into_folder(self, _due: Due, files: Sequence[Attached]) -> None:
        """Write the files, each whole; one of the same name is replaced. Raises Undelivered."""
        folder = Path(self.folder)
        if not folder.is_dir() or folder.resolve().is_relative_to(self.data.resolve()):
            raise Undelivered("place", self.folder)
        try:
            for file in files:
                write_whole(folder / file.name, file.content)
        except OSError as error:
            raise Undelivered("disk", str(error)) from error

    def by_mail(self, due: Due, files: Sequence[Attached]) -> None:
        """Send the files, to all or to those who did not take them yet. Raises Undelivered."""
        assert self.mailer is not None
        name, dates = name_in(self.hall().catalog.here.names, LANGUAGE), short_of(due.kind, due.span)
        subject = say(_TITLES.get(due.kind, f"report.heading.{due.kind}"), LANGUAGE, hall=name)
        self.mailer.send(f"{subject} {dates}", say("report.mail.text", LANGUAGE, hall=name, dates=dates), files, due.left)


def deliverer_of(settings: Settings, data: Path, hall_id: str, hall: Callable[[], Hall], key: bytes = b"") -> Deliverer:
    """Return who delivers, by the ways that are set; ``key``: the hall's, for marks of mailboxes."""
    formats = tuple(_listed(settings, "report_formats"))
    folder = settings.text("report_folder")
    mailer, district = mailer_of(settings, key), district_of(settings, data)
    return Deliverer(data=data, hall_id=hall_id, hall=hall, formats=formats, folder=folder, mailer=mailer, district=district)


def deliveries_of(settings: Settings, folder: Folder, service: Service, clock: Clock) -> DeliveryWatch:
    """Return what delivers reports by the clock; where no way is set it does nothing."""
    hall = deliverer_of(settings, folder.path, folder.hall_id, lambda: service.hall, folder.keys.person)
    found = structs.replace(hall, now=clock.now)
    with folder.database.reader() as database:
        past = read_deliveries(database.execute_sql)
    kinds = tuple(_listed(settings, "report_kinds"))
    return DeliveryWatch(service, clock, Making(kinds=kinds, make=found.make, cancel=found.cancel), found.ways(), past)


def _listed(settings: Settings, name: str) -> list[str]:
    return [it.strip() for it in settings.text(name).split(",")]
