"""``prtool restore``: pseudonyms in, originals out, by the private map."""

from __future__ import annotations

from prtool.errors import PrivateDirError
from prtool.lexicon.book import Book
from prtool.lexicon.privatedir import PrivateDir
from prtool.lexicon.restore import Restored, restore_text
from prtool.model.text import decode
from prtool.pipeline.places import Places
from prtool.pipeline.workspace import private_dir, refuse_tracked
from prtool.repo.open import open_repository


def restore(places: Places, raw: bytes) -> Restored:
    """Return what becomes of some bytes, as text made by ``decode``.

    Args:
        places: where things are; with a private folder named, no repository is needed.
        raw: a patch, a comment, a file; any bytes.

    Raises:
        PrivateDirError: the private folder, its map or its key is missing, damaged or not private.
    """
    private = _private(places)
    private.check()
    key = private.key()
    if not private.map.exists():
        raise PrivateDirError(
            f"{private.map}: there is no private map, so no pseudonym can be known",
            hint="put it back from a backup; 'prtool prepare' writes it with its first bundle",
        )
    return restore_text(decode(raw), Book.load(private.map, key))


def _private(places: Places) -> PrivateDir:
    if places.private_dir is not None:
        return PrivateDir(places.private_dir)
    repository = open_repository(places.folder)
    try:
        private = private_dir(repository, places)
        refuse_tracked(repository, private)
        return private
    finally:
        repository.close()
