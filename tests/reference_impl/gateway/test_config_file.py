from __future__ import annotations

from pathlib import Path

import pytest

from reference_impl.gateway.config_file import ConfigFileError, load

GOOD = """\
port: 8317            # not looked at
api-keys: [alpha]
openai-compatibility:
  - name: acme
    base-url: http://upstream.example.com/v1
    api-key-entries: [{api-key: k1}, {api-key: k2, proxy-url: http://proxy.example.com}]
    models: [{name: gpt-5.5, alias: "ACME-GPT-5.5(high)"}]
    headers: {X-Team: blue}
request-retry: 3
routing: {strategy: fill-first, session-affinity: true, session-affinity-ttl: 30m}
streaming: {keepalive-seconds: 15, bootstrap-retries: 1}
"""


def test_a_configuration_of_the_original(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(GOOD, "utf-8")

    config = load(path)

    assert config.api_keys == ("alpha",)
    (entry,) = config.openai_compatibility
    assert entry.models[0].alias == "ACME-GPT-5.5(high)"
    assert [key.api_key for key in entry.api_key_entries] == ["k1", "k2"]
    assert config.routing.session_affinity
    assert config.routing.session_affinity_ttl.total_seconds() == 1800
    assert config.streaming.bootstrap_retries == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff", "not UTF-8 (byte 0)"),
        (b"a: [", ":1:"),
        (b"api-keys: 5", "api-keys"),
        (b"- a", "mapping"),
        (b"a: 1\nport: 2\na: 3\n", ":3:1: the key 'a' is given twice"),
        (b"openai-compatibility: [{name: [1]}]", "openai-compatibility[0].name"),
        (b"routing: {session-affinity-ttl: soon}", "session-affinity-ttl"),
        (b"a: !!python/object:os.system {}", ":1:4: could not determine a constructor"),
        (b"a: \x01", "not allowed"),
        (b"a: " + b"[" * 1000, "config.yaml"),
        (b"a: &a [*a, *b]", "undefined alias"),
        (b"? [1]\n: 2\n? {}\n: 3\n", "unhashable"),
    ],
)
def test_what_is_wrong_is_one_line_with_the_file(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(content)

    with pytest.raises(ConfigFileError) as caught:
        load(path)

    text = str(caught.value)
    assert text.startswith(str(path))
    assert says in text
    assert "\n" not in text


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigFileError, match="No such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(ConfigFileError, match="directory"):
        load(tmp_path)


def test_an_empty_file_has_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("", "utf-8")

    assert load(path).openai_compatibility == ()
