"""Works out what ``gatecache`` keeps, and keeps it."""

from __future__ import annotations

from prtool import detectors
from prtool.detectors.late import NoTerms
from prtool.detectors.terms import TermDetector
from prtool.lexicon.model import Lexicon
from prtool.looks import Looks
from prtool.model.results import Status
from prtool.pipeline import gatecache
from prtool.pipeline.gatecache import Gate
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.scan import Scanner
from prtool.verify import canary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from prtool.pipeline.gatecache import Files


def make_gate(files: Files) -> Gate | None:
    """Return the rules of some files with the sieves of their detectors, and keep them.

    None when the canary is missed, or no engine is at hand that can be kept.

    Raises:
        RulesError: a file is wrong.
    """
    rules = load([builtin(), *files[1:]], known_rules())
    made = detectors.build(rules.settings)
    scanner = Scanner(detectors=made, terms=TermDetector((canary.bait_term(),)), key=bytes(32))
    if canary.check(scanner, Lexicon()).status is not Status.PASSED:
        return None
    sieves = Looks(made, NoTerms()).public
    gatecache.write(files, rules, sieves)
    return Gate(sieves, requires_lexicon=rules.require_lexicon, rules=rules)
