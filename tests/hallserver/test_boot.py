# SPDX-License-Identifier: Apache-2.0
"""Opening a data folder for service, and what is said of what was mended."""

from contextlib import closing
from pathlib import Path

import pytest

from hallserver.boot import cannot_sentence, mended_sentence, open_sound
from hallserver.store.folder import FILE, Folder, FolderBusy, FolderEmpty
from hallserver.store.mending import CannotMend, Mended
from hallserver.store.reading import JournalReader
from hallserver.store.soundness import NOTE, Damage
from hallserver.words import LANGUAGES
from tests.stories.server_process import prepared
from tests.support import NINE_US

GONE = Damage(kind="missing", where=FILE)


def test_a_sound_folder_opens_and_is_held(tmp_path: Path) -> None:
    """A second server must not even look."""
    hall = prepared(tmp_path / "hall").path
    opened = open_sound(hall, None, NINE_US)

    with pytest.raises(FolderBusy):
        open_sound(hall, None, NINE_US)

    opened.folder.close()
    assert opened.mended is None


def test_a_journal_that_was_folded_to_look_at_it_is_not_folded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut the day is read once, not twice."""
    hall = prepared(tmp_path / "hall").path
    with closing(Folder(hall)) as folder:
        expected = folder.journal.load()
    (hall / NOTE).unlink(missing_ok=True)
    opened = open_sound(hall, None, NINE_US)
    monkeypatch.delattr(JournalReader, "_start")

    with closing(opened.folder) as folder:
        assert folder.journal.load() == expected


def test_a_folder_that_never_was_a_hall_is_empty_not_damaged(tmp_path: Path) -> None:
    """Only init makes halls."""
    with pytest.raises(FolderEmpty):
        open_sound(tmp_path, None, NINE_US)


def test_a_hall_whose_database_is_gone_is_damaged_not_empty(tmp_path: Path) -> None:
    """And after the refusal the folder is free again."""
    hall = prepared(tmp_path / "hall").path
    (hall / FILE).unlink()
    for _ in range(2):
        with pytest.raises(CannotMend):
            open_sound(hall, None, NINE_US)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("from_backup", "last", "said"), [(False, "1.9", "aside"), (True, "1.9", "1.9"), (True, "1.12", "1.12"), (True, "", "1.9")]
)
def test_what_was_mended_is_said(language: str, from_backup: bool, last: str, said: str) -> None:  # noqa: FBT001
    """From where to where something is missing is the first thing that a manager asks."""
    done = Mended(damage=GONE, aside="/x/aside", from_backup=from_backup, kept="1.9", last_known=last)

    sentence = mended_sentence(done, language)

    assert said in sentence
    assert "/x/aside" in sentence


def test_a_refusal_says_what_to_do() -> None:
    """With a backup that fails the next step is another one than without any."""
    without = cannot_sentence(CannotMend(Path("/x"), GONE, "1.9", ""))
    failing = cannot_sentence(CannotMend(Path("/x"), GONE, "1.9", "wrong key"))

    assert "1.9" in without
    assert "backup_folder" in without
    assert "wrong key" in failing
