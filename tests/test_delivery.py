"""Where digests go: files that are whole and the same again, letters that go out once, whatever kills the run."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from summariser.edges.output import Parcel, deliver, file_name
from summariser.nouns.problems import CannotWrite
from tests.command import ROOT

MAIL = b"Subject: Digest 12\r\n\r\nNothing came in.\r\n"


class Notes:
    """A ledger in a file, a line for each letter."""

    def __init__(self, file):
        self.file = Path(file)

    def sent(self, name):
        return self.file.exists() and name in self.file.read_text().splitlines()

    def note(self, name):
        with self.file.open("a") as file:
            file.write(f"{name}\n")


@pytest.fixture
def ledger(tmp_path):
    return Notes(tmp_path / "ledger")


@pytest.fixture
def outbox(tmp_path):
    return tmp_path / "outbox"


def letter(outbox, name="2031-03-28.eml", data=MAIL):
    return Parcel(outbox, name, data, letter=name)


def there(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_revision_stands_in_the_name_from_the_second_on():
    assert file_name("2031-03-28", 1, "md") == "2031-03-28.md"
    assert file_name("2031-03-28", 2, "md") == "2031-03-28.r2.md"


def test_files_come_whole_into_a_folder_that_is_made(tmp_path, ledger):
    folder = tmp_path / "desk" / "digests"
    parcels = [Parcel(folder, "2031-03-28.md", "# Lũ lụt\n".encode()), Parcel(folder, "feed.atom", b"<feed/>\n")]
    assert deliver(parcels, ledger) == ["2031-03-28.md", "feed.atom"]
    assert (folder / "2031-03-28.md").read_bytes() == "# Lũ lụt\n".encode()
    assert there(folder) == ["2031-03-28.md", "feed.atom"]
    assert not ledger.file.exists()


def test_the_same_digest_again_touches_no_file_and_sends_nothing(tmp_path, outbox, ledger):
    parcels = [Parcel(tmp_path / "out", "2031-03-28.md", b"# 28\r\n"), letter(outbox)]
    assert len(deliver(parcels, ledger)) == 2
    (outbox / "2031-03-28.eml").unlink()  # taken and sent on
    before = (tmp_path / "out" / "2031-03-28.md").stat()
    assert deliver(parcels, ledger) == []
    after = (tmp_path / "out" / "2031-03-28.md").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert there(outbox) == []


def test_a_file_that_is_another_is_replaced_and_not_followed(tmp_path, ledger):
    (tmp_path / "theirs").write_text("not ours")
    (tmp_path / "feed.atom").symlink_to(tmp_path / "theirs")
    assert deliver([Parcel(tmp_path, "feed.atom", b"<feed/>")], ledger) == ["feed.atom"]
    assert (tmp_path / "theirs").read_text() == "not ours"
    assert (tmp_path / "feed.atom").read_bytes() == b"<feed/>"


def test_a_second_revision_is_a_letter_of_its_own(outbox, ledger):
    deliver([letter(outbox)], ledger)
    deliver([letter(outbox), letter(outbox, "2031-03-28.r2.eml")], ledger)
    assert there(outbox) == ["2031-03-28.eml", "2031-03-28.r2.eml"]


# --- Killed

PROGRAM = """
import sys, time
from pathlib import Path
from summariser.edges.output import Parcel, deliver
from tests.test_delivery import MAIL, Notes

outbox, ledger, step = Path(sys.argv[1]), Notes(sys.argv[2]), sys.argv[3]

def here(reached):
    if reached == step:
        print("here", flush=True)
        time.sleep(60)

class Pausing:
    def sent(self, name):
        here("before " + name)
        return ledger.sent(name)
    def note(self, name):
        here("written")
        ledger.note(name)
        here("noted")

