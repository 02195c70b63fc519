"""Where results go: what cannot be written is told before a model is paid, and nothing but a file is replaced."""

import json
import os
import signal
import subprocess
import time

import pytest

from tests.command import COMMAND, COUNTS, complaints, run
from tests.servers import Reply, Server, error

ARTICLE = "A crane fell into the dock at Wenmouth on 9 June 2031. Two dockers were injured.\n"
FALL = {
    "incidents": [
        {
            "id": "i1",
            "type": "industrial_accident",
            "title": "Crane falls into the dock",
            "background": False,
            "evidence": [{"sentence": 1, "quote": "A crane fell into the dock at Wenmouth"}],
        }
    ]
}


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "crane.txt").write_text(ARTICLE)
    return tmp_path


@pytest.fixture
def server():
    with Server(lambda request, number: FALL) as one:
        yield one


def live(server):
    return ["--base-url", server.base_url, "--model", "m"]


def in_shell(line, server, cwd):
    """Run `line`, in which $S stands for the command and $L for the flags of the server."""
    environment = os.environ | {"S": COMMAND, "L": " ".join(live(server))}
    return subprocess.run(["sh", "-c", line], cwd=cwd, env=environment, capture_output=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("flags", "code"),
    [
        (["-o", "no/such/brief.md"], 73),
        (["-o", "folder.md"], 73),
        (["-o", "brief.docx"], 2),
        (["--record", "crane.txt"], 73),
        (["--record", "crane.txt/kept"], 73),
    ],
)
def test_what_cannot_be_written_is_told_before_the_model_is_asked(desk, server, flags, code):
    (desk / "folder.md").mkdir()
    done = run("brief", "crane.txt", *live(server), *flags, cwd=desk)
    assert (done.returncode, done.stdout, server.seen) == (code, b"", [])
    assert flags[-1] in complaints(done)[-1]
    assert code == 2 or len(complaints(done)) == 1
    assert sorted(path.name for path in desk.iterdir()) == ["crane.txt", "folder.md"]


def test_a_run_that_fails_leaves_an_earlier_brief_as_it_was(desk):
    (desk / "brief.md").write_text("yesterday's")
    with Server(lambda request, number: Reply(error("no"), 401)) as server:
        run("brief", "crane.txt", *live(server), "-o", "brief.md", cwd=desk)
    assert (desk / "brief.md").read_text() == "yesterday's"
    assert sorted(path.name for path in desk.iterdir()) == ["brief.md", "crane.txt"]


def test_a_pipe_is_written_into_and_stays_a_pipe(desk, server):
    os.mkfifo(desk / "pipe.md")
    reader = subprocess.Popen(["cat", desk / "pipe.md"], stdout=subprocess.PIPE)
    done = run("brief", "crane.txt", *live(server), "-o", "pipe.md", cwd=desk)
    told = reader.communicate(timeout=30)[0]
    assert (done.returncode, (desk / "pipe.md").is_fifo()) == (0, True)
    assert b"Crane falls into the dock" in told


def test_standard_output_may_be_named_as_a_file(desk, server):
    # Not /dev/stdout or /dev/null: where this failed, they would be gone from the machine.
    done = run("brief", "crane.txt", *live(server), "--format", "md", "-o", "/dev/fd/1", cwd=desk)
    assert done.returncode == 0
    assert b"Crane falls into the dock" in done.stdout


@pytest.mark.parametrize(
    ("line", "code"), [("$S brief crane.txt $L >/dev/full", 73), ("$S brief crane.txt $L >&-", 73)]
)
def test_standard_output_that_takes_nothing_is_one_line(desk, server, line, code):
    done = in_shell(line, server, desk)
    assert done.returncode == code
    assert len(complaints(done)) == 1
    assert "standard output" in complaints(done)[0]


