"""``.prtool/released.json``: what of each bundle left because a person said so, for ``verify``.

A bundle can't say that of itself: whoever changes it would change that too. So it is told on the
private side, for one bundle as it is, byte by byte, and by keyed digests only: no value.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping, Sequence

from prtool.bundle.write import SUMS, checksums
from prtool.errors import PrivateDirError
from prtool.lexicon.privatedir import PrivateDir
from prtool.model.finding import Finding
from prtool.model.text import Channel
from prtool.pipeline.judge import Judge

SCHEMA = "prtool/released/1"
MOST_BUNDLES = 200
"""Of the bundles with something in them that a person let leave, so many are known; the newest."""
_DIGITS = 32
"""Hexadecimal digits of a digest: 128 bits of HMAC-SHA-256."""


class Witness:
    """Judges as one judge does, and keeps in mind what a stricter one would have held back."""

    def __init__(self, judge: Judge, strict: Judge, key: bytes) -> None:
        self.released: set[str] = set()
        self._judge = judge
        self._strict = strict
        self._key = key

    def __call__(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Return what must not leave."""
        left = self._judge(findings)
        held = {_digest(each, self._key) for each in left}
        self.released |= {_digest(each, self._key) for each in self._strict(findings)} - held
        return left


def but_for(judge: Judge, released: Collection[str], key: bytes) -> Judge:
    """Return a judge that lets leave what a person has let leave, and whatever the other does."""
    return lambda findings: [
        each for each in judge(findings) if _digest(each, key) not in released
    ]  # fmt: skip


def remember(
    private: PrivateDir, key: bytes, files: Mapping[str, bytes], released: Collection[str]
) -> None:
    """Write down what of a bundle was let leave.

    Args:
        private: the private folder.
        key: its key.
        files: the bundle's files by path, with or without the checksums.
        released: what :attr:`Witness.released` says.

    Raises:
        PrivateDirError: the file is damaged.
        OutputError: it can't be written.
    """
    if not released:
        return
    name = _bundle(files, key)
    known = {each: told for each, told in _load(private).items() if each != name}
    kept = list(known.items())[-(MOST_BUNDLES - 1) :]
    document = {"schema": SCHEMA, "bundles": dict([*kept, (name, sorted(released))])}
    private.write(private.released.name, (json.dumps(document, indent=2) + "\n").encode())


def recall(private: PrivateDir, key: bytes, files: Mapping[str, bytes]) -> frozenset[str]:
    """Return what of a bundle was let leave when it was made.

    Raises:
        PrivateDirError: the file can't be read, or is damaged.
    """
    return frozenset(_load(private).get(_bundle(files, key), ()))


def _load(private: PrivateDir) -> dict[str, list[str]]:
    path = private.released
    try:
        document = json.loads(path.read_bytes())
        bundles: dict[str, list[str]] = document["bundles"]
        if document["schema"] == SCHEMA and all(
            isinstance(each, list) for each in bundles.values()
        ):
            return bundles
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PrivateDirError(f"{path}: can't be read: {error.strerror}") from error
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    raise PrivateDirError(f"{path}: damaged", hint="remove it, and prepare those bundles again")


def _bundle(files: Mapping[str, bytes], key: bytes) -> str:
    """Return what names a bundle as it is: one byte more, and it is another one."""
    listed = checksums({name: data for name, data in files.items() if name != SUMS})
    return _keyed(key, "bundle", listed.decode())


def _digest(finding: Finding, key: bytes) -> str:
    """Return what names a finding in a bundle: the thing, and the row that it stands on."""
    unit, span = finding.unit, finding.span
    if unit.channel is Channel.BINARY:
        start, row = 0, unit.blob or unit.text
    else:
        start = unit.text.rfind("\n", 0, span.start) + 1
        end = unit.text.find("\n", span.end)
        row = unit.text[start : end if end >= 0 else None]
    # A private name is one, whether its reading is clear or not.
    what = finding.term or finding.rule.id
    place = (unit.channel.value, unit.path or "", row, str(span.start - start))
    return _keyed(key, "finding", what, finding.evidence.reveal(), *place)


def _keyed(key: bytes, *parts: str) -> str:
    message = b"prtool released\0"
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        message += len(raw).to_bytes(8, "big") + raw
    return hmac.digest(key, message, hashlib.sha256).hex()[:_DIGITS]
