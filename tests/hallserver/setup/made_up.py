# SPDX-License-Identifier: Apache-2.0
"""Catalogs of whatever the types allow: what a file must be able to hold."""

from typing import Any

from hypothesis import strategies as st

from hallserver.core.catalog import SECTIONS, Catalog
from hallserver.setup.fields import FIELDS, Field

LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"))
TEXT = st.text(LETTERS, max_size=20).map(str.strip)
SOME = st.text(LETTERS, min_size=1, max_size=20).map(str.strip).filter(bool)
SLUG = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,11}\Z")
NAMES = st.dictionaries(st.sampled_from(("zh-Hans", "zh-Hant", "en", "yue", "pt")), SOME, min_size=1, max_size=4)
FULL_NAMES = NAMES.map(lambda names: {"zh-Hans": "名", **names})
TIME = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda it: f"{it[0]:02}:{it[1]:02}")
SPAN = st.tuples(TIME, TIME).map("-".join)
DUTY = st.fixed_dictionaries({}, optional={role: st.lists(SLUG, min_size=1, max_size=3) for role in ("queues", "helps")})
SPECIAL = st.fixed_dictionaries({}, optional={"spans": st.lists(SPAN, min_size=1, max_size=2), "names": FULL_NAMES})
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "letter": st.from_regex(r"\A[A-Z]{1,2}\Z"), "file": st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,20}\Z"), "help_point": NAMES,
    "zones": st.dictionaries(SLUG, NAMES, max_size=3), "logo": st.sampled_from(("", "iVBORw0KGgoAAA==")),
}  # fmt: skip
BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "slug": SLUG, "names": FULL_NAMES, "text": TEXT, "yes": st.booleans(), "refs": st.lists(SLUG, max_size=3), "ref": st.just("") | SLUG,
    "driver": TEXT, "address": TEXT, "keys": st.dictionaries(SOME, SOME, max_size=3), "words": st.lists(SOME, max_size=3),
    "themes": st.lists(SLUG, max_size=3), "day": st.just("") | st.dates().map(str), "spans": st.lists(SPAN, max_size=3),
    "zones": st.dictionaries(SLUG, NAMES, max_size=3), "papers": st.dictionaries(SLUG, FULL_NAMES, max_size=3),
    "hours": st.dictionaries(st.sampled_from((*"1234567", "holiday", "make-up")), st.lists(SPAN, max_size=2), max_size=9),
    "special": st.dictionaries(st.dates().map(str), SPECIAL, max_size=3), "posts": st.dictionaries(SLUG, st.just("") | SLUG, max_size=3),
    "slots": st.dictionaries(SPAN, st.integers(0, 9999), max_size=3),
    "duties": st.dictionaries(SLUG, DUTY, max_size=2), "offers": st.dictionaries(SLUG, st.booleans(), max_size=3),
    "quotas": st.dictionaries(SLUG, st.integers(0, 9999), max_size=3), "sentences": st.dictionaries(SOME, FULL_NAMES, max_size=3),
    "notice": st.dictionaries(st.sampled_from(("zh-Hans", "en", "yue")), SOME, max_size=3),
}  # fmt: skip


BY_PLACE: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("services", "queue"): SLUG,
    ("hall", "zone"): SOME,
    ("media", "zones"): st.lists(SOME, max_size=3),
    ("patrol", "zones"): st.lists(SLUG, max_size=3),
}


def value_of(section: str, field: Field) -> st.SearchStrategy[Any]:
    """Return what a field may hold."""
    if (section, field.name) in BY_PLACE:
        return BY_PLACE[section, field.name]
    if field.kind == "number":
        number = st.integers(field.low, field.high)
        return st.none() | number if field.nothing else number
    if field.kind == "one":
        return st.sampled_from(("", *field.choices) if field.nothing else field.choices)
    if field.kind == "many":
        return st.lists(st.sampled_from(field.choices), unique=True, max_size=3)
    return BY_NAME[field.name] if field.name in BY_NAME else BY_KIND[field.kind]


def row_of(section: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return rows of a section."""
    made = st.fixed_dictionaries({field.name: value_of(section, field) for field in FIELDS[section]})
    return made.map(lambda row: {name: value for name, value in row.items() if value is not None})


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Return a catalog of a few rows a section; references need not lead anywhere."""
    catalog = Catalog()
    for section in SECTIONS:
        most = 1 if section == "hall" else 3
        rows = draw(st.lists(row_of(section), min_size=1 if section == "hall" else 0, max_size=most, unique_by=lambda row: row["slug"]))
        catalog.replace(section, rows)
    return catalog
