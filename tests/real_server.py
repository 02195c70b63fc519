"""Takes a tiny model and gives llama.cpp's server on loopback that answers with it: a real server, nobody's imitation.

`.ci/llama-server` installs it outside the checkout; `MISSING` says so where it has not.
"""

import errno
import fcntl
import http.client
import json
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers import unused_port

_HERE = Path(__file__).resolve().parent
_INSTALLS = _HERE.parent / ".ci" / "llama-server"
_PYTHON = Path(subprocess.check_output([_INSTALLS, "--where"], text=True).strip()) / "bin" / "python"
_LONGEST_LOAD = 60.0

MISSING = "" if _PYTHON.exists() else "llama.cpp's server is not installed: run .ci/llama-server (34 MB, a few seconds)"
"""Why there is no real server here; empty if there is one."""


def make_model(path, *, seed=1, favoured=""):
    """Write a tiny model that takes the first character of `favoured` that it may; noise decides what comes else."""
    subprocess.run([_PYTHON, _HERE / "tiny_model.py", path, str(seed), favoured], check=True, timeout=60)
    return path


class RealServer:
    """llama.cpp's server, started and ended by `with`: ready, or while it still is `loading`.

    It takes questions of at most `context` tokens, `slots` at a time, and cuts answers off at `longest` tokens.
    """

    def __init__(self, model, log, *, key="", context=65536, slots=1, longest=400, loading=False):
        self._port = unused_port()
        told = {"model": str(model), "port": self._port, "key": key, "context": context, "slots": slots}
        self._settings = json.dumps(told | {"longest": longest})
        self._log = Path(log)
        self._loading = loading
        self.base_url = f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.crash()

    def start(self):
        """Start the process, anew after a crash, and wait until it answers."""
        with self._log.open("wb") as log:
            command = [_PYTHON, _HERE / "llama_server.py", self._settings]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
        try:
            self.wait_for(*([200, 503] if self._loading else [200]))
        except BaseException:
            self.crash()
            raise

    def crash(self):
        """End the process at once, whatever it is doing."""
        self._process.kill()
        self._process.communicate()

    def hang(self):
        """Stop the process where it is: connections are taken, and nothing answers."""
        self._process.send_signal(signal.SIGSTOP)

    def wait_for(self, *statuses):
        """Wait until the server's health is one of `statuses` (200: ready, 503: it loads the model)."""
        until = time.monotonic() + _LONGEST_LOAD
        while self._health() not in statuses:
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"llama.cpp's server did not start:\n{self._log.read_text(errors='replace')}")
            time.sleep(0.01)

    def _health(self):
        asking = http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
        try:
            asking.request("GET", "/health")
            return asking.getresponse().status
        except OSError:
            return None
        finally:
            asking.close()


@contextmanager
def held_back(path):
    """Let nobody open the file at `path`; gives the function that lets them. Opening it waits, up to 45 s.

    A lease (fcntl(2), Linux) asks its holder for leave with a signal, here one that does nothing.
    """
    with Path(path).open("rb+") as held:
        _lease(held, "F_WRLCK")
        yield lambda: _lease(held, "F_UNLCK")


def _lease(file, kind):
    try:
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(file, fcntl.F_SETLEASE, getattr(fcntl, kind))
    except (AttributeError, OSError) as error:
        if getattr(error, "errno", errno.EINVAL) != errno.EINVAL:
            raise
        pytest.skip("no file can be held back here, so no server can be seen loading")
