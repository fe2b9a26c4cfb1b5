"""Binary content is always reported, and its metadata where a signature shows it."""

from __future__ import annotations

import random

from prtool.detectors.binaries import BinaryDetector
from prtool.model.text import Channel, Span, TextUnit
from tests.unit.detectors.samples import found

BINARIES = BinaryDetector()
WHOLE = ("input/binary", "")


def look(raw: bytes) -> list[tuple[str, str]]:
    return found(BINARIES, raw.decode("latin-1"), channel=Channel.BINARY)


def test_binary_content_is_one_finding_without_extent() -> None:
    unit = TextUnit(channel=Channel.BINARY, text="\x00\x01")
    assert [m.span for m in BINARIES.scan(unit, unit.text)] == [Span(0, 0)]


def test_text_is_no_binary() -> None:
    assert found(BINARIES, "%PDF-1.7 /Author (A. Initech)") == []


def test_position_of_a_picture_in_both_byte_orders() -> None:
    for entry in (b"%\x88\x04\x00\x01\x00\x00\x00", b"\x88%\x00\x04\x00\x00\x00\x01"):
        rules = {rule for rule, _ in look(b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00" + entry)}
        assert rules == {"input/binary", "metadata/location", "metadata/exif"}


def test_authors_of_documents() -> None:
    pdf = b"%PDF-1.7\n<</Author (A. \\(x\\) Initech) /Company(Globex)>>"
    assert look(pdf) == [
        WHOLE,
        ("metadata/document-author", "A. \\(x\\) Initech"),
        ("metadata/document-author", "Globex"),
    ]
    xmp = b"\x00<dc:creator> <rdf:Seq> <rdf:li>A. Initech</rdf:li>"
    assert look(xmp) == [WHOLE, ("metadata/document-author", "A. Initech")]


def test_text_of_a_picture() -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x11tEXtSoftware\x00acme 1\x01\x02\x03\x04"
    assert look(png) == [WHOLE, ("metadata/picture-text", "Software\x00acme 1")]


def test_properties_of_an_office_document() -> None:
    names = [name for name, _ in look(b"PK\x03\x04..docProps/app.xml..docProps/core.xml")]
    assert names == ["input/binary"] + ["metadata/office-properties"] * 2


def test_random_bytes_show_no_metadata() -> None:
    assert look(b"\x00" + random.Random(1).randbytes(200_000)) == [WHOLE]
