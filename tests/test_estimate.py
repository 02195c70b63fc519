"""--dry-run: what a run may take is said before it, as an estimate, and nothing is asked."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summariser.core.cost import Limits, estimate
from summariser.nouns.estimate import Weight
from summariser.nouns.price import Price
from summariser.nouns.question import Usage
from tests.command import ROOT, complaints, run
from tests.servers import Reply, Server, completion

FLOOD = ROOT / "fixtures" / "flood"
PRICE = Price(models=("m",), input="1", output="10")
JOBS = Limits(8)
COUNT = st.integers(0, 200_000)
WEIGHTS = st.lists(
    st.builds(
        Weight, task=st.sampled_from(["read_article", "same_actor"]), ascii=COUNT, others=COUNT, telling=COUNT,
        times=st.integers(1, 20),
    )
)  # fmt: skip
KEPT = st.lists(
    st.tuples(
        st.builds(Weight, task=st.just("read_article"), ascii=st.integers(1, 10**5), others=COUNT, telling=COUNT),
        st.builds(Usage, tokens_in=st.none() | COUNT, tokens_out=st.none() | COUNT),
    )
)


def weight(chars=20_000, telling=2_000, times=1):
    return Weight(task="read_article", ascii=chars, others=0, telling=telling, times=times)


@given(WEIGHTS, KEPT, st.integers(0, 5_000))
def test_an_estimate_is_a_range_in_order_with_the_likely_amount_in_it(weights, kept, unread):
    likely = estimate(weights, kept, unread, PRICE, JOBS)
    for amount in (likely.tokens_in, likely.tokens_out, likely.pairs, likely.minutes):
        assert 0 <= amount.low <= amount.about <= amount.high
    costs = [cost.amount for cost in likely.cost]
    assert costs == sorted(costs)


def test_where_nothing_is_to_be_asked_nothing_is_taken():
    likely = estimate([], [], 0, PRICE, JOBS)
    assert likely.articles == likely.pairs.high == likely.tokens_in.high == likely.minutes.high == 0


def test_an_article_in_parts_counts_as_so_many_questions():
    assert estimate([weight(times=5)], [], 0, None, JOBS).articles == 5
    whole, parts = (estimate([weight(times=times)], [], 0, None, JOBS).tokens_in for times in (1, 5))
    assert parts.about == pytest.approx(5 * whole.about)


def test_what_is_the_same_in_every_question_is_counted(desk):
    done = run("extract", ".", "--dry-run", "--model", "m", cwd=desk, network=False)
    (told,) = re.findall(
        r"of each question about ([\d,]+) are the same for every article, and first", done.stdout.decode()
    )
    # Instructions and schema, by a tokenizer (benchmarks/README.md): 7,697.
    assert 7_000 < int(told.replace(",", "")) < 8_500


def test_answers_that_tell_their_tokens_make_the_estimate_theirs():
    kept = [(weight(), Usage(tokens_in=8_000, tokens_out=1_500, attempts=1))] * 9
    likely, unmeasured = estimate([weight()], kept, 0, PRICE, JOBS), estimate([weight()], kept[:4], 0, PRICE, JOBS)
    assert (likely.calibrated, unmeasured.calibrated) == (9, 0)
    # A quarter is asked about again, and sends the question and the faulty answer once more.
    assert (round(likely.tokens_in.about), round(likely.tokens_out.about)) == (10_375, 1_875)
    assert likely.tokens_in.high - likely.tokens_in.low < unmeasured.tokens_in.high - unmeasured.tokens_in.low


@pytest.mark.parametrize(
    ("limits", "least"),
    [
        (Limits(1), 100 * 1_000 / 120 / 60),
        (Limits(100, requests_per_minute=10), 9),
        (Limits(100, tokens_per_minute=10_000), 30),
    ],
)
def test_time_is_never_less_than_limits_and_workers_allow(limits, least):
    assert estimate([weight()] * 100, [], 0, None, limits).minutes.low >= least


def test_costs_are_those_of_the_tokens_and_unknown_without_a_price():
    likely = estimate([weight()] * 50, [], 0, PRICE, JOBS)
    for cost, sent, told in zip(
        likely.cost,
        (likely.tokens_in.low, likely.tokens_in.about, likely.tokens_in.high),
        (likely.tokens_out.low, likely.tokens_out.about, likely.tokens_out.high),
        strict=True,
    ):
        assert float(cost.amount) == pytest.approx((sent + 10 * told) / 1_000_000, abs=1e-4)
    assert estimate([weight()], [], 0, None, JOBS).cost is None


@pytest.fixture
def desk(tmp_path):
    for name in ("Orla", "Kesh", "Duyal"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\nThe council of {name} met on Monday.\n")
    return tmp_path


def forecast(command, server, desk, *options):
    return run(command, ".", "--dry-run", "--base-url", server.base_url, "--model", "gpt-5-mini", *options, cwd=desk)


@pytest.mark.parametrize("command", ["brief", "extract"])
def test_a_dry_run_asks_nothing_says_that_it_is_an_estimate_and_leaves_the_output_alone(desk, command):
    (desk / "out.json").write_text("yesterday's")
    with Server(lambda _request, _number: {}) as server:
        done = forecast(command, server, desk, "-o", "out.json", "--record", "kept")
        assert server.seen == []
    assert (done.returncode, complaints(done)) == (0, [])
    assert (desk / "out.json").read_text() == "yesterday's"
    assert not (desk / "kept").exists()
    text = done.stdout.decode()
    assert "Articles: 3; answered already: 0; to be asked about: 3\n" in text
    assert "estimate; no server was asked" in text
    assert re.search(r"^Cost: about 0\.\d+ USD \(.* to .*\), at the prices of \d{4}-\d\d-\d\d ", text, re.MULTILINE)
    assert ("0 to 4 about pairs" in text) == (command == "brief")


def test_a_dry_run_needs_neither_key_nor_network_nor_model(desk):
    done = run("brief", ".", "--dry-run", cwd=desk, network=False)
    assert done.returncode == 0, done.stderr
    assert "Cost: not known without --model" in done.stdout.decode()


def test_a_model_without_a_price_is_named(desk):
    done = run("extract", ".", "--dry-run", "--model", "own-7b", cwd=desk, network=False)
    assert "Cost: not known: no price for own-7b; --prices FILE gives one" in done.stdout.decode()


def test_what_the_cache_answers_is_not_counted_and_a_dry_run_leaves_no_answer_there(desk):
    with Server(lambda _request, _number: {}) as server:
        options = ["--base-url", server.base_url, "--model", "gpt-5-mini"]
        run("brief", "Orla.txt", *options, cwd=desk)
        assert "answered already: 1; to be asked about: 2" in forecast("brief", server, desk).stdout.decode()
        assert len(server.seen) == 1
        run("brief", ".", *options, cwd=desk)
        assert len(server.seen) == 3
        done = forecast("brief", server, desk)
        assert len(server.seen) == 3
    assert done.stdout.decode() == ("Articles: 3; answered already: 3; to be asked about: 0\nNothing is left to ask.\n")


def test_what_the_folder_of_recordings_answers_is_not_counted_and_the_folder_stays_as_it_is(desk):
    with Server(lambda _request, _number: {}) as server:
        options = ["--base-url", server.base_url, "--model", "gpt-5-mini"]
        run("brief", "Orla.txt", *options, "--record", "kept", cwd=desk)
        run("brief", "Kesh.txt", *options, cwd=desk)
        before = sorted(path.name for path in (desk / "kept").iterdir())
        done = forecast("brief", server, desk, "--record", "kept")
        assert len(server.seen) == 2
    assert "answered already: 2; to be asked about: 1" in done.stdout.decode()
    assert sorted(path.name for path in (desk / "kept").iterdir()) == before


def test_a_dry_run_of_a_replay_says_what_has_a_recording(tmp_path):
    done = run("brief", FLOOD / "articles", "--replay", FLOOD / "recordings", "--dry-run", cwd=tmp_path, network=False)
    assert done.stdout.decode() == ("Articles: 6; answered already: 6; to be asked about: 0\nNothing is left to ask.\n")


def test_a_long_article_is_counted_with_all_its_parts(tmp_path):
    (tmp_path / "long.txt").write_text("The harbour\n\n" + "The crane at the quay was moved on Monday. " * 500)
    done = run("extract", ".", "--dry-run", "--model", "m", cwd=tmp_path, network=False)
    questions = int(re.search(r"^Questions: (\d+) about articles", done.stdout.decode(), re.MULTILINE)[1])
    assert 4 <= questions <= 6


def test_what_cannot_be_read_is_told_and_does_not_end_a_dry_run(desk):
    (desk / "empty.txt").write_text("")
    done = run("extract", ".", "--dry-run", "--model", "m", cwd=desk, network=False)
    assert done.returncode == 0
    assert "to be asked about: 3; not to be read: 1" in done.stdout.decode()
    (line,) = complaints(done)
    assert "empty.txt" in line


def pieces(text):
    """Count tokens somewhat as tokenizers make them: parts of words, marks, one or two letters of other scripts."""
    return len(
        re.findall(r" ?[A-Za-z]{1,7}|\d{1,3}|[^\sA-Za-z0-9\x80-\U0010ffff]{1,3}|[\x80-\U0010ffff]{1,2}|\n+", text)
    )


def recorded_answers():
    """The recorded answers about the fixture's articles, by article and attempt."""
    told = [json.loads(path.read_text()) for path in (FLOOD / "recordings").glob("read_article.*")]
    return {(one["article"]["sha256"], one["attempt"]): one["answer"] for one in told}


