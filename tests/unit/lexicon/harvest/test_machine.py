"""What ``init`` learns from the machine and from git's configuration."""

from __future__ import annotations

from collections.abc import Collection

from prtool.lexicon.harvest import MachineFacts, Reason, choose, harvest_machine
from prtool.model.finding import Kind
from tests.unit.lexicon.harvest.samples import LAN

ME2 = "rini" + "tech"
PASSWORD = "pw" + "-f3a9" * 3


def nothing_public(values: Collection[str]) -> frozenset[str]:
    return frozenset()


FACTS = MachineFacts(
    git_name="Robin Initech",
    git_email=f"robin@{LAN}",
    hostname="falcon7",
    fqdn=f"falcon7.corp.{LAN}",
    user="rinitech",
    home=f"/home/{ME2}",
    full_name="Robin Q. Initech,Room 5,,",
    remotes=(
        f"git@git.{LAN}:team/secret-repo.git",
        f"https://bot7:{PASSWORD}@code.{LAN}/team/repo.git",
        f"ssh://qxdev@git2.{LAN}:2222/team/repo",
        "backup9:team/repo.git",
        "https://github.com/globex/relay.git",
        "git@github.com:globex/relay.git",
        "/srv/git/relay.git",
    ),
)


def test_identity_host_user_home_and_remotes() -> None:
    harvest = choose(harvest_machine(FACTS), nothing_public)
    assert [(one.term.kind, one.term.value, one.source) for one in harvest.taken] == [
        (Kind.PERSON, "Robin Initech", "git config"),
        (Kind.PERSON, "Robin Q. Initech", "account"),
        (Kind.EMAIL, f"robin@{LAN}", "git config"),
        (Kind.HOST, LAN, "git config"),
        (Kind.HOST, f"falcon7.corp.{LAN}", "host name"),
        (Kind.HOST, "falcon7", "host name"),
        (Kind.USER, "rinitech", "account"),
        (Kind.PATH, f"/home/{ME2}", "home folder"),
        (Kind.HOST, f"git.{LAN}", "git remote"),
        (Kind.SECRET, PASSWORD, "git remote"),
        (Kind.USER, "bot7", "git remote"),
        (Kind.HOST, f"code.{LAN}", "git remote"),
        (Kind.USER, "qxdev", "git remote"),
        (Kind.HOST, f"git2.{LAN}", "git remote"),
        (Kind.HOST, "backup9", "git remote"),
    ]
    assert {(one.term.value, reason) for one, reason in harvest.left} == {
        ("git", Reason.GENERIC),
        ("github.com", Reason.PUBLIC_HOST),
    }
    assert {0} == {one.line for one in harvest.taken}
    assert harvest.taken[0].term.note == "harvested from git config"


def test_a_container_or_a_ci_machine_gives_away_nothing() -> None:
    facts = MachineFacts(
        git_name="runner",
        git_email="12+acme@users.noreply.github.com",
        hostname="localhost",
        fqdn="localhost.localdomain",
        user="root",
        home="/root",
        full_name="root",
    )
    assert choose(harvest_machine(facts), nothing_public).taken == ()


def test_a_mail_host_for_everybody_is_not_private() -> None:
    harvest = choose(
        harvest_machine(MachineFacts(git_email="robin.qx@" + "gmail.com")), nothing_public
    )
    assert [one.term.value for one in harvest.taken] == ["robin.qx@" + "gmail.com"]


def test_a_name_of_one_word_is_an_account_if_it_is_written_small() -> None:
    kinds = [harvest_machine(MachineFacts(git_name=name))[0].term.kind for name in ("qxr", "Qxr")]
    assert kinds == [Kind.USER, Kind.PERSON]


def test_an_unknown_machine_has_no_candidates() -> None:
    assert harvest_machine(MachineFacts()) == ()
