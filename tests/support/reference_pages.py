"""Makes the reference pages from the tables of the program; ``make docs`` writes them."""

from __future__ import annotations

from pathlib import Path

from prtool.detectors.secrets import SecretDetector

PAGES = Path(__file__).parents[2] / "docs" / "reference"

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
    rows = (
        f"| `{rule.id}` | {rule.title} | {rule.severity} | {_link(rule.source)} |"
        for rule in SecretDetector().rules
    )
    return _KINDS_HEAD + "\n".join(rows) + "\n"


def _link(source: str) -> str:
    """Return a link that shows the host alone."""
    return f"[{source.split('/')[2]}]({source})" if source else "–"


def pages() -> dict[Path, str]:
    """Return every page with its text."""
    return {PAGES / "secret-kinds.md": secret_kinds()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
