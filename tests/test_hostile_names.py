"""Files whose names are attacks, and things that only look like files: each is read or named, none stops the run."""

import json
import os
import re

import pytest
from markdown_it import MarkdownIt

from summariser.core.render import as_terminal
from summariser.nouns.brief import Brief
from tests.command import complaints, run
from tests.servers import Server

NAMES = [
    b"-rf.txt", b"--output=x.txt", b" lead.txt", b"trail .txt", b"two\nlines.txt", b"tab\there.txt", b"back\rhere.txt",
    b"esc\x1b[31m.txt", b"title\x1b]0;owned\x07.txt", b"c1\xc2\x9b31m.txt", b"<img src=x onerror=alert(1)>.txt",
    b"\"double' single.txt", b"[b]rich[red].txt", b"![x](http:gull.invalid).txt", b"a|b`c*d_e#f.txt", b"$(id).txt",
    b"%s%n.txt", b"{{7*7}}{0}.txt", b"=cmd.txt", b"star*.txt", b"what?.txt", b"[abc].txt", b"a\\b.txt", b"~home.txt",
    b"http:gull.invalid.txt", "\u202egnp.txt".encode(), "\u2066in\u2069.txt".encode(), "tag\U000e0041.txt".encode(),
    "zero\u200bwidth.txt".encode(), "مقال.txt".encode(), "新聞.txt".encode(), "caf\u00e9.txt".encode(),
    "cafe\u0301.txt".encode(), b"not-\xff\xfe-utf8.txt", b"literal\\udcff.txt", b"1. list.txt", b"x" * 250 + b".txt",
    b"UPPER.TXT", b"line\xe2\x80\xa8sep.txt",
]  # fmt: skip
UNREAD = {"up", "pipe.txt", "zero.txt", "loop.txt", "nowhere.txt", "out.txt", "huge.txt", "noise.txt"}
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066\u2067\u206a-\u206f\U000e0000-\U000e007f]")
QUOTE = "A kiln burst in the pottery"


def burst(request, number):
    evidence = [{"sentence": 1, "quote": QUOTE}]
    return {
        "incidents": [
            {"id": "i1", "type": "fire", "title": "Kiln bursts", "background": False, "evidence": evidence},
            {"id": "i1", "type": "fire", "title": "Twice", "background": False, "evidence": evidence},
        ]
    }


def fill(folder):
    for at, name in enumerate(NAMES):
        (folder / os.fsdecode(name)).write_bytes(f"{QUOTE} number {at}. Nobody was near.\n".encode())
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "round").symlink_to(".")
    (folder / "up").symlink_to("..")
    (folder / "nowhere.txt").symlink_to("gone.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(3_000_000)  # zeros that take no room on the disk
    (folder / "noise.txt").write_bytes(bytes(range(256)) * 8)


class Runs:
    def __init__(self, desk):
        self.desk, self.folder = desk, desk / "in"
        self.folder.mkdir()
        fill(self.folder)
        with Server(burst) as server:
            flags = ["--base-url", server.base_url, "--model", "m", "--record", "kept", "-o", "brief.json"]
            self.live = run("brief", "in", *flags, cwd=desk)
        self.json = (desk / "brief.json").read_bytes()
        self.brief = Brief.model_validate_json(self.json)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    return Runs(tmp_path_factory.mktemp("names"))


def test_every_name_is_read_and_everything_else_is_named_with_its_reason(runs):
    assert runs.live.returncode == 3
    assert len(runs.brief.sources) == len(NAMES)
    assert {one.path.removeprefix("in/") for one in runs.brief.failures} == UNREAD
    assert len(complaints(runs.live)) == len(runs.brief.failures)


def test_verify_finds_every_file_again(runs):
    done = run("verify", "brief.json", cwd=runs.desk)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_broken_citation_of_a_hostile_name_is_one_line(runs, tmp_path):
    done = run("verify", runs.desk / "brief.json", cwd=tmp_path)
    moved = json.loads(runs.json)
    (tmp_path / "brief.json").write_text(json.dumps(moved))
    gone = run("verify", "brief.json", cwd=tmp_path)
    assert done.returncode == 0
    assert gone.returncode == 1
    assert len(gone.stdout.decode().splitlines()) == len(runs.brief.citations) + 1
    assert not STEERING.search(gone.stdout.decode())


def test_no_name_steers_a_screen_or_becomes_markup(runs):
    markdown = run("brief", "in", "--replay", "kept", cwd=runs.desk, network=False)
    for told in (runs.live.stderr, markdown.stderr, markdown.stdout, runs.json):
        assert not STEERING.search(told.decode())
    assert not STEERING.search(as_terminal(runs.brief, 80, colour=False))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown.stdout.decode())
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in [*tokens, *inline]}
    assert not kinds & {"html_block", "html_inline", "image", "code_inline", "table_open", "hr", "fence"}
    assert all(child.attrs["href"].startswith("in/") for child in inline if child.type == "link_open")


def test_a_hostile_name_in_a_complaint_is_one_line_and_the_brief_names_it_once(tmp_path):
    name = b"esc\x1b[31m\ntwo \xff.txt"
    (tmp_path / os.fsdecode(name)).write_bytes(b"A kiln burst in the pottery.\n")
    (tmp_path / "good.txt").write_text("A kiln burst in the pottery. Nobody was near.\n")

    def script(request, number):
        return burst(request, number) if "Nobody" in request["messages"][1]["content"] else {"wrong": 1}

    with Server(script) as server:
        done = run("brief", ".", "--base-url", server.base_url, "--model", "m", cwd=tmp_path)
        missing = run("brief", ".", "--replay", "none", cwd=tmp_path)
    assert (done.returncode, missing.returncode) == (3, 78)
    assert (len(complaints(done)), len(complaints(missing))) == (1, 2)
    assert b"\x1b" not in done.stderr + missing.stderr + done.stdout
    (line,) = (line for line in done.stdout.decode().splitlines() if "no valid answer" in line)
    assert line.count("esc") == 1


def test_a_name_with_a_pattern_in_it_is_that_file(runs):
    done = run("extract", "in/star*.txt", "in/[abc].txt", "in/what?.txt", "--replay", "kept", cwd=runs.desk)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
