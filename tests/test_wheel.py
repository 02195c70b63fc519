"""The wheel: what a user installs has everything that the commands need."""

import subprocess
import sys
import zipfile

from tests.command import ROOT

DEMO = "from pathlib import Path; from summariser.edges.shipped import shipped; print(shipped('fixtures/embassy'))"


def test_wheel_carries_prompts_schemas_and_the_demo_and_finds_them(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    shipped = tmp_path / "site" / "summariser" / "shipped"
    for name in (
        "prompts",
        "schemas",
        "fixtures/embassy/articles",
        "fixtures/embassy/recordings",
        "fixtures/week/inbox",
    ):
        ours = {path.name for path in (ROOT / name).iterdir()}
        assert {path.name for path in (shipped / name).iterdir()} == ours
    # Run from the unpacked wheel, so that the checkout cannot help out.
    script = f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); {DEMO}"
    done = subprocess.run([sys.executable, "-I", "-c", script], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode().strip() == str(shipped / "fixtures" / "embassy")
