"""The review page and ``prtool review``, without a browser; see ``test_review_browser.py``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from prtool.cli.review import has_window
from tests.integration.conftest import HOST, Prtool
from tests.integration.test_prepare import TOKEN, private_branch
from tests.support.repo_builder import RepoBuilder


class Page(HTMLParser):
    """The tags of a page, with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def page(repo: RepoBuilder, name: str = "review.html") -> str:
    return (repo.path / ".prtool" / name).read_text("utf-8")


@pytest.fixture
def prepared(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> RepoBuilder:
    notes = tmp_path / "notes.md"
    notes.write_text("# Problem\n\nQX is not found.\n")
    status, stdout, _ = prtool(
        "prepare", "--base", private_branch(repo), "--out", tmp_path / "b", "--notes", notes
    )
    assert status == 0, stdout
    return repo


def test_the_page_shows_both_sides(prepared: RepoBuilder, tmp_path: Path) -> None:
    html = page(prepared)
    text = Page(html).text

    for private in ("QX", HOST, TOKEN, "Sandra Kohlen", "+08:00", "HANDOFF.local.md", "config.yaml",
                    prepared.head[:12]):  # fmt: skip
        assert private in text, private
    body = (tmp_path / "b" / "PR.md").read_text()
    for line in body.removeprefix("# ").splitlines():
        assert line in text
    assert "Contributor <contributor@example.com>" in text
    assert "private/term" in text
    assert re.search(r'<mark class="rep" data-why="\d+" title="private/term → \w+">QX</mark>', html)


def test_every_line_of_the_patches_is_on_the_page(prepared: RepoBuilder, tmp_path: Path) -> None:
    text = Page(page(prepared, "review-public.html")).text
    for patch in (tmp_path / "b" / "patches").iterdir():
        _, _, diff = patch.read_text().partition("\ndiff --git ")
        for line in diff.splitlines():
            if line[:1] in "+- " and not line.startswith(("+++", "---")):
                assert line[1:] in text, line


def test_what_stays_out_of_a_message_is_marked_where_it_stood(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = private_branch(repo)
    repo.commit(
        "router: more of it\n\nSee #77 for more.\n", {"internal/router/more.go": "package router\n"}
    )
    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")
    html = page(repo)

    assert status == 0, stdout
    (number,) = re.findall(r'<mark class="rep" data-why="(\d+)"[^>]*>#77</mark>', html)
    assert (
        f'data-why="{number}" title="message → an internal issue">an internal issue</mark>' in html
    )
    assert "#77" not in page(repo, "review-public.html")


def test_the_page_without_originals_has_none(prepared: RepoBuilder) -> None:
    text = page(prepared, "review-public.html")

    for private in ("QX", "qx", "orth", "andra", "ohlen", HOST, "+08", TOKEN, "backups", "HANDOFF",
                    "config.yaml", prepared.head[:7]):  # fmt: skip
        assert private not in text, private
    assert "Files left out <small>3</small>" in text


def test_the_pages_are_private_files(prepared: RepoBuilder) -> None:
    for name in ("review.html", "review-public.html"):
        assert (prepared.path / ".prtool" / name).stat().st_mode & 0o777 == 0o600


def test_two_runs_give_the_same_page(
    prtool: Prtool, prepared: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    before = page(prepared)

    prtool("prepare", "--base", upstream.head, "--out", tmp_path / "c",
           "--notes", tmp_path / "notes.md")  # fmt: skip

    assert page(prepared) == before


@pytest.mark.parametrize("name", ["review.html", "review-public.html"])
def test_the_page_loads_nothing(prepared: RepoBuilder, name: str) -> None:
    tags = Page(page(prepared, name)).tags

    assert {tag for tag, _ in tags}.isdisjoint({"link", "img", "iframe", "object", "base", "a"})
    for tag, attributes in tags:
        assert attributes.keys().isdisjoint({"src", "href", "style", "action"}), tag
        assert not any(each.startswith("on") for each in attributes)
    policy = next(each["content"] for tag, each in tags if each.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_a_blocked_run_shows_what_needs_a_person(
    prtool: Prtool, prepared: RepoBuilder, upstream: RepoBuilder, tmp_path: Path
) -> None:
    prepared.commit("logo", {"logo.bin": b"\0\1\2", "docs/x.md": "for QX\n"})

    status, _, _ = prtool("prepare", "--base", upstream.head, "--out", tmp_path / "c")

    assert status == 1
    text = page(prepared)
    assert "Needs a person" in text
    assert "binary logo.bin" in text
    assert '<mark class="rep"' in text
    status, _, stderr = prtool("review", "--public")
    assert status == 2
    assert "the last run has written no page without originals" in stderr


def test_a_check_that_failed_is_on_the_page(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    args = ("prepare", "--base", private_branch(repo), "--out", tmp_path / "b")

    assert prtool(*args, "--test-cmd", "false")[0] == 1

    assert '<b class="status failed">failed</b>' in page(repo)
    assert not (repo.path / ".prtool" / "review-public.html").exists()


def test_what_a_formatter_writes_is_what_is_shown(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    formatter = tmp_path / "upper.py"
    formatter.write_text(
        "import sys\n"
        "for name in sys.argv[1:]:\n"
        "    rows = [row.split('|') for row in open(name).read().splitlines()]\n"
        "    width = max(len(row[0].rstrip()) for row in rows)\n"
        "    open(name, 'w').write(''.join(f'{a.rstrip():{width}} |{b}\\n' for a, b in rows))\n"
    )
    repo.commit(
        "tables", {"neat.md": "QX                        |1\nlonger than its pseudonym |2\n"}
    )
    repo.commit("tables", {"neat.md": "NorthRouter-Adapter QX |1\nlong                   |2\n"})
    out = tmp_path / "b"

    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", out, "--format-cmd", f"python3 {formatter}"
    )

    assert status == 0, stdout
    html = page(repo)
    assert 'class="form"' in html
    added = [
        line[1:]
        for patch in (out / "patches").iterdir()
        for line in patch.read_text().splitlines()
        if re.match(r"\+[^+]", line)
    ]
    assert len(added) == 4
    for line in added:
        assert line in Page(html).text


def test_print_only_prints_the_path(prtool: Prtool, prepared: RepoBuilder) -> None:
    folder = prepared.path / ".prtool"

    assert prtool("review", "--print") == (0, f"{folder / 'review.html'}\n", "")
    assert prtool("review", "--public", "--print")[1] == f"{folder / 'review-public.html'}\n"


def run_review(repo: RepoBuilder, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {name: text for name, text in os.environ.items()
            if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-m", "prtool", "-C", str(repo.path), "review"],
        env={**kept, **environ}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_the_browser_of_the_user_is_started(prepared: RepoBuilder, tmp_path: Path) -> None:
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    script.chmod(0o755)

    done = run_review(prepared, BROWSER=f"{script} %s")

    assert (done.returncode, done.stderr) == (0, "")
    opened = (tmp_path / "opened").read_text().strip()
    assert opened == (prepared.path / ".prtool" / "review.html").as_uri()


def test_without_a_window_the_path_is_all(prepared: RepoBuilder) -> None:
    done = run_review(prepared)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("review.html\n")


def test_a_browser_that_fails_is_told(prepared: RepoBuilder) -> None:
    done = run_review(prepared, BROWSER="false %s")

    assert done.returncode == 0
    assert done.stdout.endswith("review.html\n")
    assert "no browser could be opened" in done.stderr


def test_before_a_run_there_is_no_page(prtool: Prtool, repo: RepoBuilder) -> None:
    status, _, stderr = prtool("review")

    assert status == 2
    assert "there is no review page" in stderr
    assert "'prtool prepare' writes it" in stderr


def test_a_page_that_others_can_read_is_refused(prtool: Prtool, prepared: RepoBuilder) -> None:
    (prepared.path / ".prtool" / "review.html").chmod(0o644)

    status, _, stderr = prtool("review", "--print")

    assert status == 2
    assert "group or others have access" in stderr


@pytest.mark.parametrize(
    ("environ", "platform", "window"),
    [
        ({}, "linux", False), ({"DISPLAY": ":0"}, "linux", True),
        ({"BROWSER": "w3m"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True), ({}, "darwin", True),
        ({"SSH_CONNECTION": "x"}, "darwin", False),
    ],
)  # fmt: skip
def test_where_a_browser_has_a_window(environ: dict[str, str], platform: str, window: bool) -> None:
    assert has_window(environ, platform) is window


def test_a_large_diff_gives_a_page_of_bounded_size(
    prtool: Prtool, repo: RepoBuilder, tmp_path: Path
) -> None:
    base = repo.head
    line = "    result = client.request(model='QX-{0}', timeout=30, retries={0})  # as before\n"
    repo.commit("large", {f"src/f{n}.py": "".join(line.format(f"{n}{m}") for m in range(250))
                          for n in range(20)})  # fmt: skip

    status, stdout, _ = prtool("prepare", "--base", base, "--out", tmp_path / "b")

    assert status == 0, stdout
    html = page(repo)
    assert html.count('<tr class="a ') == 5000
    assert len(html.encode()) < 5_000_000
