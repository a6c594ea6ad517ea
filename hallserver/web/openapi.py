# SPDX-License-Identifier: Apache-2.0
"""``/openapi.json``: the API described from the very rows and types that serve it, so it cannot be out of date."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from hallserver.core.commands import BY_NAME
from hallserver.core.roles import ROLES
from hallserver.web.answering import AnswerOnWire
from hallserver.web.decoding import schema_hook
from hallserver.web.handler import UNSAFE, OpenHandler
from hallserver.web.policy import Operation, Route
from hallserver.web.problems import PROBLEM_JSON
from hallserver.web.records import QUERY_PATTERNS

VERSION = "1"
COMMAND_PATH = "/api/v1/commands/{command}"
Json = dict[str, Any]
_JSON = "application/json"
_REF = "#/components/schemas/{name}"
_COMMAND_REFUSALS = (400, 404, 409, 422)
_ALSO: dict[int, str] = {206: "The part that was asked for.", 304: "Not changed: the reader has it."}
"""Answers that are no refusals, besides the usual one."""
_PROBLEM: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "key"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence in the reader's language (Accept-Language)."},
        "key": {"type": "string", "description": "Lasting name of this kind of refusal."},
    },
}
_SECURITY: Json = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "Session token of a person, or key of a device."},
    "ticket": {"type": "apiKey", "in": "header", "name": "Authorization", "description": "`Ticket <token>` of a visitor."},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "hall", "description": "Unsafe methods also need X-XSRF-Token."},
}


class OpenApiHandler(OpenHandler):
    """``GET /openapi.json``."""

    def get(self) -> None:
        """Answer the description of this API."""
        self.answer(self.application.settings["openapi"]())


def describe(routes: Sequence[Route]) -> Json:
    """Return the OpenAPI 3.1 document of these routes."""
    schemas = _Schemas(routes)
    paths: Json = {}
    for route in routes:
        path = route.path.replace("...}", "}")
        if path == COMMAND_PATH:
            paths |= _command_paths(route.operations["POST"], schemas)
        else:
            paths[path] = {method.lower(): _operation(path, method, row, schemas) for method, row in route.operations.items()}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Hall server", "version": VERSION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "paths": paths,
        "components": {"schemas": schemas.components | {"Problem": _PROBLEM}, "securitySchemes": _SECURITY},
    }
    plain: Json = msgspec.json.decode(msgspec.json.encode(document))
    return plain


class _Schemas:
    """JSON schemas of everything that goes in or comes out."""

    def __init__(self, routes: Sequence[Route]) -> None:
        rows = [row for route in routes for row in route.operations.values()]
        kinds = [kind for row in rows for kind in (row.body, row.answer) if kind is not None]
        self._kinds = list(dict.fromkeys([*BY_NAME.values(), AnswerOnWire, *kinds]))
        found, self.components = msgspec.json.schema_components(self._kinds, schema_hook=schema_hook, ref_template=_REF)
        self._found = list(found)

    def of(self, kind: object) -> Json:
        return self._found[self._kinds.index(kind)]


def _command_paths(row: Operation, schemas: _Schemas) -> Json:
    paths = {}
    for name, kind in BY_NAME.items():
        roles = " ".join(sorted(role for role, commands in ROLES.items() if name in commands and role != "service"))
        said = _operation("", "POST", row, schemas)
        said |= {
            "operationId": name,
            "summary": (kind.__doc__ or "").strip(),
            "requestBody": _body(schemas.of(kind), required=False),
            "parameters": [_parameter("Idempotency-Key", "header", required=False)],
            "x-policy": f"roles {roles}" if roles else "service",
        }
        said["responses"] |= _refusals(_COMMAND_REFUSALS)
        paths[COMMAND_PATH.replace("{command}", name)] = {"post": said}
    return paths


def _operation(path: str, method: str, row: Operation, schemas: _Schemas) -> Json:
    schema = schemas.of(row.answer) if row.answer is not None else None
    said: Json = {
        "summary": row.says,
        "x-policy": row.policy.says,
        "parameters": [_parameter(name, "path", required=True) for name in re.findall(r"\{(\w+)\}", path)]
        + [_parameter(name, "query", required=False) for name in row.query],
        "responses": {str(row.status): _answer(row.media, schema)} | _also(row) | _refusals((*row.refusals, *_by_policy(row, method))),
    }
    if row.body is not None:
        said["requestBody"] = _body(schemas.of(row.body), required=True)
    if row.policy.kind not in ("public", "scraper"):
        said["security"] = [{"bearer": []}, {"cookie": []}, {"ticket": []}]
    return said


def _by_policy(row: Operation, method: str) -> set[int]:
    """Return the refusals that come before a handler: line and origin, host, proof, guessed tickets, a form, storage."""
    known = set() if row.policy.kind == "public" else {401, 429}
    changes = {415, 503} if method in UNSAFE else set()
    return {403, 421} | known | changes


def _also(row: Operation) -> Json:
    return {str(status): {"description": _ALSO[status]} for status in row.also}


def _parameter(name: str, place: str, *, required: bool) -> Json:
    pattern = {"pattern": QUERY_PATTERNS[name]} if place == "query" and name in QUERY_PATTERNS else {}
    return {"name": name, "in": place, "required": required, "schema": {"type": "string"} | pattern}


def _body(schema: Json, *, required: bool) -> Json:
    return {"required": required, "content": {_JSON: {"schema": schema}}}


def _answer(media: str | tuple[str, ...], schema: Json | None) -> Json:
    kinds = (media,) if isinstance(media, str) else media
    content = {kind: {"schema": schema} if schema is not None and kind == _JSON else {} for kind in kinds if kind}
    return {"description": "Done.", **({"content": content} if content else {})}


def _refusals(statuses: Sequence[int]) -> Json:
    refused = {"content": {PROBLEM_JSON: {"schema": {"$ref": _REF.format(name="Problem")}}}}
    return {str(status): {"description": "Refused.", **refused} for status in sorted(set(statuses))}
