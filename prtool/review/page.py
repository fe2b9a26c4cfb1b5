"""Makes the review page: one file that loads nothing, in which only its own script may run."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from prtool.model.record import Counter
from prtool.model.text import printable
from prtool.review.markdown import read_markdown
from prtool.review.model import Compared, Look, Matter, Review
from prtool.review.pieces import plain

LONGEST_TITLE = 80
"""Code points of a replacement that a tool tip shows."""
TEMPLATES = Path(__file__).parent / "templates"

FILTERS = (
    (Look.PLAIN, "everything"),
    (Look.REPLACED, "replaced"),
    (Look.DROPPED, "left out"),
    (Look.ASKED, "needs a person"),
    (Look.KEPT, "found and kept"),
    (Look.ODD, "odd characters"),
)
"""What the page can be narrowed to, and what it calls that."""


def review_page(review: Review) -> bytes:
    """Return the page; whatever text is in it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    style = (TEMPLATES / "review.css").read_text("utf-8")
    script = (TEMPLATES / "review.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    environment.filters["visible"] = _visible
    counts = _counts(review)
    page = environment.get_template("review.html.j2").render(
        review=review,
        blocks=read_markdown(review.body),
        filters=FILTERS,
        policy=policy,
        count=lambda look: counts.get(look, 0),
        titles=[_title(matter) for matter in review.matters],
        names=_names,
        short=plain,
        signs={" ": "c", "+": "a", "-": "m"},
        # The project's own two files; everything else goes through the escaping.
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
    )
    return page.encode("utf-8", "backslashreplace")


def _counts(review: Review) -> Counter[Look]:
    """Return how many rows, names and left out files there are of each look."""
    texts = [*review.texts]
    for commit in review.commits:
        texts += [*([commit.message] if commit.message is not None else []), *commit.files]
    counts: Counter[Look] = Counter()
    for text in texts:
        inner: Counter[Look] = Counter()
        for hunk in text.hunks:
            for row in hunk:
                inner.update(row.looks)
        counts.update(inner)
        counts.update(text.looks - inner.keys())
    return counts


def _title(matter: Matter) -> str:
    shown = _visible(matter.public[:LONGEST_TITLE])
    return f"{matter.rule} → {shown}" if shown else f"{matter.rule}: {matter.action}"


def _names(text: Compared) -> str:
    """Return what a search for a file goes through."""
    names = (piece.text for piece in (*(text.left_name or ()), *(text.right_name or ())))
    return f"{text.label} {''.join(names)}"


def _hash(text: str) -> str:
    """Return a source expression for an inline element. Source: CSP Level 3, section 2.3.1."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _visible(text: str) -> str:
    """Return text on its lines, everything odd in it escaped."""
    return "\n".join(printable(line.replace("\t", "    ")) for line in text.split("\n"))
