"""Path globs as in ``.gitignore``, compiled to one regular expression that can't backtrack far.

Owns the one meaning of a glob for rules, file shapes, ``--drop`` and ``--keep``. Reads no files.

Without a slash a glob matches the last component at any depth (``*.log``). A trailing slash means a
folder and all below it (``backup/``, at any depth). Any other slash anchors the glob at the root
(``docs/*.md``, ``/config.yaml``). ``**`` as a whole component stands for any number of components.
``!`` takes back what globs before it matched; the last glob that fits decides. Case counts.
Source: git's Documentation/gitignore.txt, "PATTERN FORMAT". Differences to git: a glob without a
trailing slash names files and never a folder, what lies in an excluded folder can be taken back,
and ``{a,b}`` stands for either, as in a shell.
"""

from __future__ import annotations

from itertools import groupby

from prtool import start
from prtool.errors import UsageError
from prtool.model.patterns import DOTALL, escape, malformed, regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

_DEEP = "**"
_STAR = "*"
_MAX_BRANCHES = 512
"""How many globs one glob with braces may stand for."""

_BRACES = regex(r"(?<!\\)\{([^{}/,]*(?:,[^{}/,]*)+)\}")
_NESTED = regex(r"\{[^}]*\{")
_SPECIAL = regex(r"[*?\[\\]")
_SPECIAL_OR_BRACES = regex(r"[*?\[\\{]")


def compile_globs(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one expression, anchored at both ends, that matches what the globs match together.

    No glob at all matches nothing. Paths are relative to the repository and use ``/``.

    Raises:
        UsageError: A glob is malformed or could never match.
    """
    runs = [
        (negated, "|".join(dict.fromkeys(map(_translate, run))))
        for negated, run in groupby(patterns, key=lambda pattern: pattern.startswith("!"))
    ]
    if runs and runs[0][0]:
        raise UsageError("the first glob begins with '!' and has nothing to take back")
    expression = ""
    for negated, branches in runs:
        if negated:
            expression = rf"(?!(?:{branches})\Z)(?:{expression})"
        else:
            expression = f"{expression}|{branches}" if expression else branches
    return regex(rf"\A(?:{expression or '(?!)'})\Z", DOTALL)


def matches(globs: re.Pattern[str], path: str) -> bool:
    """Tell whether a path matches globs that :func:`compile_globs` compiled."""
    return globs.match(path) is not None


def may_match(patterns: Iterable[str], path: str) -> bool:
    """Tell, without compiling them, whether some globs may match a path; they need not."""
    return any(path.startswith(_beginning(glob)) for glob in patterns if glob[:1] != "!")


def _beginning(glob: str) -> str:
    """Return what every path begins with that a glob matches: nothing, if it may stand anywhere."""
    if "/" not in glob[:-1]:
        return ""
    first = _SPECIAL_OR_BRACES.search(glob)
    return (glob[: first.start()] if first else glob).lstrip("/")


def _translate(glob: str) -> str:
    return "|".join(_branch(glob, branch) for branch in _expand(glob, glob.removeprefix("!")))


def _expand(glob: str, text: str) -> list[str]:
    """Write out braces with wildcards or braces in them; the others become one token each."""
    nested = _NESTED.search(text) is not None
    done: list[str] = []
    todo = [text]
    while todo:
        current = todo.pop()
        braces = _BRACES.finditer(current)
        if found := next((each for each in braces if nested or _SPECIAL.search(each[1])), None):
            head, tail = current[: found.start()], current[found.end() :]
            todo.extend(f"{head}{choice}{tail}" for choice in reversed(found[1].split(",")))
        else:
            done.append(current)
        if len(todo) + len(done) > _MAX_BRANCHES:
            raise UsageError(f"glob {glob!r} stands for more than {_MAX_BRANCHES} globs")
    return done


def _branch(glob: str, text: str) -> str:
    body = text.removesuffix("/")
    anchored = "/" in body
    parts = body.removeprefix("/").split("/")
    if not all(parts) or "." in parts or ".." in parts:
        raise UsageError(f"glob {glob!r} can never match a path")
    if not anchored:
        parts = [_DEEP, *parts]
    if text.endswith("/"):
        parts = [*parts, _DEEP]
    components = [_DEEP if part == _DEEP else _component(glob, part) for part in parts]
    first, *rest = _split(components, _DEEP)
    if not rest:
        return "/".join(first)
    *middle, last = rest
    # The earliest place for a middle piece is as good as any later one, because "**" takes up
    # whatever lies between: atomic groups keep the match linear in the number of pieces.
    return "".join(
        [
            *(f"{component}/" for component in first),
            *(f"(?>(?:[^/]+/)*?{'/'.join(piece)}/)" for piece in middle),
            rf"(?:[^/]+/)*{'/'.join(last)}" if last else ".+",
        ]
    )


def _component(glob: str, part: str) -> str:
    first, *rest = _split(list(_tokens(glob, part)), _STAR)
    if not rest:
        return "".join(first)
    *middle, last = rest
    return "".join([*first, *map(_after_star, middle), "[^/]*", *last])


def _after_star(piece: Sequence[str]) -> str:
    # Of two alternatives the one that begins first may end last: no atomic group then.
    group = "?:" if any(token.startswith("(?:") for token in piece) else "?>"
    return f"({group}[^/]*?{''.join(piece)})"


def _tokens(glob: str, part: str) -> Iterator[str]:
    position = 0
    while position < len(part):
        char = part[position]
        position += 1
        if char == "*":
            yield _STAR
        elif char == "?":
            yield "[^/]"
        elif char == "[":
            # The first character of a set is never its end.
            start = position + 1 if part[position : position + 1] in {"!", "^"} else position
            end = part.find("]", start + 1)
            if end == -1:
                raise UsageError(f"glob {glob!r}: '[' without ']'")
            yield _set(glob, part[start:end], negated=start != position)
            position = end + 1
        elif char == "{" and (braces := _BRACES.match(part, position - 1)):
            yield f"(?:{'|'.join(map(escape, braces[1].split(',')))})"
            position = braces.end()
        elif char == "\\":
            if position == len(part):
                raise UsageError(f"glob {glob!r}: nothing follows a backslash")
            yield escape(part[position])
            position += 1
        else:
            yield escape(char)


def _set(glob: str, members: str, *, negated: bool) -> str:
    if "[:" in members or "\\" in members:
        raise UsageError(f"glob {glob!r}: only characters and ranges can stand in '[…]'")
    inner = "".join(char if char == "-" else escape(char) for char in members)
    expression = f"(?!/)[{'^' if negated else ''}{inner}]"
    try:
        start.compiled(expression)
    except malformed():
        raise UsageError(f"glob {glob!r}: '[{members}]' is not a valid set") from None
    return expression


def _split(items: Sequence[str], separator: str) -> list[list[str]]:
    """Split at runs of ``separator``; a run at either end leaves an empty piece there."""
    pieces: list[list[str]] = [[]]
    for is_separator, run in groupby(items, key=separator.__eq__):
        if is_separator:
            pieces.append([])
        else:
            pieces[-1].extend(run)
    return pieces
