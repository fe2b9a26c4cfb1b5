"""Each occurrence is read on its own: as the private name, as upstream's word, or as neither."""

from __future__ import annotations

import pytest

from prtool.lexicon.matcher import Matcher
from prtool.lexicon.model import Ambiguous, MatchMode, Term
from prtool.lexicon.readings import Reading, Verdict, Vocabulary
from prtool.model.finding import Kind

GO = """
package registry
func parseInt(s string) (int, error) {
	return strconv.Atoi(s)
}
var limits = map[string]int{"rpm": 60}
func add(a int, b int) int { return a + b }
for i := range []int{1, 2} {
x := int(y) + int64(z)
case "int", "string":
ptr := new(Config)
client := api.New()
func NewClient(api string) *Client {
NewServer(opts)
go func() {
import "go/ast"
const MAX_TOKENS = 4096
const (
	INT64_MAX = 3
	MAX_RETRY = iota
)
type UInt struct{}
// MAX is the largest value of the api
months := []string{"Jan", "Feb", "Mar", "Apr"}
time.Date(2025, time.March, 2)
// On Mar 5, 2024 the API changed
testing.T
func TestAdd(t *testing.T) {
"mode": "test"
go test ./...
// a new test of the api, see go vet
resp.data_base.Open(DataBase)
""".splitlines()

PUBLIC, PRIVATE, ASK = Reading.PUBLIC, Reading.PRIVATE, Reading.AMBIGUOUS

INT = [
    ("var m map[string]int", PUBLIC),
    ("func max(a, b int) int {", PUBLIC),
    ("x int)", PUBLIC),
    ("]int{", PUBLIC),
    ("n := int(total)", PUBLIC),
    ("var n int64", PUBLIC),
    ("INT64_MAX", PUBLIC),
    ("intList := nil", PUBLIC),
    ("parseIntList(s)", PUBLIC),
    ("strconv.ParseInt(s)", PUBLIC),
    ("var u UInt", PUBLIC),
    ("INTmax_tokens=8", PRIVATE),
    ("max8000INT", PRIVATE),
    ("INT-5.5(high)", PRIVATE),
    ("INT5", PRIVATE),
    ("INT(high)", PRIVATE),
    ("int-gpt-5.5", PRIVATE),
    ("INT-GPT-5.5(high)", PRIVATE),
    ("Int-Claude", PRIVATE),
    ('Name: "INT",', PRIVATE),
    ("'INT'", PRIVATE),
    ("`INT`", PRIVATE),
    ('case "int":', PUBLIC),
    ("INT-adapter", PRIVATE),
    ("my_INT_key", PRIVATE),
    ("the INT provider", ASK),
    ("name: INT", ASK),
    ("INT's limit", ASK),
]
MAR = [
    ('month == "Mar"', PUBLIC),
    ("On Mar 9, 2026", PUBLIC),
    ("Mar 2", PUBLIC),
    ("2 Mar 2026", PUBLIC),
    ("reviewed by Mar today", ASK),
    ("thanks to Mar", ASK),
    ("Mar's machine", ASK),
    ("askMar(x)", PRIVATE),
    ("mar", PRIVATE),
    ("MAR", PRIVATE),
    ("Mar-gpt-5", PRIVATE),
]
NEW = [
    ("p := new(Gemini)", PUBLIC),
    ("a new cache", PUBLIC),
    ("new_tokens = 3", PUBLIC),
    ("newGeminiExecutor()", PUBLIC),
    ("NewGeminiExecutor()", PUBLIC),
    ("api.New(x)", PUBLIC),
    ("new1 := 2", PUBLIC),
    ("new-gpt-5.5", PRIVATE),
    ("new-5.5(high)", PRIVATE),
    ('provider: "new"', PRIVATE),
    ("provider: new", ASK),
]
MAX = [
    ("MAX_TOKENS = 1", PUBLIC),
    ("MAX is the limit", ASK),
    ("MAX_WAIT = 1", ASK),
    ("MAX-1", ASK),
    ("MAXtokens", PRIVATE),
    ("MAX-5.5", PRIVATE),
    ('"MAX"', PRIVATE),
    ("max(a, b)", PRIVATE),
]
TEST = [
    ("go test ./x", PUBLIC),
    ('"mode": "test"', PUBLIC),
    ("test_retry()", PUBLIC),
    ("test2 := 1", PUBLIC),
    ("func TestRetry(t *testing.T) {", PUBLIC),
    ("a new test of it", PUBLIC),
    ("test-claude", PRIVATE),
    ("account test expired", ASK),
]
GOLANG = [
    ("go func() {", PUBLIC),
    ("go test", PUBLIC),
    ("go-gpt-5", PRIVATE),
    ("ask go about it", ASK),
]
API = [
    ("api.Call()", PUBLIC),
    ("the api", PUBLIC),
    ("apiKey := 1", PUBLIC),
    ("func f(api string) {", PUBLIC),
    ("the API", PUBLIC),
    ("Api", PRIVATE),
]
TABLE = [
    (value, text, reading)
    for value, rows in (
        ("INT", INT),
        ("Mar", MAR),
        ("new", NEW),
        ("MAX", MAX),
        ("test", TEST),
        ("go", GOLANG),
        ("api", API),
    )
    for text, reading in rows
]


