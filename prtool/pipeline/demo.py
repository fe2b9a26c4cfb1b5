"""``prtool demo``: a sample private fork, prepared before your eyes."""

from __future__ import annotations

import sys
from pathlib import Path

from prtool.demo.fork import PERSON, Fork, build_fork
from prtool.errors import InternalError
from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from prtool.model.record import dataclass
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.lexicon import add_terms, harvest_files
from prtool.pipeline.places import Places
from prtool.pipeline.prepare import prepare
from prtool.pipeline.requests import Prepared, PrepareRequest
from prtool.progress import Progress
from prtool.repo.run import Git

AUTHOR = "Sam Sample <sam@example.com>"


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo built and got."""

    fork: Fork
    bundle: Path
    prepared: Prepared
    private_log: str
    """``git log --stat`` of the private branch."""
    private_diff: str
    """What the private branch does to the program's own files."""


def run_demo(folder: Path, progress: Progress | None = None) -> Demo:
    """Build the sample fork in an empty folder, harvest its config, and prepare its branch.

    Raises:
        InternalError: the sample could not be prepared, which is a bug.
    """
    fork = build_fork(folder)
    places = Places(folder=fork.private)
    harvest_files(
        places, [fork.private / "config.yaml", fork.private / "deploy" / "tinygate.service"]
    )
    add_terms(places, [Term(value=PERSON, kind=Kind.PERSON)])
    bundle = folder / "bundle"
    outcome = prepare(
        PrepareRequest(
            places=places, base=fork.base, out=bundle, author=AUTHOR, signoff=True,
            test_command=f"{sys.executable} -m unittest",
        ),
        progress,
    )  # fmt: skip
    if isinstance(outcome, Blocked) or not outcome.ok:
        raise InternalError("the sample branch could not be prepared")
    git = Git(fork.private / ".git", fork.private)
    span = f"{fork.base}..HEAD"
    log = git.run("log", "--stat=72", "--format=%h %an <%ae>%n    %s", "--reverse", span)
    diff = git.run("diff", "--no-ext-diff", fork.base, "HEAD", "--", "tinygate", "tests")
    return Demo(fork, bundle, outcome, log.decode(), diff.decode())
