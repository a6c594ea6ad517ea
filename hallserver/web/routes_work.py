# SPDX-License-Identifier: Apache-2.0
"""Where the hall is worked and looked at: commands, views, a visitor's own number, sounds, the lines of screens and agents."""

from typing import Any

from hallserver.web.answering import AnswerOnWire
from hallserver.web.api import CommandHandler, TicketHandler, ViewHandler
from hallserver.web.device_socket import DeviceSocket
from hallserver.web.openapi import COMMAND_PATH
from hallserver.web.orders import SOUGHT, AnswersHandler, OrderAnswer, OrderHandler, OrderTexts, PastOrdersHandler
from hallserver.web.policy import KNOWN, PAGE, PHONE, PUBLIC, Operation, Route, only
from hallserver.web.site import SiteHandler, SitePaperHandler, SitePhotoHandler, SiteTexts
from hallserver.web.socket import PageSocket
from hallserver.web.sounds import SOUND_PATH, SoundHandler

ON_SITE = ("guide", "clerk", "trainee", "duty-manager", "hall-manager", "inspector")
"""Who takes part in on-site management; whose a register is its own table says."""
ROUTES: tuple[Route, ...] = (
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
        path="/api/v1/tickets/{token}/answers",
        handler=AnswersHandler,
        operations={
            "GET": Operation(policy=PHONE, says="What was replied to what its visitor said.", answer=list[OrderAnswer], refusals=(404, 429))
        },
    ),
    Route(
        path="/api/v1/orders",
        handler=PastOrdersHandler,
        operations={
            "GET": Operation(
                policy=only("duty-manager", "hall-manager"),
                says="The closed work orders, newest first, a page at a time; none that is about who asks.",
                answer=dict[str, Any],
                query=(*SOUGHT, "month"),
                refusals=(400,),
            )
        },
    ),
    Route(
        path="/api/v1/orders/{order}",
        handler=OrderHandler,
        operations={
            "GET": Operation(
                policy=only("duty-manager", "hall-manager"),
                says="What was said about a work order, and as `.pdf` its form; whom it is about gets none of it.",
                answer=OrderTexts,
                refusals=(404,),
            )
        },
    ),
    Route(
        path="/api/v1/site/{no}",
        handler=SiteHandler,
        operations={
            "GET": Operation(
                policy=only(*ON_SITE),
                says="Notes of a finding, an action or an entry of a register, step by step, and which photos there are.",
                answer=SiteTexts,
                refusals=(404,),
            )
        },
    ),
    Route(
        path="/api/v1/site/{no}/photos/{n}",
        handler=SitePhotoHandler,
        operations={"GET": Operation(policy=only(*ON_SITE), says="One of its photos.", media="image/jpeg", refusals=(404,))},
    ),
    Route(
        path="/api/v1/site/{no}/papers/{n}",
        handler=SitePaperHandler,
        operations={
            "GET": Operation(
                policy=only(*ON_SITE),
                says="The paper of a step of a finding's ladder, to sign; who sees only own findings gets only those of own findings.",
                media="application/pdf",
                refusals=(404,),
            )
        },
    ),
    Route(
        path=SOUND_PATH,
        handler=SoundHandler,
        operations={"GET": Operation(policy=only("display", "kiosk"), says="A sound for this screen.", media="audio/wav", refusals=(404,))},
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
)
