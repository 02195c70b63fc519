"""Runs the installed `summariser` as a user does: a process of its own, its output and its exit code."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMAND = str(Path(sys.executable).with_name("summariser"))

# An audit hook sees every attempt of the process to use the network, whatever library makes it.
_NO_NETWORK = """
import sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise RuntimeError(f"the network was used: {event} {args[1:]}")
sys.addaudithook(refuse)
"""

COUNTS = "summariser: articles read: "
ADVICE = "summariser: the same command asks again for what is missing; the rest is kept"


def cache_of(desk):
    """Where what runs in the folder `desk` keeps its answers: beside it, for a test may look at all that is in it."""
    return Path(f"{Path(desk).resolve()}.cache")


def run(*arguments, cwd, stdin=b"", network=True, **environment):
    """Run `summariser arguments` in `cwd`; without `network`, any use of it ends the process with a traceback."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI", "SUMMARISER"))}
    inherited["SUMMARISER_CACHE"] = str(cache_of(cwd))
    if not network:
        hook = Path(cwd) / ".hook"
        hook.mkdir(exist_ok=True)
        (hook / "sitecustomize.py").write_text(_NO_NETWORK)
        environment["PYTHONPATH"] = os.pathsep.join([str(hook), *filter(None, [inherited.get("PYTHONPATH")])])
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=inherited | environment,
        timeout=120,
        check=False,
    )


def complaints(done):
    """What a run said on standard error, a line each, but for the counts and the advice at its end."""
    return [line for line in done.stderr.decode().splitlines() if not line.startswith((COUNTS, ADVICE))]


def counts(done):
    """What a run said of itself at its end: articles read, how many of them from the cache, calls, re-asks, tokens."""
    (line,) = [line for line in done.stderr.decode().splitlines() if line.startswith(COUNTS)]
    names = ("read", "cached", "calls", "reasks", "tokens_in", "tokens_out")
    numbers = re.findall(r"\d+", re.sub(r"\(.*?\)|; cost: .*", "", line).replace(",", ""))
    return dict(zip(names, map(int, numbers), strict=True))
