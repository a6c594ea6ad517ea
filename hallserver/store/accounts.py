# SPDX-License-Identifier: Apache-2.0
"""Who can prove to be whom: passwords, sign-ins, device keys and one-time codes, all outside the journal.

Only hashes are stored. Sign-ins and device keys are also held in memory, read once at the start: this
process is the only one that changes them. One-time codes are read from disk each time, because
``hallserver init`` makes one in a process of its own.
"""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from peewee import SqliteDatabase

from hallserver.store import hashing
from hallserver.store.database import Database

MINUTE_US = 60_000_000
Purpose = Literal["first-admin", "pairing"]
"""What a one-time code opens: the first administrator's account, or a device's place (its subject)."""
FIRST_ADMIN_LASTS_US = 30 * MINUTE_US
PAIRING_LASTS_US = 10 * MINUTE_US
_REVOKE = "DELETE FROM device_key WHERE device = ?", "DELETE FROM one_time_code WHERE purpose = 'pairing' AND subject = ?"


class Spans(Struct, frozen=True, kw_only=True):
    """How long a sign-in lasts, in µs: without anything done, and in all."""

    idle_us: int = 15 * MINUTE_US
    absolute_us: int = 12 * 60 * MINUTE_US


class SignIn(Struct, kw_only=True):
    """One sign-in: whose, since when, last used when; ``saved_us`` is the last use that is on disk."""

    person: str
    from_us: int
    seen_us: int
    saved_us: int


