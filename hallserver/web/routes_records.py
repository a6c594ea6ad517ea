# SPDX-License-Identifier: Apache-2.0
"""What was: the journal, the reports, pictures of the day, printed cards, why one number was first."""

from hallserver.web.answering import HappenedOnWire
from hallserver.web.policy import PERSON, Operation, Route, only
from hallserver.web.records import MEDIA as REPORT_MEDIA
from hallserver.web.records import (
    NDJSON,
    BehindHandler,
    CardHandler,
    ChartHandler,
    HeadHandler,
    HeadOnWire,
    JournalHandler,
    ReportHandler,
    TimelineHandler,
    WhyHandler,
)
from hallserver.web.report_jobs import JobOnWire, ReportAsked, ReportFileHandler, ReportJobHandler, ReportJobsHandler

_MANAGERS = only("hall-manager", "duty-manager")
_READERS = only("hall-manager", "duty-manager", "inspector")
ROUTES: tuple[Route, ...] = (
    Route(
        path="/api/v1/report-jobs",
        handler=ReportJobsHandler,
        operations={
            "POST": Operation(
                policy=_MANAGERS,
                says="Have a report made and take it away; of more than a day with a reason, which stands on every page.",
                body=ReportAsked,
                answer=JobOnWire,
                status=201,
                refusals=(400, 404, 422, 429),
            )
        },
    ),
    Route(
        path="/api/v1/report-jobs/{job}",
        handler=ReportJobHandler,
        operations={
            "GET": Operation(policy=_READERS, says="How far one's own report is.", answer=JobOnWire, refusals=(404,)),
            "DELETE": Operation(policy=_READERS, says="Cancel it, or throw it away.", media="", status=204, refusals=(404,)),
        },
    ),
    Route(
        path="/api/v1/report-jobs/{job}/file",
        handler=ReportFileHandler,
        operations={"GET": Operation(policy=_READERS, says="The report.", media=tuple(REPORT_MEDIA.values()), refusals=(404, 409))},
    ),
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
    Route(
        path="/api/v1/behind/{figure}",
        handler=BehindHandler,
        operations={
            "GET": Operation(
                policy=only("hall-manager", "duty-manager", "inspector"),
                says="The numbers that a figure of a report is made of, e.g. `wait.mean`: 200 at once; `next` is the next page's `after`.",
                media=REPORT_MEDIA["json"],
                query=("date", "first", "last", "section", "slug", "after", "language"),
                refusals=(400, 404),
            )
        },
    ),
    Route(
        path="/api/v1/timelines/{number}",
        handler=TimelineHandler,
        operations={
            "GET": Operation(
                policy=only("hall-manager", "duty-manager", "inspector", "auditor"),
                says="All that befell one number of a business day, and the standard then in force: `A012.json` or `.pdf`.",
                media=(REPORT_MEDIA["json"], REPORT_MEDIA["pdf"]),
                query=("date", "language"),
                refusals=(400, 404),
            )
        },
    ),
)
