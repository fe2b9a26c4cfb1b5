"""``prtool describe``: the pull request text alone, as ``prepare`` would write it."""

from __future__ import annotations

from prtool.describe.notes import LeftOut
from prtool.describe.pr import PullRequest
from prtool.model.record import dataclass
from prtool.model.results import Verification
from prtool.pipeline.blocked import Blocked
from prtool.pipeline.prepare import open_run
from prtool.pipeline.requests import DraftRequest
from prtool.progress import Progress
from prtool.verify import command, rescan


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The text, what the checks said of it, and what stayed out or is left."""

    text: PullRequest
    verification: Verification
    notes_left_out: tuple[LeftOut, ...]


def describe(request: DraftRequest, progress: Progress | None = None) -> Described | Blocked:
    """Write the text of a pull request; nothing but the private folder's log is written.

    Everything that would leave is scanned again, the text among it, and the test command runs when
    one is given: so the text claims what ``prepare`` would claim.

    Raises:
        PrtoolError: something is wrong with the input or the machine.
    """
    with open_run(request, progress) as run:
        built = run.build()
        if isinstance(built, Blocked):
            return built
        draft = built.draft
        verification = run.verify(built.candidate, (command.check, rescan.check))
        return Described(
            text=draft.pull_request(verification.results),
            verification=verification,
            notes_left_out=draft.text.notes.left_out,
        )
