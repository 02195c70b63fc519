"""summariser.toml: what it may say, how it is refused, and what stands above and below it."""

import json
from datetime import time
from pathlib import Path

import pytest

from summariser.edges.config import flags, load_config
from summariser.nouns.config import Config, DigestConfig, SourceConfig
from summariser.nouns.problems import Misconfigured
from tests.command import ROOT, complaints, run
from tests.servers import Server

DIGEST = '[digest]\nzone = "Europe/Berlin"\n'


def config(folder, text):
    file = folder / "summariser.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(file)


def refused(folder, text):
    with pytest.raises(Misconfigured) as problem:
        config(folder, text)
    line = str(problem.value)
    assert line.startswith(f"{folder}/summariser.toml: ")
    assert "\n" not in line
    assert problem.value.exit_code == 78
    return line.removeprefix(f"{folder}/summariser.toml: ")


def source(*lines):
    return "\n".join([*DIGEST.splitlines(), "[[sources]]", 'name = "Desk"', *lines])


def test_an_empty_file_says_nothing(tmp_path):
    assert config(tmp_path, "") == Config()
    assert flags(Config()) == {}


def test_relative_paths_are_those_of_the_file_and_not_of_the_current_folder(tmp_path):
    text = """
        prices = "prices.toml"
        aliases = "/etc/aliases.toml"
        [digest]
        zone = "Asia/Kathmandu"
        archive = "desk/archive.sqlite"
        files = {folder = "out"}
        atom = {file = "../feed.atom", address = "https://desk.example/"}
        [[sources]]
        name = "Wire"
        folder = "wire"
        [[sources]]
        name = "Mail"
        mail = "box.mbox"
    """
    found = config(tmp_path, text)
    assert (found.prices, found.aliases) == (tmp_path / "prices.toml", Path("/etc/aliases.toml"))
    assert found.digest.archive == str(tmp_path / "desk/archive.sqlite")
    assert (found.digest.files.folder, found.digest.atom.file) == (tmp_path / "out", tmp_path / "../feed.atom")
    assert (found.sources[0].folder, found.sources[1].mail) == (tmp_path / "wire", tmp_path / "box.mbox")


def test_a_tilde_is_the_home(tmp_path):
    assert config(tmp_path, 'prices = "~/prices.toml"').prices == Path.home() / "prices.toml"


def test_the_address_of_an_archive_is_no_path(tmp_path):
    found = config(tmp_path, DIGEST + 'archive = "postgresql://db.example/desk"')
    assert found.digest.archive == "postgresql://db.example/desk"


@pytest.mark.parametrize("at", ['"06:30"', '"06:30:00"', "06:30:00"])
def test_the_end_of_a_day_is_a_time_of_the_clock_quoted_or_not(tmp_path, at):
    assert config(tmp_path, f"{DIGEST}at = {at}").digest.at == time(6, 30)


