# SPDX-License-Identifier: Apache-2.0
"""A hall's own sentences: before its district's, before the shipped ones; what cannot be said is refused."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from hallserver import words
from hallserver.app import Composition
from hallserver.core import commands as c
from hallserver.core.errors import AgainstStandard
from hallserver.core.hall import Hall
from hallserver.core.roles import SERVICE_SETUP
from hallserver.core.rules import decide
from hallserver.sentences import in_force, knowing_words, listing
from hallserver.service import Decide
from tests.support import NINE_US, SMALL_HALL, STANDARD, Play, new_folder, open_service

KEY = "error.sign-in-needed"
OWN = {KEY: {"zh-Hans": "请先刷工牌。"}}
DISTRICT = f'\n[words]\n"{KEY}" = {{ zh-Hans = "请先在一体机登录。", en = "Use the district\'s sign-in first." }}\n'


def hall_rows(sentences: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the hall's row with these sentences."""
    return [{**SMALL_HALL["hall"][0], "sentences": sentences}]


def configure(sentences: dict[str, Any]) -> c.Configure:
    """Return the command that has the hall say these."""
    return c.Configure(section="hall", rows=hall_rows(sentences))


def test_the_hall_comes_before_its_district_and_the_district_before_what_is_shipped() -> None:
    """Whoever stands nearest to the visitor knows best how it is said here."""
    play = Play(standard=STANDARD + DISTRICT)
    play.ask(configure(OWN), SERVICE_SETUP)
    in_force(play.hall)

    assert words.say(KEY) == "请先刷工牌。"
    assert words.say(KEY, "yue") == "请先刷工牌。", "who hears Cantonese reads what Chinese readers read"
    assert words.say(KEY, "en") == "Use the district's sign-in first."
    assert words.say(KEY, "zh-Hant") == words.shipped()[KEY]["zh-Hant"]
    assert words.of_areas("zh-Hans", ["error"])[KEY] == "请先刷工牌。"


def test_a_process_says_as_shipped_again_when_it_has_another_hall() -> None:
    """Sentences of one hall never reach another."""
    play = Play()
    play.ask(configure(OWN), SERVICE_SETUP)
    in_force(play.hall)
    in_force(Hall())

    assert words.say(KEY) == words.shipped()[KEY]["zh-Hans"]


@pytest.mark.parametrize(
    ("sentences", "why"),
    [
        ({"error.gone": {"zh-Hans": "x"}}, "sentence-unknown"),
        ({KEY: {"fr": "x"}}, "sentence-language"),
        ({KEY: {"yue": "x"}}, "sentence-language"),
        ({"suspension.evacuation": {"zh-Hans": "  "}}, "sentence-empty"),
        ({"voice.call": {"zh-Hans": "请到窗口。"}}, "sentence-gaps"),
        ({"voice.digits": {"zh-Hans": "零 一 二"}}, "sentence-words"),
        ({"hall.to": {"zh-Hans": "{number}到{number}"}}, "sentence-gaps"),
        ({KEY: {"zh-Hans": "请先登录{ticket}。"}}, "sentence-gaps"),
        ({KEY: {"zh-Hans": "请先登录 { 。"}}, "sentence-gaps"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_refused(sentences: dict[str, Any], why: str) -> None:
    """Nobody may hear a call without its counter, or nothing when everybody must leave."""
    key = next(iter(sentences))
    rules = knowing_words(decide)
    with pytest.raises(AgainstStandard, match=why):
        rules(Hall(), configure(sentences), SERVICE_SETUP, NINE_US)
    text = f'{STANDARD}\n[words]\n"{key}" = {{ {", ".join(f"{tag} = {says!r}" for tag, says in sentences[key].items())} }}\n'
    with pytest.raises(AgainstStandard, match=why):
        rules(Hall(), c.AdoptStandard(text=text), SERVICE_SETUP, NINE_US)


def test_safety_sentences_may_be_said_otherwise() -> None:
    """A hall knows where its own assembly point is."""
    said = {"suspension.evacuation": {"zh-Hans": "请立即由东门离开。"}}

    assert knowing_words(decide)(Hall(), configure(said), SERVICE_SETUP, NINE_US)


def _broken_call(path: Path, rules: Decide) -> str:
    """Have a hall whose rules are these say a call without its counter; return what stands in force, or why not."""

    async def story() -> str:
        service, folder, _ = open_service(new_folder(path), decide=rules)
        try:
            await service.submit(configure({"voice.call": {"zh-Hans": "请过来。"}}), SERVICE_SETUP)
        except AgainstStandard as refusal:
            return refusal.key
        finally:
            folder.close()
        return service.hall.catalog.here.sentences["voice.call"]["zh-Hans"]

    return asyncio.run(story())


def test_the_shipped_root_refuses_a_broken_call(tmp_path: Path) -> None:
    """The core knows no words: the composition root hands it what does."""
    assert _broken_call(tmp_path / "hall", Composition().decide) == "sentence-gaps"


def test_a_root_without_it_lets_a_broken_call_into_the_set_up_but_not_to_a_loudspeaker(tmp_path: Path) -> None:
    """The control; and the second belt, for a journal that was written otherwise."""
    assert _broken_call(tmp_path / "hall", decide) == "请过来。"
    assert words.say("voice.call") == words.shipped()["voice.call"]["zh-Hans"]


def test_the_service_speaks_for_its_hall_from_the_commit_on_and_after_a_start(tmp_path: Path) -> None:
    """No restart is needed, and none changes anything."""

    async def story() -> None:
        service, folder, _ = open_service(new_folder(tmp_path / "hall"))
        await service.submit(configure(OWN), SERVICE_SETUP)
        assert words.say(KEY) == "请先刷工牌。"
        folder.close()
        words.overlay()
        _, folder, _ = open_service(tmp_path / "hall")
        folder.close()

    asyncio.run(story())
    assert words.say(KEY) == "请先刷工牌。"


def test_whoever_edits_sees_what_everybody_says() -> None:
    """The shipped sentence stands beside, with the places that must be in it."""
    play = Play(standard=STANDARD + DISTRICT)
    play.ask(configure(OWN), SERVICE_SETUP)
    by_key = {row.key: row for row in listing(play.hall)}

    assert by_key[KEY].hall == OWN[KEY]
    assert by_key[KEY].district["zh-Hans"] == "请先在一体机登录。"
    assert by_key["voice.call"].shipped.keys() == {"zh-Hans", "zh-Hant", "en", "yue"}
    assert {row.area for row in listing(play.hall, ["voice"])} == {"voice"}
    assert by_key["cli.folder-used"].gaps == ["path"]