deliver([Parcel(outbox, f"{day}.eml", MAIL, letter=day) for day in ("27", "28")], Pausing())
here("done")
"""


def killed_at(step, outbox, ledger):
    """Run a delivery of two letters in a process that is killed when it comes to `step`."""
    command = [sys.executable, "-c", PROGRAM, str(outbox), str(ledger.file), step]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout.readline() == "here\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("before 27", []),
        ("written", [".27.eml.part"]),
        ("noted", [".27.eml.part"]),
        ("before 28", ["27.eml"]),
        ("done", ["27.eml", "28.eml"]),
    ],
)
def test_a_letter_goes_out_exactly_once_whenever_the_run_is_killed(step, left, outbox, ledger):
    killed_at(step, outbox, ledger)
    assert (there(outbox) if outbox.exists() else []) == left
    went_out = [(outbox / name).read_bytes() for name in left if not name.startswith(".")]
    for path in outbox.glob("*.eml"):  # somebody takes out what is there, as he may at any time
        path.unlink()
    letters = [Parcel(outbox, f"{day}.eml", MAIL, letter=day) for day in ("27", "28")]
    for _ in range(2):
        deliver(letters, ledger)
        went_out += [path.read_bytes() for path in outbox.glob("*.eml")]
        for path in outbox.glob("*.eml"):
            path.unlink()
    assert went_out == [MAIL, MAIL]
    assert there(outbox) == []


def test_a_run_killed_again_and_again_sends_each_letter_once(outbox, ledger):
    for step in ("written", "written", "noted", "before 28", "noted"):
        killed_at(step, outbox, ledger)
    assert deliver([Parcel(outbox, "28.eml", MAIL, letter="28")], ledger) == ["28.eml"]
    assert there(outbox) == ["27.eml", "28.eml"]


# --- Folders that take nothing


def test_a_folder_that_is_none_is_one_line_and_the_others_get_theirs(tmp_path, outbox, ledger):
    (tmp_path / "digests").write_text("a file")
    parcels = [Parcel(tmp_path / "digests", "28.md", b"x"), Parcel(tmp_path / "out", "28.md", b"x"), letter(outbox)]
    with pytest.raises(CannotWrite) as caught:
        deliver(parcels, ledger)
    assert (caught.value.exit_code, str(caught.value).count("\n")) == (73, 0)
    assert str(tmp_path / "digests" / "28.md") in str(caught.value)
    assert "the next run" in str(caught.value)
    assert (there(tmp_path / "out"), there(outbox)) == (["28.md"], ["2031-03-28.eml"])
    (tmp_path / "digests").unlink()
    assert deliver(parcels, ledger) == ["28.md"]


def _in_1000_bytes(parcels, ledger):
    """Deliver where no file may have more than 1,000 bytes; give the exit code and what was said."""
    code, said = 0, ""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        deliver(parcels, ledger)
    except CannotWrite as problem:
        code, said = problem.exit_code, str(problem)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    return code, said


def test_a_letter_that_finds_no_room_is_not_noted_and_goes_out_with_the_next_run(outbox, ledger):
    long = letter(outbox, data=MAIL * 100)
    code, said = _in_1000_bytes([long], ledger)
    assert (code, "File too large" in said, ledger.sent(long.letter), there(outbox)) == (73, True, False, [])
    assert deliver([long], ledger) == [long.name]
    assert (outbox / long.name).read_bytes() == MAIL * 100


MOUNTED = """
set -e
mount -t tmpfs -o size=64k none "$1"
"$PYTHON" -c "$PROGRAM" "$1" 1000000 || true
ls -A "$1"
mount -o remount,ro "$1"
"$PYTHON" -c "$PROGRAM" "$1" 10 || true
"""
DELIVERING = """
import sys
from pathlib import Path
from summariser.edges.output import Parcel, deliver
from summariser.nouns.problems import Problem
from tests.test_delivery import Notes
try:
    deliver([Parcel(Path(sys.argv[1]), "28.eml", b"x" * int(sys.argv[2]), letter="28")], Notes("ledger"))
except Problem as problem:
    print(problem.exit_code, problem)
"""


def test_a_full_disk_and_a_read_only_one_are_one_line_each(tmp_path):
    if subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a disk of our own")
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", MOUNTED, "sh", str(disk)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHON": sys.executable, "PROGRAM": DELIVERING},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    full, read_only = done.stdout.splitlines()
    assert full.startswith("73 ")
    assert "No space left on device" in full
    assert read_only.startswith("73 ")
    assert "Read-only file system" in read_only
    assert (done.stderr, there(tmp_path)) == ("", ["disk"])
