"""The README's two commands, run as they are written, in a clone of this repository."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT

README = (ROOT / "README.md").read_text()
COMMANDS = re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def clone(tmp_path):
    """A clone of what is committed, whose environment is this one, so that no test waits for an installation."""
    subprocess.run(["git", "clone", "-q", str(ROOT), str(tmp_path / "clone")], check=True)
    (tmp_path / "clone" / ".venv").symlink_to(sys.prefix)
    installed = Path(sys.prefix) / ".installed"
    existed = installed.exists()
    installed.touch()
    yield tmp_path / "clone"
    if not existed:
        installed.unlink()


def in_shell(command, cwd, **environment):
    return subprocess.run(
        ["sh", "-c", command], cwd=cwd, capture_output=True, env=os.environ | environment, timeout=300, check=False
    )


def test_readme_has_exactly_two_commands_of_one_line_each():
    assert [command.count("\n") for command in COMMANDS] == [1, 1]


def test_first_command_prints_the_brief_of_the_fixture(clone):
    done = in_shell(COMMANDS[0], clone)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.endswith((ROOT / "fixtures" / "embassy" / "expected" / "brief.md").read_bytes())


def test_second_command_runs_the_tests(clone):
    done = in_shell(COMMANDS[1], clone, PYTEST_ADDOPTS="-n 0 -k test_help_names_every_command")
    assert done.returncode == 0, done.stdout.decode()
    assert b"1 passed" in done.stdout


def test_excerpt_in_the_readme_is_from_the_brief_that_the_first_command_prints():
    brief = (ROOT / "fixtures" / "embassy" / "expected" / "brief.md").read_text()
    excerpt = re.search(r"^<!-- excerpt -->\n(.*?)^<!-- end of excerpt -->$", README, re.MULTILINE | re.DOTALL)
    lines = [line for line in excerpt[1].splitlines() if line.strip("… ") and not line.startswith("```")]
    assert len(lines) > 3
    assert [line for line in lines if line not in brief] == []
