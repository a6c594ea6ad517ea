# SPDX-License-Identifier: Apache-2.0
"""No more links than the system allows files."""

import resource

import pytest

from hallserver.web.limits import Limits
from hallserver.web.openfiles import LEAST, fitting, raise_open_files


def test_links_are_as_many_as_there_are_files_for() -> None:
    """A usual machine has room; a small limit leaves half to everything else."""
    assert fitting(Limits(), lambda: None) == Limits()
    assert fitting(Limits(), lambda: 20_000) == Limits()
    assert fitting(Limits(), lambda: 4096).max_links == 2596
    assert fitting(Limits(), lambda: 1024).max_links == 512


def test_hardly_any_files_are_refused_with_a_sentence() -> None:
    """Accepting would fail and keep staff out."""
    with pytest.raises(OSError, match=r"LimitNOFILE"):
        fitting(Limits(), lambda: LEAST - 1)


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    """A shell usually gives 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1000, soft), hard))
    try:
        assert raise_open_files() == (None if hard == resource.RLIM_INFINITY else hard)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
