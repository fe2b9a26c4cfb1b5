"""All secrets with a format or a place of their own, one file for each theme.

The most specific come first: where two kinds match the same text, the earlier one is reported.
"""

from __future__ import annotations

from prtool.detectors.secret_kinds.index import INDEX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from prtool.detectors.secret_kinds.model import SecretKind

THEMES = (
    "clouds",
    "azure",
    "hosting",
    "forges",
    "ci",
    "chat",
    "mail",
    "payments",
    "ai",
    "ai_tools",
    "ai_generic",
    "packages",
    "databases",
    "monitoring",
    "infrastructure",
    "offices",
    "structured",
    "frameworks",
    "places",
)
"""The modules of this package, each with its ``KINDS``; ``index`` is made of them in this order."""


class _Kinds:
    """All kinds in their order; a theme is loaded when one of its kinds is asked for."""

    def __init__(self) -> None:
        places: list[tuple[str, int]] = []
        self.ids: list[str] = []
        self.keywords: list[tuple[str, ...]] = []
        number = 0
        for theme, id_, keywords in INDEX:
            number = number + 1 if places and places[-1][0] == theme else 0
            places.append((theme, number))
            self.ids.append(id_)
            self.keywords.append(keywords)
        self._places = places
        self._known: dict[int, SecretKind] = {}

    def __getitem__(self, rank: int) -> SecretKind:
        known = self._known.get(rank)
        if known is None:
            theme, number = self._places[rank]
            known = self._known[rank] = of_theme(theme)[number]
        return known

    def __iter__(self) -> Iterator[SecretKind]:
        return (self[rank] for rank in range(len(self)))

    def __len__(self) -> int:
        return len(self._places)


def of_theme(theme: str) -> tuple[SecretKind, ...]:
    """Return the kinds of one theme."""
    module = __import__(f"prtool.detectors.secret_kinds.{theme}", fromlist=("KINDS",))
    kinds: tuple[SecretKind, ...] = module.KINDS
    return kinds


KINDS = _Kinds()
