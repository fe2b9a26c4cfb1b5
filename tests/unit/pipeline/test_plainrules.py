"""Rules come back from their plain form as they went in."""

from __future__ import annotations

import datetime
import marshal
import re

from prtool.model.finding import Severity
from prtool.model.plan import Action, Cause
from prtool.model.record import fields
from prtool.model.text import Channel
from prtool.pipeline.plainrules import packed, unpacked
from prtool.pipeline.workspace import known_rules
from prtool.rules.load import builtin, load
from prtool.rules.model import RuleEntry, RuleSet

FULL = RuleEntry(
    find=("secret/*",), action=Action.REPLACE, channels=frozenset({Channel.CONTENT, Channel.PATH}),
    paths=("docs/",), text="acme", regex=re.compile("(?i)acme-[0-9]+", re.DOTALL),
    replacement="example", severity=Severity.LOW, until=datetime.date(2031, 2, 3), reason="a test",
    cause=Cause("redaction_rules.yaml", 7),
)  # fmt: skip


def there_and_back(rules: RuleSet) -> RuleSet:
    return unpacked(marshal.loads(marshal.dumps(packed(rules))), rules.settings)


def shown(entry: RuleEntry) -> dict[str, object]:
    values = {each.name: getattr(entry, each.name) for each in fields(RuleEntry)}
    found = values.pop("regex")
    return {**values, "regex": found and (found.pattern, found.fullmatch("ACME-7") is not None)}


def test_an_entry_with_everything_comes_back() -> None:
    rules = RuleSet(entries=(FULL,))

    assert [shown(each) for each in there_and_back(rules).entries] == [shown(FULL)]


def test_the_built_in_rules_come_back() -> None:
    rules = load([builtin()], known_rules())
    back = there_and_back(rules)

    assert [shown(each) for each in back.entries] == [shown(each) for each in rules.entries]
    for each in fields(RuleSet):
        if each.name != "entries":
            assert getattr(back, each.name) == getattr(rules, each.name), each.name
