"""A run over thousands of articles: one that is bad costs only itself, and is named with what to do."""

import json
from hashlib import sha256

from tests.command import run
from tests.servers import Server

ARTICLES = 5_000
BAD = 2_718


def test_one_bad_article_among_thousands_costs_only_itself(tmp_path):
    articles, kept = tmp_path / "articles", tmp_path / "kept"
    articles.mkdir()
    for number in range(ARTICLES):
        (articles / f"{number:04}.txt").write_text(f"Ferry number {number} ran aground.\n")
    recording = _recorded(tmp_path)
    kept.mkdir()
    for path in articles.iterdir():
        content = sha256(path.read_bytes()).hexdigest()
        told = recording | {"article": {"sha256": content}}
        if path.stem == f"{BAD:04}":
            told |= {"finish_reason": "content_filter"}
        name = f"read_article.{content[:16]}.{recording['schema'][:8]}.1.json"
        (kept / name).write_text(json.dumps(told))
    done = run("extract", "articles", "--replay", "kept", "-o", "out.jsonl", cwd=tmp_path, network=False)
    (line,) = done.stderr.decode().splitlines()
    assert done.returncode == 3
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == ARTICLES - 1
    assert line.startswith(f"summariser: articles/{BAD}.txt: ")
    assert "use another model" in line


def _recorded(folder):
    """The recording of an answer that says nothing, as the program makes it."""
    (folder / "one.txt").write_text("Ferry number one ran aground.\n")
    with Server(lambda *_: {}) as server:
        run("extract", "one.txt", "--base-url", server.base_url, "--model", "m", "--record", "one", cwd=folder)
    (path,) = (folder / "one").iterdir()
    return json.loads(path.read_bytes())