class Accounts:
    """Passwords, sign-ins, device keys, one-time codes. ``now`` gives UTC in µs."""

    def __init__(self, database: Database, now: Callable[[], int], spans: Spans | None = None) -> None:
        """Read the sign-ins and device keys that the database holds."""
        self._database = database
        self._now = now
        self._spans = spans or Spans()
        self._hashers = hashing.Hashers()
        with database.reader() as db:
            rows = db.execute_sql("SELECT token_hash, person, from_us, seen_us FROM session").fetchall()
            keys = db.execute_sql("SELECT key_hash, device FROM device_key").fetchall()
        self._sign_ins = {
            bytes(token): SignIn(person=person, from_us=from_us, seen_us=seen, saved_us=seen) for token, person, from_us, seen in rows
        }
        self._ended: set[bytes] = set()
        """Sign-ins found idle, whose rows are still to be deleted."""
        self._devices: dict[bytes, str] = {bytes(key): device for key, device in keys}

    def close(self) -> None:
        """End the threads that hash passwords."""
        self._hashers.close()

    async def set_password(self, person: str, password: str) -> None:
        """Set the person's password and end every sign-in of that person."""
        salt = hashing.new_salt()
        hashed = await self._hash(password, salt)
        now = self._now()

        def write(db: SqliteDatabase) -> None:
            db.execute_sql(
                "INSERT INTO credential (person, salt, hash, set_us) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (person) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, set_us = excluded.set_us",
                (person, salt, hashed, now),
            )

        await self._database.write(write)
        await self.sign_out_everywhere(person)

    async def check_password(self, person: str, password: str, *, first: bool = False) -> bool:
        """Tell whether this is the person's password; takes as long for a person without one. ``first``: ahead of the others.

        A password set before the cost was lowered takes half as long again until it is set anew.
        """
        kept = self._credential(person)
        salt, expected = kept or (b"\0" * hashing.SALT_BYTES, b"")
        hashed = await self._hash(password, salt, expected, first=first)
        return kept is not None and hashing.same(hashed, expected)

    def has_password(self, person: str) -> bool:
        """Tell whether a password was ever set for this person."""
        return self._credential(person) is not None

    async def sign_in(self, person: str) -> str:
        """Begin a sign-in and return its token, which is kept nowhere."""
        token, now = hashing.new_token(), self._now()
        hashed = hashing.digest(token)

        def write(db: SqliteDatabase) -> None:
            db.execute_sql("INSERT INTO session (token_hash, person, from_us, seen_us) VALUES (?, ?, ?, ?)", (hashed, person, now, now))

        await self._database.write(write)
        self._sign_ins[hashed] = SignIn(person=person, from_us=now, seen_us=now, saved_us=now)
        return token

    def person_of(self, token: str, in_hand_since: Callable[[str], int | None], *, used: bool = True) -> str | None:
        """Return whose sign-in this is, or None when it is unknown, ended or too old.

        A person with a ticket in hand is not locked out for being idle; a ticket that came in hand only when this
        sign-in was idle already, by another sign-in of that person, does not wake it. ``used`` says that the
        person did something just now, which begins the idle time anew.
        """
        hashed, now = hashing.digest(token), self._now()
        found = self._sign_ins.get(hashed)
        if found is None or now - found.from_us >= self._spans.absolute_us:
            return None
        idle_at = found.seen_us + self._spans.idle_us
        if now >= idle_at:
            since = in_hand_since(found.person)
            if since is None or since >= idle_at:
                self._ended.add(hashed)
                del self._sign_ins[hashed]
                return None
        if used:
            found.seen_us = now
        return found.person

    async def sign_out(self, token: str) -> None:
        """End one sign-in; its token is worth nothing from now on."""
        await self._end([hashing.digest(token)])

    async def sign_out_everywhere(self, person: str) -> None:
        """End every sign-in of this person."""
        await self._end([hashed for hashed, sign_in in self._sign_ins.items() if sign_in.person == person])

    async def save_seen(self) -> None:
        """Write down when sign-ins were last used, and drop those that ended. Call it now and then."""
        oldest = self._now() - self._spans.absolute_us
        ended, self._ended = self._ended, set()
        await self._end([*ended, *(hashed for hashed, sign_in in self._sign_ins.items() if sign_in.from_us <= oldest)])
        used = [(sign_in.seen_us, hashed) for hashed, sign_in in self._sign_ins.items() if sign_in.seen_us != sign_in.saved_us]
        if not used:
            return

        def write(db: SqliteDatabase) -> None:
            for row in used:
                db.execute_sql("UPDATE session SET seen_us = ? WHERE token_hash = ?", row)

        await self._database.write(write)
        for seen_us, hashed in used:
            if hashed in self._sign_ins:
                self._sign_ins[hashed].saved_us = seen_us

    def device_of(self, key: str) -> str | None:
        """Return whose key this is, or None when it is unknown or was revoked."""
        return self._devices.get(hashing.digest(key))

    def paired_devices(self) -> tuple[str, ...]:
        """Return the devices that have a key."""
        return tuple(self._devices.values())

    async def new_device_key(self, device: str) -> str:
        """Give the device a new key and return it; the one before is worth nothing from now on."""
        key, now = hashing.new_token(), self._now()
        hashed = hashing.digest(key)

        def write(db: SqliteDatabase) -> None:
            db.execute_sql(
                "INSERT INTO device_key (device, key_hash, set_us) VALUES (?, ?, ?)"
                " ON CONFLICT (device) DO UPDATE SET key_hash = excluded.key_hash, set_us = excluded.set_us",
                (device, hashed, now),
            )

        await self._database.write(write)
        self._forget(device)
        self._devices[hashed] = device
        return key

    async def revoke_device_key(self, device: str) -> bool:
        """Take the device's key away, and the code by which it could get another; tell whether it had a key."""
        await self._database.write(lambda db: [db.execute_sql(sql, (device,)) for sql in _REVOKE])
        return self._forget(device)

    async def new_code(self, purpose: Purpose, subject: str, lasts_us: int) -> str:
        """Return a new one-time code; an earlier one of the same purpose and subject ends."""
        code, until_us = hashing.new_code(), self._now() + lasts_us

        def write(db: SqliteDatabase) -> None:
            db.execute_sql("DELETE FROM one_time_code WHERE purpose = ? AND subject = ?", (purpose, subject))
            db.execute_sql(
                "INSERT INTO one_time_code (code_hash, purpose, subject, until_us) VALUES (?, ?, ?, ?)",
                (hashing.code_digest(code), purpose, subject, until_us),
            )

        await self._database.write(write)
        return code

    def code_subject(self, purpose: Purpose, code: str) -> str | None:
        """Return what a code is for without using it up, or None when it is unknown, used or too old."""
        with self._database.reader() as db:
            return self._subject(db, purpose, code)

    async def redeem(self, purpose: Purpose, code: str) -> str | None:
        """Use a code up and return what it was for, or None when it is unknown, used or too old."""

        def write(db: SqliteDatabase) -> str | None:
            subject = self._subject(db, purpose, code)
            db.execute_sql("DELETE FROM one_time_code WHERE purpose = ? AND code_hash = ?", (purpose, hashing.code_digest(code)))
            return subject

        return await self._database.write(write)

    async def _hash(self, password: str, salt: bytes, like: bytes = b"", *, first: bool = False) -> bytes:
        return await self._hashers.hash(password, salt, like, first=first)

    def _credential(self, person: str) -> tuple[bytes, bytes] | None:
        with self._database.reader() as db:
            row = db.execute_sql("SELECT salt, hash FROM credential WHERE person = ?", (person,)).fetchone()
        return None if row is None else (bytes(row[0]), bytes(row[1]))

    def _subject(self, db: SqliteDatabase, purpose: Purpose, code: str) -> str | None:
        row = db.execute_sql(
            "SELECT subject FROM one_time_code WHERE purpose = ? AND code_hash = ? AND until_us > ?",
            (purpose, hashing.code_digest(code), self._now()),
        ).fetchone()
        return None if row is None else str(row[0])

    async def _end(self, hashes: list[bytes]) -> None:
        if not hashes:
            return
        for hashed in hashes:
            self._sign_ins.pop(hashed, None)

        def write(db: SqliteDatabase) -> None:
            for hashed in hashes:
                db.execute_sql("DELETE FROM session WHERE token_hash = ?", (hashed,))

        await self._database.write(write)

    def _forget(self, device: str) -> bool:
        old = [hashed for hashed, name in self._devices.items() if name == device]
        for hashed in old:
            del self._devices[hashed]
        return bool(old)
