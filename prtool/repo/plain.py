"""Finds a repository of the plainest sort without GitPython, which takes as long as a check.

Source: ``Repo.__init__`` and ``is_git_dir`` of GitPython, whose answer it is where there is one.
"""

from __future__ import annotations

import os

from prtool.model.patterns import bytes_regex

_ELSEWHERE = ("GIT_COMMON_DIR", "GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_WORK_TREE")
"""Variables by which GitPython may open another repository."""
_HEAD = bytes_regex(rb"ref: refs/|[0-9a-f]{40}")


def plain_root(folder: str) -> str | None:
    """Return the work tree that a folder is in, as a real path; None if it is not plain to see.

    Its repository lies in its folder ``.git``, is whole and has no settings elsewhere.
    """
    if folder.startswith("~") or any(name in os.environ for name in _ELSEWHERE):
        return None
    place = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(place, ".git")):
        parent = os.path.dirname(place)
        if parent == place or os.path.lexists(os.path.join(place, "HEAD")):
            return None  # a bare repository has no folder of its own
        place = parent
    root = os.path.realpath(place)
    git_dir = os.path.join(root, ".git")
    if os.path.islink(git_dir) or not os.path.isdir(git_dir):
        return None
    there = {name: os.path.join(git_dir, name) for name in os.listdir(git_dir)}
    plain = (
        all(os.path.isdir(there.get(name, "")) for name in ("objects", "refs"))
        and there.keys().isdisjoint(("commondir", "shallow"))
        and _HEAD.match(_read(there.get("HEAD", "")))
        and _has_work_tree(_read(there.get("config", "")))
    )
    return root if plain else None


def may_track(git_dir: str, name: str) -> bool:
    """Tell whether the index may hold a path that begins with a name; git knows for certain.

    Raises:
        OSError: the index can't be read.
    """
    try:
        with open(os.path.join(git_dir, "index"), "rb") as file:
            raw = file.read()
    except FileNotFoundError:
        return not os.path.isdir(git_dir)
    # Version 4 packs names; a split index keeps them in a file beside it. Source: git's
    # index-format.txt and git-update-index, "SPLIT INDEX".
    split = any(each.startswith("sharedindex.") for each in os.listdir(git_dir))
    return split or raw[4:8] != b"\0\0\0\2" or os.fsencode(name) in raw


def _has_work_tree(config: bytes) -> bool:
    """Tell whether a config says so, and leads to no other file."""
    lines = [line.strip() for line in config.lower().split(b"\n")]
    return b"bare = false" in lines and not any(
        b"include" in line or (b"bare" in line and line != b"bare = false") for line in lines
    )


def _read(name: str) -> bytes:
    """Return the bytes of a file; nothing of what is none."""
    if os.path.islink(name) or not os.path.isfile(name):
        return b""
    with open(name, "rb") as file:
        return file.read()
