"""Cost: tokens and prices give money; what is not known is not guessed, and says so."""

import json
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.cost import cost_of, price_of
from summariser.edges.prices import load_prices
from summariser.edges.shipped import prices_file
from summariser.nouns.price import Cost, Price
from summariser.nouns.problems import Misconfigured
from summariser.nouns.question import NOTHING, Usage, added, total
from tests.command import counts, run
from tests.servers import Reply, Server, completion

OLD, NEW = date(2031, 5, 2), date(2031, 6, 7)
MILL = Price(models=("mill-1", "mill-1-20*"), input="2", cached="0.5", output="8", date=NEW)
REED = Price(models=("reed",), input="0.1", output="0.4", date=OLD)
FLAT = Price(models=("flat",), currency="EUR", input="1", output="1")
FREE = Price(models=("own/*",), input="0", output="0")
PRICES = (MILL, REED, FLAT, FREE)
SHIPPED = load_prices(prices_file())


def used(tokens_in, tokens_out, cached=None):
    return Usage(tokens_in=tokens_in, tokens_out=tokens_out, tokens_cached=cached, attempts=1)


@pytest.mark.parametrize(
    ("model", "usage", "amount"),
    [
        ("mill-1", used(1_000_000, 0), "2"),
        ("mill-1", used(0, 1_000_000), "8"),
        ("mill-1", used(1_000_000, 1_000_000), "10"),
        ("mill-1", used(1_000_000, 0, cached=1_000_000), "0.5"),
        ("mill-1", used(1_000_000, 0, cached=400_000), "1.4"),
        ("mill-1", used(1_000, 0, cached=5_000), "0.0005"),  # no server can have kept more than there was
        ("mill-1-2031-05-02", used(1_500, 300), "0.0054"),
        ("reed", used(1_000_000, 0, cached=1_000_000), "0.1"),  # no price for what is kept: as any other
        ("reed", used(10, 10), "0.000005"),
        ("own/7b", used(10**9, 10**9), "0"),
    ],
)
def test_tokens_cost_what_the_price_of_their_model_says(model, usage, amount):
    assert cost_of({model: usage}, PRICES).amount == Decimal(amount)


@pytest.mark.parametrize(
    "spent",
    [
        {"nobody": used(1, 1)},
        {"mill": used(1, 1)},
        {"mill-1x": used(1, 1)},
        {"MILL-1": used(1, 1)},
        {"mill-1": used(1, 1), "nobody": used(1, 1)},
        {"mill-1": used(None, 1)},
        {"mill-1": used(1, None)},
        {"mill-1": used(1, 1), "flat": used(1, 1)},  # two currencies
        {},
    ],
)
def test_cost_that_is_not_known_in_full_is_not_known(spent):
    assert cost_of(spent, PRICES) is None


def test_costs_of_several_models_are_added_and_told_with_the_oldest_price():
    spent = {"mill-1": used(500_000, 0), "reed": used(0, 1_000_000)}
    assert cost_of(spent, PRICES) == Cost(amount="1.4", currency="USD", prices_of=OLD)


def test_the_first_price_that_names_a_model_holds():
    own = MILL.model_copy(update={"input": Decimal(3)})
    assert price_of("mill-1", (own, *PRICES)) is own
    assert price_of("nobody", PRICES) is None


COUNTS = st.integers(0, 10**9)
USAGES = st.builds(used, COUNTS, COUNTS, st.none() | COUNTS)


@given(st.lists(st.tuples(st.sampled_from(["mill-1", "reed"]), USAGES), min_size=1))
def test_the_order_of_answers_makes_no_difference_to_their_cost(answers):
    def spent(given):
        return {model: total(usage for name, usage in given if name == model) for model, _ in given}

    assert cost_of(spent(answers), PRICES) == cost_of(spent(answers[::-1]), PRICES)


@given(COUNTS, COUNTS, COUNTS)
def test_what_a_server_had_kept_never_makes_a_question_dearer(tokens_in, cached, out):
    kept, fresh = (cost_of({"mill-1": used(tokens_in, out, told)}, PRICES) for told in (cached, None))
    assert kept.amount <= fresh.amount


@pytest.mark.parametrize(
    ("usages", "sum_of"),
    [
        ([], NOTHING),
        ([used(1, 2), used(10, 20)], Usage(tokens_in=11, tokens_out=22, attempts=2)),
        ([used(1, 2, 1), used(10, 20)], Usage(tokens_in=11, tokens_out=22, tokens_cached=1, attempts=2)),
        ([used(1, 2), used(None, 20)], Usage(tokens_in=None, tokens_out=22, attempts=2)),
    ],
)
def test_tokens_that_one_server_did_not_tell_leave_the_sum_unknown(usages, sum_of):
    assert total(usages) == sum_of
    assert added(NOTHING, sum_of) == sum_of