@pytest.mark.parametrize("closed", ["<&-", "2>&-"])
def test_standard_input_or_error_may_be_closed(desk, server, closed):
    done = in_shell(f"$S brief crane.txt $L {closed}", server, desk)
    assert done.returncode == 0
    assert b"Crane falls into the dock" in done.stdout


def test_standard_input_that_is_closed_holds_no_article(desk, server):
    done = in_shell("$S brief - $L <&-", server, desk)
    assert done.returncode == 65
    assert len(complaints(done)) == 1


def test_standard_input_named_twice_is_one_article(desk, server):
    done = run("brief", "-", "-", *live(server), cwd=desk, stdin=ARTICLE.encode())
    assert (done.returncode, len(server.seen)) == (0, 1)


def test_one_file_under_many_names_is_one_article(desk, server):
    (desk / "link.txt").symlink_to("crane.txt")
    done = run("brief", "crane.txt", "./crane.txt", desk / "crane.txt", "*.txt", ".", *live(server), cwd=desk)
    assert (done.returncode, len(server.seen)) == (0, 1)
    assert b"same bytes" not in done.stdout


def test_a_file_that_is_called_dash_is_read_when_it_is_given_with_its_folder(desk, server):
    (desk / "crane.txt").rename(desk / "-")
    done = run("brief", "./-", *live(server), "--format", "json", "-o", "brief.json", cwd=desk)
    assert done.returncode == 0
    assert {one["path"] for one in json.loads((desk / "brief.json").read_bytes())["citations"]} == {"./-"}
    assert run("verify", "brief.json", cwd=desk).returncode == 0


@pytest.mark.parametrize("form", ["brief", "extract"])
def test_ctrl_c_in_a_live_run_is_one_line_beside_the_counts_and_its_own_code_and_keeps_what_was_answered(desk, form):
    (desk / "second.txt").write_text(ARTICLE.replace("crane", "gantry"))

    def slow_for_the_second(request, number):
        if "gantry" in request["messages"][1]["content"]:
            time.sleep(20)
        return FALL

    with Server(slow_for_the_second) as server:
        command = [COMMAND, form, ".", *live(server), "--record", "kept", "-o", "out.md"]
        process = subprocess.Popen(command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        until = time.monotonic() + 30
        while time.monotonic() < until and not list((desk / "kept").glob("read_article*")):
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=15)
    assert (process.returncode, out) == (130, b"")
    spent, stopped = told.decode().splitlines()
    assert spent.startswith(f"{COUNTS}1, ")
    assert stopped == "summariser: stopped; give the same command to go on"
    assert [path.name.split(".")[0] for path in (desk / "kept").iterdir()] == ["read_article"]
    assert not (desk / "out.md").exists()


@pytest.mark.parametrize("jobs", ["0", "-1", "many", "257"])
def test_an_impossible_number_of_jobs_is_a_usage_error(desk, server, jobs):
    done = run("brief", "crane.txt", *live(server), "--jobs", jobs, cwd=desk)
    assert (done.returncode, server.seen) == (2, [])


@pytest.mark.parametrize("path", ["/dev/zero", "pipe.txt", "folder.txt"])
def test_a_brief_made_by_others_cannot_make_verify_read_without_end(desk, server, path):
    os.mkfifo(desk / "pipe.txt")
    (desk / "folder.txt").mkdir()
    run("brief", "crane.txt", *live(server), "-o", "brief.json", cwd=desk)
    told = (desk / "brief.json").read_text().replace("crane.txt", path)
    (desk / "brief.json").write_text(told)
    done = run("verify", "brief.json", cwd=desk)
    assert done.returncode == 1
    assert b"the file is not there" in done.stdout


def test_verify_writes_utf_8_whatever_the_locale(desk, server):
    run("brief", "crane.txt", *live(server), "-o", "brief.json", cwd=desk)
    (desk / "crane.txt").write_text("Nichts – gar nichts.\n")
    done = run("verify", "brief.json", cwd=desk, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (1, b"")
    assert "the words at 0–38 read" in done.stdout.decode()
