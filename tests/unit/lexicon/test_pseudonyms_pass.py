"""A pseudonym is never taken for something private: the rescan would stop the run."""

from __future__ import annotations

import pytest

from prtool import detectors
from prtool.lexicon.book import Book
from prtool.lexicon.pseudonyms import Pseudonyms, Request
from prtool.model.finding import Kind
from prtool.model.settings import Settings
from prtool.model.text import Channel, TextUnit
from tests.unit.lexicon.replacing import KEY, common_words_taken

PRIVATE = ".".join(("10", "1", "23", "4"))
BACKUP = "/opt/initech/back" + "ups/2026-01-02"


@pytest.mark.parametrize(
    ("kind", "matched", "frame"),
    [
        (Kind.PROVIDER, "qx", "provider: {}"),
        (Kind.PROVIDER, "north-router", 'name = "{}"'),
        (Kind.HOST, "db.initech" + ".lan", "http://{}:8317/v1"),
        (Kind.HOST, "initechbox7", "http://{}:8317/v1"),
        (Kind.HOST, "initech-box", "ssh://{}/srv"),
        (Kind.ADDRESS, PRIVATE, "listen: {}:8317"),
        (Kind.ADDRESS, "fd" + "00::1:2", "dial [{}]:443"),
        (Kind.USER, "initech", "/home/{}/src and ~{}/src"),
        (Kind.USER, "jo.initech", "C:\\Users\\{}\\src"),
        (Kind.EMAIL, "jo@initech" + ".lan", "Reported-by: <{}>"),
        (Kind.PERSON, "Jo Initech", "Reviewed by {}"),
        (Kind.URL, "https://" + "initechbox7:80/plan/v1", "see {} there"),
        (Kind.PATH, BACKUP, "cp x {}"),
        (Kind.PATH, "config.yaml.bak" + "-20260101", "mv {} /tmp"),
        (Kind.PATH, "/ho" + "me/initech/src/x.py", "open({!r})"),
        (Kind.SECRET, "s3" * 12, 'api_key = "{}"'),
    ],
)
def test_no_detector_minds_a_pseudonym(kind: Kind, matched: str, frame: str) -> None:
    request = Request(kind, None, matched, "secret/assignment")
    pseudonyms = Pseudonyms(KEY, Book.new(KEY), (), common_words_taken)
    pseudonyms.assign([request])
    text = frame.format(*[pseudonyms.render(request)] * 2)
    unit = TextUnit(channel=Channel.CONTENT, text=text, path="src/x.txt")

    found = {
        match.rule
        for detector in detectors.build(Settings())
        for match in detector.scan(unit, text)
    }

    assert found - {"path/private-root", "host/new-public-host"} == set(), text
