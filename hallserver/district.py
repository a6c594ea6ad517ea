# SPDX-License-Identifier: Apache-2.0
"""The further halls of a district that this hall leads: their data folders on this machine.

They are read and never written into; servers of their own may have them in service. One whose disk is not in keeps nobody from being
served: each report that needs it is refused by its name.
"""

from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from hallserver.core.errors import NotFound
from hallserver.settings import SettingError, Settings
from hallserver.store.folder import FILE, PRACTICE, STORE_FAULTS, hall_id_of

DISTRICT = "district"
"""The kind of report that is of all of them."""
_SETTING = "district_folders"


class District(Struct, frozen=True, kw_only=True):
    """The data folders of the further halls; none: this hall leads no others."""

    folders: tuple[Path, ...] = ()

    def must_be_there(self) -> None:
        """Raise NotFound where this hall leads no others, or where one of their folders has gone."""
        if not self.folders:
            raise NotFound("district-none")
        for folder in self.gone:
            raise NotFound("district-folder-gone", folder=str(folder))

    @property
    def there(self) -> tuple[Path, ...]:
        """Those of the folders that are there now."""
        return tuple(filter(_has_hall, self.folders))

    @property
    def gone(self) -> tuple[Path, ...]:
        """Those that are not: no disk, no folder, or no hall in it."""
        return tuple(it for it in self.folders if not _has_hall(it))


NO_DISTRICT = District()


def district_of(settings: Settings, own: Path) -> District:
    """Return the further halls that are set.

    Raises SettingError for the hall's own folder, one hall twice, one for practice, and a report of all by the clock where there are none.
    A folder without a hall is no such error: its disk may be put in later.
    """
    found = District(folders=tuple(Path(it.strip()) for it in settings.text(_SETTING).split(",") if it.strip()))
    if not found.folders and DISTRICT in [it.strip() for it in settings.text("report_kinds").split(",")]:
        raise SettingError(settings.found["report_kinds"].source, f"report_kinds = {DISTRICT}", f"{_SETTING} with the further halls")
    seen = {own.resolve()}
    ids = {_id_of(own)} if found.folders else set()
    for folder in found.folders:
        if folder.resolve() in seen or _id_of(folder) in ids - {""}:
            raise _wrong(settings, folder, "each further hall once, and not the hall's own folder nor a copy of it")
        if _id_of(folder) == PRACTICE:
            raise _wrong(settings, folder, "data folders of halls; this one is for practice")
        seen.add(folder.resolve())
        ids.add(_id_of(folder))
    return found


def _wrong(settings: Settings, folder: Path, expected: str) -> SettingError:
    return SettingError(settings.found[_SETTING].source, f"{_SETTING} = {folder}", expected)


def _has_hall(folder: Path) -> bool:
    with suppress(OSError):
        return (folder / FILE).is_file()
    return False


def _id_of(folder: Path) -> str:
    """Return a hall's id; empty where its file cannot be read just now: what is wrong with a neighbour must not stop this hall."""
    with suppress(*STORE_FAULTS, OSError):
        return hall_id_of(folder) if _has_hall(folder) else ""
    return ""
