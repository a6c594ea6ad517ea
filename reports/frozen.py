# SPDX-License-Identifier: Apache-2.0
"""A report frozen: as canonical JSON from which any format can be made again, years later, without asking anything anew.

Canonical: keys sorted, no white space, UTF-8. Whoever has the text can check its digest by any SHA-256.
"""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import UNSET, Struct, UnsetType, structs

from hallserver.words import say
from reports.osm import Boxed, OsmDistrict, OsmReport, journals_of
from reports.osm_text import Stamp, drafted_at
from reports.report import DayReport
from reports.signing import Signing

FORMAT = 1
"""Counts up when older texts could not be read as they are any more."""


class Frozen(Struct, frozen=True, kw_only=True):
    """What was frozen: one of the three, and what people wrote into the boxes."""

    report: str
    """Its kind: ``day`` … ``osm``, ``district``."""
    format: int = FORMAT
    boxes: Boxed = Boxed()
    osm: OsmReport | None = None
    figures: DayReport | None = None
    district: OsmDistrict | UnsetType = UNSET
    """Of several halls; where it is none, the text has no such key."""

    heads: tuple[str, ...] | UnsetType = UNSET
    """How far each hall's journal had come when it was made, of several the leading one's first; a text of older programs has none."""

    @property
    def on_site(self) -> OsmReport | OsmDistrict | None:
        """The report on on-site management, of one hall or of several; None: it is one of figures."""
        return self.osm if self.district is UNSET else self.district

    @property
    def journal(self) -> str:
        """The place in the journal where its days end; of several halls one each. What came later about them counts up to ``heads``."""
        if self.on_site is not None:
            return " ".join(journals_of(self.on_site))
        return self.figures.journal if self.figures is not None else ""


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(Frozen).decode


def canonical(of: Frozen) -> str:
    """Return it as canonical JSON."""
    return _encode(of).decode()


def thawed(text: str) -> Frozen:
    """Return what ``canonical`` was given."""
    return _decode(text)


def rendered(
    text: str, output: str, language: str, photos: Sequence[Mapping[str, bytes]], stamp: Stamp, *, logo: str = "", marked: str = ""
) -> bytes:
    """Return a frozen report in a format: ``json`` is the text itself, byte for byte; others are drawn from it and say how far it came.

    ``photos``: of each hall; ``marked``: a watermark. What is no page that says which version it is, says so beside that.
    Raises Malformed for a format that there is not, or not of this kind of report.
    """
    if output == "json":
        return text.encode()
    of = thawed(text)
    stamp = structs.replace(stamp, head=head_of(of, language))
    says = output == "pdf" or (of.on_site is not None and output == "png")
    mark = marked if says else " · ".join(filter(None, (made_of(of, stamp, language), marked)))
    if of.on_site is not None:
        from reports.osm_files import osm_file  # noqa: PLC0415 -- what draws pages is loaded when the first one is asked for

        return osm_file(of.on_site, output, language, photos, stamp=stamp, logo=logo, marked=mark)
    from reports.formats import render  # noqa: PLC0415 -- as above

    assert of.figures is not None, "a frozen report holds one of the three"
    return render(structs.replace(of.figures, marked=mark), output, language, logo, Signing(stamp, of.boxes))


def head_of(of: Frozen, language: str) -> str:
    """Return how far the journal had come when it was made, of several halls that each has its own; empty: it does not say."""
    heads = () if of.heads is UNSET else of.heads
    return say("osm.stamp-heads", language, n=len(heads), head=heads[0]) if len(heads) > 1 else "".join(heads)


def made_of(of: Frozen, stamp: Stamp, language: str) -> str:
    """Return in a line which version this is, how far it came, its place in the journal, its digest, how far the journal had come."""
    state = say(f"osm.paper-{stamp.state}", language)
    several = isinstance(of.on_site, OsmDistrict)
    journal = say("report.marked.journals", language, n=len(of.journal.split())) if several else of.journal
    line = say("report.marked.frozen", language, version=stamp.version, state=state, journal=journal, digest=stamp.sha256[:16])
    return " · ".join([line, *drafted_at(stamp, language)])