def answering():
    """A script that answers about the fixture's articles as was recorded, and tells what that took."""
    from hashlib import sha256

    answers = recorded_answers()
    texts = {sha256(path.read_bytes()).hexdigest(): path.read_text() for path in Path(FLOOD, "articles").iterdir()}

    def overlap(text, user):
        lines = [line.strip() for line in text.splitlines() if len(line.strip()) > 20]
        return sum(line[:20] in user for line in lines) / len(lines)

    def answer(request, _number):
        user = request["messages"][1]["content"]
        article = max(texts, key=lambda one: overlap(texts[one], user))
        asked_before = sum(message["role"] == "assistant" for message in request["messages"])
        told = answers.get((article, asked_before + 1), answers[article, 1])
        sent = json.dumps([request["messages"], request["tools"]], ensure_ascii=False)
        out = json.dumps(told, ensure_ascii=False)
        return Reply(completion(request, told, usage=(pieces(sent), pieces(out))))

    return answer


def ranges(done):
    text = done.stdout.decode()
    found = re.findall(r"^Tokens (?:in|out): about [\d,.]+ \(([\d,.]+) to ([\d,.]+)\)", text, re.MULTILINE)
    return [tuple(float(number.replace(",", "")) for number in pair) for pair in found]


def test_the_estimate_has_what_the_shipped_fixture_really_takes_between_its_bounds(tmp_path):
    with Server(answering()) as server:
        options = [FLOOD / "articles", "--base-url", server.base_url, "--model", "m"]
        (least_in, most_in), (least_out, most_out) = ranges(run("extract", *options, "--dry-run", cwd=tmp_path))
        done = run("brief", *options, "--no-adjudicate", "--format", "json", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        kept = run("extract", *options, "--refresh", "--dry-run", cwd=tmp_path)
    account = json.loads(done.stdout)["account"]
    assert account["read"] == 6
    assert least_in < account["tokens_in"] < most_in
    assert least_out < account["tokens_out"] < most_out
    assert "to be asked about: 6" in kept.stdout.decode()


def test_an_estimate_that_rests_on_kept_answers_is_closer(tmp_path):
    (tmp_path / "new.txt").write_text((FLOOD / "articles" / "en-quayside-12.md").read_text() + "\nIt rained on.\n")
    with Server(answering()) as server:
        options = ["--base-url", server.base_url, "--model", "m"]
        before = ranges(run("extract", "new.txt", *options, "--dry-run", cwd=tmp_path))
        run("extract", FLOOD / "articles", *options, cwd=tmp_path)
        done = run("extract", "new.txt", FLOOD / "articles", *options, "--dry-run", cwd=tmp_path)
        after = ranges(done)
        taken = run("brief", "new.txt", *options, "--format", "json", cwd=tmp_path)
    account = json.loads(taken.stdout)["account"]
    assert "kept answers with the tokens that they took" in done.stdout.decode()
    assert after[0][1] / after[0][0] < before[0][1] / before[0][0]
    assert after[1][1] / after[1][0] < before[1][1] / before[1][0]
    assert after[0][0] < account["tokens_in"] < after[0][1]
