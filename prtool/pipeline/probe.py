"""``prtool probe``: an endpoint in, evidence out; two pieces of evidence in, what changed out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prtool.errors import InputError, UsageError
from prtool.evidence.compare import Comparison, compare
from prtool.evidence.file import MOST_BYTES, decode, name_flaw
from prtool.evidence.model import NOT_REACHED, Asked, Evidence
from prtool.evidence.state import Grade, states
from prtool.model.record import dataclass
from prtool.probe.run import probe
from prtool.probe.target import find_target, parse_base_url
from prtool.probe.wire import Wire
from prtool.progress import Progress, Silent

_LONG_KEY = 8
"""Characters from which on a key is no common word, such as ``test``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeRequest:
    """What the user asks for."""

    base_url: str
    models: tuple[str, ...]
    key: str | None = None
    timeout_s: float = 30.0
    """For each phase of a request."""
    max_tokens: int = 64
    """0 sends none."""
    repeat: int = 1
    allow_remote: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Probed:
    """What was measured, and whether it is enough to say something."""

    evidence: Evidence

    @property
    def reached(self) -> bool:
        """Tell whether any request could be sent."""
        return any(each.outcome not in NOT_REACHED for each in self.evidence.attempts())

    @property
    def ok(self) -> bool:
        """Tell whether all layers of all models were fine in all rounds."""
        return all(state.grade is Grade.FINE for state in states(self.evidence))

    @property
    def key_went_in_clear(self) -> bool:
        """Tell whether a key was sent to another machine unencrypted."""
        evidence = self.evidence
        return evidence.asked.key and evidence.remote and not evidence.tls


def run_probe(request: ProbeRequest, progress: Progress | None = None) -> Probed:
    """Ask an endpoint.

    Raises:
        PrtoolError: it may not or can't be asked.
    """
    progress = progress or Silent()
    models = tuple(dict.fromkeys(request.models))
    _check_words(request, models)
    progress.stage("looking the endpoint up")
    target = find_target(
        parse_base_url(request.base_url), allow_remote=request.allow_remote,
        timeout_s=request.timeout_s,
    )  # fmt: skip
    asked = Asked(
        timeout_ms=max(1, round(request.timeout_s * 1000)), max_tokens=request.max_tokens,
        repeat=request.repeat, key=request.key is not None,
    )  # fmt: skip
    wire = Wire(target, key=request.key, timeout_s=request.timeout_s)
    return Probed(probe(target, wire, models, asked, label=request.label, progress=progress))


def _check_words(request: ProbeRequest, models: tuple[str, ...]) -> None:
    """Refuse words that can't stand in evidence."""
    for option, words in (("--model", models), ("--label", (request.label,))):
        for word in words:
            if flaw := name_flaw(word):
                raise UsageError(f"{option}: {flaw}")
    if not all(models):
        raise UsageError("--model: a name is empty")
    key = request.key or ""
    if len(key) >= _LONG_KEY and any(key in word for word in (*models, request.label)):
        raise UsageError("--model or --label holds the key, which would stand in the evidence")


def read_evidence(path: Path) -> Evidence:
    """Read an evidence file.

    Raises:
        InputError: it can't be read, or is none.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"can't read {path}: {error.strerror}", hint="check the file's name"
        ) from error
    return decode(raw, str(path))


def read_runs(paths: Sequence[Path]) -> tuple[Evidence, ...]:
    """Read evidence files that stand for one thing at several times.

    Raises:
        InputError: one can't be read, or the first and the last have no model in common.
    """
    runs = tuple(map(read_evidence, paths))
    if runs and _models(runs[0]).isdisjoint(_models(runs[-1])):
        raise InputError(
            f"{paths[0]} and {paths[-1]} have no model in common",
            hint="probe the same models before and after",
        )
    return runs


def compare_files(before: Path, after: Path) -> Comparison:
    """Set the runs of two files side by side.

    Raises:
        InputError: see :func:`read_runs`.
    """
    return compare(*read_runs([before, after]))


def _models(evidence: Evidence) -> set[str]:
    return {each.model for each in evidence.models}
