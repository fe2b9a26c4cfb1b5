"""Reads rules files and puts them in force together; finds the file that comes with prtool.

Owns how several files combine and the check that every rule can match. Decides no finding.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from prtool.model.globs import compile_globs, matches
from prtool.model.settings import FileShape, Pattern
from prtool.rules import NAME as NAME
from prtool.rules import builtin_text
from prtool.rules.fields import closest
from prtool.rules.model import BUILTIN, RuleSet
from prtool.rules.schema import FAMILIES, RulesFile, read_file
from prtool.rules.tree import Scalar, fail, read_tree


def builtin() -> tuple[str, bytes]:
    """Return label and bytes of the file that comes with prtool."""
    return BUILTIN, builtin_text()


def load(files: Sequence[tuple[str, bytes]], known: Iterable[str]) -> RuleSet:
    """Return the rules that several files make together; what a later file says wins.

    Rules are put one after the other, public hosts are added up. A file that names a file shape or
    a pattern replaces all that earlier files have of that name; ``trailers`` and the flags hold as
    the last file that has them says.

    Args:
        files: label (for error messages) and bytes of each file.
        known: the ids of all rules that detectors have.

    Raises:
        RulesError: A file is wrong; the message begins with label:line.
    """
    texts: list[RulesFile] = []
    for label, raw in files:
        texts.append(read_file(read_tree(label, raw), texts[-1].sets if texts else {}))
    shapes: tuple[FileShape, ...] = ()
    patterns: dict[str, Pattern] = {}
    detected = frozenset(known)
    for text in texts:
        named = {shape.name for shape in text.shapes}
        shapes = (*(shape for shape in shapes if shape.name not in named), *text.shapes)
        for pattern, cause in text.patterns:
            if pattern.id in detected:
                fail(cause, f"the id {pattern.id!r} belongs to a rule that prtool has")
            patterns[pattern.id] = pattern
    ids = detected | patterns.keys() | {f"file/{shape.name}" for shape in shapes}
    for text in texts:
        for glob in text.find:
            _check_find(glob, ids)
    trailers = [text.keep_trailers for text in texts if text.keep_trailers is not None]
    return RuleSet(
        entries=tuple(entry for text in texts for entry in text.entries),
        shapes=shapes,
        patterns=tuple(patterns.values()),
        public_hosts=tuple(dict.fromkeys(host for text in texts for host in text.public_hosts)),
        keep_trailers=trailers[-1] if trailers else (),
        inline_allows=_last_flag(text.inline_allows for text in texts),
        require_lexicon=_last_flag(text.require_lexicon for text in texts),
        headings=tuple(pair for text in texts for pair in text.headings),
        sources=tuple(label for label, _ in files),
        digest=hashlib.sha256(b"".join(raw for _, raw in files)).hexdigest(),
    )


def _last_flag(flags: Iterable[bool | None]) -> bool:
    said = [flag for flag in flags if flag is not None]
    return said[-1] if said else False


def _check_find(glob: Scalar, ids: frozenset[str]) -> None:
    """Refuse a glob that fits no rule; a whole family is fine also while it has no rule yet."""
    text = glob.text.removeprefix("!")
    whole = {f"{family}/*" for family in FAMILIES}
    if text in whole:
        return
    expression = compile_globs([text])
    if not any(matches(expression, identifier) for identifier in ids):
        fail(glob.cause, f"find: no rule is called {text!r}{closest(text, ids | whole)}")
