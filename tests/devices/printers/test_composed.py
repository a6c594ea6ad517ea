# SPDX-License-Identifier: Apache-2.0
"""What a printer of a model is sent."""

import msgspec
from PIL import Image

from devices.printers.composed import Code, pieces_of
from devices.printers.models import Model, model_of
from tests.devices.samples import URL, slip


def kinds(model: Model, *, qr: str = URL) -> list[type]:
    """Return of what kind the pieces of a slip are."""
    return [type(piece) for piece in pieces_of(slip(qr=qr), model)]


def test_a_printer_that_knows_codes_gets_a_picture_and_a_code() -> None:
    """Its own code is sharper than any picture of one."""
    assert kinds(Model()) == [bytes, Image.Image, bytes, Code]
    assert kinds(Model(), qr="") == [bytes, Image.Image]


def test_a_clone_gets_the_code_within_the_picture() -> None:
    """Clones without ``GS ( k`` print its bytes as garbage."""
    pictures = [piece for piece in pieces_of(slip(qr=URL), Model(native_qr=False)) if isinstance(piece, Image.Image)]
    without = [piece for piece in pieces_of(slip(qr=URL), Model()) if isinstance(piece, Image.Image)]

    assert kinds(Model(native_qr=False)) == [bytes, Image.Image]
    assert pictures[0].height > without[0].height + 150


def test_text_mode_sends_no_picture_but_that_of_a_code() -> None:
    """And no logo: it would take longer than all the rest."""
    job = msgspec.structs.replace(slip(qr=URL), logo="whatever")

    assert Image.Image not in [type(piece) for piece in pieces_of(job, model_of({"text": "gbk"}))]
    assert kinds(model_of({"text": "gbk", "qr": "picture"})).count(Image.Image) == 1


def test_the_short_code_stands_where_no_code_is() -> None:
    """In both modes, and never beside a code."""
    text = model_of({"text": "gbk"})

    assert any(b"KRT SC4" in piece for piece in pieces_of(slip(), text) if isinstance(piece, bytes))
    assert not any(
        b"KRT SC4" in piece
        for piece in pieces_of(msgspec.structs.replace(slip(qr=URL), short_code="KRT SC4"), text)
        if isinstance(piece, bytes)
    )


def test_every_text_goes_through_the_cleaning() -> None:
    """The code too: a printer that does not know codes takes it for text and commands."""
    seen: list[str] = []

    def clean(text: str) -> str:
        seen.append(text)
        return "x"

    pieces = pieces_of(slip(qr=URL), model_of({"text": "gbk"}), clean)
    assert {line.text for line in slip().lines} | {URL} == set(seen)
    assert Code("x") in pieces
