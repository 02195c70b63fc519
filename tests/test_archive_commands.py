"""`summariser archive`: what it finds wrong, copies, lets go of and writes out; the same on both databases."""

import json
import random
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from summariser import archive_commands
from summariser.edges.archive import open_archive
from summariser.nouns.problems import CannotWrite, NotKept
from tests.archived import came_in, incident, issue, keep, read, window
from tests.command import complaints, run

MILL, QUAY, PORT = came_in("mill"), came_in("quay", "Arabic: مرحبا \x00 and half \ud83d"), came_in("port")


def fill(url):
    with open_archive(url) as archive:
        keep(archive, MILL, QUAY)
        archive.collect([PORT])
        archive.issue(issue(1, [MILL], lasting=[incident("I1", MILL)]))
        archive.issue(issue(2, [QUAY], lasting=[incident("I1", MILL, QUAY)]))
    return url


def contents(url):
    with open_archive(url) as archive:
        return list(archive.everything()), archive.digests(), archive.untold(), archive.settled([MILL.article.sha256])


@pytest.fixture
def filled(archive_url):
    return fill(archive_url)


def tamper(file, change, *values):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(change, values)
        connection.commit()


def test_a_sound_archive_has_no_faults(filled):
    found = archive_commands.check(filled)
    assert (found.articles, found.readings, found.digests, found.broken) == (3, 2, 2, ())


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE digest SET sha256 = 'x' WHERE revision = 1", "the digest of 2031-05-02, revision 1, is damaged"),
        ("DELETE FROM reading WHERE article = 1", "its reading is not there"),
        ("UPDATE article SET read = 0 WHERE id = 1", "has a reading that nobody knows of"),
        ("UPDATE content SET body = (SELECT body FROM content WHERE article = 3)", "is of another article"),
        ("UPDATE reading SET body = (SELECT body FROM content WHERE article = 3)", "damaged"),
        ("UPDATE content SET body = x'00'", "damaged"),
        ("DELETE FROM content WHERE article = 3", "damaged"),
        ("DELETE FROM report WHERE lasting IS NULL", "cannot all be found"),
        ("DELETE FROM article WHERE id = 3", "belong to nothing"),
    ],
)
def test_what_does_not_hold_is_told_a_line_each(tmp_path, change, why):
    file = fill(tmp_path / "archive.db")
    tamper(file, change)
    done = run("archive", "check", "--archive", file, cwd=tmp_path)
    assert done.returncode == 74
    assert why in done.stdout.decode() + done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_citation_whose_words_stand_elsewhere_is_told(tmp_path):
    file = tmp_path / "archive.db"
    with open_archive(file) as archive:
        archive.collect([MILL])
        other = came_in("mill", "Rockets hit the quay at Duyal. Nobody was hurt.")
        archive.keep(read(other).model_copy(update={"article": MILL.article.sha256}), {})
    assert any("are not those that its reading cites" in line for line in archive_commands.check(file).broken)


def test_a_backup_is_an_archive_with_all_that_there_was(filled, tmp_path):
    with open_archive(filled):  # a digest is under way
        archive_commands.backup(filled, tmp_path / "copies" / "copy.db")
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["copy.db"]
    assert contents(tmp_path / "copies" / "copy.db") == contents(filled)
    assert archive_commands.check(tmp_path / "copies" / "copy.db") == archive_commands.check(filled)


def test_a_backup_goes_over_nothing(filled, tmp_path):
    (tmp_path / "copy.db").write_text("mine")
    with pytest.raises(CannotWrite, match="is there already"):
        archive_commands.backup(filled, tmp_path / "copy.db")
    with pytest.raises(NotKept, match="cannot be written"):
        archive_commands.backup(filled, tmp_path / "copy.db" / "under a file")
    assert (tmp_path / "copy.db").read_text() == "mine"


