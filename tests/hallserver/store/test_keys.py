# SPDX-License-Identifier: Apache-2.0
"""The secret keys of a data folder."""

from pathlib import Path

import pytest

from hallserver.store.keys import FILE, Keys, load_keys, make_keys


def test_keys_are_read_as_they_were_made(tmp_path: Path) -> None:
    """A chain sealed with one key and checked with another would break at the first event."""
    assert make_keys(tmp_path) == load_keys(tmp_path)


def test_every_key_is_its_own_and_as_long_as_the_hash(tmp_path: Path) -> None:
    """Who learns one must not have the others, nor those of the next hall."""
    other = tmp_path / "other"
    other.mkdir()
    made = [make_keys(tmp_path), make_keys(other)]
    each = [getattr(keys, name) for keys in made for name in Keys.__struct_fields__]

    assert len(set(each)) == 6
    assert {len(key) for key in each} == {32}


def test_keys_are_never_made_over_others(tmp_path: Path) -> None:
    """With new keys the old journal could not be proved any more."""
    first = make_keys(tmp_path)
    with pytest.raises(FileExistsError):
        make_keys(tmp_path)

    assert load_keys(tmp_path) == first


def test_a_folder_without_keys_says_so(tmp_path: Path) -> None:
    """The name of the file is in the message."""
    with pytest.raises(FileNotFoundError, match=FILE):
        load_keys(tmp_path)
