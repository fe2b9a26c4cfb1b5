"""Reports what nobody can read line by line: binary content, and its metadata where visible.

Looks for signatures in the bytes, which arrive as Latin-1 text; parses no format.
"""

from __future__ import annotations

from prtool.model.finding import Confidence, Example, Kind, Match, Rule, Severity
from prtool.model.patterns import DOTALL, regex
from prtool.model.record import NamedTuple
from prtool.model.text import Channel, Span, TextUnit
from prtool.sieve.trigger import Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

BINARY = Rule(
    id="input/binary",
    title="Binary content",
    severity=Severity.MEDIUM,
    why="Its text can't be read, replaced or shown to have nothing private in it.",
    examples=(
        Example(
            text="\x7fELF\x02\x01\x01\x00", span=(0, 0), channel=Channel.BINARY, path="bin/acme"
        ),
        Example(text="\x7fELF\x02\x01\x01\x00", span=None),
    ),
)


def _binary(before: str, found: str, after: str = "") -> Example:
    text = before + found + after
    span = (len(before), len(before) + len(found))
    return Example(text=text, span=span, channel=Channel.BINARY)


def _left(text: str) -> Example:
    return Example(text=text, span=None, channel=Channel.BINARY)


LOCATION = Rule(
    id="metadata/location",
    title="Place where a picture was taken",
    severity=Severity.HIGH,
    why="It tells where somebody was.",
    source="https://www.cipa.jp/std/documents/e/DC-008-Translation-2023-E.pdf",
    examples=(
        _binary(
            "\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00",
            "%\x88\x04\x00\x01\x00\x00\x00",
        ),
        _left(
            "\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x0f\x01\x02\x00"
        ),
    ),
)
CAMERA = Rule(
    id="metadata/exif",
    title="Metadata of a camera or a phone",
    severity=Severity.MEDIUM,
    why="It tells the device, the time and sometimes the owner.",
    source="https://www.cipa.jp/std/documents/e/DC-008-Translation-2023-E.pdf",
    examples=(
        _binary("\xff\xd8\xff\xe1\x00\x40", "Exif\x00\x00", "II*\x00\x08\x00\x00\x00\x01\x00"),
        _left("\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    ),
)
DOCUMENT = Rule(
    id="metadata/document-author",
    title="Author of a document",
    severity=Severity.MEDIUM,
    why="It names a person, a company or the software of a machine.",
    source="https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf",
    examples=(
        _binary("%PDF-1.7\n1 0 obj <</Author (", "A. Initech", ")>>"),
        _binary("<dc:creator>", "A. Initech", "</dc:creator>"),
        _left("%PDF-1.7\n1 0 obj <</Type /Catalog>>"),
    ),
)
OFFICE = Rule(
    id="metadata/office-properties",
    title="Properties of an office document",
    severity=Severity.MEDIUM,
    why="They name the author and the company; they are packed, so they can't be shown here.",
    source="https://learn.microsoft.com/openspecs/office_standards/ms-oe376/",
    examples=(
        _binary("PK\x03\x04", "docProps/core.xml", "PK"),
        _left("PK\x03\x04word/document.xml"),
    ),
)
PICTURE_TEXT = Rule(
    id="metadata/picture-text",
    title="Text inside a picture file",
    severity=Severity.MEDIUM,
    why="Programs write authors, times, prompts and paths there.",
    source="https://www.w3.org/TR/png-3/#11textinfo",
    examples=(
        _binary("\x89PNG\r\n\x1a\n\x00\x00\x00\x12tEXt", "Author\x00A. Initech", "\x12\x34"),
        _left("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"),
    ),
)


class _Sign(NamedTuple):
    rule: Rule
    regex: re.Pattern[str]
    group: int
    starts: tuple[str, ...] = ()
    """The content begins with one of these; empty: anything."""
    kind: Kind = Kind.OTHER


_EXIF_STARTS = ("\xff\xd8\xff", "\x89PNG", "RIFF", "II*\0", "MM\0*", "\0\0\0")
_SIGNS = (
    _Sign(
        LOCATION,
        regex(r"%\x88\x04\x00\x01\x00\x00\x00|\x88%\x00\x04\x00\x00\x00\x01", DOTALL),
        0,
        _EXIF_STARTS,
    ),
    _Sign(CAMERA, regex(r"Exif\x00\x00"), 0, _EXIF_STARTS),
    _Sign(
        DOCUMENT,
        regex(r"/(?:Author|Company|Manager|LastModifiedBy)[ ]?\(((?:[^()\\\r\n]|\\.){1,200})\)"),
        1,
        ("%PDF-",),
        Kind.PERSON,
    ),
    _Sign(
        DOCUMENT,
        regex(
            r"<(?:dc:creator|cp:lastModifiedBy|Company|Manager|meta:initial-creator)>"
            r"(?:\s{0,20}<rdf:Seq>\s{0,20}<rdf:li>)?([^<>]{1,200})<"
        ),
        1,
        kind=Kind.PERSON,
    ),
    _Sign(OFFICE, regex(r"docProps/(?:core|app|custom)\.xml"), 0, ("PK\x03\x04",)),
    _Sign(
        PICTURE_TEXT,
        regex(r"(?:tEXt|iTXt|zTXt)([A-Z][\x20-\x7e]{0,78}\x00[\x20-\x7e]{0,400})"),
        1,
        ("\x89PNG",),
    ),
)


class BinaryDetector:
    """The detector of the family ``metadata`` and of ``input/binary``."""

    triggers = Triggers()
    """None: binary content is always looked at as a whole."""

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return its rules."""
        return (BINARY, LOCATION, CAMERA, DOCUMENT, OFFICE, PICTURE_TEXT)

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield one match without extent for the content as a whole, then visible metadata."""
        if unit.channel is not Channel.BINARY:
            return
        yield Match(rule=BINARY.id, span=Span(0, 0))
        for sign in _SIGNS:
            if sign.starts and not text.startswith(sign.starts):
                continue
            for match in sign.regex.finditer(text):
                yield Match(
                    rule=sign.rule.id,
                    span=Span(*match.span(sign.group)),
                    kind=sign.kind,
                    confidence=Confidence.MEDIUM,
                )
