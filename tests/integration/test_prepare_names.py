"""Which words ``prtool prepare`` takes for private names, and which for upstream's."""

from __future__ import annotations

import re
from pathlib import Path

from tests.integration.conftest import Prtool
from tests.integration.test_prepare import everything
from tests.support.repo_builder import RepoBuilder, write_lexicon


def _left(prtool: Prtool, out: Path, base: str, *options: str) -> str:
    """Return all that a bundle says."""
    status, stdout, _ = prtool("prepare", "--base", base, "--out", out, *options)
    assert status == 0, stdout
    return everything(out)


def test_a_public_word_is_left_and_its_private_twin_is_not(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(
        repo.path, {"value": "INT", "kind": "provider"}, {"value": "MAR", "kind": "provider"}
    )
    base = repo.head
    source = (
        "package extra\n\nvar a map[string]int\n\nfunc f(x int) {}\n\n// INT routes it.\n"
        'var b = "INT-5.5(high)"\n\nconst INTmax_tokens = 8\n\n// Mar 2026\n'
        'var c = "MAR-5.5(low)"\n'
    )
    repo.commit("extra: add INT\n", {"internal/extra/extra.go": source})
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out)

    assert status == 0, stdout
    text = (next((out / "patches").iterdir())).read_text()
    for public in ("map[string]int", "f(x int)", "// Mar 2026"):
        assert public in text
    for private in ("INT", "MAR"):
        assert private not in text


def test_authors_of_the_branch_are_private_without_being_in_the_lexicon(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path)
    base = repo.head
    author = "Odalys Fernbrook <odalys@" + "thinkbox.lan>"
    repo.commit(
        "Odalys saw it on thinkbox\n\nAsk Odalys Fernbrook.\n",
        {"notes.md": "odalys@" + "thinkbox.lan, fernbrook is a plant\n"},
        author=author,
    )

    text = _left(prtool, tmp_path / "bundle", base)

    for private in ("Odalys", "Fernbrook", "thinkbox"):
        assert private not in text, private
    assert "fernbrook is a plant" in text


def test_who_signs_in_a_trailer_is_private_and_a_program_is_not(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path)
    base = repo.head
    repo.commit(
        "router: find aliases\n\nOdalys Fernbrook saw it.\n\n"
        "Reported-by: Odalys Fernbrook <odalys@" + "thinkbox.lan>\n"
        "Co-authored-by: Acme Helper <noreply@example.com>\n"
        "Co-authored-by: Codex <codex@example.com>\n",
        {"notes.md": "Odalys runs it on thinkbox. Acme Helper and Codex are models.\n"},
    )

    text = _left(prtool, tmp_path / "bundle", base)

    for private in ("Odalys", "Fernbrook", "thinkbox"):
        assert private not in text, private
    assert "Acme Helper and Codex are models" in text


def test_authors_of_squashed_commits_are_private(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path)
    base = repo.head
    repo.commit("one\n", {"a.md": "x\n"}, author="Odalys Fernbrook <odalys@" + "thinkbox.lan>")
    first = repo.head
    repo.commit("two\n", {"b.md": f"Odalys saw it on thinkbox, mended in {first[:10]}.\n"})

    text = _left(prtool, tmp_path / "bundle", base, "--squash")

    for private in ("Odalys", "thinkbox", first[:10]):
        assert private not in text, private


def test_capitals_are_private_where_the_range_is_sure_of_the_name(
    prtool: Prtool, upstream: RepoBuilder, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = upstream.commit("sql", {"schema.sql": "id INT,\nname TEXT\n", "go.txt": 'x = "INT"\n'})
    repo.git("fetch", "--quiet", str(upstream.path), "main")
    repo.git("reset", "--quiet", "--hard", base)
    write_lexicon(repo.path, {"value": "INT", "kind": "provider"})
    repo.commit(
        "router: ask INT again\n",
        {
            "a.md": "INT-GPT-5.5(high) is slow, INT answers late\n",
            "b.json": '{"name": "INT"}\n',
            "schema.sql": "id INT,\nsize INT,\nname TEXT\n",
        },
    )
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out)

    assert status == 0, stdout
    added = [
        line
        for line in next((out / "patches").iterdir()).read_text().split("\n")
        if line.startswith(("+", "Subject"))
    ]
    assert [line for line in added if "INT" in line] == ["+size INT,"]


def test_an_ambiguous_word_is_listed_with_both_readings(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    write_lexicon(repo.path, {"value": "Mar", "kind": "provider"})
    base = repo.head
    repo.commit("fix", {"docs/a.md": "one\nask Mar first\n"})

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 1
    assert "docs/a.md:2:5: private/ambiguous-term" in stdout
    assert "'ambiguous: replace' at line 3 of the lexicon" in stdout
    assert "'ambiguous: keep'" in stdout
    assert not (tmp_path / "b").exists()

    for choice, kept in (("replace", False), ("keep", True)):
        value = {"value": "Mar", "kind": "provider", "ambiguous": choice}
        write_lexicon(repo.path, value)
        assert prtool("prepare", "--base", base, "--out", tmp_path / choice)[0] == 0
        assert kept is ("ask Mar first" in everything(tmp_path / choice))


def test_a_home_directory_is_everybodys_and_the_name_elsewhere_is_not(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("fix", {"docs/a.md": "sandra keeps it in " + "/ho" + "me/sandra/router\n"})
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out)

    assert status == 0, stdout
    text = everything(out)
    assert re.search(r"\+user\d+ keeps it in /home/user/", text), text
    assert "sandra" not in text


def test_a_folder_at_home_has_one_pseudonym_however_it_is_written(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    home = "/home/" + "odalys"
    write_lexicon(
        repo.path, {"value": f"{home}/globex-router", "kind": "path", "match": "substring"}
    )
    base = repo.head
    text = f"{home}/globex-router/a\n~/globex-router$ run\n${{HOME}}/globex-router/b\n"
    repo.commit("docs: where it runs\n", {"docs/where.md": text})
    out = tmp_path / "bundle"

    status, stdout, _ = prtool("prepare", "--base", base, "--out", out)

    assert status == 0, stdout
    patch = next((out / "patches").iterdir()).read_text()
    assert "globex" not in everything(out)
    folder = re.search(r"\+~/(\S+)\$ run", patch)
    assert folder
    assert patch.count(folder[1]) == 3
