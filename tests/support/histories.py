"""Hypothesis strategies for private histories: files, spellings, renames, modes, messages."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

TERMS = ("QX", "NorthRouter-Adapter", "zephyrine")
SPELLINGS = (
    "QX", "qx", "QX-GPT-5.5(high)", "qx_router", "QxClient", "NorthRouter-Adapter",
    "north_router_adapter", "NORTHROUTERADAPTER", "northRouterAdapter", "north.router.adapter",
    "Zephyrine", "zephyrine", "ZEPHYRINE", "zephyrine's", "zephyrine_key",
)  # fmt: skip
"""Ways to write the private terms; no two of one style say the same."""

PLAIN = (
    "return nil",
    "for name in names:",
    "x = 1",
    "}",
    "",
    "\u4f60\u597d",
    "caf\u00e9",
    "a\u2028b",
    "tab\tbed",
)
NAMES = ("a.go", "b.py", "docs/c.md", "docs/d e.txt", "lib/deep/f.go", "\u00fc.txt")
PRIVATE_NAMES = ("qx.go", "docs/qx_notes.md", "zephyrine/g.py")

words = st.sampled_from(SPELLINGS)
plain = st.sampled_from(PLAIN)
line_ends = st.sampled_from(("\n", "\n", "\n", "\r\n"))


@st.composite
def private_lines(draw: st.DrawFn) -> str:
    return draw(
        st.one_of(
            plain,
            words.map(lambda word: f"call({word})"),
            st.tuples(words, words).map(lambda pair: f'"{pair[0]}" -> {pair[1]};'),
            words.map(lambda word: f"// for {word} and others"),
        )
    )


@st.composite
def texts(draw: st.DrawFn, lines: st.SearchStrategy[str]) -> bytes:
    end = draw(line_ends)
    body = end.join(draw(st.lists(lines, max_size=8)))
    return (body + (end if body and draw(st.booleans()) else "")).encode()


@dataclass(frozen=True)
class Step:
    """One private commit."""

    message: str
    files: dict[str, bytes | None]
    moves: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class History:
    """A public tree and private commits on it."""

    public: dict[str, bytes]
    steps: tuple[Step, ...]


@st.composite
def histories(draw: st.DrawFn, *, private: bool = True) -> History:
    """Return a history; without private data in it when ``private`` is False."""
    lines = private_lines() if private else plain
    names = NAMES + PRIVATE_NAMES if private else NAMES
    public = draw(st.dictionaries(st.sampled_from(NAMES), texts(plain), min_size=1, max_size=4))
    present = dict(public)
    steps = []
    for number in range(draw(st.integers(1, 4))):
        files: dict[str, bytes | None] = {}
        changed = st.sampled_from(names)
        for name in draw(st.lists(changed, min_size=1, max_size=3, unique=True)):
            content = draw(texts(lines))
            if name in present and draw(st.integers(0, 5)) == 0:
                files[name] = None
                present.pop(name)
            else:
                files[name] = present[name] = content
        word = draw(words) if private else "something"
        body = "\n\n" + draw(lines) if draw(st.booleans()) else ""
        steps.append(Step(f"change {number} of {word}{body}\n", files, ()))
    return History(public, tuple(steps))
