"""``prtool describe``, and the same text in ``prepare``: on real repositories."""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

import pytest

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from tests.integration.conftest import HOME, HOST, PRIVATE_AUTHOR, ROUTER, Prtool
from tests.support.repo_builder import RepoBuilder, write_lexicon

FIX = {"internal/router/router.go": ROUTER.replace('"openai"', '"QX"')}
TEMPLATE = """\
## Summary

<!-- Say what it does. -->

## Testing

- [ ] Tests were added
- [ ] All tests pass
- [ ] I have read the guide

## Screenshots
"""
NAMED = ("--author", "Sam Sample <sam@example.com>")


def grown(upstream: RepoBuilder, repo: RepoBuilder, *subjects: str, **files: str) -> str:
    """Add commits to upstream, bring the private clone there, and return the new base."""
    named = {name.replace("__", "/"): text for name, text in files.items()}
    for subject in subjects:
        upstream.commit(subject, named)
    repo.git("fetch", "--quiet", str(upstream.path), "main")
    repo.git("reset", "--quiet", "--hard", upstream.head)
    return upstream.head


def test_the_text_is_the_one_of_prepare(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> None:
    base = repo.head
    repo.commit("router: ask QX\n\nIt was not asked.\n", FIX)
    before = repo.fingerprint()
    notes = tmp_path / "notes.md"
    notes.write_text("# Root cause\n\nQX was not known.\n\n# Rollback\n\nnever\n")
    asked = ("--base", base, "--notes", notes, "--closes", "7", "--closes", "#7")

    status, stdout, stderr = prtool("describe", *asked)

    assert status == 0, stderr
    assert stderr == "  notes line 5: local only, stays out\n"
    assert prtool("prepare", *asked, "--out", tmp_path / "bundle")[0] == 0
    assert stdout == (tmp_path / "bundle" / "PR.md").read_text()
    assert prtool("describe", *asked)[1] == stdout
    assert repo.fingerprint() == before
    title, _, body = stdout.partition("\n\n")
    assert title.startswith("# router: ask ")
    name = title.rpartition(" ")[2]
    assert body == (
        f"## Summary\n\nIt was not asked.\n\n## Root cause\n\n{name} was not known.\n\n"
        "## Changes\n\n- `internal/router/router.go`: `Route`\n\nCloses #7\n"
    )


def test_what_blocks_and_what_is_wrong_is_told_beside_an_empty_output(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("picture", {"docs/picture.png": b"\x89PNG\r\n\x1a\n\0\0", "a.md": "a\n"})
    notes = tmp_path / "notes.md"
    notes.write_text("# Fix\n\n<private>words\n")

    blocked = prtool("describe", "--base", base)
    wrong = prtool("describe", "--base", base, "--notes", notes)
    failed = prtool("describe", "--base", base, "--keep", "*.png", "--test-cmd", "false")
    number = prtool("describe", "--base", base, "--closes", "ABC-1")

    assert (blocked[0], blocked[1]) == (1, "")
    assert "docs/picture.png" in blocked[2]
    assert (wrong[0], wrong[1]) == (2, "")
    assert wrong[2].startswith(f"prtool: error: {notes}:3: <private> is not closed\nhint: ")
    assert (failed[0], failed[1]) == (1, "")
    assert "a check failed" in failed[2]
    assert (number[0], number[1]) == (2, "")


def test_the_tests_of_the_change_run_on_the_base(prtool: Prtool, repo: RepoBuilder) -> None:
    base = repo.commit("gate", {"gate.py": "def pick():\n    return 1\n"})
    repo.commit(
        "gate: pick the other",
        {"gate.py": "def pick():\n    return 2\n", "tests/__init__.py": "",
         "tests/test_gate.py": "import unittest\n\nimport gate\n\n\n"
         "class Gate(unittest.TestCase):\n"
         "    def test_pick(self):\n        self.assertEqual(gate.pick(), 2)\n\n"
         "    def test_name(self):\n        self.assertTrue(gate.pick)\n"},
    )  # fmt: skip
    command = f"{sys.executable} -m unittest discover"

    status, stdout, stderr = prtool("describe", "--base", base, "--test-cmd", command)

    assert status == 0, stderr
    assert "- `tests/test_gate.py`, new: `test_pick`, `test_name`\n" in stdout
    assert "Without the change these fail: `test_pick`.\n" in stdout
    assert "| base, with the tests of this change | fails (status 1) |\n" in stdout
    assert "- `gate.py`: `pick`\n" in stdout
    assert str(Path(sys.executable).parent) not in stdout


def test_upstreams_template_is_filled_as_of_the_base(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder
) -> None:
    base = grown(upstream, repo, "template", **{".GitHub__Pull_Request_Template.md": TEMPLATE})
    other = {".GitHub/Pull_Request_Template.md": "## Mine\n"}
    repo.commit("router: ask QX\n\nIt was not asked.\n", FIX | other)

    status, stdout, stderr = prtool("describe", "--base", base, "--test-cmd", "true")

    assert status == 0, stderr
    body = stdout.partition("\n\n")[2]
    assert body.startswith("## Summary\n\nIt was not asked.\n\n**Changes**\n\n- `")
    assert "- [ ] Tests were added\n- [x] All tests pass\n- [ ] I have read the guide\n" in body
    assert body.endswith("\n## Screenshots\n")
    assert stderr == (
        "\nleft for you in the text:\n  [ ] Testing: [ ] Tests were added\n"
        "  [ ] Testing: [ ] I have read the guide\n"
        "  [ ] Screenshots: nothing is known for it\n"
    )
    told = prtool("prepare", "--base", base, "--out", repo.path.parent / "b")[1]
    assert "left for you in the text:\n  [ ] Testing: [ ] Tests were added\n" in told
    shown = prtool("prepare", "--base", base, "--out", repo.path.parent / "c", "--json")[1]
    assert "Screenshots: nothing is known for it" in json.loads(shown)["left_for_you"]


def test_of_several_templates_a_person_chooses(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder
) -> None:
    folder = "PULL_REQUEST_TEMPLATE__"
    base = grown(
        upstream, repo, "two", **{f"{folder}a.md": "## Summary\n\nA\n", f"{folder}b.md": TEMPLATE}
    )
    repo.commit("router: ask it", FIX)

    asked = prtool("describe", "--base", base)
    chosen = prtool("describe", "--base", base, "--upstream-template", "PULL_REQUEST_TEMPLATE/b.md")
    none = prtool("describe", "--base", base, "--upstream-template", "none")
    wrong = prtool("describe", "--base", base, "--upstream-template", "c.md")

    assert "PULL_REQUEST_TEMPLATE/a.md, PULL_REQUEST_TEMPLATE/b.md" in asked[2]
    assert "## Screenshots" in chosen[1]
    assert none[1] == asked[1]
    assert none[2] == ""
    assert (wrong[0], wrong[1]) == (2, "")


def test_an_own_template_comes_first_and_its_mistakes_have_a_place(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("router: ask it", FIX)
    named = tmp_path / "named.j2"
    named.write_text("one\n{{ nothing }}\n")
    folder = repo.path / ".prtool" / "templates"
    folder.mkdir(mode=0o700)
    (folder / "pr.md.j2").write_text("{{ title }}: {{ files[0].functions[0] }} for QX\n")

    status, stdout, _ = prtool("describe", "--base", base)
    wrong = prtool("describe", "--base", base, "--template", named)
    out = tmp_path / "bundle"
    bundle = prtool("prepare", "--base", base, "--out", out, "--template", named)

    # What the user wrote into a template is scanned like all that leaves.
    assert (status, stdout) == (1, "")
    (folder / "pr.md.j2").write_text("{{ title }}: {{ files[0].functions[0] }}\n")
    assert prtool("describe", "--base", base)[1] == ("# router: ask it\n\nrouter: ask it: Route\n")
    assert wrong[0] == bundle[0] == 2
    assert wrong[2].startswith(f"prtool: error: {named}:2: 'nothing' is undefined\nhint: ")
    assert not out.exists()


@pytest.mark.parametrize(
    "files",
    [{"CONTRIBUTING.md": "Sign your work with git commit -s.\n"},
     {".github__contributing.md": "We ask for the Developer Certificate of Origin.\n"}],
)  # fmt: skip
def test_a_sign_off_is_added_where_upstream_asks_for_it(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path, files: dict[str, str]
) -> None:
    base = grown(upstream, repo, "guide", **files)
    repo.commit("router: ask it", FIX, author=PRIVATE_AUTHOR)
    signed = "Signed-off-by: Sam Sample <sam@example.com>"

    out = tmp_path / "bundle"
    assert prtool("prepare", "--base", base, "--out", out, *NAMED)[0] == 0
    nobody = prtool("describe", "--base", base)
    refused = prtool("describe", "--base", base, *NAMED, "--no-signoff")

    assert (out / "PR.md").read_text().endswith(f"\n\n{signed}\n")
    assert f"\n{signed}\n" in next((out / "patches").iterdir()).read_text()
    assert "Signed-off-by" not in nobody[1] + refused[1]
    assert "--author" in nobody[2]


def test_titles_follow_upstreams_history(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder
) -> None:
    subjects = [f"fix(router): find it {n}\n\nSigned-off-by: A <a@example.com>\n" for n in range(9)]
    base = grown(upstream, repo, *subjects)
    repo.commit("router: Fix the lookup of QX (#12)", FIX)

    status, stdout, _ = prtool("describe", "--base", base, *NAMED)

    assert status == 0
    assert stdout.startswith("# fix(router): fix the lookup of ")
    assert "12" not in stdout
    assert stdout.endswith("Signed-off-by: Sam Sample <sam@example.com>\n")


def test_headings_of_the_rules_file_count(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("router: ask it", FIX)
    rules = tmp_path / "rules.yaml"
    rules.write_text(
        "version: 1\nnotes:\n  headings:\n    problem: [Incident]\n    local-only: [Fix]\n"
    )
    notes = tmp_path / "notes.md"
    notes.write_text("# Incident\n\nNames were lost.\n\n# Fix\n\nCopied it.\n")

    _, stdout, _ = prtool("describe", "--base", base, "--notes", notes, "--rules", rules)

    assert "## Problem\n\nNames were lost.\n" in stdout
    assert "Copied" not in stdout


CANARY = "Bluewhistle-Depot"
TOKEN = "ghp_" + "abcdEFGH0123" * 3
SPELLINGS = (
    CANARY, "BLUEWHISTLE_DEPOT", "bluewhistledepot", "bluewhistleDepot", "bluewhistle.depot",
    "the Bluewhistle depot's", "BLUEWHISTLEDEPOTmax_tokens=8", "8000BluewhistleDepot",
    "[bluewhistle-depot](https://bluewhistle-depot.example.com/a)", "\uff22luewhistle-Depot",
    f"![{CANARY}](bluewhistle_depot.png)", f"<!-- {CANARY} -->", TOKEN, f"{HOME}/bluewhistle-depot",
    f"https://{HOST}/v1", "sandra@bluewhistle-depot.example", "@bluewhistle-depot",
)  # fmt: skip
HIDDEN = (
    "Blue\u200bwhistle-De\u00adpot", "%42luewhistle%2DDepot", "&#66;luewhistle&#45;Depot",
    "\\u0042luewhistle\\x2dDepot", base64.b64encode(f"go to {CANARY} now".encode()).decode(),
    f"go to {CANARY} now".encode().hex(),
)  # fmt: skip
"""What can't be replaced in place."""


def assert_clean(text: str) -> None:
    assert list(Matcher([Term(value=CANARY, kind=Kind.PROJECT)]).find(text)) == []
    for private in (HOST, HOME, TOKEN, "sandra", *HIDDEN):
        assert private not in text
    assert "whistle" not in text.lower()


def canary_lexicon(repo: RepoBuilder) -> None:
    write_lexicon(
        repo.path, {"value": CANARY, "kind": "project"}, {"value": HOST, "kind": "host"},
        {"value": "sandra", "kind": "user"},
    )  # fmt: skip


def test_no_canary_of_the_notes_is_in_the_text(
    prtool: Prtool, repo: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    base = grown(upstream, repo, "template", **{"docs__pull_request_template.md": TEMPLATE})
    canary_lexicon(repo)
    commit = repo.commit(f"router: ask {CANARY}", FIX)
    everything = "\n".join(f"- {text}" for text in (*SPELLINGS, *HIDDEN))
    public = "\n\n".join((*SPELLINGS, f"After {commit[:12]} and {commit}, #12."))
    known = ("Summary", "Problem", "Root cause", "Fix", "Tests", "复现步骤", "验证", "Risks",
             "Out of scope")  # fmt: skip
    notes = tmp_path / "notes.md"
    notes.write_text(
        f"---\ntitle: {CANARY}\n---\n{everything}\n\n"
        + "".join(f"## {name}\n\n{public}\n\n<private>{everything}</private>\n\n" for name in known)
        + f"## Deployment to {CANARY}\n\n{everything}\n\n### Fix\n\n{everything}\n\n"
        f"## {CANARY}\n\n{everything}\n\n## Rollback\n\n<public>{SPELLINGS[1]}</public>\n"
    )

    for more in ((), ("--upstream-template", "none")):
        status, stdout, stderr = prtool(
            "describe", "--base", base, "--notes", notes, "--title", f"Ask {CANARY}", *more
        )

        assert status == 0, stderr
        assert_clean(stdout)
        assert_clean(stderr.replace(str(notes), ""))
        assert commit[:12] not in stdout
        assert "`#12`" in stdout


@pytest.mark.parametrize("text", HIDDEN)
def test_what_can_not_be_replaced_in_notes_blocks(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path, text: str
) -> None:
    canary_lexicon(repo)
    base = repo.head
    repo.commit("router: ask it", FIX)
    notes = tmp_path / "notes.md"
    notes.write_text(f"## Fix\n\nAsk {text} first.\n")

    status, stdout, stderr = prtool("describe", "--base", base, "--notes", notes)

    assert (status, stdout) == (1, "")
    assert "blocked" in stderr
    assert_clean(stderr)


def test_the_place_of_a_mistake_is_known_however_the_template_is_named(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    repo.commit("find aliases", {"a.go": "package a\n"})
    (tmp_path / "t.j2").write_text("{{ title }}\n{{ nope }}\n")
    (tmp_path / "link").symlink_to(tmp_path)

    for named in (tmp_path / "link" / "t.j2", tmp_path / "private" / ".." / "t.j2"):
        status, _, stderr = prtool("describe", "--base", base, "--template", named)

        assert status == 2
        assert f"{named}:2: 'nope' is undefined" in stderr
