"""Starts a PostgreSQL server for tests, of Debian's packages, in a folder of its own, and gives fresh places in it."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

USER = "desk"
PASSWORD = "sentinel:p@ss/word?5c1b"  # with all that an address has to escape
_ESCAPED = "sentinel%3Ap%40ss%2Fword%3F5c1b"


def binaries():
    """The folder of the server's programs, or None: Debian keeps them off the PATH."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


class PostgreSQL:
    """A server that runs; its user needs a password over loopback, and none over the socket in `folder`."""

    def __init__(self, folder, port):
        self.folder, self.port = folder, port
        self._numbers = count(1)

    def place(self):
        """A URL of an empty schema, which no other test has."""
        name = f"t{next(self._numbers)}_{secrets.token_hex(3)}"
        self.execute(f"CREATE SCHEMA {name}")
        return f"postgresql://{USER}@/postgres?host={self.folder}&port={self.port}&options=-csearch_path%3D{name}"

    def with_password(self, password=_ESCAPED, database="postgres"):
        """A URL that goes over loopback."""
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def execute(self, command, *values):
        import psycopg

        with psycopg.connect(self.dsn, autocommit=True) as connection:
            cursor = connection.execute(command, values or None)
            return cursor.fetchall() if cursor.description else None

    @property
    def dsn(self):
        return f"host={self.folder} port={self.port} user={USER} dbname=postgres"


@contextmanager
def serving(programs):
    """A server of the programs in the folder `programs`, stopped and gone at the end."""
    # Where whoever runs the server may go, and where the name of a socket stays short.
    folder = Path(tempfile.mkdtemp(prefix="summariser-pg-", dir="/tmp"))
    who = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    if who:
        shutil.chown(folder, **who)  # it refuses to run as root

    def run(program, *arguments):
        done = subprocess.run(
            [programs / program, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, timeout=60, check=False, **who,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")

    try:
        (folder / "pw").write_text(PASSWORD)
        (folder / "pw").chmod(0o644)
        auth = ("--auth-local=trust", "--auth-host=scram-sha-256", "--pwfile=pw")
        run("initdb", "-D", "data", "-U", USER, *auth, "--no-sync", "-E", "UTF8", "--locale=C")
        port = _free_port()
        settings = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=32MB"
        run("pg_ctl", "-D", "data", "-w", "-l", "log", "-o", settings, "start")
        try:
            yield PostgreSQL(folder, port)
        finally:
            run("pg_ctl", "-D", "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
