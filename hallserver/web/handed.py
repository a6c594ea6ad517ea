# SPDX-License-Identifier: Apache-2.0
"""What the door is handed to make files with: each is a function that runs off the event loop."""

from collections.abc import Callable, Mapping, Sequence

from hallserver.core.errors import NotFound
from hallserver.core.events import Entry

ReportMaker = Callable[[str], bytes]
"""(business day, ISO) → the file. Runs off the event loop; raises HallError for a day that is not there."""
WhyMaker = Callable[[str, str, tuple[str, str]], bytes]
"""(json or pdf, business day, both numbers) → why the one came first. Runs off the event loop; raises HallError."""
BehindMaker = Callable[[str, Mapping[str, str], str, str], bytes]
"""(figure, ``first last section slug``, language, person who asks) → the numbers behind it. Runs off the event loop; raises HallError."""
TimelineMaker = Callable[[str, str, str, str, str], bytes]
"""(json or pdf, business day, number, language, person who asks) → all that befell it. Runs off the event loop; raises HallError."""
ChartMaker = Callable[[tuple[str, str, str, str]], bytes]
"""(name, business day, language, look) → the picture. Runs off the event loop; raises HallError."""

JournalReader = Callable[[int, int, int], Sequence[Entry]]
"""(epoch, seq, most) → committed entries after that place. Runs off the event loop."""


def no_charts(asked: tuple[str, str, str, str]) -> bytes:
    """Refuse every picture: this door draws none. Raises NotFound."""
    raise NotFound("report-unknown", report=asked[0][:60])
