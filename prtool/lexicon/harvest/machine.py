"""What a machine and its git configuration give away; collected by the caller, judged as files."""

from __future__ import annotations

from collections.abc import Iterator

from prtool.lexicon.harvest.classify import candidate
from prtool.lexicon.harvest.facts import Candidate, MachineFacts
from prtool.lexicon.harvest.roles import Role
from prtool.lexicon.harvest.shapes import Found
from prtool.lexicon.harvest.values import terms_of
from prtool.lexicon.public import is_mail_host
from prtool.model.finding import Kind


def harvest_machine(facts: MachineFacts) -> tuple[Candidate, ...]:
    """Return the candidates of a machine; of a remote its host and its user, not team and name."""
    return tuple(
        candidate(found, source, 0) for source, found in _found(facts) if found.value.strip()
    )


def _found(facts: MachineFacts) -> Iterator[tuple[str, Found]]:
    for found in terms_of(Role.PERSON, facts.git_name):
        yield "git config", found
    for found in terms_of(Role.PERSON, facts.full_name.partition(",")[0]):
        yield "account", found
    if facts.git_email:
        yield "git config", Found(Kind.EMAIL, facts.git_email)
        host = facts.git_email.rpartition("@")[2]
        if not is_mail_host(host) and "noreply" not in host.lower():
            yield "git config", Found(Kind.HOST, host)
    for name in dict.fromkeys((facts.fqdn, facts.hostname)):
        yield "host name", Found(Kind.HOST, name)
        # Prompts, logs and dashboards show the first label alone.
        yield "host name", Found(Kind.HOST, name.partition(".")[0])
    yield "account", Found(Kind.USER, facts.user)
    for found in terms_of(Role.PATH, facts.home):
        yield "home folder", found
    for remote in facts.remotes:
        for found in terms_of(Role.URL, remote):
            if found.kind in {Kind.HOST, Kind.USER, Kind.SECRET}:
                yield "git remote", found