@pytest.mark.parametrize("told", [None, -1, "12", 1.5, True, {}])
def test_what_is_no_count_of_tokens_is_not_told(told):
    usage = SimpleNamespace(
        prompt_tokens=told, completion_tokens=told, prompt_tokens_details=SimpleNamespace(cached_tokens=told)
    )
    assert Usage.of_call(usage) == Usage(attempts=1)


def test_every_shipped_price_says_when_and_where_it_was_read_and_costs_less_where_a_server_keeps_the_question():
    for price in SHIPPED:
        assert price.date
        assert price.source
        assert price.cached < price.input < price.output
    names = [name for price in SHIPPED for name in price.models]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("model", "priced"),
    [
        ("gpt-4o-mini-2024-07-18", True),
        ("gpt-4o-2024-05-13", False),
        ("gpt-5-mini", True),
        ("gpt-5-mini-2025-08-07", True),
        ("gpt-oss-120b", False),
        ("llama3.1:8b", False),
    ],
)
def test_shipped_prices_are_of_models_that_only_their_maker_sells(model, priced):
    assert (price_of(model, SHIPPED) is not None) == priced


WRONG = [
    ("[[price", "not TOML"),
    ("", r"\[\[price\]\]: is missing; add it"),
    ('[[price]]\nmodels = ["a"]\ninput = 1', r"\[\[price\]\] 1, output: is missing; add it"),
    ('[[price]]\nmodels = ["a"]\ninput = -1\noutput = 1', r"\[\[price\]\] 1, input: .*; mend it"),
    ('[[price]]\nmodels = ["a"]\ninput = nan\noutput = 1', r"\[\[price\]\] 1, input: .*; mend it"),
    ('[[price]]\nmodels = ["a"]\ninput = "free"\noutput = 1', r"\[\[price\]\] 1, input: .*; mend it"),
    ('[[price]]\nmodels = "a"\ninput = 1\noutput = 1', r"\[\[price\]\] 1, models: .*; mend it"),
    ('[[price]]\nmodels = ["a"]\ninput = 1\noutput = 1\nout = 2', r"\[\[price\]\] 1, out: unknown; use"),
    ('[[price]]\nmodels = ["a"]\ncurrency = "$"\ninput = 1\noutput = 1', r"\[\[price\]\] 1, currency: .*; mend it"),
    ('[price]\nmodels = ["a"]', r"\[\[price\]\]: .*; mend it"),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_a_bad_file_of_prices_is_one_line_with_the_place_and_what_to_do(tmp_path, text, says):
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(Misconfigured, match=says) as refused:
        load_prices(path)
    assert str(path) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_of_prices_that_is_missing_or_no_utf_8_says_so(tmp_path):
    with pytest.raises(Misconfigured, match="check the path"):
        load_prices(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'models = ["\xe9"]')
    with pytest.raises(Misconfigured, match="UTF-8"):
        load_prices(tmp_path / "latin.toml")


def test_prices_are_read_as_they_are_written(tmp_path):
    (tmp_path / "own.toml").write_text('[[price]]\nmodels = ["a"]\ncurrency = "EUR"\ninput = 0.1\noutput = 3')
    assert load_prices(tmp_path / "own.toml") == (Price(models=("a",), currency="EUR", input="0.1", output="3"),)


OWN = '[[price]]\nmodels = ["m-*"]\ncurrency = "EUR"\ninput = 20\ncached = 5\noutput = 100\ndate = 2031-05-02\n'


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "one.txt").write_text("Orla\n\nThe council of Orla met on Monday.\n")
    (tmp_path / "two.txt").write_text("Kesh\n\nThe council of Kesh met on Monday.\n")
    (tmp_path / "own.toml").write_text(OWN)
    return tmp_path


def told(request, _number):
    answer = completion(request, {}, usage=(1_000, 50))
    answer["usage"]["prompt_tokens_details"] = {"cached_tokens": 400}
    return Reply(answer)


def asked(server, desk, *options):
    return run("brief", "one.txt", "two.txt", "--base-url", server.base_url, *options, cwd=desk)


def cost_told(done):
    (line,) = [line for line in done.stderr.decode().splitlines() if "; cost: " in line]
    return line.partition("; cost: ")[2]


