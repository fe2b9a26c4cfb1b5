"""The mail around a patch: its message in, a fresh header and the public message out.

Nothing of the old header is taken over but the subject and the time. Source: RFC 5322, RFC 2047,
and git's mailinfo.c for what ``git am`` makes of a mail.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime

from prtool.model.changes import Commit, Identity
from prtool.model.message import parse_message
from prtool.model.record import dataclass, replace
from prtool.model.text import Channel, TextUnit, decode, encode
from prtool.repo.series import mail_proof
from prtool.rewrite.edits import Edits
from prtool.rewrite.identity import Dates, PublicIdentity
from prtool.rewrite.messages.compose import public_message
from prtool.sources.mailbox import Mail

FROM_LINE = b"From " + b"0" * 40 + b" Mon Sep 17 00:00:00 2001\n"
"""Git's mailbox line with its fixed date. Source: git-format-patch, --zero-commit."""
_TAG = re.compile(r"\[[^\]]*PATCH[^\]]*\]\s*")
_TAG_PARTS = re.compile(r"\b(?:RFC|RESEND|v\d+|\d+/\d+)(?=[\s\]])")
_BREAK = re.compile(rb"^(?:diff -|Index: |--- \S|---[ \t\r\f\v]*$)", re.MULTILINE)
"""Where ``git am`` ends a message. Source: ``patchbreak`` in git's mailinfo.c."""
_FIELD = re.compile(r"(from|date|subject):[ \t]*(.*(?:\n[ \t]+.*)*)\n?", re.IGNORECASE)
"""A header in the body, which wins. Source: git-am, "DISCUSSION"."""
_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)
_STAT = re.compile(
    r"^ (?:\S.* \| +(?:\d+ ?[+-]*|Bin\b.*|Unmerged)"
    r"|\d+ files? changed\b.*|(?:create|delete|mode|rename|copy|rewrite) .*)\n?",
    re.MULTILINE,
)
"""Lines of ``git diff --stat --summary``."""
_PLAIN = re.compile(r"[ !-~]*")
_ATOMS = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]*")
_WORD_BYTES = 21
"""Bytes in one encoded word: each takes up to three of the 75 characters of RFC 2047, section 2."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, and the little of its header that counts."""

    number: int
    """1-based place among the mails of the input."""
    charset: str
    commit: str | None
    """The id of the private commit, where the mail names it."""
    author: Identity | None
    """None when the mail names nobody."""
    moment: datetime | None
    tag: str
    """``[PATCH n/m]`` or nothing."""
    subject: str
    text: str = ""
    """The commit message below the subject."""

    @property
    def key(self) -> str:
        """Return what marks its units."""
        return f"mail {self.number}"

    def with_text(self, raw: bytes, *, alone: bool) -> Letter:
        """Return the letter with its message, cut out of what stands before the first change.

        Args:
            raw: the text.
            alone: there is no change: a cover letter, with a list of files below.
        """
        text = _text(_BREAK.split(raw, maxsplit=1)[0], self.charset).replace("\r\n", "\n")
        if alone:
            text = _STAT.sub("", _SIGNATURE.sub("", text))
        letter, text = self, text.lstrip("\n")
        while field := _FIELD.match(text):
            name, value = field[1].lower(), re.sub(r"\n[ \t]+", " ", field[2])
            if name == "from":
                letter = replace(letter, author=_author(value) or letter.author)
            elif name == "date":
                letter = replace(letter, moment=_moment(value) or letter.moment)
            else:
                letter = replace(letter, subject=value)
            text = text[field.end() :]
        return replace(letter, text=text.strip("\n").rstrip())

    @property
    def message(self) -> str:
        """Return it as a commit message."""
        return f"{self.subject}\n\n{self.text}"

    def units(self) -> Iterator[TextUnit]:
        """Yield message and trailers."""
        message = parse_message(self.message)
        if message.text.strip():
            yield TextUnit(channel=Channel.MESSAGE, text=message.text, commit=self.key)
        if message.trailers:
            yield TextUnit(channel=Channel.TRAILER, text=message.trailers, commit=self.key)

    def render(
        self, edits: Edits, changes: bytes, files: int, *, identity: PublicIdentity,
        dates: Dates, keep_trailers: Collection[str],
    ) -> bytes:  # fmt: skip
        """Return the mail as it may leave, as ``git am`` takes it byte for byte.

        Args:
            edits: the run's edits.
            changes: the rewritten diffs.
            files: how many of them there are.
            identity: the public author.
            dates: what is kept of the time.
            keep_trailers: names of trailers that stay, in lower case.
        """
        who = Identity(b"", b"", 0, 0)
        commit = Commit(oid=self.key, parents=(), author=who, committer=who, message=self.message)
        message = public_message(
            commit, edits, keep_trailers=keep_trailers, identity=identity, signoff=False,
            fallback=f"Update {files} file{'s' * (files != 1)}",
        ).text  # fmt: skip
        subject, _, text = message.partition("\n")
        head = [f"From: {_phrase(identity.name)} <{identity.email}>".encode()]
        if self.moment is not None:
            head.append(b"Date: " + format_datetime(public_moment(self.moment, dates)).encode())
        head.append(b"Subject: " + (f"{self.tag} ".encode() if self.tag else b"") + _words(subject))
        letter = encode(text.strip("\n"))
        body = (letter + b"\n" if letter else b"") + (b"---\n" + changes if changes else b"")
        if not body.isascii():
            head += [
                b"MIME-Version: 1.0",
                b"Content-Type: text/plain; charset=UTF-8",
                b"Content-Transfer-Encoding: 8bit",
            ]
        return mail_proof(FROM_LINE + b"\n".join(head) + b"\n\n" + body + b"\n")