def test_what_is_not_said_of_the_digest_is_six_in_the_morning_and_four_articles_of_five(tmp_path):
    found = config(tmp_path, DIGEST).digest
    assert (found.at, found.min_success, found.log_format) == (time(6), 0.8, "text")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("modle = 'm'", "modle: no such setting; there can be: model, base_url, mode, jobs, "),
        ("[digest]\nzoen = 'UTC'\nzone = 'UTC'", "[digest] zoen: no such setting; there can be: zone, at, "),
        (DIGEST + "eml.form = 1", "[digest.eml] from: is missing; add it"),
        (
            DIGEST + "eml = {from = 'a@desk.example', to = ['b@desk.example'], folder = 'f', port = 25}",
            "[digest.eml] port: no such setting; there can be: from, to, folder",
        ),
        ("[digest]\nat = '06:00'", "[digest] zone: is missing; add it"),
        ("[digest]\nzone = 'Berlin'", "[digest] zone: no time zone of the IANA list; it looks like Europe/Berlin"),
        ("[digest]\nzone = '../UTC'", "[digest] zone: no time zone"),
        ("[digest]\nzone = 'Europe'", "[digest] zone: no time zone"),
        (DIGEST + "at = '25:00'", "[digest] at: "),
        (DIGEST + "at = '06:00+02:00'", "[digest] at: a time with an offset; give the time alone"),
        (DIGEST + "min_success = 80", "[digest] min_success: should be less than or equal to 1"),
        (DIGEST + "min_success = '0.8'", "[digest] min_success: should be a valid number"),
        (DIGEST + "min_success = nan", "[digest] min_success: "),
        (DIGEST + "log_format = 'xml'", "[digest] log_format: should be 'text' or 'json'"),
        ("jobs = '8'", "jobs: should be a valid integer"),
        ("jobs = true", "jobs: should be a valid integer"),
        ("jobs = 0", "jobs: should be greater than or equal to 1"),
        ("mode = 'xml'", "mode: should be 'tools', 'json-schema', 'json' or 'markdown-json'"),
        ("model = 5", "model: should be a valid string"),
        ("sources = {name = 'a'}", "sources: is a list of tables; write [[sources]]"),
        (source(), "[[sources]] 1: give exactly one of folder, mail, feed and url"),
        (source("folder = 'a'", "mail = 'b'"), "[[sources]] 1: give exactly one of folder, mail, feed and url"),
        (source("folder = 'a'", "reliability = 'G'"), "[[sources]] 1, reliability: should be 'A', 'B', 'C', "),
        (source("folder = 'a'", "language = 'German'"), "[[sources]] 1, language: "),
        (source("folder = 'a'", "grade = 'A'"), "[[sources]] 1, grade: no such setting; there can be: name, "),
        (source("feed = 'feed.xml'"), "[[sources]] 1, feed: no address; it looks like https://example.org/feed.xml"),
        (source("url = 'file:///etc/passwd'"), "[[sources]] 1, url: no address"),
        (source("url = 'https://desk:secret@news.example/'"), "[[sources]] 1, url: an address with a name or password"),
        (source("folder = 'a'", "[[sources]]", "name = 'Desk'", "mail = 'b'"), "2 [[sources]] are named 'Desk'; give "),
        ("model = ", "not TOML ("),
        ("a = " + "[" * 5000, "not TOML ("),
        (b"model = '\xff'", "the settings are not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_line_that_names_its_place_and_what_can(tmp_path, text, line):
    assert refused(tmp_path, text).startswith(line)


@pytest.mark.parametrize(
    "text",
    [
        "api_key = 'k-sentinel'",
        "OPENAI_API_KEY = 'k-sentinel'",
        DIGEST + "password = 'k-sentinel'",
        source("folder = 'a'", "token = 'k-sentinel'"),
    ],
)  # fmt: skip
def test_a_key_in_the_file_is_refused_and_not_shown(tmp_path, text):
    line = refused(tmp_path, text)
    assert "keys and passwords stand in no file; take it out and set OPENAI_API_KEY" in line
    assert "sentinel" not in line


@pytest.mark.parametrize(
    "told", ["desk", "Desk <", "", "@", "a@b.example\\nX: y", "a@ü.example", "a@b.example, c@d.example", "Desk <desk>"]
)
def test_what_is_no_mail_address_is_refused_before_anything_is_paid_for(tmp_path, told):
    for mail in (f'from = "{told}"\nto = ["a@b.example"]', f'from = "a@b.example"\nto = ["c@d.example", "{told}"]'):
        line = refused(tmp_path, f'{DIGEST}[digest.eml]\nfolder = "outbox"\n{mail}')
        assert line.startswith("[digest.eml] ")
        assert "no mail address; it looks like Desk <desk@example.org>" in line


@pytest.mark.parametrize("told", ["a@b.example", "Desk <a@b.example>", "Größe <a@b.example>", "Desk of the Quay <a@b>"])
def test_a_mail_address_has_a_name_or_none(tmp_path, told):
    found = config(tmp_path, f'{DIGEST}[digest.eml]\nfolder = "o"\nfrom = "{told}"\nto = ["{told}"]')
    assert (found.digest.eml.sender,) == found.digest.eml.to


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://desk:k-sentinel@db.example/desk",
        "postgresql://desk:k@sentinel@db.example/desk",
        "postgresql://desk@db.example/desk?password=k-sentinel",
        "postgresql://db.example/desk?user=desk&sslpassword=k-sentinel",
    ],
)
def test_a_password_of_the_database_in_the_file_is_refused_and_not_shown(tmp_path, address):
    line = refused(tmp_path, f"{DIGEST}archive = '{address}'")
    assert line.startswith("[digest] archive: passwords stand in no file; set SUMMARISER_ARCHIVE")
    assert "sentinel" not in line


