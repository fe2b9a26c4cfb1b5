"""``prtool init`` and ``prtool lexicon``, as a user would run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.integration.conftest import HOME, HOST, Prtool
from tests.support.repo_builder import RepoBuilder


@pytest.fixture
def fresh(make_repo: Callable[[str], RepoBuilder], capsys: pytest.CaptureFixture[str]) -> Prtool:
    """Return a repository that prtool has not met yet."""
    repo = make_repo("fresh")
    repo.commit("begin", {"README.md": "see NorthRouter\n"})
    repo.git("config", "user.name", "Sandra Kohlen")
    repo.git("config", "user.email", f"sandra@{HOST}")
    return Prtool(repo, capsys)


def _terms(prtool: Prtool) -> dict[str, str]:
    status, stdout, stderr = prtool("lexicon", "list", "--json")
    assert (status, stderr) == (0, "")
    return {term["value"]: term["kind"] for term in json.loads(stdout)["terms"]}


def test_init_creates_a_private_folder_and_public_rules(fresh: Prtool) -> None:
    status, stdout, stderr = fresh("init")

    assert (status, stderr) == (0, "")
    folder = fresh.repo.path / ".prtool"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {0o600} == {p.stat().st_mode & 0o777 for p in folder.iterdir() if p.is_file()}
    assert fresh.repo.git("status", "--porcelain") == "?? redaction_rules.yaml"
    assert {"Sandra Kohlen": "person", HOST: "host"}.items() <= _terms(fresh).items()
    assert "redaction_rules.yaml" in stdout


def test_init_again_changes_nothing(fresh: Prtool) -> None:
    fresh("init")
    folder = fresh.repo.path / ".prtool"
    (fresh.repo.path / "redaction_rules.yaml").write_text("version: 1\n")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    assert fresh("init")[0] == 0

    assert before == {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert (fresh.repo.path / "redaction_rules.yaml").read_text() == "version: 1\n"
    exclude = (fresh.repo.path / ".git" / "info" / "exclude").read_text()
    assert exclude.count("/.prtool/\n") == 1


def test_a_config_is_harvested_and_upstreams_words_are_left(fresh: Prtool, tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(
        f"auth-dir: {HOME}/.proxy\nopenai-compatibility:\n"
        f"  - name: NorthRouter\n    base-url: https://{HOST}/v1\n"
        "    models:\n      - name: gpt-5.5\n        alias: QX-GPT-5.5(high)\n"
    )

    status, stdout, stderr = fresh("lexicon", "harvest", config, "--base", "HEAD", "--json")

    assert (status, stderr) == (0, "")
    document = json.loads(stdout)
    taken = {one["value"]: one["kind"] for one in document["taken"]}
    left = {one["value"]: one["reason"] for one in document["left"]}
    assert {"QX-GPT-5.5(high)": "alias", HOST: "host", "sandra": "user"}.items() <= taken.items()
    assert left["NorthRouter"] == "upstream already publishes it"
    assert left["gpt-5.5"] == "a public model"
    assert taken.items() <= _terms(fresh).items()


def test_harvesting_again_adds_nothing(fresh: Prtool, tmp_path: Path) -> None:
    config = tmp_path / ".env"
    config.write_text(f"BASE_URL=https://{HOST}/v1\n")
    fresh("lexicon", "harvest", config)
    before = (fresh.repo.path / ".prtool" / "lexicon.yaml").read_bytes()

    assert fresh("lexicon", "harvest", config)[0] == 0

    assert before == (fresh.repo.path / ".prtool" / "lexicon.yaml").read_bytes()


def test_terms_are_added_and_removed_by_hand(fresh: Prtool) -> None:
    fresh("lexicon", "add", "--kind", "provider", "QX", "--pseudonym", "Acme", "--note", "ours")
    fresh("lexicon", "add", "--kind", "project", "Bluebird", "qx")
    assert _terms(fresh) == {"QX": "provider", "Bluebird": "project"}

    assert fresh("lexicon", "remove", "bluebird")[0] == 0
    assert _terms(fresh) == {"QX": "provider"}
    assert fresh("lexicon", "remove", "bluebird")[0] == 1


def test_a_file_that_is_missing_changes_nothing(fresh: Prtool, tmp_path: Path) -> None:
    good = tmp_path / ".env"
    good.write_text(f"BASE_URL=https://{HOST}/v1\n")

    status, _, stderr = fresh("lexicon", "harvest", good, tmp_path / "gone.yaml")

    assert status == 2
    assert "gone.yaml" in stderr
    assert not (fresh.repo.path / ".prtool" / "lexicon.yaml").exists()


@pytest.mark.parametrize(
    "args",
    [
        ("lexicon", "list"),
        ("lexicon", "add", "QX"),
        ("lexicon",),
        ("lexicon", "add", "--kind", "x", "QX"),
    ],
)
def test_what_makes_no_sense_is_refused(fresh: Prtool, args: tuple[str, ...]) -> None:
    status, stdout, stderr = fresh(*args)

    assert (status, stdout) == (2, "")
    assert stderr.startswith("prtool: error: ")


@pytest.mark.parametrize("key", ["base_url", "base-url", "baseUrl", "api_base"])
def test_a_name_beside_a_base_url_is_a_provider(fresh: Prtool, tmp_path: Path, key: str) -> None:
    config = tmp_path / "upstreams.json"
    document = {"targets": [{"name": "NorthRouter", key: f"https://{HOST}/v1"}, {"name": "Zebra"}]}
    config.write_text(json.dumps(document))

    assert fresh("lexicon", "harvest", config)[0] == 0

    terms = _terms(fresh)
    assert terms["NorthRouter"] == "provider"
    assert "Zebra" not in terms
