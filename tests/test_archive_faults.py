"""Whatever happens to an archive, locked, damaged, of another form, on a full disk: one clear line, nothing lost."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from summariser.edges.archive import open_archive
from summariser.edges.archive.form import NEWEST, Form
from summariser.edges.archive.tables import metadata
from summariser.nouns.problems import AlreadyRunning, CannotRead, Misconfigured, NoInput, NotKept, Problem
from tests.archived import came_in, incident, issue, keep, window
from tests.command import ROOT

MILL, QUAY = came_in("mill"), came_in("quay")


def fill(url, **options):
    with open_archive(url, **options) as archive:
        keep(archive, MILL, QUAY)
        archive.issue(issue(1, [MILL], lasting=[incident("I1", MILL)]))


def holds_what_it_had(url, **options):
    with open_archive(url, **options) as archive:
        checked = archive.check()
        assert checked.broken == ()
        assert (checked.articles, checked.readings, checked.digests) == (2, 2, 1)
        assert archive.reported_in(["I1"], window(1).end) == {MILL.article.sha256}
    return True


def one_line(problem):
    said = str(problem.value)
    assert "\n" not in said
    assert said.startswith("the archive ")
    return said


@contextmanager
def another(script, url):
    """A process that runs `script` with an archive's `url`, once it has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, url], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


HOLDING = """
import sys, time
from summariser.edges.archive import open_archive
with open_archive(sys.argv[1]) as archive:
    print("ready", flush=True)
    time.sleep(60)
"""


def test_of_two_that_open_it_the_second_leaves_at_once_until_the_first_is_killed(archive_url):
    with another(HOLDING, archive_url) as first:
        begun = time.monotonic()
        with pytest.raises(AlreadyRunning) as problem, open_archive(archive_url):
            pass
        assert time.monotonic() - begun < 1
        assert "another run uses" in one_line(problem)
        first.send_signal(signal.SIGKILL)
        first.wait()
        with open_archive(archive_url) as archive:
            assert archive.digests() == ()


def test_the_second_says_so_before_anything_heavy_is_imported(tmp_path):
    leaving = """
import sys
from summariser.edges.archive import open_archive
from summariser.nouns.problems import AlreadyRunning
try:
    with open_archive(sys.argv[1]):
        pass
except AlreadyRunning:
    print("sqlalchemy" in sys.modules)
"""
    with open_archive(tmp_path / "archive.db"):
        done = subprocess.run(
            [sys.executable, "-c", leaving, tmp_path / "archive.db"], cwd=ROOT, capture_output=True, text=True,
            env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True,
        )  # fmt: skip
    assert done.stdout == "False\n"


def test_in_one_process_too_the_second_that_opens_it_leaves(archive_url):
    with open_archive(archive_url), pytest.raises(AlreadyRunning), open_archive(archive_url):
        pass


def test_one_that_only_reads_does_so_beside_one_that_writes(archive_url):
    with open_archive(archive_url) as writer:
        keep(writer, MILL)
        with open_archive(archive_url, alone=False) as reader, reader.snapshot():
            assert reader.check().articles == 1
            keep(writer, QUAY)
            assert reader.check().articles == 1
        assert writer.check().articles == 2


def test_where_there_is_none_reading_says_so_and_makes_none(archive_url):
    for options in ({"alone": False}, {"new": False}):
        with pytest.raises(NoInput, match="there is none yet"), open_archive(archive_url, **options):
            pass


# Locked by another program.


