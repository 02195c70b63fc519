"""The command line as a user meets it: what each command prints, and what bad input gets."""

import json
import os
import re
import shutil
import subprocess
import sys

import jsonschema
import pytest

from tests.command import COMMAND, ROOT, complaints, run
from tests.servers import Reply, Server, error, unused_port

EMBASSY = ROOT / "fixtures" / "embassy"
ARTICLE = "A ferry ran aground near Port Ellery on 4 May 2031. Nobody was hurt.\n"
NOTHING_READ = {"actors": [], "incidents": []}
GROUNDING = {
    "actors": [],
    "incidents": [
        {
            "id": "i1",
            "type": "transport_accident",
            "title": "Ferry aground near Port Ellery",
            "background": False,
            "evidence": [{"sentence": 1, "quote": "A ferry ran aground near Port Ellery"}],
        }
    ],
}


@pytest.fixture
def embassy(tmp_path):
    """A copy of the fixture, its folder the current one, as a user would stand in it."""
    shutil.copytree(EMBASSY, tmp_path / "embassy")
    return tmp_path / "embassy"


@pytest.fixture
def desk(tmp_path):
    """A folder with one article."""
    (tmp_path / "ferry.txt").write_text(ARTICLE)
    return tmp_path


def test_brief_from_recordings_is_the_expected_one_without_network_or_key(embassy):
    done = run("brief", "articles", "--replay", "recordings", "--strict", cwd=embassy, network=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (EMBASSY / "expected" / "brief.md").read_bytes()


def test_flood_brief_from_recordings_is_the_expected_one():
    flood = ROOT / "fixtures" / "flood"
    done = run("brief", "articles", "--replay", "recordings", "--strict", "--format", "json", cwd=flood)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (flood / "expected" / "brief.json").read_bytes()


def test_the_network_guard_of_these_tests_does_stop_a_process_that_uses_it(desk):
    with Server(lambda request, number: GROUNDING) as server:
        options = ["--base-url", server.base_url, "--model", "m"]
        guarded = run("brief", "ferry.txt", *options, cwd=desk, network=False)
        free = run("brief", "ferry.txt", *options, cwd=desk)
    assert (guarded.returncode == 0, free.returncode) == (False, 0)
    assert len(server.seen) == 1


def test_order_of_the_articles_does_not_change_a_byte(embassy):
    articles = sorted(path.relative_to(embassy) for path in (embassy / "articles").iterdir())
    orders = articles, articles[::-1], articles[2:] + articles[:2], [articles[0], "articles"]
    outputs = [
        run("brief", *order, "--replay", "recordings", "--format", "json", "--quiet", cwd=embassy).stdout
        for order in orders
    ]
    assert len(set(outputs)) == 1
    assert json.loads(outputs[0])["incidents"]


def test_number_of_jobs_does_not_change_a_byte(embassy):
    outputs = {
        run("brief", "articles", "--replay", "recordings", "--jobs", jobs, cwd=embassy).stdout for jobs in (1, 3, 8)
    }
    assert len(outputs) == 1


def test_demo_needs_nothing_and_names_its_articles_as_they_stand_in_the_fixture(tmp_path):
    done = run("demo", cwd=tmp_path, network=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (EMBASSY / "expected" / "brief.md").read_bytes()


def test_suffix_of_the_output_chooses_the_format(embassy):
    run("brief", "articles", "--replay", "recordings", "-o", "out.json", cwd=embassy)
    run("brief", "articles", "--replay", "recordings", "-o", "out.md", cwd=embassy)
    assert json.loads((embassy / "out.json").read_bytes())["bottom_line"]
    assert (embassy / "out.md").read_bytes() == (EMBASSY / "expected" / "brief.md").read_bytes()


def test_links_lead_to_the_articles_from_where_the_brief_lies(embassy):
    (embassy / "out" / "deep").mkdir(parents=True)
    run("brief", "articles", "--replay", "recordings", "-o", "out/deep/brief.md", cwd=embassy)
    text = (embassy / "out" / "deep" / "brief.md").read_text()
    targets = set(re.findall(r"\]\(<([^#>]+)#L", text))
    assert len(targets) == 5
    assert all((embassy / "out" / "deep" / target).is_file() for target in targets)


def test_suffix_that_names_no_format_is_a_usage_error(embassy):
    done = run("brief", "articles", "--replay", "recordings", "-o", "out.docx", cwd=embassy)
    assert done.returncode == 2
    assert b"--format" in done.stderr
    assert not (embassy / "out.docx").exists()


def test_output_that_cannot_be_written_is_one_line_and_its_own_code(embassy):
    done = run("brief", "articles", "--replay", "recordings", "-o", "no/such/folder.md", cwd=embassy)
    assert done.returncode == 73
    assert len(complaints(done)) == 1
    assert "no/such/folder.md" in complaints(done)[0]


@pytest.mark.parametrize("command", ["brief", "extract"])
def test_output_never_replaces_an_article_and_nothing_is_asked(desk, command):
    (desk / "ferry.txt").rename(desk / "ferry.md")
    with Server(lambda request, number: GROUNDING) as server:
        options = ["--base-url", server.base_url, "--model", "m", "-o", "./ferry.md"]
        done = run(command, "ferry.md", *options, cwd=desk)
    assert (done.returncode, server.seen) == (73, [])
    assert len(complaints(done)) == 1
    assert (desk / "ferry.md").read_text() == ARTICLE


def test_output_replaces_a_link_instead_of_following_it(embassy):
    (embassy / "precious.md").write_text("mine")
    (embassy / "out.md").symlink_to("precious.md")
    run("brief", "articles", "--replay", "recordings", "-o", "out.md", cwd=embassy)
    assert (embassy / "precious.md").read_text() == "mine"
    assert not (embassy / "out.md").is_symlink()


def test_extract_gives_one_reading_a_line_that_fits_its_schema(embassy):
    done = run("extract", "articles", "--replay", "recordings", cwd=embassy)
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    schema = json.loads(run("schema", "reading", cwd=embassy).stdout)
    assert done.returncode == 0
    assert len(readings) == len(list((embassy / "articles").iterdir()))
    for reading in readings:
        jsonschema.validate(reading, schema)


def test_brief_in_json_fits_its_schema(embassy):
    brief = json.loads((EMBASSY / "expected" / "brief.json").read_bytes())
    jsonschema.validate(brief, json.loads(run("schema", "brief", cwd=embassy).stdout))


@pytest.mark.parametrize("name", ["draft", "reading", "brief", "digest"])
def test_schemas_in_the_repository_are_those_of_the_code(name):
    assert run("schema", name, cwd=ROOT).stdout == (ROOT / "schemas" / f"{name}.json").read_bytes()


def test_verify_passes_on_untouched_files_and_names_each_citation_of_a_changed_one(embassy):
    run("brief", "articles", "--replay", "recordings", "-o", "brief.json", cwd=embassy)
    untouched = run("verify", "brief.json", cwd=embassy)
    assert untouched.returncode == 0
    victim = embassy / "articles" / "vi-2024-02.txt"
    victim.write_text(victim.read_text().replace("7.2", "9.2"))
    changed = run("verify", "brief.json", cwd=embassy)
    lines = changed.stdout.decode().splitlines()
    brief = json.loads((embassy / "brief.json").read_bytes())
    cited = [one for one in brief["citations"] if one["path"] == "articles/vi-2024-02.txt"]
    assert changed.returncode == 1
    assert len(lines) == len(cited) + 1
    assert all("articles/vi-2024-02.txt" in line for line in lines[:-1])
    assert f"{len(cited)} do not" in lines[-1]


def test_verify_finds_the_files_beside_the_brief_from_another_folder(embassy, tmp_path):
    run("brief", "articles", "--replay", "recordings", "-o", "brief.json", cwd=embassy)
    assert run("verify", embassy / "brief.json", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(("content", "code"), [(None, 66), ("{}", 65), ("no json", 65)])
def test_verify_of_what_is_no_brief_is_one_line(desk, content, code):
    if content is not None:
        (desk / "brief.json").write_text(content)
    done = run("verify", "brief.json", cwd=desk)
    assert done.returncode == code
    assert len(complaints(done)) == 1
    assert "brief.json" in complaints(done)[0]


def test_live_run_records_and_its_replay_gives_the_same_bytes(desk):
    with Server(lambda request, number: GROUNDING) as server:
        options = ["--base-url", server.base_url, "--model", "m", "--record", "kept"]
        live = run("extract", "ferry.txt", *options, cwd=desk, OPENAI_API_KEY="sk-sentinel")
    replayed = run("extract", "ferry.txt", "--replay", "kept", cwd=desk, network=False)
    assert live.returncode == replayed.returncode == 0
    assert live.stdout == replayed.stdout
    assert b"Ferry aground" in live.stdout
    assert all(b"sk-sentinel" not in path.read_bytes() for path in (desk / "kept").iterdir())


def test_article_from_standard_input_is_read_and_cited(desk):
    with Server(lambda request, number: GROUNDING) as server:
        options = ["--base-url", server.base_url, "--model", "m", "--format", "json"]
        done = run("brief", "-", *options, cwd=desk, stdin=ARTICLE.encode())
    assert done.returncode == 0
    assert json.loads(done.stdout)["citations"][0]["path"] == "-"


def test_path_that_does_not_exist_is_one_line_and_the_rest_is_done(desk):
    with Server(lambda request, number: GROUNDING) as server:
        options = ["--base-url", server.base_url, "--model", "m"]
        done = run("brief", "ferry.txt", "gone.txt", *options, cwd=desk)
    assert done.returncode == 3
    assert len(complaints(done)) == 1
    assert "gone.txt" in complaints(done)[0]
    assert b"Ferry aground" in done.stdout
    assert b"gone.txt" in done.stdout


def test_empty_article_is_one_line_no_request_and_the_rest_is_done(desk):
    (desk / "empty.txt").write_text(" \n")
    with Server(lambda request, number: GROUNDING) as server:
        done = run("brief", ".", "--base-url", server.base_url, "--model", "m", cwd=desk)
    assert done.returncode == 3
    assert len(server.seen) == 1
    assert len(complaints(done)) == 1
    assert "empty.txt" in complaints(done)[0]


@pytest.mark.parametrize(("path", "code"), [("gone.txt", 66), ("no/*.txt", 66), ("folder", 66), ("empty.txt", 65)])
def test_nothing_to_read_is_one_line_and_no_brief(tmp_path, path, code):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").touch()
    done = run("brief", path, "--base-url", "http://127.0.0.1:9/v1", "--model", "m", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, b"")
    assert len(complaints(done)) == 1
    assert path in complaints(done)[0]


def test_missing_recording_names_the_article_and_the_flag_that_records_it(desk):
    (desk / "kept").mkdir()
    done = run("brief", "ferry.txt", "--replay", "kept", cwd=desk)
    assert (done.returncode, done.stdout) == (78, b"")
    assert len(complaints(done)) == 1
    assert "ferry.txt" in complaints(done)[0]
    assert "--record" in complaints(done)[0]


def test_one_missing_recording_costs_its_article_only(embassy):
    victim = next(path for path in sorted((embassy / "recordings").iterdir()) if path.stem.endswith(".1"))
    sha = json.loads(victim.read_bytes())["article"]["sha256"]
    for path in (embassy / "recordings").glob(f"*{sha[:16]}*"):
        path.unlink()
    done = run("brief", "articles", "--replay", "recordings", cwd=embassy)
    assert done.returncode == 3
    assert len(complaints(done)) == 1
    assert b"## " in done.stdout


def test_answer_that_never_fits_is_one_line_that_names_the_article(desk):
    (desk / "second.txt").write_text("A second ferry ran aground. Nobody knows why.\n")

    def script(request, number):
        return {"wrong": 1} if "second ferry" in request["messages"][1]["content"] else GROUNDING

    with Server(script) as server:
        done = run("brief", ".", "--base-url", server.base_url, "--model", "m", cwd=desk)
    assert done.returncode == 3
    assert len(complaints(done)) == 1
    assert "second.txt" in complaints(done)[0]
    assert b"Ferry aground" in done.stdout


def test_server_that_is_not_there_is_one_line_however_many_articles(desk):
    (desk / "second.txt").write_text("A second ferry ran aground. Nobody knows why.\n")
    done = run("brief", ".", "--base-url", f"http://127.0.0.1:{unused_port()}/v1", "--model", "m", cwd=desk)
    assert (done.returncode, done.stdout) == (69, b"")
    assert len(complaints(done)) == 1
    assert "--base-url" in complaints(done)[0]


def test_refused_key_ends_the_whole_run_with_one_line(desk):
    for number in range(20):
        (desk / f"{number}.txt").write_text(f"Ferry number {number} ran aground. Nobody knows why.\n")
    with Server(lambda request, number: Reply(error("no", "invalid_api_key"), 401)) as server:
        options = ["--base-url", server.base_url, "--model", "m", "--jobs", "1"]
        done = run("brief", ".", *options, cwd=desk, OPENAI_API_KEY="sk-sentinel")
    assert (done.returncode, done.stdout) == (78, b"")
    assert len(server.seen) == 1
    assert len(complaints(done)) == 1
    assert b"sk-sentinel" not in done.stderr


def test_without_key_server_or_recordings_the_line_says_what_to_give(desk):
    done = run("brief", "ferry.txt", cwd=desk)
    assert done.returncode == 78
    assert len(complaints(done)) == 1
    assert "OPENAI_API_KEY" in complaints(done)[0]
    assert "--replay" in complaints(done)[0]


def test_recording_and_replaying_at_once_is_a_usage_error(desk):
    done = run("brief", "ferry.txt", "--record", "a", "--replay", "b", cwd=desk)
    assert done.returncode == 2


def test_recordings_of_another_prompt_are_told_of_and_refused_under_strict(embassy):
    for path in (embassy / "recordings").iterdir():
        told = json.loads(path.read_bytes())
        told["prompt"]["sha256"] = "0" * 64
        path.write_text(json.dumps(told))
    lax = run("brief", "articles", "--replay", "recordings", cwd=embassy)
    strict = run("brief", "articles", "--replay", "recordings", "--strict", cwd=embassy)
    assert lax.returncode == 0
    assert len(complaints(lax)) == 1
    assert "another prompt" in complaints(lax)[0]
    assert (strict.returncode, strict.stdout) == (78, b"")


def test_same_bytes_twice_are_read_once_and_the_result_is_whole(desk):
    shutil.copy(desk / "ferry.txt", desk / "copy.txt")
    with Server(lambda request, number: GROUNDING) as server:
        done = run("brief", ".", "--base-url", server.base_url, "--model", "m", cwd=desk)
    assert done.returncode == 0
    assert len(server.seen) == 1
    assert b"copy.txt" in done.stdout


def test_quiet_leaves_out_notes_but_not_errors(embassy):
    for path in (embassy / "recordings").iterdir():
        told = json.loads(path.read_bytes())
        told["prompt"]["sha256"] = "0" * 64
        path.write_text(json.dumps(told))
    done = run("brief", "articles", "gone.txt", "--replay", "recordings", "--quiet", cwd=embassy)
    assert done.returncode == 3
    assert len(complaints(done)) == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_output_to_a_pipe_is_utf_8_whatever_the_locale(embassy, encoding):
    done = run("brief", "articles", "--replay", "recordings", cwd=embassy, PYTHONIOENCODING=encoding, LC_ALL="C")
    assert done.returncode == 0
    assert done.stdout == (EMBASSY / "expected" / "brief.md").read_bytes()


def test_reader_that_goes_away_is_no_error(embassy):
    with subprocess.Popen([COMMAND, "demo"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=embassy) as process:
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (0, b"")


def test_help_loads_nothing_heavy():
    script = "import sys, summariser.cli; print(sorted({'openai','instructor','pydantic','rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=os.environ)
    assert done.stdout.strip() == b"[]"


def test_help_names_every_command(tmp_path):
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert all(name in done.stdout for name in (b"brief", b"extract", b"verify", b"evaluate", b"schema", b"demo"))
