"""One name has one pseudonym: keyed, sticky, independent of order, never somebody else's word."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from prtool.errors import InternalError, LexiconError
from prtool.lexicon.book import Book, Spelling
from prtool.lexicon.model import Term
from prtool.lexicon.names import FIRST, SECOND, SINGLE
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.lexicon.words import squash, words
from prtool.model.finding import Kind
from tests.unit.lexicon.replacing import KEY, nothing_taken, render_all, replaced, request

ADDRESS = ".".join(("10", "1", "23", "4"))
SPELLINGS = (
    "NorthRouter-Adapter north_router_adapter NORTHROUTER_ADAPTER northRouterAdapter "
    "NorthRouter's QX qx Qx myQxKey QX-GPT-5.5(high) qx-claude INTmax_tokens"
)
TERMS = (
    Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER),
    Term(value="NorthRouter", kind=Kind.PROJECT),
    Term(value="QX-GPT-5.5(high)", kind=Kind.ALIAS),
    Term(value="qx", kind=Kind.PROVIDER),
    Term(value="INT", kind=Kind.PROVIDER),
)


def test_all_spellings_of_a_name_have_one_pseudonym_in_their_own_style() -> None:
    text, pseudonyms = replaced(TERMS, SPELLINGS)
    by_identity = {entry.subject.identity: entry.pseudonym for entry in pseudonyms.book.entries}
    adapter, north = by_identity["northrouteradapter"], by_identity["northrouter"]
    qx, number = by_identity["qx"], by_identity["int"]
    one, two = adapter.split("-")

    assert text == (
        f"{one.title()}-{two.title()} {one}_{two} {one.upper()}_{two.upper()} {one}{two.title()} "
        f"{''.join(word.title() for word in north.split('-'))}'s {qx.upper()} {qx} {qx.title()} "
        f"my{qx.title()}Key {qx.upper()}-GPT-5.5(high) {qx}-claude {number.upper()}max_tokens"
    )
    assert len({adapter, north, qx, number}) == 4


def test_the_order_of_requests_and_terms_does_not_matter() -> None:
    there, first = replaced(TERMS, SPELLINGS)
    back, second = replaced(TERMS[::-1], " ".join(SPELLINGS.split()[::-1]))

    assert sorted(there.split()) == sorted(back.split())
    assert first.book == second.book


def test_many_names_get_the_same_pseudonyms_in_any_order() -> None:
    names = [request(Kind.PROVIDER, f"name{n}x") for n in range(300)]

    assert render_all(names) == render_all(names[::-1])
    assert len(set(render_all(names).values())) == 300


def test_another_key_gives_other_pseudonyms() -> None:
    names = [request(Kind.PROVIDER, f"name{n}x") for n in range(20)]
    one, other = render_all(names), render_all(names, b"another key, just as long as one")

    assert sum(one[name] == other[name] for name in names) < 5


def test_pseudonyms_stick_when_names_are_added() -> None:
    _, first = replaced(TERMS[:2], SPELLINGS)
    more = [Term(value=f"Extra{n}", kind=Kind.PROJECT) for n in range(100)]
    text = SPELLINGS + " ".join(term.value for term in more)

    _, second = replaced((*TERMS, *more), text, book=first.book)

    assert set(first.book.entries) <= set(second.book.entries)
    assert set(first.book.spellings) <= set(second.book.spellings)


def test_a_second_round_keeps_the_first() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)
    one, other = request(Kind.PROVIDER, "qx"), request(Kind.PROVIDER, "zq")
    pseudonyms.assign([one])
    first = pseudonyms.render(one)
    pseudonyms.assign([one, other])

    assert first == pseudonyms.render(one) != pseudonyms.render(other)


def test_words_of_the_base_are_never_used_and_asked_for_at_most_twice() -> None:
    asked: list[int] = []
    singles, firsts, seconds = set(SINGLE[::9]), set(FIRST[::9]), set(SECOND[::9])
    free = singles | firsts | seconds

    def taken(some: Collection[str]) -> frozenset[str]:
        asked.append(len(some))
        return frozenset(some) - free - {f"192.0.2.{n}" for n in (7, 8)}

    matches = [
        request(Kind.PROVIDER, "qx"), request(Kind.PROVIDER, "zq"),
        request(Kind.PROVIDER, "a-b"), request(Kind.ADDRESS, ADDRESS),
    ]  # fmt: skip
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), taken)
    pseudonyms.assign(matches)

    rendered = [pseudonyms.render(one) for one in matches]
    assert set(rendered[:2]) <= singles
    assert len(set(rendered[:2])) == 2
    first, second = rendered[2].split("-")
    assert (first in firsts, second in seconds) == (True, True)
    assert rendered[3] in {"192.0.2.7", "192.0.2.8"}
    assert len(asked) == 2


def test_nothing_is_asked_when_nothing_is_new() -> None:
    def taken(some: Collection[str]) -> frozenset[str]:
        raise AssertionError(some)

    _, first = replaced(TERMS, SPELLINGS)
    second = Pseudonyms(KEY, first.book, TERMS, taken)
    second.assign([Request(Kind.PROVIDER, TERMS[3], "QX", "private/term")])
    second.assign([])

    assert first.book == second.book


def test_a_pseudonym_neither_holds_a_term_nor_lies_in_one() -> None:
    inside = [Term(value=word[1:4], kind=Kind.OTHER) for word in SINGLE[:60]]
    around = [Term(value=f"x{word}x", kind=Kind.OTHER) for word in SINGLE[60:120]]
    terms = (*inside, *around)
    names = {squash(term.value) for term in terms}

    _, pseudonyms = replaced(terms, " ".join(term.value for term in terms))

    for entry in pseudonyms.book.entries:
        for word in words(entry.pseudonym):
            assert [name for name in names if name in word or word in name] == []


def test_a_kept_pseudonym_that_has_become_private_is_given_up() -> None:
    _, first = replaced([TERMS[3]], "qx")
    (entry,) = first.book.entries

    text, second = replaced([TERMS[3], Term(value=entry.pseudonym, kind=Kind.OTHER)], "qx",
                            book=first.book)  # fmt: skip

    assert text != entry.pseudonym
    assert [entry.subject] == [one.subject for one in second.book.entries]


def test_when_single_words_run_out_two_are_combined() -> None:
    names = [request(Kind.PROVIDER, f"name{n}x") for n in range(1_000)]

    rendered = set(render_all(names).values())

    assert len(rendered) == 1_000
    assert {True, False} == {name in SINGLE for name in rendered}


def test_when_all_words_run_out_it_is_an_error() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), frozenset)

    with pytest.raises(LexiconError, match="more private names than pseudonyms"):
        pseudonyms.assign([request(Kind.PROVIDER, "qx")])


def test_spellings_that_would_look_the_same_are_kept_apart() -> None:
    term = Term(value="NorthRouter-Adapter", kind=Kind.PROVIDER)

    text, pseudonyms = replaced([term], "north-router-adapter northrouter-adapter ＱＸ")
    one, other, _ = text.split()

    assert one != other
    assert pseudonyms.ambiguous == ()
    assert replaced([term], "northrouter-adapter", book=pseudonyms.book)[0] == other


def test_the_spellings_of_a_run_are_in_the_map() -> None:
    _, pseudonyms = replaced([TERMS[3]], "QX qx myQxKey")
    (entry,) = pseudonyms.book.entries
    name = entry.pseudonym

    assert pseudonyms.book.spellings == tuple(
        sorted(
            (
                Spelling("QX", name.upper()), Spelling("qx", name), Spelling("Qx", name.title()),
            )
        )
    )  # fmt: skip


def test_what_was_not_assigned_is_a_bug() -> None:
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), nothing_taken)

    with pytest.raises(InternalError) as caught:
        pseudonyms.render(request(Kind.PROVIDER, "qx"))

    assert "qx" not in str(caught.value)