def read(
    term: Term, text: str, base: list[str] | None = None, *, private_nearby: bool = False
) -> Verdict:
    """Return how the first occurrence is read against a base."""
    occurrence = next(Matcher([term]).find(text))
    spelling = text[occurrence.span.start : occurrence.span.end]
    vocabulary = Vocabulary(iter(GO if base is None else base), {spelling})
    return vocabulary.read(occurrence, text, private_nearby=private_nearby)


def provider(value: str, ambiguous: Ambiguous = Ambiguous.ASK) -> Term:
    return Term(value=value, kind=Kind.PROVIDER, ambiguous=ambiguous)


@pytest.mark.parametrize(("value", "text", "reading"), TABLE)
def test_one_occurrence_against_a_go_base(value: str, text: str, reading: Reading) -> None:
    verdict = read(provider(value), text)

    assert verdict.reading == reading, verdict.reason
    assert value not in verdict.reason.split()


@pytest.mark.parametrize(
    ("base", "value", "text", "reading"),
    [
        (["- name: test", "  mode: max"], "max", "  mode: max", PUBLIC),
        (["- name: test", "  mode: max"], "max", "provider: max", ASK),
        (["- name: test", "  mode: max"], "max", "- max", ASK),
        (['"mode": MAX,'], "MAX", "'mode' : MAX", PUBLIC),
        (["def test(self):", "    return max(a, b)"], "max", "x = max(1, 2)", PUBLIC),
        (["def test(self):", "    return max(a, b)"], "max", "import max", ASK),
        (["if new is None:", "    new = old"], "new", "    new = 1", PUBLIC),
        (["if new is None:", "    new = old"], "new", "self.new_value", PUBLIC),
        (["In March we met; see Mar 3."], "Mar", "from Mar 12 on", PUBLIC),
        (["In March we met; see Mar 3."], "Mar", "ask Mar", ASK),
        (["(Jan, Feb, Mar)"], "Mar", "(Feb, Mar)", PUBLIC),
        (["(Jan, Feb, Mar)"], "Mar", "reported by Jo (Mar)", ASK),
        (["print(x, end='')"], "INT", "the INT thing", PRIVATE),
        (["unrelated"], "new", "a new thing", PRIVATE),
        ([], "go", "go build", PRIVATE),
        (["用 go 语言"], "go", "用 go 语言写", PUBLIC),
        (["设置北方地址"], "北方", "设置北方地址", PUBLIC),
        (["设置北方地址"], "北方", "去北方旅行", PRIVATE),
        (["x\udcff go\udcfe build"], "go", "go\udcfe", ASK),
    ],
)
def test_one_occurrence_against_other_bases(
    base: list[str], value: str, text: str, reading: Reading
) -> None:
    assert read(provider(value), text, base).reading == reading


