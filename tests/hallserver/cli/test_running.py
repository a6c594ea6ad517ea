# SPDX-License-Identifier: Apache-2.0
"""What verbs share: refusals become a sentence and exit code 2."""

import argparse
import gc
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hallserver.cli.refusing import NOT_YET, REFUSED
from hallserver.cli.running import add_settings, refusals, settings_of, settle_memory, spare_the_program, standard_text
from hallserver.core.errors import AgainstStandard
from hallserver.core.history import UnknownEvent
from hallserver.core.standard import adoptable
from hallserver.settings import SettingError
from hallserver.store.authority import AuthorityUnreadable
from hallserver.store.chain import ChainBroken
from hallserver.store.folder import FolderBusy, FolderDamaged, FolderEmpty
from hallserver.store.keys import KeysUnreadable
from hallserver.tls import HalfTls
from hallserver.units import REFUSED as UNIT_REFUSED


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (FolderEmpty("/data"), "/data"),
        (ChainBroken(1, 77), "1.77"),
        (UnknownEvent("TicketIssued", 99, 4), "TicketIssued"),
        (FolderDamaged("/data/hall.sqlite3"), "/data/hall.sqlite3"),
        (KeysUnreadable("/data/keys.json"), "/data/keys.json"),
        (sqlite3.DatabaseError("file is not a database"), "已损坏"),
        (HalfTls("cert.pem"), "cert.pem"),
        (AuthorityUnreadable("server.key"), "server.key"),
        (SettingError("settings.toml", "port = 'x'", "int"), "port"),
        (AgainstStandard("zone-unknown", zone="Asia/Futian"), "Asia/Futian"),
        (FileExistsError(17, "File exists", "/key"), "/key"),
    ],
)
def test_each_refusal_is_a_sentence_and_exit_code_two(error: Exception, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback for what a person can put right."""
    with pytest.raises(SystemExit) as ended, refusals():
        raise error
    assert ended.value.code == REFUSED
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (FolderBusy(Path("/data"), "4711"), "4711"),
        (OSError(98, "Address already in use"), "Address already in use"),
        (FileNotFoundError(2, "No such file", "/mnt/disk"), "/mnt/disk"),
    ],
)
def test_what_may_pass_by_itself_ends_so_that_it_is_tried_again(error: Exception, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A port that is still taken at a restart must not end the service for good."""
    with pytest.raises(SystemExit) as ended, refusals():
        raise error
    assert ended.value.code == NOT_YET != UNIT_REFUSED
    assert says in capsys.readouterr().err


def test_a_fault_of_ours_is_not_taken_for_damage() -> None:
    """A wrong statement told as a broken disk would send somebody to the backups."""
    with pytest.raises(sqlite3.ProgrammingError), refusals():
        raise sqlite3.ProgrammingError


def test_every_setting_is_an_argument() -> None:
    """What a file can set, the command line can."""
    parser = argparse.ArgumentParser()
    add_settings(parser)
    settings = settings_of(parser.parse_args(["--port", "81", "--log-level", "DEBUG"]), None)
    assert (settings.number("port"), settings.text("log_level"), settings.found["port"].source) == (81, "DEBUG", "argument")


def test_the_shipped_standard_can_be_adopted() -> None:
    """A hall opens with what is in the box."""
    assert adoptable(standard_text()).whole("prio.max_run") == 2


def test_what_is_loaded_at_the_start_is_not_looked_through_again() -> None:
    """A full collection over all of it stalled the loop for longer than a call may take."""
    settle_memory()
    try:
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()


def test_the_program_is_spared_before_a_day_is_folded() -> None:
    """Folding makes so many objects that everything would be looked through several times."""
    gc.unfreeze()
    spare_the_program()
    assert gc.get_freeze_count() > 10_000


def test_a_start_does_not_load_what_draws_pages() -> None:
    """They would cost every start a tenth of a second and 8 MB; reports load them when one is asked for."""
    loaded = "import sys, hallserver.cli.serve; print([it for it in ('reportlab', 'PIL', 'openpyxl', 'escpos') if it in sys.modules])"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


_TWO_PASSWORDS = """
import hashlib, sys
from pathlib import Path
from threading import Thread
from hallserver.cli.running import return_large_blocks

def kib():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4

def check():
    hashlib.scrypt(b"x", salt=b"y" * 16, n=2**14, r=8, p=1, maxmem=2**26)

if sys.argv[1:]:
    return_large_blocks()
before = kib()
for _ in range(2):
    thread = Thread(target=lambda: [check() for _ in range(3)])
    thread.start()
    thread.join()
print(kib() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="glibc's allocator")
def test_what_a_password_took_is_given_back() -> None:
    """Control: without it the allocator keeps the 17 MB."""
    kept_kib = [
        int(subprocess.run([sys.executable, "-c", _TWO_PASSWORDS, *some], capture_output=True, check=True).stdout)
        for some in ([], ["returned"])
    ]
    assert kept_kib[0] > 16_000
    assert kept_kib[1] < 4_000
