# SPDX-License-Identifier: Apache-2.0
"""Every address of the door, and who may use it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hallserver.core.logo import PNG, SVG
from hallserver.exchange import Imported, ImportForm, Preview, ThemeForm, ThemeText
from hallserver.page import Page
from hallserver.sentences import Sentence
from hallserver.store.media import FORMS
from hallserver.web.answering import AnswerOnWire, HappenedOnWire
from hallserver.web.api import (
    CommandHandler,
    DemoLinksHandler,
    HealthHandler,
    LogoHandler,
    MetricsHandler,
    SentencesHandler,
    TemplatesHandler,
    ThemeHandler,
    TicketHandler,
    ViewHandler,
    WordsHandler,
)
from hallserver.web.device_socket import DeviceSocket
from hallserver.web.devices import CommissioningHandler, CommissioningOnWire
from hallserver.web.media import MediaHandler, MediaList, MediaListHandler, MediaOnWire, ShownHandler
from hallserver.web.openapi import COMMAND_PATH, OpenApiHandler
from hallserver.web.pages import MEDIA as FILE_MEDIA
from hallserver.web.pages import FileHandler, SlashHandler
from hallserver.web.pairing import AuthorityHandler, DeviceKeyHandler, Paired, PairForm, PairHandler, PairingCode, PairingCodeHandler
from hallserver.web.personal import PersonalHandler, PersonalOnWire
from hallserver.web.policy import KNOWN, PAGE, PERSON, PHONE, PUBLIC, SCRAPER, Operation, Route, only
from hallserver.web.records import MEDIA as REPORT_MEDIA
from hallserver.web.records import NDJSON, CardHandler, ChartHandler, HeadHandler, HeadOnWire, JournalHandler, ReportHandler, WhyHandler
from hallserver.web.setting_up import KINDS as SETUP_MEDIA
from hallserver.web.setting_up import ImportHandler, PreviewHandler, SetupFileHandler, ThemeTextHandler
from hallserver.web.signin import FirstForm, FirstHandler, PasswordForm, PasswordHandler, SessionHandler, SignedIn, SignInForm
from hallserver.web.socket import PageSocket
from hallserver.web.sounds import SOUND_PATH, SoundHandler

_HERE = Path(__file__).parent.parent
_SETS_UP = only("system-admin", "security-admin")
_TRIES = only("system-admin", "duty-manager")

API: tuple[Route, ...] = (
    Route(
        path=COMMAND_PATH,
        handler=CommandHandler,
        operations={"POST": Operation(policy=KNOWN, says="Ask for something.", answer=AnswerOnWire)},
    ),
    Route(
        path="/api/v1/views/{page}",
        handler=ViewHandler,
        operations={
            "GET": Operation(
                policy=PAGE,
                says="What a screen shows just now; ETag.",
                answer=dict[str, Any],
                query=("of",),
                also=(304,),
                refusals=(404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/tickets/{token}",
        handler=TicketHandler,
        operations={
            "GET": Operation(policy=PHONE, says="One visitor's own ticket; ETag.", answer=dict[str, Any], also=(304,), refusals=(404, 429))
        },
    ),
    Route(
        path=SOUND_PATH,
        handler=SoundHandler,
        operations={"GET": Operation(policy=only("display", "kiosk"), says="A sound for this screen.", media="audio/wav", refusals=(404,))},
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
                says="A report, e.g. `day.pdf`, of one business day.",
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
                says="The day so far as a picture: `load.svg`, `waits.svg`, `ratings.svg`, `picture.svg`, `picture.pdf`; `briefing.json`.",
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
        path="/api/v1/session",
        handler=SessionHandler,
        operations={
            "POST": Operation(policy=PUBLIC, says="Sign in.", body=SignInForm, answer=SignedIn, refusals=(400, 401, 429, 503)),
            "DELETE": Operation(policy=PERSON, says="Sign out.", media="", status=204),
        },
    ),
    Route(
        path="/api/v1/first",
        handler=FirstHandler,
        operations={
            "POST": Operation(
                policy=PUBLIC,
                says="Make the first administrator with the one-time code of `hallserver init`.",
                body=FirstForm,
                answer=dict[str, Any],
                status=201,
                refusals=(400, 401, 409, 422, 429),
            )
        },
    ),
    Route(
        path="/api/v1/people/{person}/password",
        handler=PasswordHandler,
        operations={
            "POST": Operation(
                policy=only("security-admin"),
                says="Set a person's password; ends that person's sign-ins.",
                body=PasswordForm,
                media="",
                status=204,
                refusals=(400, 404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/setup/preview",
        handler=PreviewHandler,
        operations={
            "POST": Operation(
                policy=_SETS_UP, says="What a file of the set-up would change.", body=ImportForm, answer=Preview, refusals=(400, 404)
            )
        },
    ),
    Route(
        path="/api/v1/setup/import",
        handler=ImportHandler,
        operations={
            "POST": Operation(
                policy=_SETS_UP,
                says="Take a file of the set-up as one: all that it changes, or nothing.",
                body=ImportForm,
                answer=Imported,
                refusals=(400, 403, 404, 409, 422),
            )
        },
    ),
    Route(
        path="/api/v1/setup/theme",
        handler=ThemeTextHandler,
        operations={
            "POST": Operation(
                policy=only("system-admin"),
                says="The text of the standard in force with another look, ready for `adopt-standard`.",
                body=ThemeForm,
                answer=ThemeText,
                refusals=(400, 404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/setup/{file}",
        handler=SetupFileHandler,
        operations={
            "GET": Operation(
                policy=_SETS_UP,
                says="The whole set-up as `hall.toml` or `hall.xlsx`, the items as `items.xlsx`, the look in force as `theme.toml`.",
                media=tuple(SETUP_MEDIA.values()),
                refusals=(404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/devices/{device}/pairing-code",
        handler=PairingCodeHandler,
        operations={
            "POST": Operation(
                policy=only("system-admin"),
                says="A one-time code for a device, good for 10 minutes.",
                answer=PairingCode,
                status=201,
                refusals=(404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/devices/{device}/key",
        handler=DeviceKeyHandler,
        operations={
            "DELETE": Operation(
                policy=only("system-admin", "security-admin"), says="Take a device's key away.", media="", status=204, refusals=(404,)
            )
        },
    ),
    Route(
        path="/api/v1/devices/{device}/commissioning",
        handler=CommissioningHandler,
        operations={
            "GET": Operation(policy=_TRIES, says="How far the trial of a cabled rater is.", answer=CommissioningOnWire, refusals=(404,)),
            "POST": Operation(
                policy=_TRIES,
                says="Begin that trial: 非常满意 is to be pressed, then 非常不满意.",
                answer=CommissioningOnWire,
                refusals=(404,),
            ),
        },
    ),
    Route(
        path="/api/v1/personal/{day}/{number}",
        handler=PersonalHandler,
        operations={
            "GET": Operation(
                policy=only("security-admin"),
                says="What is held of the visitor with this number of that business day; never its content.",
                answer=PersonalOnWire,
                refusals=(404,),
            ),
            "DELETE": Operation(
                policy=only("security-admin"),
                says="Erase it now, because the visitor asks for it.",
                answer=PersonalOnWire,
                refusals=(404, 503),
            ),
        },
    ),
    Route(
        path="/api/v1/pair",
        handler=PairHandler,
        operations={
            "POST": Operation(
                policy=PUBLIC,
                says="Turn a one-time code into a device's key.",
                body=PairForm,
                answer=Paired,
                status=201,
                refusals=(400, 401, 429),
            )
        },
    ),
    Route(
        path="/ws",
        handler=PageSocket,
        operations={
            "GET": Operation(
                policy=PHONE, says="The line of a screen (WebSocket).", media="", status=101, query=("page", "of"), refusals=(400,)
            )
        },
    ),
    Route(
        path="/ws/device",
        handler=DeviceSocket,
        operations={"GET": Operation(policy=PUBLIC, says="The line of a device agent (WebSocket).", media="", status=101, refusals=(400,))},
    ),
    Route(
        path="/authority.pem",
        handler=AuthorityHandler,
        operations={
            "GET": Operation(
                policy=PHONE, says="The certificate that screens and agents must trust.", media="application/x-pem-file", refusals=(404,)
            )
        },
    ),
    Route(
        path="/demo/links",
        handler=DemoLinksHandler,
        operations={
            "GET": Operation(policy=PUBLIC, says="A demo's own links, for the printed secret.", answer=dict[str, Any], refusals=(401, 404))
        },
    ),
    Route(
        path="/healthz",
        handler=HealthHandler,
        operations={"GET": Operation(policy=PHONE, says="Whether commands are taken.", answer=dict[str, bool], refusals=(503,))},
    ),
    Route(
        path="/metrics",
        handler=MetricsHandler,
        operations={"GET": Operation(policy=SCRAPER, says="Figures for Prometheus.", media="text/plain", refusals=(401,))},
    ),
    Route(
        path="/openapi.json",
        handler=OpenApiHandler,
        operations={"GET": Operation(policy=PUBLIC, says="This description.", answer=dict[str, Any])},
    ),
    Route(
        path="/api/v1/media",
        handler=MediaListHandler,
        operations={
            "GET": Operation(policy=only("system-admin", "hall-manager"), says="The pictures and films of the hall.", answer=MediaList)
        },
    ),
    Route(
        path="/api/v1/media/{file}",
        handler=MediaHandler,
        operations={
            "PUT": Operation(
                policy=only("system-admin"),
                says="Hand in a picture or film: the body is the file, the name says which kind it is.",
                answer=MediaOnWire,
                status=201,
                refusals=(400, 422),
            ),
            "DELETE": Operation(
                policy=only("system-admin"), says="Take a file away that nothing shows.", media="", status=204, refusals=(400, 404, 409)
            ),
        },
    ),
    Route(
        path="/media/{file}",
        handler=ShownHandler,
        operations={
            "GET": Operation(
                policy=PHONE,
                says="A picture or film of the hall, or the part of one that is asked for.",
                media=tuple(sorted({form.media for form in FORMS.values()})),
                also=(206, 304),
                refusals=(404,),
            )
        },
    ),
    Route(
        path="/theme.css",
        handler=ThemeHandler,
        operations={
            "GET": Operation(policy=PHONE, says="The look of the standard in force, as CSS.", media="text/css; charset=utf-8", also=(304,))
        },
    ),
    Route(
        path="/api/v1/sentences",
        handler=SentencesHandler,
        operations={
            "GET": Operation(
                policy=only("system-admin", "hall-manager"),
                says="Every sentence as the program, the district and the hall say it; ETag.",
                answer=list[Sentence],
                query=("areas",),
                also=(304,),
            )
        },
    ),
    Route(
        path="/theme/logo",
        handler=LogoHandler,
        operations={
            "GET": Operation(policy=PHONE, says="The logo of the standard in force.", media=(PNG, SVG), also=(304,), refusals=(404,))
        },
    ),
    Route(
        path="/api/v1/templates",
        handler=TemplatesHandler,
        operations={
            "GET": Operation(
                policy=only("system-admin"),
                says="What the first set-up offers; ETag.",
                answer=dict[str, Any],
                also=(304,),
            )
        },
    ),
    Route(
        path="/words/{file}",
        handler=WordsHandler,
        operations={
            "GET": Operation(
                policy=PHONE,
                says="Every sentence in one language: `<language>.json`.",
                answer=dict[str, str],
                query=("areas",),
                also=(304,),
                refusals=(404,),
            )
        },
    ),
)
"""The addresses that do not depend on which screens there are."""


def routes_of(pages: Sequence[Page]) -> tuple[Route, ...]:
    """Return every route of a door with these screens."""
    screens = [route for page in pages for route in _screen(page)]
    landing = _HERE / "landing" / "screen"
    return (
        *API,
        *screens,
        _files("/shared/{file...}", _HERE / "shared", plain=True, says="Scripts and styles of all screens."),
        _files("/{file}", landing, plain=False, says="Files of the landing page."),
        _files("/", landing, plain=False, says="The landing page: links to all screens."),
    )


def _screen(page: Page) -> tuple[Route, ...]:
    plain = page.of == "ticket"
    bare = Operation(policy=PHONE if plain else PUBLIC, says="To the screen.", media="", status=302)
    return (
        Route(path=f"/{page.name}", handler=SlashHandler, operations={"GET": bare}),
        _files(f"/{page.name}/{{file...}}", page.folder, plain=plain, says=f"Files of the screen {page.name}; they hold no data."),
    )


def _files(path: str, folder: Path, *, plain: bool, says: str) -> Route:
    kinds = tuple(dict.fromkeys(FILE_MEDIA.values()))
    row = Operation(policy=PHONE if plain else PUBLIC, says=says, media=kinds, also=(304,), refusals=(404,))
    return Route(path=path, handler=FileHandler, operations={"GET": row}, args={"folder": folder})
