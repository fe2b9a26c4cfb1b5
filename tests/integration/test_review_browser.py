"""The review page in a real browser: what it does, and what hostile content can't do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.conftest import HOST, Prtool
from tests.support.browser import Browser, browser, chromium
from tests.support.repo_builder import RepoBuilder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="no chromium with chromedriver"),
]

EVIL = (
    "</script><script>document.title='owned'</script></style>"
    "<img src=x onerror=\"document.title='owned'\">{{ 7*7 }}<!-- '\" ]]> &lt; QX"
)
LINES = "".join(f"line {number}\n" for number in range(40))
SHOWN = (
    "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility()).length"
)


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as session:
        yield session


@pytest.fixture
def opened(window: Browser, prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> Browser:
    """Prepare a hostile branch and open its page."""
    base = repo.head
    changed = LINES.replace("line 20\n", f"line 20 QX\n{EVIL}\n")
    who = f"{EVIL[:9].replace('<', '')} Sandra <sandra@{HOST}>"
    repo.commit("start", {"a.py": LINES, "config.yaml": f"base-url: https://{HOST}/v1\n"})
    repo.commit(f"{EVIL}\n\n{EVIL}\n", {
        "a.py": changed, f"d/{EVIL[:30].replace('/', '')} QX.txt": "ok\n",
        "long.txt": "x" * 50_000 + " QX " + "y" * 50_000 + "\n",
    }, author=who)  # fmt: skip
    notes = tmp_path / "notes.md"
    notes.write_text(f"# Problem\n\n{EVIL}\n\n| {EVIL} | b |\n|---|---|\n| `{EVIL}` | 2 |\n")
    status, stdout, _ = prtool(
        "prepare", "--base", base, "--out", tmp_path / "b", "--title", EVIL, "--notes", notes
    )
    assert status == 0, stdout
    window.open(repo.path / ".prtool" / "review.html")
    return window


def position(window: Browser) -> str:
    return str(window.run("return document.getElementById('position').value"))


def pressed(window: Browser) -> str:
    return str(window.run("return document.querySelector('[aria-pressed=true]').dataset.show"))


def test_hostile_content_is_text(opened: Browser) -> None:
    assert opened.run("return document.title").startswith("Review: </script>")
    assert opened.run("return document.querySelectorAll('img, script').length") == 1
    assert EVIL[:20] in opened.run("return document.querySelector('h1').textContent")
    assert opened.problems() == []


def test_the_policy_stops_whatever_would_get_in(opened: Browser) -> None:
    opened.run(
        "const s = document.createElement('style'); s.textContent = 'body {display: none}';"
        "document.body.append(s);"
        "const t = document.createElement('script'); try { t.text = 'document.title = 1' } catch {}"
        "document.body.append(t);"
    )

    assert opened.run("return document.title") != "1"
    assert opened.run("return getComputedStyle(document.body).display") != "none"
    assert opened.problems() != []


def test_keys_walk_through_marks_files_and_filters(opened: Browser) -> None:
    total = position(opened).split()[-1]
    assert int(total) > 5
    opened.press("n")
    assert position(opened) == f"1 of {total}"
    assert opened.run("return document.querySelectorAll('mark.here').length") == 1
    panel = opened.run("return document.getElementById('panel').innerText")
    assert "private/term" in panel
    assert "QX" in panel
    opened.press("nnp")
    assert position(opened) == f"2 of {total}"
    opened.press("Escape")
    assert opened.run("return document.getElementById('panel').hidden") is True
    opened.press("j")
    first = opened.run("return document.activeElement.innerText")
    opened.press("j")
    assert opened.run("return document.activeElement.tagName") == "H4"
    assert opened.run("return document.activeElement.innerText") != first
    opened.press("k")
    assert opened.run("return document.activeElement.innerText") == first
    opened.press("J")
    assert opened.run("return document.activeElement.tagName") == "H3"
    opened.press("?")
    assert opened.run("return document.getElementById('help').open") is True
    opened.press("Escape")
    assert opened.run("return document.getElementById('help').open") is False


def test_a_filter_leaves_what_it_names(opened: Browser) -> None:
    assert opened.run(SHOWN, "tr.c") > 0

    opened.press("f")

    assert pressed(opened) == "rep"
    assert opened.run(SHOWN, ".diff tr:not(.rep)") == 0
    assert opened.run(SHOWN, ".diff tr.rep") > 0
    assert opened.run(SHOWN, ".text.gone:not(.rep)") == 0
    opened.press("f")
    assert pressed(opened) == "drop"
    assert opened.run(SHOWN, ".text.gone") > 0
    opened.press("FF")
    assert pressed(opened) == ""
    assert opened.run(SHOWN, "tr.c") > 0


def test_the_search_finds_files_and_rules(opened: Browser) -> None:
    opened.press("/")
    opened.press("long.txt")

    assert opened.run(SHOWN, "#commits .text") == 1
    opened.press("Escape")
    assert opened.run(SHOWN, "#commits .text") > 1
    opened.press("/")
    opened.press("private/term")
    assert opened.run(SHOWN, ".matters tr:not(.rep):not(.drop) td") == 0
    assert opened.run(SHOWN, "#commits .text") > 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark(opened: Browser, scheme: str) -> None:
    opened.devtools(
        "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}]
    )
    dark = "return getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0] < 100"

    assert opened.run(dark) is (scheme == "dark")
    opened.press("t")
    assert opened.run(dark) is (scheme != "dark")


def test_a_phone_has_no_sideways_scrolling(opened: Browser, tmp_path: Path) -> None:
    opened.devtools(
        "Emulation.setDeviceMetricsOverride",
        width=390,
        height=844,
        deviceScaleFactor=2,
        mobile=True,
    )
    try:
        widths = opened.run("return [document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1] == 390, json.dumps(widths)
        # One above the other, and a line that is the same on both sides only once.
        assert opened.run(SHOWN, "tr.same td.l") == 0
        places = opened.run(
            "const row = document.querySelector('#commits tr.rep:not(.same)');"
            "return ['.l', '.r'].map(side => row.querySelector(side).getBoundingClientRect().top)"
        )
        assert places[0] < places[1]
        shot = tmp_path / "phone.png"
        opened.screenshot(shot)
        assert shot.stat().st_size > 10_000
    finally:
        opened.devtools("Emulation.clearDeviceMetricsOverride")
