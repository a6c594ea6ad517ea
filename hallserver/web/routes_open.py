# SPDX-License-Identifier: Apache-2.0
"""What anybody may fetch, and what the operator's own machines ask: look, words, media, health, figures."""

from typing import Any

from hallserver.core.logo import PNG, SVG
from hallserver.store.media import FORMS
from hallserver.web.api import DemoLinksHandler, HealthHandler, IconHandler, LogoHandler, MetricsHandler, ThemeHandler, WordsHandler
from hallserver.web.media import ShownHandler
from hallserver.web.openapi import OpenApiHandler
from hallserver.web.policy import PHONE, PUBLIC, SCRAPER, Operation, Route

ROUTES: tuple[Route, ...] = (
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
        path="/theme/logo",
        handler=LogoHandler,
        operations={
            "GET": Operation(policy=PHONE, says="The logo of the standard in force.", media=(PNG, SVG), also=(304,), refusals=(404,))
        },
    ),
    Route(
        path="/theme/icon",
        handler=IconHandler,
        operations={"GET": Operation(policy=PHONE, says="What stands for a page in its tab.", media=(PNG, SVG), also=(304,))},
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
)
