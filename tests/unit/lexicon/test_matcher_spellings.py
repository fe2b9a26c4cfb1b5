"""Every spelling of a term is found, at exactly its place."""

from __future__ import annotations

import pytest

from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from tests.unit.lexicon.marked import found, unmark

ONE_WORD = {
    "QX": (
        "«QX»",
        "«qx»",
        "«Qx»",
        "«qX»",
        "(«QX»)",
        '"«qx»"',
        "'«QX»',",
        "`«qx»`",
        "provider: «qx»",
        "provider=«QX»;",
        "«QX»'s key",
        "the «qx»’s limit",
        "two «QX»s",
        "my«Qx»Router",
        "«qx»_router",
        "«qx»-router",
        "«qx».router",
        "«QX»Router",
        "«Qx»Router",
        "«qx»Router",
        "new«QX»()",
        "HTTP«Qx»Client",
        "«QX»_API_KEY",
        "X_«QX»_KEY",
        "use_«qx»",
        "--«qx»-only",
        "/opt/«qx»/data",
        "https://«qx».example.com/v1",
        "user@«qx».example.com",
        "«QX»max_tokens=8",
        "8000«QX»",
        "«QX»5",
        "v2«qx»",
        "«qx»2",
        "«QX»,«QX»",
        "«qx»/«qx»",
        "func connect«Qx»(ctx context.Context) error {",
        "var «qx»Limit = 8 // «QX» allows eight",
        'if p.Name == "«QX»" || strings.EqualFold(p.Name, "«qx»") {',
        "@@ -1,2 +1,3 @@ func (c *«Qx»Client) Do() {",
        '+\t\t\tAlias: "«QX»-GPT-5.5(high)",',
        "«QX»（默认）",
        "使用«QX»路由",
        "«QX»を使う",
        "ключ «QX» нужен",
        "λ«QX»",
    ),
    "INT": (
        "«INT»max_tokens=8",
        "max8000«INT»",
        "8000«INT»",
        "«INT»5",
        "«INT»-5.5(high)",
        "«INT»_LIMIT",
        "LIMIT_«INT»",
        "map[string]«int»",
        "parse«Int»List",
        "«int»64",
        "«Int»",
        "«INT»s",
        "the «INT» provider",
        "level=info provider=«INT» tokens=8",
    ),
    "Mar": (
        "«Mar»",
        "«MAR»",
        "«mar»",
        "«Mar»'s patch",
        "2 «Mar» 2026",
        "ask«Mar»First",
        "for_«mar»",
        "«Mar».",
    ),
    "orionet": (
        "«Orionet»s",
        "«ORIONET»S",
        "«orionet»s",
        "all «orionet»s are up",
        "«orionet»s_up",
        "my_«orionet»",
    ),
    "Quax": ("two «Quax»es", "«quax»es", "«QUAX»es"),
    "node7": ("«node7»", "«NODE7»", "«node7»-a", "«Node7»Key", "my_«node7»", "on «node7»b"),
    "C++": ("in «C++» code", "«c++»,", "(«C++»)"),
    "R&D": ("«R&D» team", "the «r&d»-budget"),
}
SEVERAL_WORDS = {
    "NorthRouter": (
        "«NorthRouter»",
        "«northrouter»",
        "«NORTHROUTER»",
        "«northRouter»",
        "«Northrouter»",
        "«north_router»",
        "«NORTH_ROUTER»",
        "«North_Router»",
        "«north-router»",
        "«North-Router»",
        "«NORTH-ROUTER»",
        "«north.router»",
        "«north router»",
        "«North Router»",
        "«NORTH ROUTER»",
        "«north/router»",
        "«north\trouter»",
        "«north\u00a0router»",
        "«north\u2010router»",
        "«north\u2013router»",
        "«north\rrouter»",
        "«north\u2028router»",
        "«NorthRouter»'s",
        "«NorthRouter»s",
        "«NORTHROUTER»S",
        "«north-router»s",
        "«northrouter»Key",
        "my«NorthRouter»Key",
        "my_«north_router»_key",
        "MY_«NORTH_ROUTER»_KEY",
        "my«northrouter»thing",
        "MY«NORTHROUTER»THING",
        "lib«northrouter».so.2",
        "«NorthRouter»2",
        "2«north_router»",
        "use «NorthRouter».",
        "(«north router»)",
        "https://api.«north-router».example.com",
        "HTTP«NorthRouter»Client",
        'import "example.com/«northrouter»/client"',
        "from «north_router».client import Client",
        "class «NorthRouter»Error(Exception):",
        "[«NorthRouter»](https://example.com)",
        "«northrouter»:8317",
        "通过«NorthRouter»访问",
        "的«north_router»的",
    ),
    "NorthRouter-Adapter": (
        "«NorthRouter-Adapter»",
        "«north_router_adapter»",
        "«north-router-adapter»",
        "«northRouterAdapter»",
        "«NorthRouterAdapter»",
        "«NORTH_ROUTER_ADAPTER»",
        "«NORTHROUTERADAPTER»",
        "«northrouter-adapter»",
        "«northrouter_adapter»",
        "«north router adapter»",
        "«North.Router.Adapter»",
        "«NorthRouter Adapter»",
        "new«NorthRouterAdapter»()",
    ),
    "relay.northrouter.net": (
        "https://«relay.northrouter.net»/v1",
        "«RELAY.NORTHROUTER.NET»",
        "«RELAY_NORTHROUTER_NET»=1",
        "api.«relay.northrouter.net»:443",
        "«relay-northrouter-net»",
    ),
    "Jane Doe": ("«Jane Doe»", "«jane.doe»@example.com", "«janeDoe»", "«JANE_DOE»", "«Jane-Doe»"),
    "203.0.113.40": ("http://«203.0.113.40»:8317", "ip-«203-0-113-40»", "«203_0_113_40»"),
    "alpha-beta-gamma-delta-epsilon": (
        "«alphaBetaGammaDeltaEpsilon»",
        "«alpha_beta_gamma_delta_epsilon»",
        "«alpha beta-gamma.delta_epsilon»",
        "xx«alphabetagammadeltaepsilon»xx",
    ),
    "Foo (Bar)": ("«Foo (Bar»)", "«foo_bar»", "«fooBar»"),
}
UNSPACED = {
    "北方路由": (
        "«北方路由»",
        "设置«北方路由»地址",
        "“«北方路由»”",
        "use«北方路由»now",
        "# «北方路由»: 配置文件",
        "«北方路由»5",
    ),
    "山田太郎": ("«山田太郎»さんの設定", "担当者：«山田太郎»", "「«山田太郎»」が書いた"),
    "山田 太郎": ("«山田太郎»です", "«山田 太郎»です", "«山田　太郎»です", "«山田・太郎»です"),
    "ノースルーター": (
        "この«ノースルーター»を使う",
        "«ﾉｰｽﾙｰﾀｰ»",
        "«ノースルーター»経由",
    ),
    "ガードナー": ("«ガードナー»", "«カ\u3099ート\u3099ナー»さん", "«ｶﾞｰﾄﾞﾅｰ»"),
    "노스라우터": ("«노스라우터»는 빠르다", "내«노스라우터»"),
    "ทดสอบเหนือ": ("ใช้«ทดสอบเหนือ»ครับ",),
}
UNICODE = {
    "NorthRouter": (
        "«N\u200borthRouter»",
        "«North\u00adRouter»",
        "«Nor\u2060thRouter»",
        "«NorthR\u0301outer»",
        "«Ｎｏｒｔｈ　Ｒｏｕｔｅｒ»",
        "«ＮｏｒｔｈＲｏｕｔｅｒ»",
        "«NоrthRоuter»",  # Cyrillic o
        "«NΟRTHRΟUTER»",  # Greek capital omicron
        "«𝐍𝐨𝐫𝐭𝐡𝐑𝐨𝐮𝐭𝐞𝐫»",
        "«Nörth Röuter»",
        "«N\ufe0forthRouter»",
        "«N\U000e0061orthRouter»",
        "… «NorthRouter» …",
        "½ «NorthRouter»",
        "«NorthRouter»™",
        "\u200b«NorthRouter»\u200b",
        "\udcff«NorthRouter»\udcfe",
        "ﬁ «NorthRouter»",
    ),
    "QX": ("«Q\u200dX»", "«ＱＸ»", "«QХ»", "a\u200b-«QX»", "«QX\u0301»", "é«QX»"),
    "Straße": ("«STRASSE»", "«strasse»", "«Straße»"),
    "Müller": ("«Muller»", "«MÜLLER»", "«Mu\u0308ller»"),
    "Анна": ("«АННА»", "«анна»", "(«Анна»)"),
}
TABLE = [
    (value, marked)
    for table in (ONE_WORD, SEVERAL_WORDS, UNSPACED, UNICODE)
    for value, texts in table.items()
    for marked in texts
]


def test_the_table_is_as_large_as_promised() -> None:
    assert len(set(TABLE)) >= 150


@pytest.mark.parametrize(("value", "marked"), TABLE)
def test_a_spelling_is_found_at_its_place(value: str, marked: str) -> None:
    text, spans = unmark(marked)

    assert spans == found([Term(value=value, kind=Kind.PROVIDER)], text)


@pytest.mark.parametrize(("value", "marked"), TABLE)
def test_a_spelling_is_found_between_other_lines(value: str, marked: str) -> None:
    text, spans = unmark(marked)
    before, after = "// plain\n€ — beyond ASCII\n", "\nplain again\n"

    shifted = [(start + len(before), end + len(before)) for start, end in spans]

    assert shifted == found([Term(value=value, kind=Kind.OTHER)], before + text + after)
