# SPDX-License-Identifier: Apache-2.0
"""What the demo's services need, and how they are found."""

from hallserver.demo.hall import sections
from hallserver.demo.matters import FOUND_BY, NEEDED, PAPERS, THEMES


def test_the_demo_names_only_what_there_is() -> None:
    """Papers, themes and services; and each theme leads somewhere."""
    services = {row["slug"] for row in sections()["services"]}
    assert services >= NEEDED.keys() | FOUND_BY.keys()
    assert {paper for papers in NEEDED.values() for paper in papers} == PAPERS.keys()
    assert {theme for themes, _ in FOUND_BY.values() for theme in themes} == THEMES.keys()
