# SPDX-License-Identifier: Apache-2.0
"""Setting the hall up: import and export, its media, its sentences, what the first set-up offers."""

from typing import Any

from hallserver.exchange import Imported, ImportForm, Preview, ThemeForm, ThemeText, WordsForm, WordsText
from hallserver.exchange_sheet import StandardSheet
from hallserver.exchange_standard import RulingLine, StandardForm, StandardPreview, StandardTaken
from hallserver.sentences import Sentence
from hallserver.web.api import SentencesHandler, TemplatesHandler
from hallserver.web.media import MediaHandler, MediaList, MediaListHandler, MediaOnWire
from hallserver.web.policy import Operation, Route, only
from hallserver.web.setting_up import KINDS as SETUP_MEDIA
from hallserver.web.setting_up import ImportHandler, PreviewHandler, SetupFileHandler, ThemeTextHandler, WordsTextHandler
from hallserver.web.standard_desk import StandardHandler, StandardHistoryHandler, StandardPreviewHandler

_SETS_UP = only("system-admin", "security-admin")
ROUTES: tuple[Route, ...] = (
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
        path="/api/v1/setup/words",
        handler=WordsTextHandler,
        operations={
            "POST": Operation(
                policy=only("system-admin"),
                says="The text of the standard in force with other sentences, ready for `adopt-standard`.",
                body=WordsForm,
                answer=WordsText,
                refusals=(400, 404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/setup/standard",
        handler=StandardHandler,
        operations={
            "GET": Operation(
                policy=_SETS_UP,
                says="The standard in force with all there is to say of each parameter, and what lies ready; ETag.",
                answer=StandardSheet | None,
                query=("language",),
                also=(304,),
                refusals=(404,),
            ),
            "POST": Operation(
                policy=only("system-admin"),
                says="Change this hall's deviations, between two days or at the next opening: all of it, or nothing.",
                body=StandardForm,
                answer=StandardTaken,
                refusals=(400, 403, 404, 409, 422),
            ),
        },
    ),
    Route(
        path="/api/v1/setup/standard/preview",
        handler=StandardPreviewHandler,
        operations={
            "POST": Operation(
                policy=only("system-admin"),
                says="What a change of this hall's deviations would come to: every value old and new, and what is refused.",
                body=StandardForm,
                answer=StandardPreview,
                refusals=(400, 404, 422),
            )
        },
    ),
    Route(
        path="/api/v1/setup/standard/history",
        handler=StandardHistoryHandler,
        operations={
            "GET": Operation(
                policy=_SETS_UP,
                says="Which standard was in force on which day, and what it said otherwise than the one before.",
                answer=tuple[RulingLine, ...],
                query=("language",),
                refusals=(404,),
            )
        },
    ),
    Route(
        path="/api/v1/setup/{file}",
        handler=SetupFileHandler,
        operations={
            "GET": Operation(
                policy=_SETS_UP,
                says="The set-up as `hall.toml`, `hall.xlsx`, `items.xlsx`; the standard as `standard.json`, `theme.toml`, `layer.toml`.",
                media=tuple(SETUP_MEDIA.values()),
                refusals=(404, 422),
            )
        },
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
)
