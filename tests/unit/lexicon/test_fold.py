"""Folded text looks the same for all spellings, and every code point knows where it came from."""

from __future__ import annotations

import pytest

from prtool.lexicon.fold import Folder, fold, fold_ascii, fold_char, is_unspaced, script
from prtool.lexicon.lookalikes import LOOKALIKES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NorthRouter", "northrouter"),
        ("North-Router_x.y/z\t!", "north router x y z !"),
        ("ＱＸ", "qx"),
        ("ﬁle", "file"),
        ("straße", "strasse"),
        ("Ñandú", "nandu"),
        ("QХ", "qx"),
        ("ΟΡΑ", "opa"),
        ("a–b—c‑d", "a b c d"),
        ("a\u3000b\u00a0c", "a b c"),
        ("ﾊﾞｶﾞ", "バガ"),
        ("ガ", "ガ"),
        ("ト\u3099", "ド"),
        ("\u1112\u1161\u11ab", "한"),
        ("…", "…"),
        ("½", "1\u20442"),
        ("a\nb", "a\nb"),
        ("\udcff", "\ufffd"),
        ("a\u200b\u00ad\ufe0f\U000e0061b", "ab"),
        ("İstanbul", "istanbul"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert expected == fold(text)


@pytest.mark.parametrize("text", ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "АВЕКМНОРСТУХІЈЅ", "ÀÉÎØŁĐ"])
def test_capitals_fold_like_their_small_letters(text: str) -> None:
    assert fold(text) == fold(text.lower())


def test_lookalikes_lead_to_latin_letters_and_are_case_folded() -> None:
    assert {letter for letter in LOOKALIKES.values() if not ("a" <= letter <= "z")} == set()
    assert [char for char in LOOKALIKES if char.casefold() != char] == []


def test_folded_offsets_lead_back_to_the_original() -> None:
    text = "x\u200bﬁ Q\u0301\u0302X ﾊﾞ"
    folded = Folder().fold(text)

    assert folded.text == "xfi qx バ"
    assert folded.original(0, 1) == (0, 1)
    assert folded.original(1, 2) == (2, 3)
    assert folded.original(1, 3) == (2, 3)
    assert text[slice(*folded.original(4, 6))] == "Q\u0301\u0302X"
    assert text[slice(*folded.original(7, 8))] == "ﾊﾞ"


def test_text_without_surprises_keeps_its_offsets() -> None:
    assert Folder().fold("配置 Qx é").starts is None


def test_ascii_folding_keeps_every_offset() -> None:
    assert fold_ascii("North-é\udcff_Router\n") == b"north ?? router\n"


def test_an_accent_alone_is_nothing() -> None:
    assert fold_char("\u0301") == ""


def test_scripts() -> None:
    assert [script(char) for char in "aＱ5я北々ー한"] == [
        "LATIN",
        "LATIN",
        "DIGIT",
        "CYRILLIC",
        "CJK",
        "CJK",
        "KATAKANA",
        "HANGUL",
    ]
    assert [is_unspaced(char) for char in "北한ไяé"] == [True, True, True, False, False]