def account_in(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["account"]


def test_the_account_tells_calls_tokens_and_money_and_a_replay_tells_the_same(desk):
    options = ["--prices", "own.toml", "--format", "json"]
    with Server(told) as server:
        account = account_in(asked(server, desk, "--model", "m", "--record", "kept", *options))
    replayed = account_in(run("brief", "one.txt", "two.txt", "--replay", "kept", *options, cwd=desk, network=False))
    assert (account["calls"], account["reasks"]) == (2, 0)
    assert (account["tokens_in"], account["tokens_cached"], account["tokens_out"]) == (2_000, 800, 100)
    assert account["cost"] == {"amount": "0.038000", "currency": "EUR", "prices_of": "2031-05-02"}
    assert {**replayed, "answered": "live"} == account


@pytest.mark.parametrize("bad", ["{", None])
def test_the_account_counts_what_failed_articles_took_as_the_last_line_does(desk, bad):
    def answer(request, number):
        reply = told(request, number)
        if "Kesh" in request["messages"][1]["content"]:
            reply.body["choices"] = completion(request, bad)["choices"]
        return reply

    options = ["--prices", "own.toml", "--format", "json"]
    with Server(answer) as server:
        live = asked(server, desk, "--model", "m", "--record", "kept", *options)
    replayed = run("brief", "one.txt", "two.txt", "--replay", "kept", *options, cwd=desk, network=False)
    assert (live.returncode, replayed.returncode) == (3, 3)
    for done in (live, replayed):
        account = json.loads(done.stdout)["account"]
        assert (account["calls"], account["reasks"], account["failed"]) == (4, 2, 1)
        assert (account["tokens_in"], account["tokens_cached"], account["tokens_out"]) == (4_000, 1_600, 200)
        assert account["cost"]["amount"] == "0.076000"
    assert counts(live) | {"calls": 4, "reasks": 2, "tokens_in": 4_000, "tokens_out": 200} == counts(live)
    assert cost_told(live) == "0.0760 EUR"


def test_the_account_says_in_words_what_the_answers_cost_and_what_part_was_asked_again(desk):
    with Server(told) as server:
        done = asked(server, desk, "--model", "m", "--prices", "own.toml")
    text = done.stdout.decode()
    assert "**Calls:** 2; 0.0% of them asked again" in text
    assert "**Tokens:** in: 2,000 (800 of them cached by the server); out: 100" in text
    assert "**Cost:** for these answers 0.0380 EUR, at the prices of 2031-05-02" in text


def test_the_last_line_tells_what_this_run_paid_and_the_account_what_the_answers_took(desk):
    with Server(told) as server:
        paid, kept = (asked(server, desk, "--model", "m", "--prices", "own.toml") for _ in range(2))
    assert paid.stdout == kept.stdout
    assert "tokens: 2,000 in (800 of them cached by the server), 100 out; cost: 0.0380 EUR\n" in paid.stderr.decode()
    assert cost_told(kept) == "nothing"


@pytest.mark.parametrize(
    ("silent", "line"),
    [
        (2, "tokens: not told by the server; cost:"),
        (
            1,
            "tokens: 1,000 in (400 of them cached by the server), 50 out at least, for one answer came without a count",
        ),
    ],
)
def test_the_last_line_does_not_tell_tokens_that_the_server_has_not_told(desk, silent, line):
    def answer(request, number):
        reply = told(request, number)
        return Reply(reply.body | {"usage": None}) if number <= silent else reply

    with Server(answer) as server:
        done = asked(server, desk, "--model", "m", "--prices", "own.toml")
    assert line in done.stderr.decode()
    assert cost_told(done).startswith("not known")


def test_a_model_without_a_price_is_named_with_the_flag_that_gives_one(desk):
    with Server(told) as server:
        done = asked(server, desk, "--model", "m")
    (line,) = [line for line in done.stdout.decode().splitlines() if "Cost:" in line]
    assert "not known" in line
    assert "m-2031-05-02" in line
    assert "--prices FILE" in line
    assert cost_told(done) == "not known (no price for m-2031-05-02; --prices FILE gives one)"


@pytest.mark.parametrize("mode", [[], ["--mode", "tools"]])
def test_a_run_that_is_only_weighed_still_wants_an_address(desk, mode):
    done = run("brief", "one.txt", "--dry-run", "--model", "m", *mode, "--base-url", "http://[::1", cwd=desk)
    (line,) = done.stderr.decode().splitlines()
    assert (done.returncode, "--base-url" in line) == (78, True)


@pytest.mark.parametrize("calls", [5, True, {"id": "x"}])
def test_calls_that_are_no_list_cost_one_article_and_no_traceback(desk, calls):
    def answer(request, number):
        reply = told(request, number)
        reply.body["choices"][0]["message"]["tool_calls"] = calls
        return reply

    with Server(answer) as server:
        done = asked(server, desk, "--model", "m", "--mode", "tools")
    assert done.returncode == 65
    assert b"Traceback" not in done.stderr


def test_a_bad_file_of_prices_ends_the_run_before_anything_is_asked(desk):
    (desk / "own.toml").write_text("[[price")
    with Server(told) as server:
        done = asked(server, desk, "--model", "m", "--prices", "own.toml")
        assert server.seen == []
    assert (done.returncode, done.stdout) == (78, b"")
    assert len(done.stderr.decode().splitlines()) == 1
