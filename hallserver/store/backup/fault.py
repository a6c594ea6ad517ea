# SPDX-License-Identifier: Apache-2.0
"""Why a backup could not be written, read or restored."""


class BackupFault(Exception):
    """A backup or its place is not what it should be.

    ``code`` is a word key (``backup.<code>`` in ``hallserver/words/backup.json``), ``args_by_name`` fill its
    sentence; ``file`` is the file or folder that is the matter.
    """

    def __init__(self, code: str, file: object, **args: object) -> None:
        """Name what is the matter and with which file."""
        self.code, self.file = code, str(file)
        self.sound = ""
        """Up to which event (``<epoch>.<seq>``) the backup is sound all the same; empty where none of it is, or nobody looked."""
        self.args_by_name: dict[str, object] = {"file": self.file, **args}
        super().__init__(f"{code}: {', '.join(f'{name}={value}' for name, value in self.args_by_name.items())}")
