# SPDX-License-Identifier: Apache-2.0
"""The description of the API."""

import re

from hallserver.core.commands import BY_NAME
from hallserver.web.openapi import describe
from hallserver.web.routes import routes_of
from tests.hallserver.web.running import PAGES, Running, run, said

DOCUMENT = describe(routes_of(PAGES))


def references(node: object) -> set[str]:
    """Return every reference within."""
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*(references(value) for value in node.values()))
    return set().union(*(references(value) for value in node)) if isinstance(node, list) else set()


def test_the_document_is_served_as_built() -> None:
    """And it is OpenAPI 3.1."""

    async def story(door: Running) -> None:
        assert said(await door.ask("GET", "/openapi.json")) == DOCUMENT

    run(story)
    assert DOCUMENT["openapi"] == "3.1.0"


def test_every_command_and_every_route_is_described() -> None:
    """What is served and not described is used by accident."""
    assert {f"/api/v1/commands/{name}" for name in BY_NAME} <= set(DOCUMENT["paths"])
    for route in routes_of(PAGES):
        if "{command}" in route.path:
            continue
        described = DOCUMENT["paths"][route.path.replace("...", "")]
        assert {method.lower() for method in route.operations} == set(described)


def test_every_reference_leads_somewhere() -> None:
    """A broken one breaks every generator."""
    schemas = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert references(DOCUMENT) <= schemas


def test_every_operation_is_whole() -> None:
    """Summary, policy, answer, refusals as problems, and each parameter of its path."""
    for path, methods in DOCUMENT["paths"].items():
        for method, said_of in methods.items():
            place = (path, method)
            assert said_of["summary"], place
            assert said_of["x-policy"], place
            assert any(status < "4" for status in said_of["responses"]), place
            for status, answer in said_of["responses"].items():
                assert answer["description"], place
                assert status < "4" or "application/problem+json" in answer["content"], place
            named = {parameter["name"] for parameter in said_of["parameters"] if parameter["in"] == "path"}
            assert named == {part.strip("{}") for part in path.split("/") if part.startswith("{")}, place


def test_what_comes_before_every_handler_is_described_too() -> None:
    """Host, origin and line everywhere; proof and guessed tickets where one is needed; forms and storage where something changes."""
    for path, methods in DOCUMENT["paths"].items():
        for method, said_of in methods.items():
            expected = {"403", "421"}
            expected |= {"401", "429"} if "security" in said_of else set()
            expected |= {"415", "503"} if method != "get" else set()
            assert expected <= set(said_of["responses"]), (path, method)
    report = DOCUMENT["paths"]["/api/v1/reports/{report}"]["get"]["responses"]["200"]["content"]
    assert {"application/json", "application/pdf"} < set(report)
    assert "304" in DOCUMENT["paths"]["/api/v1/tickets/{token}"]["get"]["responses"]


def test_personal_text_is_described_as_text() -> None:
    """A client sends a string; that it is kept elsewhere is ours to know."""
    rate = DOCUMENT["components"]["schemas"]["Rate"]["properties"]["comment"]
    assert "string" in str(rate)


def test_what_an_address_may_ask_for_is_described() -> None:
    """Who makes up requests from the description must come past the first check."""
    parameters = describe(routes_of(PAGES))["paths"]["/api/v1/journal"]["get"]["parameters"]
    patterns = {it["name"]: it["schema"]["pattern"] for it in parameters}
    assert re.search(patterns["limit"], "5000")
    assert not re.search(patterns["limit"], "0000000015000001")
    assert re.search(patterns["after"], "1.57")
