# SPDX-License-Identifier: Apache-2.0
"""From bytes to commands and forms: strict, and a refusal names the field that does not fit."""

import asyncio
import re
from collections.abc import Hashable
from concurrent.futures import Executor
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from hallserver.core import id_number
from hallserver.core.asking import Made
from hallserver.core.commands import BY_NAME, Command, IdNumber, Personal, Photo
from hallserver.core.errors import HallError, Malformed, NotFound
from hallserver.photos import PHOTO_MOST, has_photos, with_photos_drawn

PERSONAL_MOST = 500
"""Characters of a personal text."""
ID_NUMBER_MOST = 40
"""Characters of an ID number with whatever was typed between its figures."""
_MOST: dict[type, int] = {IdNumber: ID_NUMBER_MOST, Photo: PHOTO_MOST}
"""Characters of what is longer or shorter than other personal texts."""
T = TypeVar("T")

_MISSING = re.compile(r"missing required field `(?P<field>[^`]*)`")
_UNKNOWN = re.compile(r"contains unknown field `(?P<field>[^`]*)`")
_VALUE = re.compile(r"(Invalid enum value) .*")
"""msgspec repeats what stood there; it may have been a password in the wrong field."""
_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`$")


def command_named(name: str) -> type[Command]:
    """Return the command of this name. Raises NotFound."""
    kind = BY_NAME.get(name)
    if kind is None:
        raise NotFound("command-unknown", command=name[:60])
    return kind


def read_command(name: str, body: bytes | msgspec.Raw) -> Command:
    """Return the command of this name with the fields of a JSON body; an empty body has no fields.

    Raises NotFound for an unknown name, Malformed naming the field that is missing, unknown or of a wrong value.
    """
    return read(command_named(name), body or b"{}")


async def read_drawn(name: str, body: bytes | msgspec.Raw, work: Executor) -> Command:
    """Return what ``read_command`` does, with photos drawn anew on a worker thread. Raises Malformed too for one that is no JPEG."""
    command = read_command(name, body)
    return await asyncio.get_running_loop().run_in_executor(work, with_photos_drawn, command) if has_photos(command) else command


def read(kind: type[T], body: bytes | msgspec.Raw) -> T:
    """Return the JSON body as ``kind``. Raises Malformed, naming the field."""
    try:
        answer: T = _decoder(cast("Hashable", kind)).decode(body)
    except msgspec.ValidationError as error:
        raise misfit(error) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed("not-json", detail=_cut(str(error))) from error
    return answer


def misfit(error: msgspec.ValidationError) -> HallError:
    """Return the refusal of a body whose JSON is right but whose fields are not."""
    text = str(error)
    place = _PLACE.search(text)
    where = place["place"] if place else ""
    if found := _MISSING.search(text):
        return Malformed("field-missing", field=_joined(where, found["field"]))
    if found := _UNKNOWN.search(text):
        return Malformed("field-unknown", field=_joined(where, found["field"]))
    return Malformed("field-wrong", field=_cut(where) or "$", detail=_cut(_VALUE.sub(r"\1", _PLACE.sub("", text))))


def schema_hook(kind: type) -> dict[str, Any]:
    """Return the JSON schema of types that msgspec does not know."""
    if kind is Personal:
        return {"type": "string", "maxLength": PERSONAL_MOST, "description": "Personal text; kept in the vault, never in an event."}
    if issubclass(kind, Made):
        return {"type": "null", "readOnly": True, "description": "Made by the server; nobody else may give it."}
    if kind is Photo:
        said = "A JPEG in base64; drawn anew without its metadata and kept in the vault, never in an event."
        return {"type": "string", "contentEncoding": "base64", "maxLength": PHOTO_MOST, "description": said}
    if kind is IdNumber:
        said = "18 characters with a right check character (GB 11643). Never kept: only its keyed digest and last four."
        return {"type": "string", "writeOnly": True, "minLength": id_number.LENGTH, "maxLength": ID_NUMBER_MOST, "description": said}
    raise NotImplementedError(kind)


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(cast("type[Any]", kind), dec_hook=_personal)


def _personal(kind: type, value: object) -> object:
    if issubclass(kind, Made):
        message = "Expected nothing: the server makes it"
        raise TypeError(message)
    if not issubclass(kind, Personal):
        raise NotImplementedError(kind)
    if not isinstance(value, str):
        # msgspec turns ValueError and TypeError of a hook into a ValidationError that names the place.
        message = f"Expected `str`, got `{type(value).__name__}`"
        raise TypeError(message)
    most = _MOST.get(kind, PERSONAL_MOST)
    if len(value) > most:
        message = f"Expected `str` of length <= {most}"
        raise ValueError(message)
    return kind(value)


def _joined(place: str, field: str) -> str:
    return _cut(f"{place}.{field}".lstrip("."))


def _cut(text: str) -> str:
    return text[:200]
