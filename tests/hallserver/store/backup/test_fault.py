# SPDX-License-Identifier: Apache-2.0
"""A fault names its file and has a sentence."""

from hallserver.cli.running import backup_sentence
from hallserver.store.backup.fault import BackupFault


def test_a_fault_names_the_file_and_what_fits_into_the_sentence() -> None:
    """Who stands before a full cupboard of backups must know which one it is."""
    fault = BackupFault("wrong-key", "b/x.sealed", given="aa", wanted="bb")

    assert (fault.code, fault.file, fault.sound) == ("wrong-key", "b/x.sealed", "")
    assert str(fault) == "wrong-key: file=b/x.sealed, given=aa, wanted=bb"
    assert "b/x.sealed" in backup_sentence(fault)


def test_the_sentence_says_up_to_where_the_backup_is_good() -> None:
    """With one word more on the command line that much can be had."""
    fault = BackupFault("damaged", "b/x.sealed")
    fault.sound = "1.57"

    assert "--until 1.57" in backup_sentence(fault)
