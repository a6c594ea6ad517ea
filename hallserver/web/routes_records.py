# SPDX-License-Identifier: Apache-2.0
"""What was: the journal, the reports, pictures of the day, printed cards, why one number was first."""

from hallserver.web.answering import HappenedOnWire
from hallserver.web.policy import PERSON, Operation, Route, only
from hallserver.web.records import MEDIA as REPORT_MEDIA
from hallserver.web.records import NDJSON, CardHandler, ChartHandler, HeadHandler, HeadOnWire, JournalHandler, ReportHandler, WhyHandler

ROUTES: tuple[Route, ...] = (
    Route(
        path="/api/v1/journal",
        handler=JournalHandler,
        operations={
            "GET": Operation(
                policy=only("auditor", "district"),
                says="Committed entries after `<epoch>.<seq>`, in order; also as NDJSON.",
                answer=list[HappenedOnWire],
                media=("application/json", NDJSON),
                query=("after", "limit"),
                refusals=(400,),
            )
        },
    ),
    Route(
        path="/api/v1/journal/head",
        handler=HeadHandler,
        operations={
            "GET": Operation(
                policy=only("auditor", "district", "hall-manager", "duty-manager", "inspector"),
                says="The chain's head, to be kept outside: `rebuild --check --anchor` finds what was changed before it.",
                answer=HeadOnWire,
            )
        },
    ),
    Route(
        path="/api/v1/reports/{report}",
        handler=ReportHandler,
        operations={
            "GET": Operation(
                policy=only("hall-manager", "duty-manager", "inspector"),
                says="A report, e.g. `day.pdf`, of one business day; `ratings-guangdong.json`: its ratings as records, masked.",
                media=tuple(REPORT_MEDIA.values()),
                query=("date",),
                refusals=(400, 404),
            )
        },
    ),
    Route(
        path="/api/v1/charts/{chart}",
        handler=ChartHandler,
        operations={
            "GET": Operation(
                policy=only("hall-manager", "duty-manager", "inspector", "display"),
                says="Day: `load.svg`, `waits.svg`, `ratings.svg`, `sums.svg`, `picture.svg`, `.pdf`; `briefing.json`. A display: today.",
                media=(REPORT_MEDIA["svg"], REPORT_MEDIA["pdf"], REPORT_MEDIA["json"]),
                query=("date", "look", "language"),
                refusals=(400, 404),
            )
        },
    ),
    Route(
        path="/api/v1/cards/{card}",
        handler=CardHandler,
        operations={
            "GET": Operation(
                policy=PERSON,
                says="A card to be printed: `keys.pdf`, `guide.pdf`, `power-cut.pdf`, `paper-numbers.pdf`.",
                media=REPORT_MEDIA["pdf"],
                refusals=(404,),
            )
        },
    ),
    Route(
        path="/api/v1/why/{pair}",
        handler=WhyHandler,
        operations={
            "GET": Operation(
                policy=only("hall-manager", "duty-manager", "inspector"),
                says="Why one of two numbers of a business day was called before the other: `A012-A007.json` or `.pdf`.",
                media=(REPORT_MEDIA["json"], REPORT_MEDIA["pdf"]),
                query=("date",),
                refusals=(400, 404, 422),
            )
        },
    ),
)