@pytest.mark.parametrize(
    ("value", "text", "reading"),
    [
        ("Data-Base", "DataBase", PUBLIC),
        ("Data-Base", "my_data_base", PUBLIC),
        ("Data-Base", "data-base", PRIVATE),
        ("Data-Base", "DATABASE", PRIVATE),
    ],
)
def test_several_words_are_public_where_upstream_writes_them_so(
    value: str, text: str, reading: Reading
) -> None:
    assert read(provider(value), text).reading == reading


@pytest.mark.parametrize("quoted", ['"Mar"', 'case "test":'])
def test_a_quoted_value_is_private_beside_the_private_name(quoted: str) -> None:
    term = provider("Mar" if "Mar" in quoted else "test")

    assert read(term, quoted).reading == PUBLIC
    assert read(term, quoted, private_nearby=True).reading == PRIVATE


def test_only_quoted_values_look_at_their_neighbourhood() -> None:
    assert read(provider("INT"), "m[string]int", private_nearby=True).reading == PUBLIC


@pytest.mark.parametrize(
    ("ambiguous", "reading"),
    [(Ambiguous.ASK, ASK), (Ambiguous.KEEP, PUBLIC), (Ambiguous.REPLACE, PRIVATE)],
)
def test_the_lexicon_may_decide_what_the_text_does_not(
    ambiguous: Ambiguous, reading: Reading
) -> None:
    assert read(provider("INT", ambiguous), "the INT provider").reading == reading
    assert read(provider("INT", ambiguous), '"INT"').reading == PRIVATE


@pytest.mark.parametrize("match", [MatchMode.EXACT, MatchMode.REGEX])
def test_explicit_terms_are_private_unless_they_are_to_be_kept(match: MatchMode) -> None:
    term = Term(value="int", kind=Kind.OTHER, match=match)
    kept = Term(value="int", kind=Kind.OTHER, match=match, ambiguous=Ambiguous.KEEP)

    assert read(term, "x int)").reading == PRIVATE
    assert read(kept, "x int)").reading == PUBLIC


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("tinygate fails", PUBLIC),
        ("import tinygate", PUBLIC),
        ("systemctl restart tinygate.service", PRIVATE),
        ('unit: "tinygate@2.service"', PRIVATE),
        ("my_tinygate", PUBLIC),
    ],
)
def test_a_service_named_after_the_program_does_not_make_its_name_private(
    text: str, reading: Reading
) -> None:
    unit = Term(value="tinygate.service", kind=Kind.UNIT)

    assert read(unit, text, ["from tinygate.router import Router"]).reading == reading
    assert read(unit, text, ["something else"]).reading == PRIVATE


def test_of_an_alias_the_core_is_read() -> None:
    alias = Term(value="INT-GPT-5.5(high)", kind=Kind.ALIAS)

    assert read(alias, "INT-GPT-5.5(high)").reading == PRIVATE
    assert read(alias, "a, b int) error").reading == PUBLIC
    assert read(alias, "the INT one").reading == ASK


def test_a_very_long_line_costs_no_more_than_its_length() -> None:
    line = "int " * 50_000 + "x" * 200_000 + ".int"

    assert read(provider("INT"), "var x int", [line, "(" * 100_000 + "int"]).reading == PUBLIC


def test_lines_without_a_spelling_do_no_harm() -> None:
    assert read(provider("QX"), "the QX thing", ["a", "", "b\udcff"]).reading == PRIVATE
    assert (
        Vocabulary(["x"], ()).read(next(Matcher([provider("QX")]).find("QX")), "QX").reading
        == PRIVATE
    )


def test_a_third_spelling_of_a_quoted_value_is_upstreams() -> None:
    """Code folds a name to upper or lower case; ``"Mar"`` beside the provider MAR is a month."""
    quoted, base = 'months[2] != "Mar"', ['months := []string{"Feb", "Mar"}', 'kind = "mar"']

    assert read(provider("MAR"), quoted, base, private_nearby=True).reading == PUBLIC
    assert read(provider("MAR"), 'p: "mar"', base, private_nearby=True).reading == PRIVATE
