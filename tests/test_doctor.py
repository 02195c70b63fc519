"""What `summariser doctor` says of servers of all kinds, good and bad, and how it ends."""

import json
from decimal import Decimal

import pytest

from summariser.core.cost import cost_of
from summariser.core.diagnosis import diagnose
from summariser.nouns.diagnosis import Found, Trial
from summariser.nouns.mode import Mode
from summariser.nouns.price import Price
from tests.command import run
from tests.servers import Reply, Server, completion, error, models, unused_port

KEY = "sk-sentinel-7d1f0c55"
FOAL = {"young": "foal", "legs": 4}


def good(request, _number):
    return Reply(completion(request, FOAL, tool="Sample"))


def without_tools(request, _number):
    """As a server that knows of no functions: it passes them over and answers in words."""
    if "tools" in request:
        return Reply(completion({**request, "tools": []}, None, content="A foal; four legs.", finish="stop"))
    return good(request, _number)


def doctor(server, cwd, *options, **environment):
    url = server if isinstance(server, str) else server.base_url
    done = run("doctor", "--base-url", url, *options, cwd=cwd, **environment)
    assert b"Traceback" not in done.stderr
    assert KEY.encode() not in done.stdout + done.stderr
    return done


def lines(done):
    """What was said, by the name of the check: whether it is ok, and the words."""
    told = {}
    for line in done.stdout.decode().splitlines()[:-1]:
        told.setdefault(line[9:17].strip(), []).append((line[:8].strip(), line[18:]))
    return told


def test_good_server_is_usable_and_every_check_has_its_line(tmp_path):
    with Server(good, {"/v1/models": models("m", "n", max_model_len=65_536)}) as server:
        done = doctor(server, tmp_path, "--model", "m", OPENAI_API_KEY=KEY)
    told = lines(done)
    assert (done.returncode, done.stderr) == (0, b"")
    assert told["address"] == [("ok", f"{server.base_url[:-3]} answers")]
    assert told["key"] == [("ok", "accepted")]
    assert told["model"] == [("ok", "m is listed and answers")]
    assert told["mode"] == [
        ("ok", f"{mode} works") for mode in ("tools", "json-schema", "json", "markdown-json")
    ]  # fmt: skip
    assert told["speed"][0][1].startswith("a small answer takes 0.")
    assert told["context"] == [("ok", "65,536 tokens for a question and its answer")]
    assert told["cost"][0][0] == "unknown"
    assert told["cost"][0][1].startswith("100 articles of 4,000 characters: about ")
    assert told["cost"][0][1].endswith("(an estimate); the price is not known")
    assert done.stdout.decode().endswith(f"{server.base_url[:-3]}: usable\n")
    assert len(server.seen) == 4


def test_server_without_tools_is_usable_in_another_mode(tmp_path):
    with Server(without_tools, {}) as server:
        done = doctor(server, tmp_path, "--model", "m")
    told = lines(done)
    assert done.returncode == 0
    assert told["mode"][0][0] == "not ok"
    assert told["mode"][0][1].startswith("tools: ")
    assert [ok for ok, _ in told["mode"][1:]] == ["ok", "ok", "ok"]
    assert "json-schema" in told["speed"][0][1]
    assert told["key"] == [("ok", "none is given, and none is asked for")]
    assert told["context"][0][0] == "unknown"


@pytest.mark.parametrize("status", [400, 500])
def test_server_that_breaks_over_a_mode_is_asked_in_the_others(status, tmp_path):
    def script(request, number):
        if "tools" in request or "response_format" in request:
            return Reply(error("tools and response_format are not supported"), status)
        return good(request, number)

    with Server(script, {}) as server:
        done = doctor(server, tmp_path, "--model", "m")
    assert done.returncode == 0
    assert [ok for ok, _ in lines(done)["mode"]] == ["not ok", "not ok", "not ok", "ok"]


