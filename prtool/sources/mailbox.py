r"""Patches as mail: one mail or several, header and body apart, transfer encodings undone.

Source: RFC 5322, RFC 2045, RFC 2047, and git's mailsplit.c for where a mail begins.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MultipartInvariantViolationDefect
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser

from prtool.errors import InputError
from prtool.model.patterns import bytes_regex
from prtool.model.record import dataclass, replace
from prtool.model.text import decode
from prtool.sources.mail_shape import FROM_LINE

_NO_PARTS = MultipartInvariantViolationDefect

_GIT_LINE = bytes_regex(rb"From ([0-9a-f]{40}(?:[0-9a-f]{24})?) Mon Sep 17 00:00:00 2001\r?\n")
"""Git's own mailbox line, with its fixed date. Source: git-format-patch, "DISCUSSION"."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail with a patch in it, or a cover letter."""

    line: int
    """1-based line of the input at which the body begins."""
    commit: str | None
    """The commit that git named on the line before the header; None when it named none."""
    fields: tuple[tuple[str, str], ...]
    """Header fields in order, decoded and unfolded."""
    body: bytes
    charset: str

    def field(self, name: str) -> str | None:
        """Return the first field of a name, case ignored."""
        return next((value for key, value in self.fields if key.lower() == name), None)


def read_mailbox(data: bytes) -> Iterator[Mail]:
    """Yield the mails of a mailbox.

    Raises:
        InputError: a mail's header is malformed, or its transfer encoding unknown or broken.
    """
    marks = list(FROM_LINE.finditer(data))
    if not marks or marks[0].start():
        yield _mail(data[: marks[0].start()] if marks else data, None, 1)
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(data)
        named = _GIT_LINE.fullmatch(mark[0])
        commit = named[1].decode() if named and named[1].strip(b"0") else None
        mail = _mail(data[mark.end() : end], commit, data.count(b"\n", 0, mark.end()) + 1)
        if named is None:
            # Another program's line has the address of a sender in it.
            mail = replace(mail, fields=(*mail.fields, ("mailbox", decode(mark[0]).strip())))
        yield mail


def _mail(raw: bytes, commit: str | None, line: int) -> Mail:
    head, gap, body = raw.partition(b"\n\n")
    if b"\r\n\r\n" in raw and raw.index(b"\r\n\r\n") < len(head):
        head, gap, body = raw.partition(b"\r\n\r\n")
    message = BytesHeaderParser().parsebytes(head + gap)
    # Older Pythons, such as 3.11.2, find this one in the header of every mail of parts.
    wrong = [each for each in message.defects if not isinstance(each, _NO_PARTS)]
    if wrong or message.get_payload():
        raise InputError(
            f"line {line} of the patch: the mail's header is malformed", hint="save the mail again"
        )
    fields = tuple((name, _decoded(value)) for name, value in message.items())
    begins = line + (head + gap).count(b"\n")
    charset = message.get_content_charset() or "utf-8"
    if message.get_content_maintype() == "multipart":
        more, content = _parts(message_from_bytes(raw))
        return Mail(begins, commit, (*fields, *more), content, charset)
    encoding = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    return Mail(begins, commit, fields, _transferred(body, encoding, begins), charset)


def _transferred(body: bytes, encoding: str, line: int) -> bytes:
    if encoding in ("", "7bit", "8bit", "binary"):
        return body
    try:
        if encoding == "quoted-printable":
            return quopri.decodestring(body)
        if encoding == "base64":
            return base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error as error:
        raise InputError(
            f"line {line} of the patch: the mail's encoding is broken", hint="save the mail again"
        ) from error
    raise InputError(
        f"line {line} of the patch: the mail has an unknown transfer encoding",
        hint="save the mail as plain text",
    )


def _parts(message: Message) -> tuple[list[tuple[str, str]], bytes]:
    """Return what stands between the parts of a mail, as fields, and their contents in a row."""
    found = []
    fields: list[tuple[str, str]] = []
    for part in message.walk():
        if part is not message:
            fields += [(f"part {name}", _decoded(value)) for name, value in part.items()]
        for text in (part.preamble, part.epilogue):
            if text and text.strip():
                fields.append(("part", text))
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            found.append(payload if payload.endswith(b"\n") else payload + b"\n")
    return fields, b"".join(found)


def _decoded(value: object) -> str:
    """Return a header field as text: encoded words decoded, folds undone."""
    text = str(value)
    try:
        text = str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, UnicodeError, binascii.Error):
        text = decode(text.encode("utf-8", "surrogateescape"))
    return re.sub(r"\r?\n[ \t]+", " ", text).strip()
