"""Where functions and tests begin, by the look of a line in each language."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.model.patterns import regex
from prtool.model.record import dataclass
from prtool.model.text import suffix

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_GO = (
    regex(r"func\s+(?:\(\s*(?:\w+\s+)?\*?(?P<owner>\w+)[^)]*\)\s*)?(?P<name>\w+)"),
    regex(r"type\s+(?P<name>\w+)"),
)
_PYTHON = (regex(r"\s*(?:async\s+)?(?:def|class)\s+(?P<name>\w+)"),)
_NOT_JS = r"(?!(?:if|for|while|switch|catch|function|return|with|await|super|describe|it|test)\b)"
_SCRIPT = (
    regex(
        r"\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+)?(?:async\s+)?"
        r"(?:function\s*\*?|class|interface|enum)\s+(?P<name>[\w$]+)"
    ),
    regex(
        r"\s*(?:export\s+)?(?:const|let|var)\s+(?P<name>[\w$]+)\s*(?::[^=]+)?=\s*"
        r"(?:async\s*)?(?:function\b|\([^)]*\)[^=]*=>|[\w$]+\s*=>)"
    ),
    regex(
        r"\s+(?:(?:public|private|protected|static|async|readonly|override|get|set)\s+)*"
        rf"{_NOT_JS}#?(?P<name>[\w$]+)\s*\([^;]*\)\s*(?::[^{{]+)?\{{\s*$"
    ),
)
_RUST = (
    regex(
        r"\s*(?:pub(?:\([^)]*\))?\s+)?(?:(?:default|const|async|unsafe|extern(?:\s+\"[^\"]*\")?)\s+)*"
        r"(?:fn|struct|enum|trait|union|macro_rules!)\s+(?P<name>\w+)"
    ),
    regex(r"\s*impl(?:<[^>]*>)?\s+(?:[\w:<>]+\s+for\s+)?(?P<name>\w+)"),
)
_NOT_JAVA = r"(?!(?:if|for|while|switch|catch|return|new|else|throw|synchronized|using|lock)\b)"
_JAVA = (
    regex(
        r"\s*(?:[\w@]+\s+)*?(?:class|interface|enum|record|struct|object|trait|protocol)\s+(?P<name>\w+)"
    ),
    regex(r"\s*(?:\w+\s+)*?(?:fun|func|def)\s+(?:<[^>]*>\s*)?(?:\w+\.)?(?P<name>\w+)"),
    regex(rf"\s+{_NOT_JAVA}(?:[\w<>\[\],.?]+\s+)+{_NOT_JAVA}(?P<name>\w+)\s*\([^;=]*$"),
)
_C = (
    regex(r"(?:typedef\s+)?(?:class|struct|enum|union|namespace)\s+(?P<name>\w+)[^;]*$"),
    regex(r"(?!return\b|else\b|typedef\b|#)[A-Za-z_][\w\s*&:<>,~]*?\b(?P<name>[\w:~]+)\s*\([^;]*$"),
)
_RUBY = (regex(r"\s*(?:def|class|module)\s+(?:self\.)?(?P<name>[\w:]+[?!=]?)"),)
_PHP = (
    regex(
        r"\s*(?:(?:public|private|protected|static|abstract|final)\s+)*"
        r"(?:function|class|interface|trait)\s+&?(?P<name>\w+)"
    ),
)
_SHELL = (regex(r"\s*(?:function\s+)?(?P<name>[\w-]+)\s*\(\s*\)\s*\{?"),)

_LANGUAGES: dict[str, tuple[Sequence[re.Pattern[str]], str]] = {
    ".go": (_GO, "golang"),
    ".py": (_PYTHON, "python"),
    ".pyi": (_PYTHON, "python"),
    **dict.fromkeys((".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts", ".vue", ".svelte"),
                    (_SCRIPT, "")),
    ".rs": (_RUST, "rust"),
    **dict.fromkeys((".java", ".kt", ".kts", ".scala", ".swift", ".groovy"), (_JAVA, "java")),
    ".cs": (_JAVA, "csharp"),
    **dict.fromkeys((".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".hh", ".m", ".mm"), (_C, "cpp")),
    ".rb": (_RUBY, "ruby"),
    ".php": (_PHP, "php"),
    **dict.fromkeys((".sh", ".bash", ".zsh"), (_SHELL, "")),
}  # fmt: skip
"""Suffix to (what a definition looks like, git's name for how to find hunk headings).

Source of the names: git's Documentation/gitattributes.txt, "Defining a custom hunk-header".
"""

ATTRIBUTES = "".join(
    f"*{ending} diff={driver}\n" for ending, (_, driver) in sorted(_LANGUAGES.items()) if driver
).encode()
"""An attributes file that makes git's hunk headings those of each language."""

_TESTS = {
    "go": regex(r"func\s+(?P<name>(?:Test|Benchmark|Fuzz|Example)(?![a-z])\w*)\s*\("),
    "py": regex(r"\s*(?:async\s+)?def\s+(?P<name>test\w*)\s*\("),
    "rb": regex(r"\s*(?:def\s+(?P<name>test_\w+)|(?:it|test|specify)\s+(['\"])(?P<title>.+?)\2)"),
    "js": regex(
        r"\s*(?:it|test|specify|Deno\.test)(?:\.\w+)?\(\s*(['\"`])(?P<title>(?:(?!\1).)+)\1"
    ),
}
_TEST_OF = {".go": "go", ".py": "py", ".rb": "rb"} | dict.fromkeys(
    (".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".mts"), "js"
)
_MARKS_A_TEST = regex(r"\s*(?:#\[(?:\w+::)*(?:test|rstest)\b|@(?:Parameterized|Repeated)?Test\b)")
_LONGEST = 400
"""Code points; longer lines are made by programs."""
_TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "spec", "specs", "testdata"})