def test_model_that_gives_no_structured_answer_is_not_usable(tmp_path):
    with Server(lambda request, _: Reply(completion(request, None, content="A foal.", finish="stop"))) as server:
        done = doctor(server, tmp_path, "--model", "m")
    assert done.returncode == 78
    assert lines(done)["mode"][-1] == (
        "not ok", "none works; try another --model, or a server that does structured output",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "modes"),
    [
        (Reply(error("Rate limit reached"), 429, {"Retry-After": "600"}), ()),
        (Reply(error("Rate limit reached"), 429), ("--mode", "tools")),
        (Reply(error("The server had an error"), 500, {"x-should-retry": "false"}), ()),
    ],
)
def test_server_that_is_busy_says_nothing_against_the_model_and_may_be_asked_later(reply, modes, tmp_path):
    with Server(lambda *_: reply, {"/v1/models": models("m")}) as server:
        done = doctor(server, tmp_path, "--model", "m", *modes)
    assert done.returncode == 69
    ((ok, says),) = lines(done)["address"]
    assert (ok, set(lines(done))) == ("not ok", {"address"})
    assert says.startswith("the server is busy or out of order: ")
    assert reply.body["error"]["message"] in says
    assert says.endswith("; run the same command again later")


def test_schema_that_a_server_passes_over_is_no_schema_mode(tmp_path):
    with Server(lambda request, _: Reply(completion(request, {"other": 1}, tool="Sample"))) as server:
        told = lines(doctor(server, tmp_path, "--model", "m"))["mode"]
    assert [ok for ok, _ in told] == ["ok", "not ok", "ok", "ok"]
    assert "though not as the schema wants it" in told[0][1]


def test_server_that_answers_with_web_pages_is_not_one_of_models(tmp_path):
    page = Reply(b"<html>Please log in</html>", headers={"Content-Type": "text/html"})
    with Server(lambda *_: page, {"/v1/models": page}) as server:
        done = doctor(server, tmp_path, "--model", "m")
    assert done.returncode == 69
    assert lines(done)["address"][0][0] == "not ok"
    assert "a web page" in lines(done)["address"][0][1]
    assert set(lines(done)) == {"address"}


@pytest.mark.parametrize("body", [error("bad key " + KEY), {"error": "Unauthorized"}, b""])
def test_wrong_key_is_told_and_not_shown(body, tmp_path):
    refused = Reply(body, 401)
    with Server(lambda *_: refused, {"/v1/models": refused}) as server:
        done = doctor(server, tmp_path, "--model", "m", OPENAI_API_KEY=KEY)
    assert done.returncode == 78
    assert [(name, told[0][0]) for name, told in lines(done).items()] == [("address", "ok"), ("key", "not ok")]
    assert "OPENAI_API_KEY" in lines(done)["key"][0][1]
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("script", "options", "words"),
    [
        (lambda *_: Reply(error("The model `x` does not exist", "model_not_found"), 404), ["--model", "x"], "know x"),
        (good, [], "none is named; give --model"),
    ],
)
def test_unknown_or_unnamed_model_is_told_with_those_that_the_server_has(script, options, words, tmp_path):
    with Server(script, {"/v1/models": models(*"abcdefg")}) as server:
        done = doctor(server, tmp_path, *options)
    assert done.returncode == 78
    ok, says = lines(done)["model"][0]
    assert ok == "not ok"
    assert words in says
    assert says.endswith("; the server has a, b, c, d, e and 2 more")


def test_address_where_nothing_listens_is_told(tmp_path):
    done = doctor(f"http://127.0.0.1:{unused_port()}/v1", tmp_path, "--model", "m")
    assert done.returncode == 69
    assert "could not be reached (connection refused); check --base-url" in lines(done)["address"][0][1]


def test_address_without_v1_is_told_with_the_one_to_try(tmp_path):
    with Server(lambda *_: Reply(error("File Not Found"), 404)) as server:
        done = doctor(server.base_url.removesuffix("/v1"), tmp_path, "--model", "m")
    assert done.returncode == 78
    assert lines(done)["address"][0][1].endswith(f"try --base-url {server.base_url}")


