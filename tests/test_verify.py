"""Verify: every citation that no longer holds is named with place, words and reason."""

import json

import pytest

from summariser.core.brief import compose
from summariser.core.render import as_json
from summariser.core.verify import verify
from summariser.nouns.article import Evidence
from summariser.nouns.brief import Brief
from tests.sample_brief import ACCOUNT, AR, ARTICLES, ES, FAILURES, MERGED, READINGS, TALKS, article

BRIEF = compose(MERGED, ARTICLES, READINGS, FAILURES, ACCOUNT)
FILES = {article.path: article.text.encode() for article in ARTICLES}


def decode(data: bytes) -> str:
    return data.decode("utf-8")


def broken_with(files: dict[str, bytes], brief: Brief = BRIEF):
    return verify(brief, files.get, decode)


def changed(old: str, new: str) -> dict[str, bytes]:
    assert old in ES.text
    return FILES | {ES.path: ES.text.replace(old, new).encode()}


def reason_of(files: dict[str, bytes], quote: str) -> str:
    return next(one.reason for one in broken_with(files) if one.quote == quote)


def edited(change) -> Brief:
    raw = json.loads(as_json(BRIEF))
    change(raw["citations"][0])
    return Brief.model_validate(raw)


def test_a_brief_whose_files_are_as_they_were_holds():
    assert broken_with(FILES) == ()
    assert verify(Brief.model_validate_json(as_json(BRIEF)), FILES.get, decode) == ()


def test_a_file_that_is_gone_breaks_all_its_citations_and_no_others():
    broken = broken_with({path: data for path, data in FILES.items() if path != AR.path})
    assert {one.path for one in broken} == {AR.path}
    assert len(broken) == sum(citation.path == AR.path for citation in BRIEF.citations)
    assert broken[0].reason == "the file is not there"


def test_broken_citations_are_in_order_and_carry_line_and_words():
    broken = broken_with({})
    assert [one.citation for one in broken] == [citation.number for citation in BRIEF.citations]
    assert (broken[5].path, broken[5].line, broken[5].quote) == (ES.path, 3, "No hubo muertos")


def test_changed_words_are_shown_as_they_read_now():
    reason = reason_of(changed("No hubo muertos", "Ya hubo muertos"), "No hubo muertos")
    assert reason.startswith("the file has changed since; the words at ")
    assert "read 'Ya hubo muertos'; the cited words are not there" in reason


def test_words_that_stand_once_elsewhere_are_found_but_still_broken():
    reason = reason_of(changed("Tarsona, 3 de mayo", "Puerto de Tarsona, 3 de mayo"), "No hubo muertos")
    start = ES.text.index("No hubo muertos") + len("Puerto de ")
    assert f"the cited words stand once elsewhere, at {start}–{start + 15} (line 3)" in reason


def test_words_that_stand_twice_elsewhere_are_not_placed():
    files = changed("Tarsona, 3 de mayo", "No hubo muertos. Tarsona, 3 de mayo")
    assert "stand in 2 other places" in reason_of(files, "No hubo muertos")


def test_a_change_elsewhere_in_the_file_breaks_the_citation_because_the_sha256_differs():
    files = changed("Unos 2.500 obreros", "Unos 2.600 obreros")
    assert reason_of(files, "Dos drones") == "the file has changed since; the words still stand at their place"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda one: one["target"]["selector"][1].update(start=3, end=9), "the words at 3–9 read"),
        (lambda one: one["target"]["selector"][0].update(prefix="x"), "not between the words"),
        (lambda one: one["target"]["selector"][0].update(suffix="x"), "not between the words"),
        (lambda one: one.update(line=40), "the words stand in line 2"),
        (lambda one: one.update(sha256="0" * 64), "the file has changed since"),
    ],
)
def test_a_brief_that_was_tampered_with_does_not_hold(change, reason):
    (broken,) = broken_with(FILES, edited(change))
    assert broken.citation == 1
    assert reason in broken.reason


def test_a_file_that_cannot_be_decoded_is_named():
    broken = broken_with(FILES | {ES.path: b"\xff\xfe\xff"})
    assert broken[0].reason.startswith("the file cannot be decoded")


def test_a_file_whose_name_is_not_utf_8_is_found():
    path = b"caf\xe9.md".decode("utf-8", "surrogateescape")
    brief = compose(MERGED, (ES.model_copy(update={"path": path}), *ARTICLES[1:]), READINGS, (), ACCOUNT)
    files = FILES | {path: FILES[ES.path]}
    assert verify(Brief.model_validate_json(as_json(brief)), files.get, decode) == ()


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_are_counted_as_an_editor_counts_them(end):
    source = article("a.txt", f"one{end}two{end}{end}four", "en", None, None)
    start = source.text.index("four")
    evidence = Evidence(article=source.sha256, start=start, end=start + 4, line=4, sentence=3, quote="four")
    member = TALKS.members[0].model_copy(update={"evidence": (evidence,)})
    talks = TALKS.model_copy(update={"members": (member,), "facts": (), "when": None})
    nothing = dict.fromkeys(("actors", "series", "standing_facts", "statements"), ())
    merged = MERGED.model_copy(update={"incidents": (talks,), **nothing})
    brief = compose(merged, (source,), (), (), ACCOUNT)
    assert verify(brief, {"a.txt": source.text.encode()}.get, decode) == ()
