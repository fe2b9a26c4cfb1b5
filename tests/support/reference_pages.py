"""Makes the reference pages, and an index of what they tell, from the tables of the program.

``make docs`` writes them.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from prtool.detectors.guesses import GuessDetector
from prtool.detectors.secret_kinds.table import THEMES, of_theme

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference"
INDEX = ROOT / "prtool" / "detectors" / "secret_kinds" / "index.py"

_INDEX_HEAD = '''\
"""Which words call for which kinds of secrets, by theme. Made by `make docs`; do not edit.

So nobody has to load a theme that no word of a text calls for.
"""

# fmt: off
INDEX = (
'''
_KINDS_HEAD = """\
# Kinds of secrets

Made from the tables in `prtool/detectors/secret_kinds/` by `make docs`; do not edit.

Where two kinds fit the same text, the one that stands higher here is reported.
A token whose check digits are wrong is most likely made up; its confidence is `low`.
What of each format was seen where: [secret-kinds-seen.md](secret-kinds-seen.md).

| id | what it is | severity | format published by |
|---|---|---|---|
"""


def secret_kinds() -> str:
    """Return the page about all rules of the family ``secret``."""
    formats = (kind.rule for theme in THEMES for kind in of_theme(theme))
    rules = (*formats, *GuessDetector().rules)
    rows = (
        f"| `{rule.id}` | {rule.title} | {rule.severity} | {_link(rule.source)} |" for rule in rules
    )
    return _KINDS_HEAD + "\n".join(rows) + "\n"


def _link(source: str) -> str:
    """Return a link that shows the host alone."""
    return f"[{source.split('/')[2]}]({source})" if source else "–"


def index() -> str:
    """Return the module with theme, id and keywords of every kind, in the order of the table."""
    rows = []
    for theme in THEMES:
        for kind in of_theme(theme):
            row = f"{(theme, kind.id, kind.keywords)!r},"
            # A break within a word would be none of its own.
            for word in kind.keywords:
                row = row.replace(word, word.replace(" ", "\xa0"))
            rows += textwrap.wrap(
                row, 100, initial_indent=" " * 4, subsequent_indent=" " * 8, break_on_hyphens=False
            )
    return _INDEX_HEAD + "\n".join(rows).replace("\xa0", " ") + "\n)\n"


def pages() -> dict[Path, str]:
    """Return every page, and the index, with its text."""
    return {INDEX: index(), PAGES / "secret-kinds.md": secret_kinds()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
