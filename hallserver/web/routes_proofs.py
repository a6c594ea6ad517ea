# SPDX-License-Identifier: Apache-2.0
"""Who one is: sign-in, passwords, keys of devices; and what is held of a visitor."""

from typing import Any

from hallserver.web.devices import CommissioningHandler, CommissioningOnWire
from hallserver.web.pairing import AuthorityHandler, DeviceKeyHandler, Paired, PairForm, PairHandler, PairingCode, PairingCodeHandler
from hallserver.web.personal import PersonalHandler, PersonalOnWire
from hallserver.web.policy import PERSON, PHONE, PUBLIC, Operation, Route, only
from hallserver.web.signin import FirstForm, FirstHandler, PasswordForm, PasswordHandler, SessionHandler, SignedIn, SignInForm

_TRIES = only("system-admin", "duty-manager")
ROUTES: tuple[Route, ...] = (
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
        path="/authority.pem",
        handler=AuthorityHandler,
        operations={
            "GET": Operation(
                policy=PHONE, says="The certificate that screens and agents must trust.", media="application/x-pem-file", refusals=(404,)
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
)
