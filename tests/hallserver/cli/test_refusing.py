# SPDX-License-Identifier: Apache-2.0
"""What keeps a verb from beginning is a sentence; `test_running.py` goes through all of it. A report loads no server for that."""

import subprocess
import sys

import pytest

from hallserver.cli.refusing import NOT_YET, REFUSED, refusals, refuse, refused_by
from hallserver.store.folder import FolderEmpty


def test_the_first_row_that_fits_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    """What may pass by itself has another code; what no row names goes on."""
    for error, code, says in ((FolderEmpty("/data"), REFUSED, "/data"), (OSError(98, "in use"), NOT_YET, "in use")):
        with pytest.raises(SystemExit) as ended, refusals():
            raise error
        assert (ended.value.code, says in capsys.readouterr().err) == (code, True)
    with pytest.raises(ZeroDivisionError), refused_by(((OSError, str),)):
        raise ZeroDivisionError
    with pytest.raises(SystemExit) as ended:
        refuse("no", 130)
    assert (ended.value.code, capsys.readouterr().err) == (130, "no\n")


def test_a_report_loads_no_server() -> None:
    """A third of a second of each report that somebody waits for went into that."""
    loaded = "import sys, hallserver.cli.report; print([it for it in ('tornado', 'hallserver.web', 'cryptography') if it in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
