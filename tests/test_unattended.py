"""docs/unattended.md and the files beside it: what they say to copy is well formed, and true of the program."""

import configparser
import json
import re
import shlex
import shutil
import subprocess
import tomllib

import pytest
from typer.main import get_command

from summariser.cli import app
from summariser.edges.config import load_config
from summariser.edges.journal import health_line
from summariser.nouns import problems
from summariser.nouns.health import Health
from tests.command import ROOT

DOCS = ROOT / "docs"
TEXT = (DOCS / "unattended.md").read_text()
SYSTEMD = DOCS / "systemd"
SERVICE, TIMER = SYSTEMD / "summariser-digest.service", SYSTEMD / "summariser-digest.timer"
WORKFLOW = (DOCS / "github-actions.yml").read_text()
COMMAND = "/opt/summariser/bin/summariser"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def cron_line():
    """The five fields of the line for cron, and its command."""
    (table,) = blocks("cron")
    *settings, line = table.splitlines()
    assert all(re.fullmatch(r"[A-Z]+=\S+", setting) for setting in settings)
    *fields, command = line.split(maxsplit=5)
    return fields, command


def unit(file):
    """A unit of systemd: its sections, in which a key may stand more than once."""
    parser = configparser.RawConfigParser(strict=False, comment_prefixes=("#",), delimiters=("=",))
    parser.optionxform = str
    parser.read(file)
    return parser


def commands():
    """Every command line of `summariser digest` that the documents tell to run."""
    lines = [unit(SERVICE)["Service"]["ExecStart"], cron_line()[1], *WORKFLOW.splitlines()]
    told = [match for line in lines for match in re.findall(r"summariser (digest .*?)(?: \|\||$)", line)]
    assert len(told) == 3
    return told


@pytest.mark.parametrize("file", sorted(SYSTEMD.iterdir()), ids=lambda file: file.name)
def test_units_have_sections_of_keys_with_values(file):
    found = unit(file)
    assert "Unit" in found
    assert all(value for section in found.sections() for value in found[section].values())


def test_systemd_takes_the_units(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze here")
    for file in SYSTEMD.iterdir():
        told = file.read_text().replace(COMMAND, "/bin/true")
        (tmp_path / file.name).write_text(told)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / SERVICE.name, tmp_path / TIMER.name],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "summariser" in line]) == (0, [])


def test_the_timer_s_calendar_is_one_and_no_hour_that_a_clock_may_jump_over():
    (hour,) = re.findall(r"^OnCalendar=\*-\*-\* (\d\d):\d\d:00 [\w/]+$", TIMER.read_text(), re.MULTILINE)
    assert int(hour) >= 4


def test_systemd_starts_again_and_forgives_as_the_exit_codes_mean():
    service = unit(SERVICE)["Service"]
    again, forgiven = service["RestartForceExitStatus"].split(), service["SuccessExitStatus"].split()
    assert again == [str(problems.EX_UNAVAILABLE), str(problems.EX_TEMPFAIL)]
    assert forgiven == [str(problems.EX_PARTIAL), str(problems.EX_TERMINATED)]


def test_the_cron_line_has_five_fields_and_a_command_of_a_shell():
    fields, command = cron_line()
    for field, most in zip(fields, (59, 23, 31, 12, 7), strict=True):
        assert field == "*" or all(int(part) <= most for part in field.split(","))
    assert "%" not in command
    assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0


def test_the_workflow_is_yaml_that_starts_every_day_and_keeps_the_archive():
    yaml = pytest.importorskip("yaml")
    told = yaml.safe_load(WORKFLOW)
    triggers = told[True]  # YAML 1.1 takes "on" for a truth value
    assert re.fullmatch(r"\d+ \d+ \* \* \*", triggers["schedule"][0]["cron"])
    steps = told["jobs"]["digest"]["steps"]
    assert all(("uses" in step) != ("run" in step) for step in steps)
    restored, saved = [step for step in steps if "cache/" in step.get("uses", "")]
    assert restored["with"]["path"] == saved["with"]["path"] == ".state"
    assert saved["if"] == "always()"
    for step in steps:
        assert subprocess.run(["sh", "-n", "-c", step.get("run", "")], check=False).returncode == 0


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (3, 0), (4, 4), (75, 75)])
def test_the_step_of_the_workflow_passes_with_a_digest_and_fails_without(code, ends):
    yaml = pytest.importorskip("yaml")
    (line,) = [
        step["run"]
        for step in yaml.safe_load(WORKFLOW)["jobs"]["digest"]["steps"]
        if "summariser digest" in step.get("run", "")
    ]
    said = f"summariser() {{ return {code}; }}\n{line}"
    assert subprocess.run(["bash", "-e", "-c", said], check=False).returncode == ends


def test_the_settings_in_the_workflow_can_be_loaded(tmp_path):
    settings = "".join(re.findall(r"^#   (.*\n)", WORKFLOW, re.MULTILINE))
    assert tomllib.loads(settings)["digest"]["archive"].startswith(".state/")
    (tmp_path / "summariser.toml").write_text(settings)
    assert load_config(tmp_path / "summariser.toml").digest


def test_every_flag_in_the_documents_is_one_of_the_command():
    digest = get_command(app).commands.get("digest")
    if digest is None:
        pytest.skip("the command is not there yet")
    known = {name for parameter in digest.params for name in parameter.opts}
    said = [*commands(), *re.findall(r"`(-[^`]*)`", TEXT)]
    flags = {word for line in said for word in shlex.split(line) if word.startswith("-")}
    assert flags - known == set()


def test_every_exit_code_is_explained():
    explained = [int(code) for row in re.findall(r"^\| ([\d, ]+) \|", TEXT, re.MULTILINE) for code in row.split(",")]
    ours = {value for name, value in vars(problems).items() if name.startswith("EX_")}
    assert set(explained) == (ours - {problems.EX_NOT_HELD}) | {0, 2}
    assert len(explained) == len(set(explained))


def test_the_example_of_health_is_a_line_as_it_is_written():
    (line,) = blocks("json")
    assert health_line(Health.model_validate_json(line)) == line
    assert set(json.loads(line)) == set(Health.model_fields)


def test_the_check_of_health_tells_an_overdue_digest(tmp_path):
    if not shutil.which("jq"):
        pytest.skip("there is no jq here")
    (check,) = [block for block in blocks("sh") if "jq" in block]
    (line,) = blocks("json")
    for next_due, code in (("2019-03-29T05:00:00Z", 1), ("2199-03-29T05:00:00Z", 0)):
        (tmp_path / "health.json").write_text(line.replace("2031-03-29T05:00:00Z", next_due))
        done = subprocess.run(["sh", "-c", check], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == code, done.stderr


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)]+)\)", TEXT))
def test_what_the_document_links_to_is_there(name):
    assert (DOCS / name).exists()
