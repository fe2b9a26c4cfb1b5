"""``prtool rules``: what can be found, what happens to it, and whether the rules hold."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prtool.errors import UsageError
from prtool.lexicon.model import Lexicon
from prtool.model.finding import Rule
from prtool.model.globs import compile_globs, matches
from prtool.model.record import dataclass
from prtool.model.results import CheckResult
from prtool.pipeline.places import Places
from prtool.pipeline.scanners import build_scanner
from prtool.pipeline.workspace import load_rules
from prtool.repo.open import open_repository
from prtool.rules.model import RuleEntry, RuleSet
from prtool.verify import canary

_ANY_KEY = bytes(32)
"""The rules are shown and tried on made-up examples; no fingerprint of these matters."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing that can be found, with the entries of the rules files that speak of it."""

    rule: Rule
    entries: tuple[RuleEntry, ...]
    """In their order: of those whose conditions hold, the last one decides."""

    @property
    def usual(self) -> str:
        """Return what happens where no condition holds but the rule's id."""
        plain = [entry for entry in self.entries if _is_unconditional(entry)]
        return f"{plain[-1].action} ({plain[-1].cause})" if plain else "block (no rule fits)"


def list_rules(places: Places) -> tuple[Explained, ...]:
    """Return everything that can be found, by id."""
    with _rules(places) as rules:
        known = build_scanner(rules, (), _ANY_KEY).rules
        return tuple(_explained(known[name], rules) for name in sorted(known))


def explain_rule(places: Places, name: str) -> Explained:
    """Return one of them.

    Raises:
        UsageError: there is no such rule.
    """
    for explained in list_rules(places):
        if explained.rule.id == name:
            return explained
    raise UsageError(f"no rule is called '{name}'", hint="'prtool rules list' names them all")


def try_rules(places: Places) -> CheckResult:
    """Try every rule on its own examples; a rules file with a mistake does not even load."""
    with _rules(places) as rules:
        return canary.check(build_scanner(rules, (), _ANY_KEY), Lexicon())


@contextmanager
def _rules(places: Places) -> Iterator[RuleSet]:
    repository = open_repository(places.folder)
    try:
        yield load_rules(repository, places)
    finally:
        repository.close()


def _explained(rule: Rule, rules: RuleSet) -> Explained:
    entries = (each for each in rules.entries if matches(compile_globs(each.find), rule.id))
    return Explained(rule, tuple(entries))


def _is_unconditional(entry: RuleEntry) -> bool:
    conditions = (entry.channels, entry.paths, entry.text, entry.regex, entry.until)
    return all(condition is None for condition in conditions)
