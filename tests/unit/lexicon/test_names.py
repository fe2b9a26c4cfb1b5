"""The tables of words that pseudonyms are made of."""

from __future__ import annotations

import re

from prtool.lexicon.models import GENERIC, is_family, is_public
from prtool.lexicon.names import FIRST, NOUNS, PEOPLE, SAMPLE_FIRST, SAMPLES, SECOND, SINGLE
from prtool.lexicon.places import COMMON

INVENTED = (*SINGLE, *FIRST, *SECOND)
SAMPLE = (*SAMPLES, *SAMPLE_FIRST)
ALL = (*INVENTED, *PEOPLE, *SAMPLE, *NOUNS)


def test_there_are_enough_words() -> None:
    assert len((*INVENTED, *SAMPLE)) >= 300
    assert len(SAMPLE_FIRST) * len(NOUNS) >= 150
    assert len(FIRST) * len(SECOND) >= 6_000
    assert len(PEOPLE) >= 20


def test_every_word_is_short_lower_case_and_there_once() -> None:
    assert [word for word in ALL if not re.fullmatch(r"[a-z]{4,9}", word)] == []
    assert len(set(ALL)) == len(ALL)


def test_no_word_is_part_of_another_one() -> None:
    assert [(a, b) for a in ALL for b in ALL if a != b and a in b] == []


def test_no_invented_word_says_anything() -> None:
    assert [word for word in (*INVENTED, *SAMPLE) if word in GENERIC | COMMON] == []
    assert [word for word in INVENTED if is_family(word) or is_public(word)] == []