def test_a_file_that_another_program_has_locked_is_in_use(tmp_path):
    url = tmp_path / "archive.db"
    fill(url)
    with closing(sqlite3.connect(url, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(AlreadyRunning, match="in use by another program"), open_archive(url, patience=0.02):
            pass
    assert holds_what_it_had(url)


def test_a_table_that_another_program_has_locked_is_in_use(postgresql):
    import psycopg

    url = postgresql.place()
    fill(url)
    schema = url.rpartition("%3D")[2]
    with psycopg.connect(postgresql.dsn) as other, open_archive(url, patience=0.05) as archive:
        other.execute(f"LOCK TABLE {schema}.article IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(AlreadyRunning, match="in use by another program"):
            archive.untold()
        other.rollback()
        assert len(archive.untold()) == 1


# Damaged, or no archive at all.


def damaged_head(file):
    with file.open("r+b") as stream:
        stream.write(b"\xff" * 100)


def damaged_inside(file):
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (file.stat().st_size - 2 * 4096))


def emptied(file):
    file.write_bytes(b"")


def cut(file):
    os.truncate(file, file.stat().st_size // 2)


def replaced(file):
    file.unlink()
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE moz_places (id)")


def open_and_check(url):
    with open_archive(url) as archive:
        broken = archive.check().broken
    if broken:
        raise CannotRead(f"the archive {url}: {broken}")


@pytest.mark.parametrize("damage", [damaged_head, damaged_inside, emptied, cut, replaced])
def test_a_damaged_file_is_told_of_and_left_as_it_is(tmp_path, damage):
    file = tmp_path / "archive.db"
    fill(file)
    damage(file)
    before = file.read_bytes()
    with pytest.raises(CannotRead) as problem:
        open_and_check(file)
    assert problem.value.exit_code == 74
    assert "damaged" in one_line(problem)
    assert damage not in (damaged_head, emptied) or file.read_bytes() == before


def test_tables_of_another_program_are_not_taken_for_an_archive(postgresql):
    url = postgresql.place()
    postgresql.execute(f"CREATE TABLE {url.rpartition('%3D')[2]}.article (id int)")
    with pytest.raises(CannotRead, match=r"another program \(article\)"), open_archive(url):
        pass


# Of an older or a newer form.


def with_notes(connection):
    connection.execute(text("ALTER TABLE article ADD COLUMN note VARCHAR(20) DEFAULT 'none' NOT NULL"))


def breaks_off(connection):
    with_notes(connection)
    connection.execute(text("UPDATE article SET note = 'half'"))
    raise RuntimeError("the power is gone")


def form_after(step):
    return Form(NEWEST.version + 1, metadata, {NEWEST.version: step})


@pytest.fixture
def data(tmp_path):
    """The user's data folder, where the backups of archives on servers go."""
    before = os.environ.get("XDG_DATA_HOME")
    os.environ["XDG_DATA_HOME"] = str(tmp_path / "data_home")
    yield tmp_path
    os.environ.pop("XDG_DATA_HOME")
    if before is not None:
        os.environ["XDG_DATA_HOME"] = before


def backups(folder):
    return list(folder.rglob("*.form-*.backup-*"))


def test_an_older_archive_is_brought_up_to_date_after_a_backup(archive_url, data):
    fill(archive_url)
    assert holds_what_it_had(archive_url, form=form_after(with_notes))
    (backup,) = backups(data)
    assert holds_what_it_had(backup)


def test_a_step_that_breaks_off_leaves_the_older_archive_as_it_was(archive_url, data):
    fill(archive_url)
    with pytest.raises(RuntimeError, match="the power is gone"), open_archive(archive_url, form=form_after(breaks_off)):
        pass
    assert holds_what_it_had(archive_url)
    assert len(backups(data)) == 1
    assert holds_what_it_had(archive_url, form=form_after(with_notes))
    assert len(backups(data)) == 2


def test_an_older_archive_is_not_changed_by_one_that_only_reads(archive_url, data):
    fill(archive_url)
    with (
        pytest.raises(Misconfigured, match="brings it up to date"),
        open_archive(archive_url, alone=False, form=form_after(with_notes)),
    ):
        pass
    assert backups(data) == []
    assert holds_what_it_had(archive_url)


def test_a_newer_archive_is_refused_and_left_as_it_is(archive_url, data):
    fill(archive_url)
    assert holds_what_it_had(archive_url, form=form_after(with_notes))
    for alone in (True, False):
        with pytest.raises(Misconfigured) as problem, open_archive(archive_url, alone=alone):
            pass
        assert problem.value.exit_code == 78
        assert "newer summariser" in one_line(problem)
    assert holds_what_it_had(archive_url, form=form_after(with_notes))


# The disk is full, or may only be read.

FILLING = """
import random, resource, sys
from summariser.edges.archive import open_archive
from summariser.nouns.problems import Problem
from tests.archived import came_in
limit = int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    with open_archive(sys.argv[1]) as archive:
        for number in range(400):
            archive.collect([came_in(f"n{number}", random.Random(number).randbytes(9000).hex())])
            print(number, flush=True)
except Problem as problem:
    print(problem.exit_code, problem)
"""


def fill_up(url, limit=0):
    """Have articles come in until the disk is full; give what the archive said they were, and the last line."""
    done = subprocess.run(
        [sys.executable, "-c", FILLING, url, str(limit)], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    *numbers, last = done.stdout.splitlines() or [done.stderr]
    return len(numbers), last


@contextmanager
def small_disk(megabytes, owner="root"):
    folder = tempfile.mkdtemp(prefix="summariser-disk-", dir="/tmp")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True, check=False
    ).returncode
    try:
        if mounted:
            pytest.skip("a disk that is small enough to fill takes the right to mount one")
        shutil.chown(folder, owner)
        yield Path(folder)
    finally:
        if not mounted:
            subprocess.run(["umount", "-l", folder], check=True)
        Path(folder).rmdir()


def test_on_a_full_disk_what_was_kept_is_kept_and_the_rest_is_said(tmp_path):
    with small_disk(3) as disk:
        kept, last = fill_up(str(disk / "archive.db"))
        assert last.startswith("74 the archive ")
        assert "disk" in last
        shutil.copytree(disk, tmp_path / "room")
    with open_archive(tmp_path / "room" / "archive.db") as archive:
        assert archive.check().broken == ()
        assert archive.check().articles == kept > 0
        keep(archive, MILL)


def test_where_a_file_may_not_grow_what_was_kept_is_kept_and_the_rest_is_said(tmp_path):
    kept, last = fill_up(str(tmp_path / "archive.db"), 2_000_000)
    assert last.startswith("74 the archive ")
    with open_archive(tmp_path / "archive.db") as archive:
        assert archive.check().broken == ()
        assert archive.check().articles == kept > 0
        keep(archive, MILL)


def test_where_the_servers_disk_is_full_what_was_kept_is_kept_and_the_rest_is_said(postgresql):
    with small_disk(4, "postgres" if os.geteuid() == 0 else "root") as disk:
        postgresql.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
        url = f"{postgresql.place()}%20-cdefault_tablespace%3Dsmall"
        try:
            kept, last = fill_up(url)
            assert last.startswith("74 the archive ")
            assert "full" in last
            with open_archive(url) as archive:
                assert archive.check().broken == ()
                assert archive.check().articles == kept > 0
        finally:
            postgresql.execute(f"DROP SCHEMA {url.rpartition('search_path%3D')[2].partition('%20')[0]} CASCADE")
            postgresql.execute("DROP TABLESPACE small")


@contextmanager
def as_nobody():
    """Root may write whatever may only be read: be somebody else for a moment."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def read_only():
    """An archive in a folder in which nothing may be written."""
    folder = Path(tempfile.mkdtemp(prefix="summariser-ro-", dir="/tmp"))
    file = folder / "archive.db"
    fill(file)
    for path, mode in ((file, 0o444), (folder / "archive.db.lock", 0o444), (folder, 0o555)):
        path.chmod(mode)
    yield file
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_an_archive_that_may_only_be_read_is_not_opened_for_writing(read_only):
    with as_nobody(), pytest.raises(NotKept) as problem, open_archive(read_only):
        pass
    assert problem.value.exit_code == 74
    assert "cannot be written" in one_line(problem)


def test_a_file_that_may_only_be_read_is_not_written_where_its_folder_may_be(read_only):
    read_only.parent.chmod(0o777)
    (read_only.parent / "archive.db.lock").chmod(0o666)
    with as_nobody(), pytest.raises(NotKept) as problem, open_archive(read_only):
        pass
    assert "cannot be written" in one_line(problem)


def test_an_archive_that_may_only_be_read_can_be_checked(read_only):
    with as_nobody():
        assert holds_what_it_had(read_only, alone=False)


def test_an_archive_that_may_not_be_read_says_so(read_only):
    read_only.chmod(0o000)
    with as_nobody(), pytest.raises(CannotRead) as problem, open_archive(read_only, alone=False):
        pass
    assert "permissions" in one_line(problem)


def test_a_server_that_only_lets_read_is_told_of(postgresql):
    url = postgresql.place()
    fill(url)
    with (
        open_archive(f"{url}%20-cdefault_transaction_read_only%3Don") as archive,
        pytest.raises(NotKept, match="read-only"),
    ):
        archive.collect([came_in("port")])
    assert holds_what_it_had(url)


# A server that cannot be used; and no password in any line.


@pytest.mark.parametrize(
    ("change", "kind", "why"),
    [
        (lambda server: server.with_password("secret5c1b"), Misconfigured, "refuses the user or the password"),
        (lambda server: server.with_password(""), Misconfigured, "refuses the user or the password"),
        (lambda server: server.with_password(database="nowhere"), Misconfigured, "no such database"),
        (lambda server: f"{server.place()}_not", Misconfigured, "no such schema"),
        (lambda _: "postgresql://desk:secret5c1b@127.0.0.1:1/postgres", CannotRead, "does not answer"),
        (lambda _: "postgresql://desk:secret5c1b@nowhere.invalid/postgres", CannotRead, "does not answer"),
        (lambda _: "postgresql://desk:x@secret5c1b@127.0.0.1/postgres", Misconfigured, "cannot be read"),
        (lambda _: "postgresql://desk:secret5c1b", Misconfigured, "cannot be read"),
        (lambda _: "postgresql://desk@127.0.0.1/x?secret5c1b=1", Misconfigured, "does not work"),
        (lambda _: "mysql://desk:secret5c1b@127.0.0.1/x", Misconfigured, "begins with mysql"),
    ],
)
def test_an_address_that_cannot_work_is_told_in_one_line_without_a_password(postgresql, change, kind, why):
    with pytest.raises(Problem, match=why) as problem, open_archive(change(postgresql)):
        pass
    assert type(problem.value) is kind
    assert "5c1b" not in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_password_opens_the_archive_and_stands_nowhere_in_it(postgresql):
    fill(postgresql.with_password())
    everything = postgresql.execute(
        "SELECT query_to_xml('SELECT * FROM ' || tablename, true, false, '')::text "
        "FROM pg_tables WHERE schemaname = 'public'"
    )
    assert len(everything) == len(metadata.tables)
    assert "5c1b" not in str(everything)
    postgresql.execute("DROP SCHEMA public CASCADE")
    postgresql.execute("CREATE SCHEMA public")


def test_nothing_of_the_environment_stands_in_the_archive(tmp_path):
    script = "import sys\nfrom tests.test_archive_faults import fill\nfill(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "archive.db")], cwd=ROOT, check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "sk-sentinel-5c1b", "USER": "sentinel-5c1b"},
    )  # fmt: skip
    with open_archive(tmp_path / "archive.db") as archive:
        kept = [one.model_dump_json() + str(read) for one, read in archive.everything()]
        kept += [archive.digest(one) for one in archive.digests()] + list(archive.answers(MILL.article.sha256))
    assert "sentinel" not in str(kept)
    assert b"sentinel" not in (tmp_path / "archive.db").read_bytes()


def test_a_server_that_breaks_off_ends_the_run_and_loses_nothing(postgresql):
    url = postgresql.place()
    fill(url)
    with open_archive(url) as archive:
        postgresql.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ~ 'summ'")
        with pytest.raises(CannotRead, match="does not answer, or broke off"):
            archive.untold()
    assert holds_what_it_had(url)


# Killed at any moment.

WORKING = """
import sys
from itertools import count
from summariser.edges.archive import open_archive
from tests.archived import came_in, incident, issue, keep
with open_archive(sys.argv[1]) as archive:
    print("ready", flush=True)
    begun = len(archive.digests()) + 1
    for number in count(begun):
        one = came_in(f"n{number}.{begun}")
        keep(archive, one, keys=(f"k{number}", "mill"))
        archive.issue(issue(number, [one], lasting=[incident(f"I{number}", one)]))
        print(number, flush=True)
"""


@pytest.mark.parametrize("moments", [(0.0, 0.02, 0.1)])
def test_killed_at_any_moment_it_holds_and_has_all_that_it_had_said_to_have(archive_url, moments):
    told = 0
    for moment in moments:
        with another(WORKING, archive_url) as worker:
            time.sleep(moment)
            worker.kill()
            lines = worker.stdout.read().splitlines()
            told = int(lines[-1]) if lines else told
        with open_archive(archive_url) as archive:
            checked = archive.check()
            assert checked.broken == ()
            assert checked.digests >= told
            found = archive.reported_with(["mill"], window(checked.digests).end)
            assert found == {f"I{number}" for number in range(1, checked.digests + 1)}
            assert {one.sha256 for one in archive.untold()} == {
                one.article.sha256 for one, _ in archive.everything()
            } - {sha256 for n in range(1, checked.digests + 1) for sha256 in archive.told_in(window(n).end)}
