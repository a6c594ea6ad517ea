# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema of both files of a standard agrees with what is read."""

import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from hallserver.core.standard_files import FILES, schema
from tests.support import LAYER, SHIPPED

STANDARDS = Path(__file__).resolve().parents[3] / "hallserver" / "standards"


def fits(kind: str, text: str) -> bool:
    """Tell whether a TOML text is what the schema says; dates are texts in JSON."""
    return jsonschema_rs.Draft202012Validator(schema(kind)).is_valid(plain(tomllib.loads(text)))


def plain(value: Any) -> Any:  # noqa: ANN401 -- whatever TOML holds
    """Return TOML's values as JSON has them."""
    if isinstance(value, dict):
        return {key: plain(it) for key, it in value.items()}
    if isinstance(value, list):
        return [plain(it) for it in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


@pytest.mark.parametrize("kind", FILES)
def test_each_schema_is_one(kind: str) -> None:
    """An editor that reads it must not stumble."""
    assert jsonschema_rs.meta.is_valid(schema(kind))


def test_what_is_shipped_is_as_the_schema_says() -> None:
    """The root, the presets, and a layer of a hall."""
    assert fits("profile", SHIPPED)
    assert fits("layer", LAYER)
    assert all(fits("layer", file.read_text(encoding="utf-8")) for file in (STANDARDS / "presets").glob("*.toml"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("profile", SHIPPED.replace('bind = "LAW"', 'bind = "MAYBE"')),
        ("profile", SHIPPED.replace('unit = "s"\n', "", 1)),
        ("profile", SHIPPED.replace("value = 30\n", "value = [30]\n", 1)),
        ("layer", LAYER.replace('tier = "hall"', 'tier = "village"')),
        ("layer", LAYER.replace('author = "单明"\n', "")),
        ("layer", LAYER + "surprise = 1\n"),
        ("layer", SHIPPED),
    ],
)
def test_what_cannot_be_read_is_not_as_the_schema_says(kind: str, text: str) -> None:
    """Found while typing, not when it is adopted."""
    assert not fits(kind, text)
