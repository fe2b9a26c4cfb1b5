"""``prtool verify`` on another clone, and on bundles that somebody has touched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.integration.conftest import Prtool
from tests.integration.test_prepare import private_branch
from tests.support.repo_builder import RepoBuilder

AUTHOR = "Sam Sample <sam@" + "sample.dev>"


@pytest.fixture
def bundle(prtool: Prtool, repo: RepoBuilder, tmp_path: Path) -> Path:
    base = private_branch(repo)
    out = tmp_path / "bundle"
    assert prtool("prepare", "--base", base, "--out", out, "--author", AUTHOR)[0] == 0
    return out


@pytest.fixture
def pristine(upstream: RepoBuilder, capsys: pytest.CaptureFixture[str]) -> Prtool:
    return Prtool(upstream, capsys)


def _reseal(bundle: Path) -> None:
    """Write checksums that fit, as somebody who tampers would."""
    rows = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(bundle)}\n"
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and path.name != "SHA256SUMS"
    ]
    (bundle / "SHA256SUMS").write_text("".join(rows))


def _edit(bundle: Path, name: str, old: str, new: str) -> None:
    path = bundle / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_whole_bundle_holds_without_any_private_folder(pristine: Prtool, bundle: Path) -> None:
    before = pristine.repo.fingerprint()

    status, stdout, stderr = pristine("verify", bundle, "--base", "main")

    assert (status, stderr) == (0, ""), stdout
    assert "the bundle holds" in stdout
    assert before == pristine.repo.fingerprint()
    assert not (pristine.repo.path / ".prtool").exists()


def test_json_names_every_check(pristine: Prtool, bundle: Path) -> None:
    _, stdout, _ = pristine("verify", bundle, "--base", "main", "--json")

    document = json.loads(stdout)
    assert document["status"] == "ok"
    assert {"checksums", "canary", "base", "applies", "rescan", "squash"} == {
        check["name"] for check in document["verification"]
    }


def test_a_changed_file_is_seen(pristine: Prtool, bundle: Path) -> None:
    (bundle / "PR.md").write_text("# something else\n\nbody\n")

    status, stdout, _ = pristine("verify", bundle, "--base", "main")

    assert status == 1
    assert "PR.md was changed" in stdout


def test_a_file_too_many_is_seen(pristine: Prtool, bundle: Path) -> None:
    (bundle / "map.json").write_text("{}")

    status, stdout, _ = pristine("verify", bundle, "--base", "main")

    assert status == 1
    assert "map.json is not in SHA256SUMS" in stdout


def test_a_patch_that_gives_another_tree_is_seen(pristine: Prtool, bundle: Path) -> None:
    patch = sorted((bundle / "patches").iterdir())[-1]
    _edit(bundle, f"patches/{patch.name}", "t.Fatal(got, err)", "t.Error(got, err)")
    _reseal(bundle)

    status, stdout, _ = pristine("verify", bundle, "--base", "main")

    assert status == 1
    assert "another tree" in stdout


def test_a_patch_that_no_longer_applies_is_seen(
    pristine: Prtool, bundle: Path, upstream: RepoBuilder
) -> None:
    router = upstream.path / "internal" / "router" / "router.go"
    upstream.commit("move on", {"internal/router/router.go": router.read_text().upper()})

    status, stdout, _ = pristine("verify", bundle, "--base", "main")

    assert status == 1
    assert "refuses the series" in stdout
    assert "not the public base" in stdout


def test_a_leak_that_was_put_in_later_is_seen(pristine: Prtool, bundle: Path) -> None:
    token = "gh" + "p_" + hashlib.sha256(b"x").hexdigest()[:36]
    with (bundle / "PR.md").open("a") as file:
        file.write(f"\n{token}\n")
    _reseal(bundle)

    status, stdout, _ = pristine("verify", bundle, "--base", "main")

    assert status == 1
    assert "rescan" in stdout
    assert token not in stdout


def test_private_terms_are_looked_for_where_there_is_a_lexicon(
    prtool: Prtool, bundle: Path, repo: RepoBuilder
) -> None:
    with (bundle / "PR.md").open("a") as file:
        file.write("\nseen with qx_router\n")
    _reseal(bundle)

    status, stdout, _ = prtool("verify", bundle, "--base", "HEAD~4")

    assert status == 1
    assert "private/term" in stdout


def test_the_name_of_a_file_that_was_put_in_is_looked_at(prtool: Prtool, bundle: Path) -> None:
    (bundle / "qx_router.txt").write_text("x\n")
    _reseal(bundle)

    status, stdout, _ = prtool("verify", bundle, "--base", "HEAD~4")

    assert status == 1
    assert "checksums  passed" in stdout
    assert "private/term" in stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("SHA256SUMS", None, "no bundle"),
        ("manifest.json", "{", "not a manifest"),
        ("manifest.json", '{"schema":"prtool/manifest/9"}', "not a manifest"),
    ],
)
def test_what_is_no_bundle_is_refused(
    pristine: Prtool, bundle: Path, name: str, content: str | None, words: str
) -> None:
    path = bundle / name
    path.unlink() if content is None else path.write_text(content)

    status, stdout, stderr = pristine("verify", bundle, "--base", "main")

    assert (status, stdout) == (2, "")
    assert words in stderr


def test_a_patch_name_that_leads_elsewhere_is_refused(pristine: Prtool, bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["patches"][0]["file"] = "patches/../../x.patch"
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    _reseal(bundle)

    status, _, stderr = pristine("verify", bundle, "--base", "main")

    assert status == 2
    assert "names a schema or patches" in stderr


def test_a_link_in_a_bundle_is_refused(pristine: Prtool, bundle: Path) -> None:
    (bundle / "link").symlink_to("/etc/hostname")

    status, _, stderr = pristine("verify", bundle, "--base", "main")

    assert status == 2
    assert "link" in stderr
