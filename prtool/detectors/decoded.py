r"""Looks behind encodings: percent, entities, ``\u`` and ``\x``, base64, hex, gzip, UTF-16.

What is found there can't be replaced in place, so the finding covers the encoded text and says
through which decodings it was seen.
"""

from __future__ import annotations

from prtool.detectors.base import Detector
from prtool.model.finding import Match, Rule
from prtool.model.patterns import bytes_regex, regex
from prtool.model.record import NamedTuple, replace
from prtool.model.text import Channel, Span, TextUnit, decode, encode
from prtool.sieve.trigger import Trigger, Triggers

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Container, Iterator, Sequence

DEEPEST = 3
"""Encodings within encodings that are followed."""
LARGEST = 1 << 20
"""Bytes that one encoded text may unfold to; a bomb unfolds no further."""
_LONGEST = 1 << 16
"""Code points of one encoded text that are looked at."""
_SHORTEST_MATCH = 4
"""Code points; in decoded text a shorter name is met by chance."""

_BESIDE = 64
"""Code points on either side that are looked at together with an encoded one."""
_PERCENT = regex(rf"(?:%[0-9A-Fa-f]{{2}}[^\s\"'<>%]{{0,{_BESIDE}}}){{1,4096}}")
_ENTITY = regex(rf"(?:&#(?:\d{{1,7}}|[xX][0-9A-Fa-f]{{1,6}});[^\s\"'<>&]{{0,{_BESIDE}}}){{1,4096}}")
_ESCAPE = regex(
    rf"(?:\\(?:u[0-9A-Fa-f]{{4}}|x[0-9A-Fa-f]{{2}}|[0-3][0-7]{{2}})[^\s\"'\\]{{0,{_BESIDE}}}){{1,4096}}"
)
_IN_FRONT = regex(rf"[^\s\"'<>%&\\]{{0,{_BESIDE}}}")
_ONE_PERCENT = bytes_regex(rb"%([0-9A-Fa-f]{2})")
"""Source: RFC 3986, section 2.1."""
_ONE_ESCAPE = regex(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([0-3][0-7]{2}))")
_FEWEST = 12
"""Characters of base64 that are worth a look: ``sieve.encoded.GROUPS`` of four."""
_BASE64 = regex(rf"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{{{_FEWEST},}}={{0,2}}(?![A-Za-z0-9+/_=-])")
"""Source: RFC 4648, sections 4 and 5."""
_SMALL = regex(r"[a-z]")
_OTHER = regex(r"[A-Z0-9]")
"""Characters that base64 of a text has of both."""
_HEX = regex(r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}){8,}(?![0-9A-Za-z])")
_BYTE_ORDER_MARKS = ("\xff\xfe", "\xfe\xff")
"""How a text in UTF-16 begins, as Latin-1. Source: RFC 2781, section 3.2."""
_GZIP = b"\x1f\x8b"
"""Source: RFC 1952, section 2.3.1."""


_ONE = (
    r"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}"
    r"|[\xf0-\xf4][\x80-\xbf]{3})"
)
"""A code point in UTF-8, or more than that. Source: RFC 3629, section 4."""
_TEXT = bytes_regex(rf"{_ONE}{{8}}|{_ONE}{{1,7}}\Z".encode("latin-1"))
"""How every printable text in UTF-8 begins."""

_ASCII = r"(?:[2-7][0-9a-f])"


class Worth(NamedTuple):
    """Which of some texts, by their numbers, are worth the time."""

    a_look: Container[int]
    """Those in which a trigger is."""
    decoding: Container[int]
    """Those in which something encoded may be."""


