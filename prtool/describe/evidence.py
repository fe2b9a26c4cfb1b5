"""Evidence of probes as a part of the notes: so it is scanned and rewritten like all of them."""

from __future__ import annotations

from collections.abc import Sequence

from prtool.describe.notes import Notes
from prtool.evidence.model import Evidence
from prtool.model.parts import Part
from prtool.model.record import replace
from prtool.reports.evidence import runs_markdown


def with_evidence(notes: Notes, runs: Sequence[Evidence]) -> Notes:
    """Return notes that also have a table of these runs, the earliest first."""
    if not runs:
        return notes
    text = "\n".join(runs_markdown(runs))
    return replace(notes, sections=(*notes.sections, (Part.VERIFICATION, text)))