def read_letter(mail: Mail, number: int) -> Letter:
    """Return a mail's letter, its message not read yet."""
    subject = mail.field("subject") or ""
    tag = _TAG.match(subject)
    parts = " ".join(["PATCH", *_TAG_PARTS.findall(tag[0])]) if tag else ""
    return Letter(
        number=number,
        charset=mail.charset,
        commit=mail.commit,
        author=_author(mail.field("from") or ""),
        moment=_moment(mail.field("date") or ""),
        tag=f"[{parts}]" if tag else "",
        subject=subject[tag.end() :] if tag else subject,
    )


def public_moment(moment: datetime, dates: Dates) -> datetime:
    """Return what may leave of a time."""
    if dates is Dates.KEEP:
        return moment
    # A time without a zone is universal already: "-0000" says so. Source: RFC 5322, section 3.3.
    moment = (moment - (moment.utcoffset() or timedelta())).replace(tzinfo=UTC)
    if dates is Dates.DAY:
        moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return moment


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
        public_moment(found, Dates.UTC)
    except (ValueError, OverflowError):
        return None
    return found


def _author(value: str) -> Identity | None:
    name, bracket, rest = value.rpartition("<")
    email = rest.partition(">")[0].strip() if bracket else value.strip()
    name = name.strip().strip('"')
    return Identity(encode(name), encode(email), 0, 0) if email else None


def _text(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return decode(raw)


def _phrase(name: str) -> str:
    """Return a name as it stands before an address."""
    if "=?" not in name and _ATOMS.fullmatch(name):
        return name
    if "=?" not in name and _PLAIN.fullmatch(name):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"'
    return _words(name).decode("ascii")


def _words(text: str) -> bytes:
    """Return a header's value: as it is when it is ASCII, else in encoded words."""
    if _PLAIN.fullmatch(text) and "=?" not in text:
        return text.encode("ascii")
    words = [b""]
    for char in text:
        if len(words[-1]) + len(raw := encode(char)) > _WORD_BYTES:
            words.append(b"")
        words[-1] += raw
    return b"\n ".join(b"=?UTF-8?q?%b?=" % _quoted(word) for word in words)


def _quoted(raw: bytes) -> bytes:
    safe = bytes(range(48, 58)) + bytes(range(65, 91)) + bytes(range(97, 123))
    return b"".join(bytes((byte,)) if byte in safe else b"=%02X" % byte for byte in raw)