class DecodedDetector:
    """Runs other detectors on what encoded texts say."""

    def __init__(
        self, inner: Sequence[Detector], worth: Callable[[Sequence[str]], Worth] | None = None
    ) -> None:
        """Take the detectors within.

        Args:
            inner: they look at the text behind an encoding.
            worth: tells which of some such texts are worth their look, or a further decoding;
                None: all are.
        """
        self._inner = tuple(inner)
        self._worth = worth or _all_of

    @property
    def triggers(self) -> Triggers:
        """Return what encodings look like behind which something can be read."""
        from prtool.sieve.encoded import readable_triggers

        return Triggers(
            (
                Trigger(rf"%(?:{_ASCII}|[89a-f][0-9a-f])", ("%",)),
                Trigger(r"&#", ("&#",)),
                Trigger(rf"\\(?:x|u00){_ASCII}", ("\\x", "\\u")),
                Trigger(r"\\(?:0[4-7]|1[0-7])[0-7]"),
                Trigger(rf"(?:{_ASCII}|0[9ad]){{8}}"),
                *readable_triggers(),
            )
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return none: it reports the rules of the detectors within."""
        return ()

    def scan(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Yield what the detectors within find behind an encoding; spans cover encoded texts."""
        if unit.channel is not Channel.BINARY:
            yield from self._scan(unit, text, depth=1)
        elif text.startswith(_BYTE_ORDER_MARKS):
            yield from self._in_utf16(unit, text)

    def _in_utf16(self, unit: TextUnit, text: str) -> Iterator[Match]:
        """Look at a text in UTF-16, which git takes for binary; its bytes come as Latin-1."""
        plain = text.encode("latin-1", "replace").decode("utf-16", "replace")
        readable = replace(unit, channel=Channel.CONTENT)
        for match in self._found(readable, plain, 0, self._worth((plain,)), depth=1):
            # Two bytes for each code point; rarer ones have four, and shift what follows a little.
            start, end = (min(2 + 2 * edge, len(text)) for edge in match.span)
            yield replace(match, span=Span(start, end), term=None, via=("utf-16", *match.via))

    def _scan(self, unit: TextUnit, text: str, depth: int) -> Iterator[Match]:
        decoded = list(_decoded(text))
        if not decoded:
            return
        worth = self._worth([plain for _, _, plain in decoded])
        for number, (name, span, plain) in enumerate(decoded):
            shown = text[span.start : span.end]
            for match in self._found(unit, plain, number, worth, depth):
                word = plain[match.span.start : match.span.end]
                # What the encoded text shows as it stands is found without us.
                if len(word) >= _SHORTEST_MATCH and word not in shown:
                    yield replace(match, span=span, term=None, via=(name, *match.via))

    def _found(
        self, unit: TextUnit, plain: str, number: int, worth: Worth, depth: int
    ) -> Iterator[Match]:
        if number in worth.a_look:
            for detector in self._inner:
                yield from detector.scan(unit, plain)
        if depth < DEEPEST and number in worth.decoding:
            yield from self._scan(unit, plain, depth + 1)


def _all_of(texts: Sequence[str]) -> Worth:
    every = range(len(texts))
    return Worth(every, every)


def _decoded(text: str) -> Iterator[tuple[str, Span, str]]:
    """Yield (encoding, range, plain text) for everything in ``text`` that is encoded text."""
    for name, pattern, hint, plain_of in _ENCODINGS:
        if hint and hint not in text:
            continue
        for found in pattern.finditer(text):
            start, end = found.span()
            if hint:
                # Encoded and plain characters are mixed: what stands in front belongs to it.
                start -= len(_text_in_front(text, start))
            shown = text[start:end]
            plain = plain_of(shown[:_LONGEST])
            if plain and plain != shown:
                yield name, Span(start, end), plain


def _text_in_front(text: str, position: int) -> str:
    found = _IN_FRONT.match(text[max(0, position - _BESIDE) : position][::-1])
    return found.group()[::-1] if found else ""


def _from_percent(text: str) -> str:
    # As ``urllib.parse`` does it, which takes longer to import than a small check does to run.
    return decode(_ONE_PERCENT.sub(lambda one: bytes.fromhex(decode(one[1])), encode(text)))


def _from_entities(text: str) -> str:
    from html import unescape

    return unescape(text)


def _from_escapes(text: str) -> str:
    return _ONE_ESCAPE.sub(
        lambda one: chr(int(one[1] or one[2], 16) if one[1] or one[2] else int(one[3], 8)), text
    ).encode("utf-8", "replace").decode("utf-8")  # fmt: skip


def _from_base64(text: str) -> str:
    """Return the text behind base64 or base64url, which may begin within a group of four."""
    if not (_SMALL.search(text) and _OTHER.search(text)):
        return ""
    from binascii import a2b_base64

    body = text.rstrip("=").translate(_URL_SAFE)
    for start in range(min(4, len(body) - _FEWEST + 1)):
        over = (len(body) - start) % 4
        if over == 1:
            continue  # no number of bytes has so many characters
        plain = _readable(a2b_base64(body[start:] + "=" * (4 - over if over else 0)))
        if plain:
            return plain
    return ""


def _from_hex(text: str) -> str:
    return _readable(bytes.fromhex(text))


def _readable(raw: bytes) -> str:
    """Return bytes as text when they are text, packed or not; else nothing."""
    if raw.startswith(_GZIP):
        import zlib

        try:
            raw = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, LARGEST)
        except zlib.error:
            return ""
    if b"\0" not in raw and _TEXT.match(raw) is None:
        return ""  # nearly all that only looks encoded ends here
    for encoding in ("utf-8", "utf-16-le") if b"\0" in raw else ("utf-8",):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and text.translate(_NO_SPACING).isprintable():
            return text
    return ""


_NO_SPACING = str.maketrans("", "", "\r\n\t")
_URL_SAFE = str.maketrans("-_", "+/")
_ENCODINGS: tuple[tuple[str, re.Pattern[str], str, Callable[[str], str]], ...] = (
    ("percent", _PERCENT, "%", _from_percent),
    ("entity", _ENTITY, "&#", _from_entities),
    ("escape", _ESCAPE, "\\", _from_escapes),
    ("base64", _BASE64, "", _from_base64),
    ("hex", _HEX, "", _from_hex),
)
"""Name, what it looks like, what a text must hold to have it, and what undoes it."""
