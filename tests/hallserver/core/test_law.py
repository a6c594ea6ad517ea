# SPDX-License-Identifier: Apache-2.0
"""What the law fixes cannot be loosened by a root of one's own either."""

import re

import pytest

from hallserver.core.errors import AgainstStandard
from hallserver.core.law import LAWS, fixed_group, must_keep_the_law
from hallserver.core.profile import checked
from hallserver.core.standard import read_standard
from tests.support import SHIPPED

STANDARD = read_standard(SHIPPED)


def written(key: str, **fields: str) -> str:
    """Return the shipped root with other lines in one parameter's table; an empty one is left out."""
    head, tail = SHIPPED.split(f'[parameter."{key}"]\n', 1)
    table, rest = tail.split("\n\n", 1)
    for name, text in fields.items():
        table = re.sub(rf"^{name} = .*$", f"{name} = {text}" if text else "", table, count=1, flags=re.MULTILINE)
    return f'{head}[parameter."{key}"]\n{table}\n\n{rest}'


def test_the_shipped_standard_says_what_the_law_says() -> None:
    """The same articles and the same bounds, and every LAW row is known here."""
    rows = {key: it for key, it in STANDARD.parameters.items() if it.bind == "LAW"}
    must_keep_the_law(STANDARD.parameters, STANDARD.groups)

    assert set(rows) == set(LAWS)
    assert {key: it.article for key, it in rows.items()} == {key: law.article for key, law in LAWS.items()}


@pytest.mark.parametrize(
    "root",
    [
        written("permit.days", max="60"),
        written("permit.days", max=""),
        written("permit.days", bind='"OURS"'),
        written("permit.days", value="25", max="25"),
        written("log.retention", min="1"),
        written("log.retention", min=""),
        written("pi.screen_name", one_of='["number", "masked", "whole"]'),
        written("pi.face", one_of='["off", "consent", "on"]', value='"on"'),
        written("pi.face", one_of=""),
    ],
)
def test_a_root_that_loosens_the_law_is_refused_by_the_article(root: str) -> None:
    """A wider range, another binding, no bound at all."""
    with pytest.raises(AgainstStandard) as refused:
        checked(root, (), "2026-11-23")

    assert refused.value.key == "standard-against-law"
    assert str(refused.value.args_by_name["article"]) in {law.article for law in LAWS.values()}


def test_a_root_may_be_stricter_than_the_law() -> None:
    """And leave out what it does not record."""
    assert checked(written("permit.days", value="15", max="15"), (), "2026-11-23").whole("permit.days") == 15
    must_keep_the_law({}, STANDARD.groups)


def test_the_groups_of_a_root_keep_the_law() -> None:
    """残疾人 stay, in front."""
    with pytest.raises(AgainstStandard, match="standard-against-law"):
        must_keep_the_law(STANDARD.parameters, {})

    assert fixed_group().args_by_name["parameter"] == "group.disabled"
