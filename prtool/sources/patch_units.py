"""Turns a diff or a mailbox of patches into text units; no repository is needed."""

from __future__ import annotations

from prtool.errors import InputError
from prtool.model.patterns import MULTILINE, bytes_regex, regex
from prtool.model.record import Counter
from prtool.model.results import Skip
from prtool.model.text import Channel, Span, TextUnit, decode, is_binary
from prtool.sources.limits import BINARY_LIMIT, LARGE, SAMPLE
from prtool.sources.mail_shape import is_mailbox
from prtool.sources.patch import FilePatch, Prose, read_diff

_PREFIX = regex(r"^\[[^\]]*PATCH[^\]]*\] ?")
"""What git puts before a subject. Source: git-format-patch, --subject-prefix."""
_LETTER_END = bytes_regex(rb"^---[ \t]*\r?$\n?", MULTILINE)
_OFFSET = regex(r"([+-]\d\d)(\d\d)$")
_ABSENT = "the patch does not hold its content"
_DELTA = "the patch holds only what differs from the content before"


TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.sources.crew import Found
    from prtool.sources.mailbox import Mail
    from prtool.sources.patch_sift import Finder


def patch_units(
    data: bytes,
    skipped: list[Skip],
    finder: Finder | None = None,
    passed: Counter[Channel] | None = None,
    *,
    found: Found | None = None,
) -> Iterator[TextUnit]:
    """Yield every text of a diff or a mailbox.

    Args:
        data: unified diff, git diff, or mail with such diffs in it.
        skipped: gets what can't be looked at.
        finder: with it, only what lies around its places is yielded.
        passed: gets the number of texts that have no such place.
        found: with it, a large diff may be read by several processes, which only one without
            threads may make; see ``patch_shares.shared``.

    Raises:
        InputError: it is malformed, cut off, or has neither a diff nor a mail in it.
    """
    passed = Counter() if passed is None else passed
    if is_mailbox(data):
        from prtool.sources.mailbox import read_mailbox

        for mail in read_mailbox(data):
            yield from _mail_units(mail, skipped)
        return
    if finder is not None:
        if found is not None and len(data) >= LARGE:
            from prtool.sources.patch_shares import shared

            yield from shared(data, skipped, finder, passed, found)
        else:
            from prtool.sources.patch_sift import sifted

            yield from sifted(data, skipped, finder, passed)
        return
    pieces = list(read_diff(data))
    if data.strip() and not any(isinstance(piece, FilePatch) for piece in pieces):
        raise no_diff()
    for piece in pieces:
        yield from piece_units(piece, skipped)


def no_diff() -> InputError:
    """Return the error that an input is no diff."""
    return InputError(
        "there is no diff in this input", hint="use --text for a text that is no patch"
    )


def piece_units(piece: FilePatch | Prose, skipped: list[Skip]) -> Iterator[TextUnit]:
    """Yield the texts of one piece of a diff."""
    if isinstance(piece, Prose):
        yield from _prose(Channel.MESSAGE, piece, None)
    else:
        yield from file_units(piece, None, skipped)


def _mail_units(mail: Mail, skipped: list[Skip]) -> Iterator[TextUnit]:
    commit = mail.commit
    yield from _header_units(mail)
    pieces = list(read_diff(mail.body, mail.line))
    subject = _PREFIX.sub("", mail.field("subject") or "")
    letter, rest = "", b""
    if pieces and isinstance(pieces[0], Prose):
        letter, rest = _letter(pieces[0].text, mail.charset)
    from prtool.model.message import parse_message

    message = parse_message(f"{subject}\n\n{letter.lstrip()}")
    if message.text:
        yield TextUnit(channel=Channel.MESSAGE, text=message.text, commit=commit)
    if message.trailers:
        yield TextUnit(channel=Channel.TRAILER, text=message.trailers, commit=commit)
    for number, piece in enumerate(pieces):
        if isinstance(piece, FilePatch):
            yield from file_units(piece, commit, skipped)
        else:
            prose = piece if number else Prose(piece.line, rest)
            yield from _prose(Channel.TEXT, prose, commit)


def _header_units(mail: Mail) -> Iterator[TextUnit]:
    others = []
    seen: set[str] = set()
    for name, value in mail.fields:
        first = name.lower() not in seen
        seen.add(name.lower())
        match name.lower():
            case "from":
                yield TextUnit(channel=Channel.AUTHOR, text=value, commit=mail.commit)
            case "date":
                yield TextUnit(channel=Channel.DATE, text=_moment(value), commit=mail.commit)
            case "subject" if first:
                pass
            case _:
                others.append(f"{name}: {value}")
    if others:
        yield TextUnit(channel=Channel.TEXT, text="\n".join(others), commit=mail.commit)


def _letter(raw: bytes, charset: str) -> tuple[str, bytes]:
    """Return the commit message in a mail, and what stands below its ``---``."""
    parts = _LETTER_END.split(raw, maxsplit=1)
    try:
        text = parts[0].decode(charset)
    except (UnicodeDecodeError, LookupError):
        text = decode(parts[0])
    return text, parts[1] if len(parts) > 1 else b""


def _moment(value: str) -> str:
    """Return a mail's date as units of commits have it, ISO 8601; as it is when it is no date."""
    from datetime import timedelta
    from email.utils import parsedate_to_datetime

    try:
        parsed = parsedate_to_datetime(value)
    except ValueError:
        return value
    # "-0000" says that the zone is unknown, and so nothing of it.
    zone = parsed.utcoffset() or timedelta()
    return parsed.isoformat() if zone else parsed.replace(tzinfo=None).isoformat() + "+00:00"


