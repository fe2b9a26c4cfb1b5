"""The private page that shows each rewritten text beside the public one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prtool.describe.pr import PullRequest
from prtool.model.edits import Edit, apply, clipped, whole_lines
from prtool.model.record import dataclass
from prtool.model.results import CheckResult
from prtool.model.text import LineIndex, Span, printable


@dataclass(frozen=True, slots=True)
class ReviewedText:
    """One private text and what is done to it."""

    place: str
    private: str
    edits: Sequence[Edit]
    """Resolved edits, ascending."""

    def rows(self) -> Iterator[tuple[int, str, str]]:
        """Yield (1-based private line, private text, public text) for each run of edited lines."""
        index = LineIndex(self.private)
        runs: list[Span] = []
        for edit in self.edits:
            lines = whole_lines(self.private, edit.span)
            if runs and lines.start < runs[-1].end:
                runs[-1] = Span(runs[-1].start, max(runs[-1].end, lines.end))
            else:
                runs.append(lines)
        for run in runs:
            before = self.private[run.start : run.end]
            after = apply(before, clipped(self.edits, run))
            line = index.place(run.start)[0]
            yield line, _shown(before), _shown(after)


def _shown(text: str) -> str:
    return "\n".join(printable(line) for line in text.removesuffix("\n").split("\n"))


def review_page(
    pull_request: PullRequest,
    texts: Sequence[ReviewedText],
    dropped: Sequence[str],
    results: Sequence[CheckResult],
) -> str:
    """Return one self-contained page; all text in it is escaped and no script may run."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("prtool.describe"), undefined=StrictUndefined, autoescape=True
    )
    return environment.get_template("review.html.j2").render(
        pull_request=pull_request,
        texts=[(text.place, list(text.rows())) for text in texts],
        dropped=[printable(path) for path in dropped],
        results=results,
    )
