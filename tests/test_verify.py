"""Verify: every citation that no longer holds is named with place, words and reason."""

import json
from hashlib import sha256

import pytest

from summariser.core.brief import compose
from summariser.core.render import as_json
from summariser.core.verify import verify
from summariser.edges.sources import read_source
from summariser.nouns.article import Evidence
from summariser.nouns.brief import Brief
from tests.command import run
from tests.sample_brief import ACCOUNT, AR, ARTICLES, ES, FAILURES, MERGED, READINGS, TALKS, article

BRIEF = compose(MERGED, ARTICLES, READINGS, FAILURES, ACCOUNT)
FILES = {article.path: article.text.encode() for article in ARTICLES}


def decode(data: bytes) -> str:
    return data.decode("utf-8")


def reader(files: dict[str, bytes]):
    """A reader of `files`, of which there is one for each path, whatever its sha256."""
    return lambda path, _: files.get(path)


def broken_with(files: dict[str, bytes], brief: Brief = BRIEF):
    return verify(brief, reader(files), decode)


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
    assert verify(Brief.model_validate_json(as_json(BRIEF)), reader(FILES), decode) == ()


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
    assert verify(Brief.model_validate_json(as_json(brief)), reader(files), decode) == ()


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
    assert verify(brief, reader({"a.txt": source.text.encode()}), decode) == ()


def test_reader_is_told_the_sha256_that_the_brief_has_for_a_file():
    asked = set()

    def read(path, digest):
        asked.add((path, digest))
        return FILES[path]

    verify(BRIEF, read, decode)
    assert asked == {(one.path, one.sha256) for one in BRIEF.citations}


@pytest.mark.parametrize(
    ("here", "beside", "spare", "given"),
    [
        (b"cited", b"other", None, b"cited"),
        (b"other", b"cited", None, b"cited"),
        (b"other", b"others", b"cited", b"other"),
        (None, b"other", b"cited", b"other"),
        (None, None, b"cited", b"cited"),
        (None, None, b"other", None),
        (None, None, None, None),
    ],
)
def test_of_several_files_of_one_name_the_one_with_the_cited_sha256_is_read(tmp_path, here, beside, spare, given):
    folders = [tmp_path / name for name in ("here", "beside", "spare")]
    for folder, data in zip(folders, (here, beside, spare), strict=True):
        folder.mkdir()
        if data is not None:
            (folder / "a.txt").write_bytes(data)
    digest = sha256(b"cited").hexdigest()
    assert read_source("a.txt", digest, folders[:2], folders[2:]) == given


def test_other_files_of_the_same_names_in_the_current_folder_break_nothing(tmp_path):
    desk, elsewhere = tmp_path / "desk", tmp_path / "elsewhere"
    for folder in (desk, elsewhere):
        (folder / ES.path).parent.mkdir(parents=True, exist_ok=True)
    for path, data in FILES.items():
        (desk / path).write_bytes(data)
        (elsewhere / path).write_text("Something else altogether.\n")
    (desk / "brief.json").write_text(as_json(BRIEF))
    done = run("verify", desk / "brief.json", cwd=elsewhere)
    assert (done.returncode, done.stdout) == (
        0,
        f"{len(BRIEF.citations)} citations checked, {len(BRIEF.citations)} hold, 0 do not.\n".encode(),
    )


def test_brief_of_the_demo_is_verified_wherever_it_lies(tmp_path):
    assert run("demo", "--format", "json", "-o", "demo.json", cwd=tmp_path).returncode == 0
    done = run("verify", "demo.json", cwd=tmp_path)
    assert done.returncode == 0
    assert b" 0 do not." in done.stdout
