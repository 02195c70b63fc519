"""Prints how long `summariser --help` takes beside `python -c "import typer"`, measured in turn in one run.

python benchmarks/startup.py [ROUNDS]
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

COMMANDS = {
    'python -c "import typer"': [sys.executable, "-c", "import typer"],
    "summariser --help": [str(Path(sys.executable).with_name("summariser")), "--help"],
}


def seconds(command: list[str]) -> float:
    """The wall-clock time of one run of `command`."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Take both in turn, so that what else the machine does falls on both alike, and print medians and their ratio."""
    taken = [[seconds(command) for command in COMMANDS.values()] for _ in range(rounds)]
    baseline, ours = (statistics.median(column) for column in zip(*taken, strict=True))
    for name, median in zip(COMMANDS, (baseline, ours), strict=True):
        print(f"{name:28}{median * 1000:8.0f} ms")
    print(f"{'ratio':28}{ours / baseline:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
