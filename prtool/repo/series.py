"""The patch series: git writes it, from public commits alone.

Every setting that would let something private in is fixed here: no ``From <id>``, no Message-Id,
no signature with git's version, no base id, full blob ids (a shortened one tells how many objects
the private store has).
"""

from __future__ import annotations

import quopri
import re
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from pathlib import Path

from prtool.model.patterns import bytes_regex
from prtool.model.record import dataclass
from prtool.repo.run import Git

FOLDER = "patches"
_FORMAT = (
    "format-patch", "--quiet", "--zero-commit", "--no-signature", "--no-thread", "--no-attach",
    "--no-cover-letter", "--no-base", "--no-notes", "--no-color", "--no-ext-diff", "--no-textconv",
    "--full-index", "--binary", "--find-renames", "--unified=3", "--numbered", "--suffix=.patch",
    "--subject-prefix=PATCH", "--stat=72", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_NEEDS_QUOTING = bytes_regex(rb"[\r\0]|^From ", re.MULTILINE)
_MAIL_START = bytes_regex(rb"From [0-9a-f]{40,64} ")


@dataclass(frozen=True, slots=True)
class Patch:
    """One patch of the series."""

    file: str
    """Its name within the bundle, such as ``patches/0001-fix.patch``."""
    data: bytes
    subject: str


def write_series(git: Git, base: str, head: str, folder: Path) -> tuple[Patch, ...]:
    """Let git write the patches of ``base..head`` to a folder and return them in order."""
    folder.mkdir(parents=True, exist_ok=True)
    git.run(*_FORMAT, f"--output-directory={folder}", f"{base}..{head}", doing="writing patches")
    patches = []
    for path in sorted(folder.glob("*.patch")):
        data = mail_proof(path.read_bytes())
        path.write_bytes(data)
        patches.append(Patch(f"{FOLDER}/{path.name}", data, subject_of(data)))
    return tuple(patches)


def mail_proof(data: bytes) -> bytes:
    r"""Return a patch that plain ``git am`` reads back byte for byte.

    ``git am`` drops a ``\r`` before ``\n`` and splits at lines that begin with ``From ``, unless
    the mail says that such bytes are quoted (RFC 2045, section 6.7).
    """
    head, gap, body = data.partition(b"\n\n")
    rest = head.split(b"\n", 1)[1] if _MAIL_START.match(head) else head
    if not (_NEEDS_QUOTING.search(body) or _NEEDS_QUOTING.search(rest)):
        return data
    fields = [
        line
        for line in head.split(b"\n")
        if not line.lower().startswith((b"content-transfer-encoding:", b"mime-version:"))
    ]
    if not any(line.lower().startswith(b"content-type:") for line in fields):
        fields.append(b"Content-Type: text/plain; charset=UTF-8")
    fields += [b"MIME-Version: 1.0", b"Content-Transfer-Encoding: quoted-printable"]
    body = body.replace(b"=", b"=3D").replace(b"\r", b"=0D").replace(b"\0", b"=00")
    body = re.sub(rb"^From ", b"=46rom ", body, flags=re.MULTILINE)
    return b"\n".join(fields) + gap + body


def body_of(data: bytes) -> bytes:
    """Return a patch's text below the mail header, as ``git am`` reads it."""
    head, _, body = data.partition(b"\n\n")
    quoted = b"\ncontent-transfer-encoding: quoted-printable" in head.lower()
    return quopri.decodestring(body) if quoted else body


def paths_read(data: bytes) -> frozenset[bytes]:
    """Return the unquoted paths that applying a patch reads."""
    found = set()
    for line in body_of(data).split(b"\n"):
        if line.startswith(b"diff --git a/"):
            path = line[13 : 13 + (len(line) - 16) // 2]
            if line == b"diff --git a/" + path + b" b/" + path:
                found.add(path)
        elif line.startswith((b"rename from ", b"copy from ")):
            found.add(line.split(b" from ", 1)[1])
    return frozenset(found)


def subject_of(data: bytes) -> str:
    """Return a patch's subject, without the ``[PATCH n/m]`` that git puts before it."""
    _, _, mail = data.partition(b"\n")
    raw = BytesHeaderParser().parsebytes(mail)["Subject"] or ""
    joined = " ".join(str(make_header(decode_header(str(raw)))).split())
    return re.sub(r"^\[PATCH[^\]]*\] ?", "", joined)
