# SPDX-License-Identifier: Apache-2.0
"""What the reading room reads: days, reports, versions to be signed, the pack of an inspection."""

from hallserver.store.report_versions import VersionOnWire
from hallserver.web.policy import Operation, Route, only
from hallserver.web.readings import (
    DaysHandler,
    KindsHandler,
    PackAsked,
    PacksHandler,
    ReadingAsked,
    ReadingsHandler,
    VersionHandler,
    VersionsHandler,
)
from hallserver.web.records import MEDIA
from hallserver.web.report_jobs import JobOnWire

_READERS = only("hall-manager", "duty-manager", "inspector")
ROUTES: tuple[Route, ...] = (
    Route(
        path="/api/v1/readings",
        handler=ReadingsHandler,
        operations={
            "POST": Operation(
                policy=_READERS,
                says="Have a report made to be looked at in the reading room; it is fetched like any report that was asked for.",
                body=ReadingAsked,
                answer=JobOnWire,
                status=201,
                refusals=(400, 404, 429),
            )
        },
    ),
    Route(
        path="/api/v1/inspection-packs",
        handler=PacksHandler,
        operations={
            "POST": Operation(
                policy=only("hall-manager"),
                says="Have what an inspection asks for packed and take it away, with a reason; it is fetched like a report.",
                body=PackAsked,
                answer=JobOnWire,
                status=201,
                refusals=(400, 422, 429),
            )
        },
    ),
    Route(
        path="/api/v1/report-days",
        handler=DaysHandler,
        operations={
            "GET": Operation(policy=_READERS, says="The business days that the hall has, in order.", answer=list[str], refusals=(404,))
        },
    ),
    Route(
        path="/api/v1/report-kinds",
        handler=KindsHandler,
        operations={
            "GET": Operation(
                policy=_READERS,
                says="The kinds of reports that can be made here; `district` where the folders of further halls are set.",
                answer=list[str],
                refusals=(404,),
            )
        },
    ),
    Route(
        path="/api/v1/report-versions",
        handler=VersionsHandler,
        operations={
            "GET": Operation(
                policy=_READERS,
                says="Every version of a report that was drafted, the newest first: how far each came, by whom.",
                answer=list[VersionOnWire],
                query=("report", "first", "last"),
                refusals=(400, 404),
            )
        },
    ),
    Route(
        path="/api/v1/report-versions/{version}",
        handler=VersionHandler,
        operations={
            "GET": Operation(
                policy=_READERS,
                says="A version as it was frozen, `1.4711.pdf`, to be read: each page says who opened it. A report job takes it away.",
                media=MEDIA["pdf"],
                query=("language",),
                refusals=(404,),
            )
        },
    ),
)
