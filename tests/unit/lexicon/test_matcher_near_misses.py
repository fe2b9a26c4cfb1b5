"""Public code and prose that only looks like a term stays as it is."""

from __future__ import annotations

import pytest

from prtool.lexicon.model import Term
from prtool.model.finding import Kind
from tests.unit.lexicon.marked import found, unmark

GO = {
    "INT": (
        'fmt.Println("print", x)',
        "func (p *pointer) Point() {",
        "type Interface interface{}",
        "var interval = time.Hour",
        "ctx, cancel := context.WithTimeout(parent, 5*time.Second) // hint",
        "return strconv.FormatUint(n, 10)",
        "const INTERNAL = 1",
        "var Integer = 3",
        "case reflect.Uint8, reflect.Uintptr:",
        'logger.Printf("printing %d lints", n)',
        "// SPRINT and MINT and HINTS",
        "x.Internal().Intern(y)",
        "maintainers, err := repo.Maintainers()",
        "checkpoint := points[0]",
        "fingerprints.Tint(color)",
        'import "internal/poll"',
        "DISJOINT = iota",
        "SIGINT_PRINTED",
    ),
    "QX": (
        "foqxbar := 1",
        "const EQX = 3",
        "type EQXType struct{}",
        "seqx := list[0]",
        "qxy, err := decode(qxy)",
        "BQXY",
        "aqxb.Do()",
        "id := q_x",
        "id := q.x",
        "matrix[q][x]",
        "q, x := pair()",
        "func (q X) Do() {}",
        "reqx.Header",
        "qxs := 1",
    ),
    "Mar": (
        "json.Marshal(v)",
        "json.Unmarshal(data, &v)",
        "time.March",
        "func (m *Marker) MarshalJSON() ([]byte, error) {",
        "summary := margin + grammar",
        "// Smarter markers for Markdown",
        "MARSHAL_AS",
        "// the planet Mars",
        "primary.Remark()",
        "var marked = true",
    ),
    "Max": (
        "maximum := limits.Maximum",
        "climax := Maxwell(x)",
        "MAXIMIZE",
        "regexMaxx := 1",
        "softmaxed",
    ),
    "go": (
        "google.golang.org/grpc",
        "goto done",
        "algorithm := category",
        "GOOD",
        "cargo build",
        "mongo.Connect",
        "Google",
    ),
    "new": ("newline", "renewed", "news", "NEWS.md", "sinew", "knew", "newest := 1"),
    "api": ("capital", "rapid", "apiary", "therapist", "APIARY", "mapitem"),
}
PYTHON = {
    "test": (
        "the latest attested contests",
        "import testify",
        "def testing_ground(): ...",
        "protested = fastest",
        "TESTIMONY = 1",
    ),
    "ada": (
        "class Adapter(BaseAdapter):",
        "metadata = adapt(data)",
        "canada, nevada = adapters",
        "ADAPTIVE",
        "adagio",
    ),
    "NorthRouter": (
        "north = router",
        "north, router = pair",
        "route_north(r)",
        "northern_router = 1",
        "north  router",
        "north--router",
        "north - router",
        "north_ router",
        "north::router",
        "NorthRoute",
        "northrout",
        "northroute r",
        "router_north",
        "north\nrouter",
        "north(router)",
        "northward router",
        "north1router",
    ),
    "Lane": ("planes = planet", "class Airplane: pass", "PLANES_X = 1",
             "explanet", "laneway", "milaneo"),
    "node7": ("node75", "node17", "anode7", "node_7", "node 7", "NODE77"),
    "R&D": ("RD", "R & D", "for&d"),
    "C++": ("c = c + 1", "abc++", "C+", "ABC++"),
}  # fmt: skip
YAML = {
    "Iris": ("theme: irisated", "name: siris", "key: irisation", "- airist"),
    "203.0.113.4": (
        "addr: 203.0.11.34",
        "addr: 1203.0.113.4",
        "addr: 203.0.113.45",
        "addr: 20.30.113.4",
        "sum: 20301134",
        "id: 3203011345",
        "addr: 203.0.113",
    ),
    "OPS-1234": ("ref: OPS-12345", "ref: DEVOPS-1234", "ref: OPS-123", "ref: LAPTOPS1234x"),
    "db.globex.net": (
        "host: db.globex.network",
        "host: mydb.globex.net",
        "host: db.globexen.net",
        "host: db1.globex.net",
        "host: globex.net",
    ),
    "hal": ("shall: halt", "halo: chalk", "channel: half", "HALT: SHALL", "marshal: {}"),
    "eve": ("event: every", "level: never", "sleeves: seven", "Events: EVERY"),
}
PROSE = {
    "Ann": ("The annual channel plan cannot change.", "ANNEX and BANNER", "Annotated."),
    "Ray": ("An array of grey spray, as xrays.", "ARRAY", "stray"),
    "Art": ("Start the smart part; articles and charts.", "PARTIAL ARTICLE", "Artifact"),
    "Dan": ("A redundant and abundant dance.", "DANGER and CORDANT", "Danish"),
    "ops": ("Drops, loops and opsin; laptops.", "LOOPS", "Opsonin"),
    "Ian": ("A median of Asian pianos, in Iandra.", "GUARDIAN", "variance and liane"),
    "orion": ("The criterion of orionids and histrions.", "ORIONID", "Orionis"),
    "acmesoft": ("macmesoft and acmesofter", "acme soft", "acme-soft"),
}
OTHER_SCRIPTS = {
    "北方路由": ("北方的路由", "北方路标由器", "路由北方", "北路由", "方路由器"),
    "山田太郎": ("山田さんと太郎さん", "山田花子", "太郎山田", "小山田次太郎"),
    "ガード": ("カード", "ガートル", "かーど"),
    "ノースルーター": ("ノースのルーター", "サウスルーター", "ノースルート"),
    "QX": ("使用ＱＸＹ接口", "EQXЯ", "配置foqx文件", "ＥＱＸ", "Qéx"),
    "INT": ("打印print函数", "使用Integer类型", "プリントPRINT", "指针pointer", "Ｐoint"),
    "Mar": ("调用json.Marshal序列化", "Grüße vom Marktplatz", "3月：March", "Márton"),
    "Марк": ("Маркет", "ремарка", "Маркиз"),
    "노스": ("노 스", "노란스"),
}
TABLE = [
    (value, text)
    for table in (GO, PYTHON, YAML, PROSE, OTHER_SCRIPTS)
    for value, texts in table.items()
    for text in texts
]


def test_the_table_is_as_large_as_promised() -> None:
    assert len(set(TABLE)) >= 150


@pytest.mark.parametrize(("value", "text"), TABLE)
def test_a_near_miss_is_left_alone(value: str, text: str) -> None:
    assert found([Term(value=value, kind=Kind.PROVIDER)], text) == []


@pytest.mark.parametrize(("value", "text"), TABLE)
def test_beside_a_near_miss_the_term_itself_is_found(value: str, text: str) -> None:
    marked, spans = unmark(f"{text} | «{value}» | {text}")

    assert spans == found([Term(value=value, kind=Kind.PROVIDER)], marked)