@dataclass(frozen=True, slots=True)
class Definition:
    """A line at which a function, a type or the like begins."""

    name: str
    indent: int
    """Blanks before it."""
    holds: bool
    """It is a class or the like, in which others are defined."""


_HOLDS = regex(r"\s*(?:\w+\s+)*(?:class|interface|trait|impl|module|namespace|object|protocol)\b")


def definition(path: str, line: str) -> Definition | None:
    """Return what a line of a file begins to define, None when it does not."""
    patterns, _ = _LANGUAGES.get(suffix(path), ((), "")) if len(line) <= _LONGEST else ((), "")
    for pattern in patterns:
        match = pattern.match(line)
        if match is not None:
            owner = match.groupdict().get("owner")
            name = f"{owner}.{match['name']}" if owner else match["name"]
            indent = len(line) - len(line.lstrip())
            return Definition(name, indent, _HOLDS.match(line) is not None)
    return None


def test_name(path: str, line: str, before: Sequence[str]) -> str | None:
    """Return the name of the test that begins on a line.

    Args:
        path: the file.
        line: the line.
        before: the lines before it in the same hunk, for languages that mark tests there.
    """
    if len(line) > _LONGEST:
        return None
    kind = _TEST_OF.get(suffix(path))
    if kind is not None:
        match = _TESTS[kind].match(line)
        if match is None:
            return None
        found = match.groupdict()
        return found.get("name") or found.get("title")
    defined = definition(path, line)
    if defined is None:
        return None
    for row in reversed(before):
        if _MARKS_A_TEST.match(row):
            return defined.name
        if row.strip() and not row.lstrip().startswith(("#[", "@", "//", "*")):
            return None
    return None


def is_test_file(path: str) -> bool:
    """Tell whether a file is a test, or belongs to tests alone."""
    *folders, name = path.lower().split("/")
    return (
        any(folder in _TEST_FOLDERS for folder in folders)
        or name.startswith(("test_", "conftest."))
        or any(mark in name for mark in ("_test.", ".test.", ".spec.", "_spec."))
    )