def test_what_is_pruned_is_known_and_told_but_has_no_text_any_more(filled):
    assert "1 texts, 1 readings and 1 answers" in archive_commands.prune(filled, date(2031, 5, 3))
    with open_archive(filled) as archive:
        mill = {MILL.article.sha256}
        assert archive.collect([MILL]) == ()
        assert archive.unknown(mill) == set()
        assert archive.articles(mill) == archive.readings(mill) == {}
        assert archive.told_in(window(1).end) == mill
        assert archive.settled(mill) == {f"{MILL.article.sha256[:12]}:i1": "I1"}
        assert archive.reported_in(["I1"], window(2).end) == {QUAY.article.sha256}
        assert archive.reported_with(["mill"], window(1).end) == set()
        assert archive.reported_with(["mill"], window(2).end) == {"I1"}
        assert len(archive.digests()) == 2
        assert list(archive.unread()) == [PORT]
    found = archive_commands.check(filled)
    assert (found.articles, found.readings, found.digests, found.broken) == (2, 1, 2, ())
    assert archive_commands.prune(filled, date(2031, 5, 2)) == "no digest is older than 2031-05-02: nothing went"


def test_pruning_makes_the_file_smaller(tmp_path):
    file = tmp_path / "archive.db"
    many = [came_in(f"n{number}", random.Random(number).randbytes(4000).hex()) for number in range(50)]
    with open_archive(file) as archive:
        keep(archive, *many)
        archive.issue(issue(1, many))
    before = file.stat().st_size
    archive_commands.prune(file, date(2031, 6, 1))
    assert file.stat().st_size < before / 2


def test_an_export_has_everything_in_files(filled, tmp_path):
    folder = tmp_path / "out"
    assert archive_commands.export(filled, folder) == "3 articles, 2 readings and 2 digests are written"
    texts = {file.stem: file.read_bytes().decode("utf-8", "surrogatepass") for file in (folder / "articles").iterdir()}
    assert texts == {one.article.sha256: one.article.text for one in (MILL, QUAY, PORT)}
    lines = {file.stem: [json.loads(line) for line in file.open()] for file in folder.glob("*.jsonl")}
    assert [line["article"]["sha256"] for line in lines["articles"]] == [
        one.article.sha256 for one in (MILL, QUAY, PORT)
    ]
    assert [line["article"] for line in lines["readings"]] == [one.article.sha256 for one in (MILL, QUAY)]
    assert lines["answers"][0] == {"article": MILL.article.sha256, "answer": {"answer": "磨"}}
    assert sorted(file.name for file in (folder / "digests").iterdir()) == [
        "00001.2031-05-02.1.json",
        "00002.2031-05-03.1.json",
    ]
    assert (folder / "digests" / "00001.2031-05-02.1.json").read_text() == '{"told": "磨坊"}'


def test_an_export_goes_over_nothing(filled, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    with pytest.raises(CannotWrite, match="give another folder"):
        archive_commands.export(filled, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_the_commands_say_what_they_did_and_end_with_0(tmp_path):
    file = fill(tmp_path / "archive.db")
    done = run("archive", "check", cwd=tmp_path, SUMMARISER_ARCHIVE=str(file))
    assert (done.returncode, done.stdout.decode()) == (0, "3 articles, 2 readings, 2 digests checked, 0 faults.\n")
    for arguments in (["backup", "copy.db"], ["export", "out"], ["prune", "--before", "2031-05-03"]):
        done = run("archive", *arguments, "--archive", file, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert len(complaints(done)) == 1


def test_without_a_place_it_is_a_file_in_the_folder_for_data(tmp_path):
    done = run("archive", "check", cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "share"))
    assert done.returncode == 66
    assert str(tmp_path / "share" / "summariser" / "archive.db") in done.stderr.decode()
    fill(tmp_path / "share" / "summariser" / "archive.db")
    assert run("archive", "check", cwd=tmp_path, XDG_DATA_HOME=str(tmp_path / "share")).returncode == 0


def test_the_settings_say_where_it_is(tmp_path):
    fill(tmp_path / "there.db")
    (tmp_path / "summariser.toml").write_text('[digest]\nzone = "UTC"\narchive = "there.db"\n')
    assert run("archive", "check", cwd=tmp_path).returncode == 0