@pytest.mark.parametrize("command", [["digest"], ["archive", "check"], ["brief"]])
def test_help_does_not_show_where_the_settings_say_that_servers_are(tmp_path, command):
    settings = f"{DIGEST}archive = 'postgresql://desk@db.sentinel/desk'\n"
    (tmp_path / "summariser.toml").write_text(f"base_url = 'http://desk:k@model.sentinel/v1'\njobs = 3\n{settings}")
    done = run(*command, "--config", "summariser.toml", "--help", cwd=tmp_path)
    assert (done.returncode, b"sentinel" in done.stdout) == (0, False)


@pytest.mark.parametrize("text", [source("url = 'https://desk:k-sentinel@news.example/'"), "model = 'k-sentinel"])
def test_what_is_refused_does_not_show_what_may_be_secret(tmp_path, text):
    assert "sentinel" not in refused(tmp_path, text)


def test_settings_stand_in_for_flags_by_the_names_of_the_parameters(tmp_path):
    text = f'model = "m"\njobs = 3\nmode = "json"\n{DIGEST}archive = "a.sqlite"\nmin_success = 1\nlog_format = "json"'
    of_the_digest = {"archive": str(tmp_path / "a.sqlite"), "min_success": 1.0, "log_format": "json"}
    assert flags(config(tmp_path, text)) == {"model": "m", "jobs": 3, "mode": "json"} | of_the_digest


def test_the_example_in_docs_names_every_setting_and_can_be_used_as_it_is():
    example = load_config(ROOT / "docs" / "summariser.toml")
    assert [field for field in Config.model_fields if getattr(example, field) in (None, ())] == ["mode", "prices"]
    assert [field for field in DigestConfig.model_fields if getattr(example.digest, field) is None] == []
    used = {field for source in example.sources for field in source.model_fields_set}
    assert used == set(SourceConfig.model_fields)
    assert example.sources[0].folder == ROOT / "docs" / "wire"


# The command line


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "a.txt").write_text("The ferry sank at noon.")
    return tmp_path


def asked_for(desk, *arguments, file, name="summariser.toml", **environment):
    """Which models one `extract` asks for on a server that the file names."""
    with Server(lambda request, number: {"unclear": "nothing"}) as server:
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_text(f"base_url = {json.dumps(server.base_url)}\nmode = 'json'\n{file}")
        done = run("extract", "a.txt", "--no-cache", *arguments, cwd=desk, OPENAI_API_KEY="", **environment)
        assert b"Traceback" not in done.stderr
        return {seen.body["model"] for seen in server.seen}


def test_the_file_stands_above_the_defaults_the_environment_above_it_and_a_flag_above_all(desk):
    file = "model = 'of-the-file'"
    assert asked_for(desk, file=file) == {"of-the-file"}
    assert asked_for(desk, file=file, SUMMARISER_MODEL="of-the-environment") == {"of-the-environment"}
    of_all = asked_for(desk, "--model", "of-the-flag", file=file, SUMMARISER_MODEL="of-the-environment")
    assert of_all == {"of-the-flag"}


def test_a_file_may_be_named_and_is_then_the_only_one(desk):
    (desk / "summariser.toml").write_text("modle = 'not looked at'")
    named = asked_for(desk, "--config", "desk/night.toml", name="desk/night.toml", file="model = 'night'")
    assert named == {"night"}


def test_a_file_that_cannot_be_used_ends_the_run_with_one_line_and_help_is_given_still(desk):
    (desk / "summariser.toml").write_text("modle = 'm'")
    done = run("brief", "a.txt", cwd=desk)
    assert done.returncode == 78
    (line,) = complaints(done)
    assert line.startswith("summariser: summariser.toml: modle: no such setting; there can be: model, ")
    assert run("brief", "--help", cwd=desk).returncode == 0


def test_a_named_file_that_is_not_there_is_said_so(desk):
    done = run("brief", "a.txt", "--config", "nowhere.toml", cwd=desk)
    (line,) = complaints(done)
    assert line.startswith("summariser: nowhere.toml: the settings cannot be read (No such file or directory); check")
    assert done.returncode == 78


def test_a_path_in_the_file_counts_from_the_file(desk):
    (desk / "conf").mkdir()
    (desk / "conf" / "s.toml").write_text("model = 'm'\nbase_url = 'http://127.0.0.1:9/v1'\naliases = 'al.toml'")
    done = run("brief", "a.txt", "--config", "conf/s.toml", cwd=desk)
    assert complaints(done) == [
        "summariser: conf/al.toml: the aliases cannot be read (No such file or directory); check the path"
    ]