@pytest.mark.parametrize(
    ("url", "key"), [("nonsense", KEY), ("http://127.0.0.1:1/v1", KEY + "\nX: y"), ("http://127.0.0.1:1/v1", "é" * 20)]
)
def test_settings_that_no_server_takes_are_one_line(url, key, tmp_path):
    done = doctor(url, tmp_path, "--model", "m", OPENAI_API_KEY=key)
    assert (done.returncode, done.stdout) == (78, b"")
    assert len(done.stderr.splitlines()) == 1


def test_mode_that_is_named_is_the_only_one_tried(tmp_path):
    with Server(good) as server:
        done = doctor(server, tmp_path, "--model", "m", "--mode", "json")
    assert [says for _, says in lines(done)["mode"]] == ["json works"]
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("pages", "context"),
    [
        ({"/v1/models": models("m", max_model_len=4_096)}, 4_096),
        ({"/props": {"default_generation_settings": {"n_ctx": 8_192}}}, 8_192),
        ({"/v1/models": models("m", owner="library"), "/api/show": {"parameters": "stop x\nnum_ctx    2048"}}, 2_048),
        ({"/api/ps": {"models": [{"model": "m", "context_length": 1_024}]}}, 1_024),
        ({"/props": {"default_generation_settings": {"n_ctx": "x"}}, "/api/show": [], "/api/ps": {"models": 3}}, None),
    ],
)  # fmt: skip
def test_length_of_the_context_is_told_where_the_server_tells_it(pages, context, tmp_path):
    with Server(good, pages) as server:
        done = doctor(server, tmp_path, "--model", "m", "--format", "json")
    told = json.loads(done.stdout)
    assert told["context"] == context
    assert done.returncode == 0
    (check,) = (check for check in told["checks"] if check["name"] == "context")
    assert check["ok"] is (None if context is None else False)
    assert ("give it more" in check["says"]) == (context is not None)


@pytest.mark.parametrize(
    ("owner", "mode"), [("vllm", "tools"), ("llamacpp", "json-schema"), ("library", "json-schema")]
)
def test_json_tells_all_of_it_and_the_mode_that_the_server_is_known_for(owner, mode, tmp_path):
    with Server(good, {"/v1/models": models("m", owner=owner)}) as server:
        done = doctor(server, tmp_path, "--model", "m", "--format", "json", OPENAI_API_KEY=KEY)
    told = json.loads(done.stdout)
    assert (told["usable"], told["mode"], told["model"], told["models"]) == (True, mode, "m", ["m"])
    assert [trial["works"] for trial in told["trials"]] == [True] * 4
    assert told["estimate"]["articles"] == 100
    assert told["estimate"]["cost"] is None


def test_cost_is_told_in_money_where_the_price_is_known():
    trial = Trial(mode=Mode.JSON, works=True, fault="", seconds=2.0, tokens_in=50, tokens_out=30)
    found = Found("http://h", "m", True, ("m",), None, None, (trial,), None, None)
    price = Price(models=("m",), input=Decimal(1), output=Decimal(10))
    told = diagnose(found, fixed=36_000, cost_of=lambda usage: cost_of({"m": usage}, [price]))
    assert (told.estimate.tokens_in, told.estimate.tokens_out) == (1_000_000, 800_000)
    assert told.estimate.cost.amount == 9
    says = {check.name: check.says for check in told.checks}
    assert says["cost"].endswith("(an estimate); about 9.00 USD")
    assert says["speed"] == "a small answer takes 2.0 s in the mode json, 15 tokens a second"


def test_prices_of_the_user_are_reckoned_with(tmp_path):
    (tmp_path / "prices.toml").write_text('[[price]]\nmodels = ["m"]\ncurrency = "EUR"\ninput = 1\noutput = 2\n')
    with Server(good) as server:
        done = doctor(server, tmp_path, "--model", "m", "--mode", "tools", "--prices", "prices.toml")
    ((ok, says),) = lines(done)["cost"]
    assert ok == "ok"
    assert says.endswith(" EUR")
