# SPDX-License-Identifier: Apache-2.0
"""How much, how long and how often the door lets anybody ask. Sizes in bytes, times in seconds."""

from typing import Any

from msgspec import Struct

from hallserver.core.errors import AgainstStandard

PASSWORD_LEAST = 8
PASSWORD_MOST = 200


class Limits(Struct, frozen=True, kw_only=True):
    """Every limit of the door with its default."""

    idle_connection_timeout_s: float = 12
    """For a whole header, however slowly it drips, and between two requests."""
    body_timeout_s: float = 12
    """For a whole body."""
    connections_per_address: int = 256
    """Connections of one address that ask over HTTP; sockets of screens, phones and agents are counted as links."""
    plain_factor: int = 4
    """So many times as many on the port for visitors' phones: a hall's Wi-Fi may be one address."""
    max_header: int = 8192
    max_body: int = 1_000_000
    """A larger body is refused with a sentence."""
    max_drain: int = 8_000_000
    """Up to here a refused body is read and thrown away, so that the client hears why; beyond, the link is cut."""
    max_message: int = 65536
    max_sound: int = 2_200_000
    """The same for an agent once it is known: it sends sounds of up to 1.5 MB, in base64."""
    max_unsent: int = 1_000_000
    """Bytes that may wait for a slow screen; beyond, its link is dropped."""
    send_buffer: int = 65536
    """Bytes that the kernel may keep for one link. Left to itself it keeps megabytes of views that are long out of date."""
    messages_per_s: float = 50
    agent_messages_per_s: float = 500
    """The same for a device agent: after a cut it reports many slips and calls at once."""
    early_frames: int = 10
    """Frames of a link before it is known who is there."""
    flood_pause_s: float = 10
    """So long a key, sign-in or ticket whose link sent too much is not let in again."""
    first_message_s: float = 5
    beat_s: float = 3
    quick_beat_s: float = 1
    """The same for screens that must know at once that they cannot reach us: those that give numbers."""
    silent_beats: int = 3
    """A link that has left so many beats unanswered is cut with the next: its other end is gone or frozen."""
    page_gap_s: float = 0.05
    """Least time between two pushes of one view."""
    phone_gap_s: float = 5
    """The same for a phone, unless its own ticket changed or is now next."""
    lost_after_s: float = 10
    """A device without a link for so long is reported as lost."""
    max_links: int = 5000
    """Page and device sockets open at once."""
    reserved_links: float = 0.2
    """Share of ``max_links`` that visitors' phones cannot take: it is left to staff and devices."""
    links_per_ticket: int = 4
    links_per_key: int = 8
    """The same for a device key or a sign-in."""
    unknown_links: int = 256
    """Sockets of one address before it is known who is there."""
    journal_rows: int = 5000
    """Rows of the journal in one answer."""
    reports_apart: int = 2
    """Reports that are made at once by processes of their own while somebody waits for the answer; not those of jobs."""
    password_tries: int = 10
    """Password checks per account from places new to it, and per familiar place, within the window."""
    address_tries: int = 60
    """Password checks and one-time codes from one address within the window."""
    checks_per_address: int = 2
    """Password checks that may wait for their turn: of one address, and of one person at a familiar place."""
    checks_waiting: int = 8
    """The same of all addresses together; familiar places come on top and go first."""
    try_window_s: float = 600
    ticket_misses: int = 30
    """Unknown ticket tokens from one address within a minute."""

    def plain_options(self, options: dict[str, Any]) -> dict[str, Any]:
        """Return these options for the port of visitors' phones."""
        return {**options, "connections_per_address": self.plain_factor * self.connections_per_address}

    def http_options(self) -> dict[str, Any]:
        """Return what Tornado's HTTPServer takes."""
        return {
            "connections_per_address": self.connections_per_address,
            "idle_connection_timeout": self.idle_connection_timeout_s,
            "body_timeout": self.body_timeout_s,
            "max_header_size": self.max_header,
            "max_body_size": self.max_drain,
            "xheaders": False,
            "decompress_request": False,
        }

    def settings(self) -> dict[str, Any]:
        """Return what Tornado's Application takes."""
        return {
            "debug": False,
            "serve_traceback": False,
            "compress_response": False,
            "websocket_max_message_size": self.max_message,
        }


def check_new_password(password: str) -> None:
    """Raise AgainstStandard when a new password is too short or too long; nothing else is asked of it."""
    if not PASSWORD_LEAST <= len(password) <= PASSWORD_MOST:
        raise AgainstStandard("password-length", least=PASSWORD_LEAST, most=PASSWORD_MOST)