def _prose(channel: Channel, prose: Prose, commit: str | None) -> Iterator[TextUnit]:
    if prose.text.strip():
        numbers = tuple(range(prose.line, prose.line + prose.text.count(b"\n") + 1))
        text = decode(prose.text)
        yield TextUnit(channel=channel, text=text, commit=commit, numbers=numbers)


def file_units(file: FilePatch, commit: str | None, skipped: list[Skip]) -> Iterator[TextUnit]:
    """Yield the texts of one file's change."""
    path = decode(file.path)
    sides = _Sides(file)
    added, numbers, new = sides.new_side()
    yield from path_units(file, commit, added[:SAMPLE])
    if file.old_mode and file.new_mode and file.old_mode != file.new_mode:
        mode = f"{file.new_mode:o}"
        yield TextUnit(channel=Channel.MODE, text=mode, commit=commit, path=path)
    for stamp in file.stamps:
        text = _OFFSET.sub(r"\1:\2", decode(stamp))
        yield TextUnit(channel=Channel.DATE, text=text, commit=commit, path=path)
    if new:
        yield TextUnit(
            channel=file.channel, text=added, commit=commit, path=path, new=new, numbers=numbers
        )
    for channel, sign, name in (
        (Channel.REMOVED, b"-", file.old_path),
        (Channel.CONTEXT, b" ", file.path),
    ):
        text, numbers = sides.rows(sign)
        if text:
            yield TextUnit(
                channel=channel, text=text, commit=commit, path=decode(name or b""), numbers=numbers
            )
    headings = [(hunk.heading, hunk.new_start) for hunk in file.hunks if hunk.heading.strip()]
    if headings:
        yield TextUnit(
            channel=Channel.HEADING, text="\n".join(decode(text) for text, _ in headings),
            commit=commit, path=path, numbers=tuple(start for _, start in headings),
        )  # fmt: skip
    yield from _binary_units(file, commit, path, skipped)


def path_units(file: FilePatch, commit: str | None, sample: str) -> Iterator[TextUnit]:
    """Yield the paths of a file before and after, with the beginning of its content."""
    for name in dict.fromkeys((file.new_path, file.old_path)):
        if name is not None:
            text = decode(name)
            yield TextUnit(channel=Channel.PATH, text=text, commit=commit, path=text, sample=sample)


def _binary_units(
    file: FilePatch, commit: str | None, path: str, skipped: list[Skip]
) -> Iterator[TextUnit]:
    if file.binary is None:
        return
    if not file.binary:
        skipped.append(Skip(Channel.BINARY, path, _ABSENT))
        yield TextUnit(channel=Channel.BINARY, text="", commit=commit, path=path)
    # Git writes the content afterwards first, then the one before.
    for content, channel in zip(file.binary, (Channel.CONTENT, Channel.REMOVED), strict=False):
        if not content.whole:
            skipped.append(Skip(Channel.BINARY, path, _DELTA))
        elif content.data and not is_binary(content.data):
            text = decode(content.data)
            yield TextUnit(channel=channel, text=text, commit=commit, path=path)
            continue
        if content.data:
            text = content.data[:BINARY_LIMIT].decode("latin-1")
            yield TextUnit(channel=Channel.BINARY, text=text, commit=commit, path=path)


class _Sides:
    """The two sides of a file's hunks as texts, each line with its number in the file."""

    def __init__(self, file: FilePatch) -> None:
        self._hunks = file.hunks

    def new_side(self) -> tuple[str, tuple[int, ...], tuple[Span, ...]]:
        """Return text, line numbers and added ranges; hunks have an empty line between them."""
        parts: list[str] = []
        numbers: list[int] = []
        spans: list[Span] = []
        length = 0
        for hunk in self._hunks:
            number = hunk.new_start
            for index, row in enumerate(hunk.rows):
                if row[:1] == b"-":
                    continue
                text = decode(row[1:]) + ("" if index in hunk.unended else "\n")
                if row[:1] == b"+":
                    start = spans.pop().start if spans and spans[-1].end == length else length
                    spans.append(Span(start, length + len(text)))
                parts.append(text)
                numbers.append(number)
                length += len(text)
                number += 1
            parts.append("\n")
            numbers.append(number)
            length += 1
        return (
            "".join(parts),
            tuple(numbers),
            tuple(span for span in spans if span.start < span.end),
        )

    def rows(self, sign: bytes) -> tuple[str, tuple[int, ...]]:
        """Return the removed lines with their old numbers, or the context with its new ones.

        Here too an empty line stands between hunks, so that nothing goes on in the next one.
        """
        parts: list[str] = []
        numbers: list[int] = []
        for hunk in self._hunks:
            old, new = hunk.old_start, hunk.new_start
            begins = bool(parts)
            for row in hunk.rows:
                own = row[:1] if row[:1] in (b"+", b"-") else b" "
                if own == sign and row[1:]:
                    if begins:
                        parts.append("\n")
                        numbers.append(old if sign == b"-" else new)
                        begins = False
                    parts.append(decode(row[1:]) + "\n")
                    numbers.append(old if sign == b"-" else new)
                old += own != b"+"
                new += own != b"-"
        return "".join(parts), tuple(numbers)
