"""What a run shows on a terminal while it goes on: a real one, of the pseudo kind."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
import threading
import time

import pytest

from tests.command import COMMAND, COUNTS, cache_of
from tests.servers import Reply, Server, completion

ARTICLES = 6
PRICES = '[[price]]\nmodels = ["m-*"]\ncurrency = "EUR"\ninput = 20\noutput = 100\n'


@pytest.fixture
def desk(tmp_path):
    for number in range(1, ARTICLES + 1):
        (tmp_path / f"{number}.txt").write_text(f"Ferry number {number} ran aground.\n")
    (tmp_path / "own.toml").write_text(PRICES)
    return tmp_path


def slow(request, _number):
    """Answer after a moment, and never well about the second article."""
    time.sleep(0.3)
    bad = "Ferry number 2" in request["messages"][1]["content"]
    return Reply(completion(request, "{" if bad else {}, usage=(1_000, 50)))


def on_a_terminal(desk, *arguments, columns=160):
    """Run the command with standard error on a terminal; give its exit code and all that it wrote there."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = os.environ | {"SUMMARISER_CACHE": str(cache_of(desk)), "TERM": "xterm"}
    shown = bytearray()

    def watch():
        while True:
            try:
                told = os.read(ours, 4096)
            except OSError:  # how Linux says that nobody has the terminal open any more
                return
            if not told:
                return
            shown.extend(told)

    process = subprocess.Popen(
        [COMMAND, *arguments], cwd=desk, env=environment, stdin=its, stdout=subprocess.PIPE, stderr=its
    )
    os.close(its)
    watching = threading.Thread(target=watch)
    watching.start()
    process.communicate(timeout=90)
    watching.join(timeout=10)
    os.close(ours)
    return process.returncode, shown.decode()


def test_bar_on_a_terminal_shows_articles_done_and_failed_tokens_cost_and_the_time_left(desk):
    with Server(slow) as server:
        code, shown = on_a_terminal(
            desk, "extract", ".", "--base-url", server.base_url, "--model", "m", "--jobs", "2", "--prices", "own.toml"
        )
    assert code == 3
    states = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", state) for state in re.split(r"[\r\n]+", shown)]
    bars = [state for state in states if state.startswith("reading ")]
    assert {f"{done}/{ARTICLES}" for done in (1, ARTICLES - 1)} <= set(re.findall(r"\d/\d", " ".join(bars)))
    assert any(re.search(r"[3-6]/6 1 failed, [4-8],\d{3} tokens, cost: 0\.\d+ EUR 0:00:0\d", bar) for bar in bars), (
        bars[-3:]
    )
    assert "\x1b[?25h" in shown.rpartition("\x1b[?25l")[2]  # the cursor is back
    assert any(state.startswith(COUNTS) for state in states)


def test_quiet_run_draws_nothing_on_a_terminal(desk):
    with Server(slow) as server:
        code, shown = on_a_terminal(desk, "extract", "1.txt", "--base-url", server.base_url, "--model", "m", "--quiet")
    assert (code, shown) == (0, "")
