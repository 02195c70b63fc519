"""Takes the command line and gives a brief, readings, a verdict, scores, a schema; an error is one line and a code."""

import os
import shutil
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summariser import __version__
from summariser.nouns.forms import DigestForm, LogFormat
from summariser.nouns.mode import Mode
from summariser.nouns.problems import EX_IOERR, EX_NOT_HELD, EX_PARTIAL, AlreadyRunning, Misconfigured, Problem

# Whatever imports pydantic, openai or instructor is imported inside the commands: --help must not pay for it.
if TYPE_CHECKING:
    from summariser.edges.archive.whole import Archive
    from summariser.edges.cache import CacheFolder
    from summariser.nouns.brief import Brief
    from summariser.nouns.config import Config
    from summariser.nouns.price import Price
    from summariser.pipeline import Outcome, Settings

app = typer.Typer(
    help="Reads many news articles into one brief in which every claim is cited and every disagreement is shown.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """What a brief can be written as."""

    MD = "md"
    JSON = "json"


class DoctorFormat(StrEnum):
    """What a diagnosis can be written as."""

    TEXT = "text"
    JSON = "json"


class SchemaName(StrEnum):
    """What has a JSON Schema."""

    DRAFT = "draft"
    READING = "reading"
    BRIEF = "brief"
    DIGEST = "digest"


_SETTINGS = Path("summariser.toml")


def _configured(context: typer.Context, given: Path | None) -> Path | None:
    """Let the settings of the file, if there is one, stand in for flags that neither line nor environment has."""
    file = given or (_SETTINGS if os.path.lexists(_SETTINGS) else None)
    if file:
        from summariser.edges.config import flags, load_config

        context.obj = load_config(file)
        context.default_map = flags(context.obj)
    return file


Paths = Annotated[list[str], typer.Argument(help="Files (.txt, .md), folders, globs, or - for standard input.")]
Model = Annotated[str | None, typer.Option(envvar="SUMMARISER_MODEL", help="The model that reads the articles.")]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        envvar=["SUMMARISER_BASE_URL", "OPENAI_BASE_URL"],
        show_default=False,  # what the settings say may not be for everybody
        help="Any OpenAI-compatible server, with its /v1.",
    ),
]
ModeFlag = Annotated[
    Mode | None,
    typer.Option("--mode", help="How the model is asked for its answer. Default: by what its server is, or by trial."),
]
Record = Annotated[Path | None, typer.Option(help="Keep every answer of the model in this folder, too.")]
Replay = Annotated[Path | None, typer.Option(help="Take the answers from this folder: no network, no key.")]
Strict = Annotated[bool, typer.Option("--strict", help="Refuse recordings made with another prompt or model.")]
Jobs = Annotated[int, typer.Option(min=1, max=256, help="Articles read at the same time.")]
RequestsPerMinute = Annotated[int | None, typer.Option(min=1, help="At most so many requests in any minute.")]
TokensPerMinute = Annotated[int | None, typer.Option(min=1, help="At most so many tokens, in and out, in any minute.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Ask about everything, and keep no answer for later runs.")]
Refresh = Annotated[
    bool, typer.Option("--refresh", help="Ask about everything, and replace the answers that are kept.")
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Ask nothing: say how many questions, tokens and minutes it may take, and money."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes, only errors.")]
AliasesFile = Annotated[
    Path | None,
    typer.Option("--aliases", help="A TOML file of names that are one, names that are two, and publishers."),
]
PricesFile = Annotated[
    Path | None,
    typer.Option(
        "--prices", help="A TOML file of what tokens cost, to go before the list that comes with the program."
    ),
]
NoAdjudicate = Annotated[
    bool,
    typer.Option("--no-adjudicate", help="Leave pairs that no rule decides apart, without asking the model."),
]
# Eager: it has to be known before any other flag is looked for, and after --help.
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        is_eager=True,
        callback=_configured,
        help="The file of settings. Default: summariser.toml, where there is one.",
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write here instead of to standard output.")]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"summariser {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True)] = False,
) -> None:
    pass


@app.command()
def brief(  # noqa: PLR0913, PLR0917 - a command's parameters are its flags
    paths: Paths,
    output: Output = None,
    form: Annotated[Format | None, typer.Option("--format", help="Default: by the suffix of -o, else md.")] = None,
    config: ConfigFile = None,
    model: Model = None,
    base_url: BaseUrl = None,
    mode: ModeFlag = None,
    record: Record = None,
    replay: Replay = None,
    strict: Strict = False,
    jobs: Jobs = 8,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    no_cache: NoCache = False,
    refresh: Refresh = False,
    prices: PricesFile = None,
    aliases: AliasesFile = None,
    no_adjudicate: NoAdjudicate = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="all|N|N,M", help="Instead of the brief: why its incidents are one or two, rule by rule."),
    ] = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Read articles and write one brief about what happened."""
    adjudicate = not no_adjudicate
    cache = _cache(paths, model, base_url, replay, jobs, no_cache, refresh, adjudicate=adjudicate, alone=not dry_run)
    from summariser import pipeline
    from summariser.edges.output import ready, write

    places = None if explain is None else _places(explain)
    form = (form or _form_of(output)) if places is None else form
    settings = _settings(model, base_url, record, replay, strict, jobs, quiet, prices)
    settings = replace(settings, requests_per_minute=requests_per_minute, tokens_per_minute=tokens_per_minute)
    settings = replace(settings, aliases=aliases, adjudicate=adjudicate, cache=cache, refresh=refresh, mode=mode)
    if dry_run:
        _forecast(paths, settings)
        return
    ready(output)
    run = pipeline.read(paths, settings, output)
    if places is None:
        _write_brief(pipeline.brief(run), output, form)
    else:
        write("".join(f"{line}\n" for line in pipeline.explain(run, places)), output)
    _finish(run)


def _places(told: str) -> list[int]:
    """Read the value of --explain: the places of at most two incidents in the brief, none for all."""
    places = [] if told == "all" else told.split(",")
    if len(places) > 2 or not all(place.strip().isdecimal() for place in places):
        raise typer.BadParameter(f"--explain {told}: give all, the place of an incident in the brief, or two (3,7)")
    return [int(place) for place in places]


@app.command()
def extract(  # noqa: PLR0913, PLR0917 - a command's parameters are its flags
    paths: Paths,
    output: Output = None,
    config: ConfigFile = None,
    model: Model = None,
    base_url: BaseUrl = None,
    mode: ModeFlag = None,
    record: Record = None,
    replay: Replay = None,
    strict: Strict = False,
    jobs: Jobs = 8,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    no_cache: NoCache = False,
    refresh: Refresh = False,
    prices: PricesFile = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Read articles and write what each one says, checked, as JSON Lines."""
    cache = _cache(paths, model, base_url, replay, jobs, no_cache, refresh, adjudicate=False, alone=not dry_run)
    from summariser import pipeline
    from summariser.core.render import as_json_line
    from summariser.edges.output import opened, ready

    settings = _settings(model, base_url, record, replay, strict, jobs, quiet, prices)
    settings = replace(settings, requests_per_minute=requests_per_minute, tokens_per_minute=tokens_per_minute)
    settings = replace(settings, adjudicate=False, cache=cache, refresh=refresh, mode=mode)
    if dry_run:
        _forecast(paths, settings)
        return
    ready(output)
    outcome = None
    with opened(output) as put:
        outcome = pipeline.extract(paths, settings, lambda reading: put(as_json_line(reading)), output)
    if outcome:  # and not where the reader of a pipe has had enough
        _finish(outcome)


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="BRIEF.json", help="A brief or a digest in JSON.")],
) -> None:
    """Check every citation of a brief or a digest again against the source files; exit code 1 if one does not hold."""
    from summariser import pipeline
    from summariser.edges.output import write

    checked, broken = pipeline.verify(file)
    total = f"{checked} citations checked, {checked - len(broken)} hold, {len(broken)} do not."
    write("".join(f"{line}\n" for line in [*broken, total]), None)
    if broken:
        raise typer.Exit(EX_NOT_HELD)


@app.command()
def evaluate(  # noqa: PLR0913, PLR0917 - a command's parameters are its flags
    gold: Annotated[Path, typer.Argument(help="A folder with gold.toml and its articles in articles/.")],
    output: Output = None,
    form: Annotated[Format | None, typer.Option("--format", help="Default: by the suffix of -o, else md.")] = None,
    minimum: Annotated[
        list[str] | None,
        typer.Option("--min", metavar="NAME=VALUE", help="End with code 1 if this measure is less; may be repeated."),
    ] = None,
    config: ConfigFile = None,
    model: Model = None,
    base_url: BaseUrl = None,
    mode: ModeFlag = None,
    record: Record = None,
    replay: Replay = None,
    strict: Strict = False,
    jobs: Jobs = 8,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    no_cache: NoCache = False,
    refresh: Refresh = False,
    prices: PricesFile = None,
    aliases: AliasesFile = None,
    no_adjudicate: NoAdjudicate = False,
    quiet: Quiet = False,
) -> None:
    """Score what a model and a prompt make of articles against gold: what was read, merged, disputed and cited."""
    cache = _cache([str(gold)], model, base_url, replay, jobs, no_cache, refresh, adjudicate=not no_adjudicate)
    from summariser import pipeline
    from summariser.core.evaluate import as_json, as_table, below
    from summariser.edges.output import ready, write

    form = form or _form_of(output)
    bounds = dict(map(_bound, minimum or ()))
    ready(output)
    settings = _settings(model, base_url, record, replay, strict, jobs, quiet, prices)
    settings = replace(settings, requests_per_minute=requests_per_minute, tokens_per_minute=tokens_per_minute)
    settings = replace(settings, aliases=aliases, adjudicate=not no_adjudicate, cache=cache, refresh=refresh, mode=mode)
    evaluation, run = pipeline.evaluate(gold, settings, output)
    write(as_json(evaluation) if form is Format.JSON else as_table(evaluation), output)
    lines = below(evaluation, bounds)
    for line in lines:
        _say(line)
    if lines:
        raise typer.Exit(EX_NOT_HELD)
    _finish(run)


def _bound(told: str) -> tuple[str, float]:
    """Read one NAME=VALUE of --min."""
    from summariser.core.evaluate import MEASURES

    name, _, value = told.partition("=")
    if name not in MEASURES:
        raise typer.BadParameter(f"--min {told}: no such measure; the measures are: {', '.join(MEASURES)}")
    try:
        bound = float(value)
    except ValueError:
        bound = -1.0
    if not 0 <= bound <= 1:
        raise typer.BadParameter(f"--min {told}: give NAME=VALUE with a value from 0 to 1, for example {name}=0.9")
    return name, bound


@app.command()
def schema(name: SchemaName) -> None:
    """Print the JSON Schema of a draft, a reading, a brief or a digest."""
    from summariser.core.schemas import schema_text
    from summariser.edges.output import write

    write(schema_text(name.value), None)


@app.command()
def doctor(  # noqa: PLR0913, PLR0917 - a command's parameters are its flags
    config: ConfigFile = None,
    model: Model = None,
    base_url: BaseUrl = None,
    mode: ModeFlag = None,
    prices: PricesFile = None,
    form: Annotated[DoctorFormat, typer.Option("--format")] = DoctorFormat.TEXT,
) -> None:
    """Say in plain lines whether the model's server can be used, and what to do if not."""
    from summariser.core.diagnosis import as_json, as_lines
    from summariser.doctor import doctor
    from summariser.edges.cache import CacheFolder
    from summariser.edges.output import write

    memory = CacheFolder.of_the_user().modes
    diagnosis = doctor(base_url, os.environ.get("OPENAI_API_KEY"), model, mode, memory, _say, _prices(prices))
    write(as_json(diagnosis) if form is DoctorFormat.JSON else as_lines(diagnosis), None)
    if diagnosis.exit_code:
        raise typer.Exit(diagnosis.exit_code)


@app.command()
def demo(
    output: Output = None,
    form: Annotated[Format | None, typer.Option("--format")] = None,
    week: Annotated[
        bool, typer.Option("--week", help="Instead: the daily digests of the shipped week; -o names a folder for them.")
    ] = False,
) -> None:
    """Print the brief of the shipped fixture, replayed: no key, no network."""
    from summariser import pipeline

    if week:
        _demo_of_the_week(output, form)
        return
    form = form or _form_of(output)
    run = pipeline.demo(_say)
    _write_brief(pipeline.brief(run), output, form)
    _finish(run)


def _demo_of_the_week(folder: Path | None, form: Format | None) -> None:
    """Print the digests one after another, or put them in a folder, each as Markdown and as JSON."""
    from summariser import unattended
    from summariser.core.render import as_json, as_markdown
    from summariser.edges.output import file_name, write

    ways = {Format.MD: as_markdown, Format.JSON: as_json}
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    for told in unattended.demo(_say):
        issued = told.issued
        for each in [form] if form else ([Format.MD, Format.JSON] if folder else [Format.MD]):
            file = folder / file_name(issued.window.name, issued.revision, each.value) if folder else None
            write(ways[each](told.digest), file)


Where = Annotated[
    str | None,
    typer.Option(
        "--archive",
        envvar="SUMMARISER_ARCHIVE",
        show_default=False,  # what the settings say may not be for everybody
        help="A file, or postgresql://USER@HOST/DATABASE. Default: a file in the user's data folder.",
    ),
]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the first, or last, digest wanted.")
]


@app.command()
def digest(  # noqa: PLR0913, PLR0917 - a command's parameters are its flags
    context: typer.Context,
    config: ConfigFile = None,
    archive: Where = None,
    since: Day = None,
    until: Day = None,
    output: Output = None,
    form: Annotated[
        DigestForm | None,
        typer.Option("--format", help="Write what is issued, too, where the settings have outputs. Default: md."),
    ] = None,
    min_success: Annotated[
        float, typer.Option(min=0, max=1, help="No digest where a smaller share of its articles could be read.")
    ] = 0.8,
    health: Annotated[Path | None, typer.Option(help="Replace this file by a line on how the run ended.")] = None,
    log_format: Annotated[LogFormat, typer.Option(help="What a line of the log is.")] = LogFormat.TEXT,
    model: Model = None,
    base_url: BaseUrl = None,
    mode: ModeFlag = None,
    record: Record = None,
    replay: Replay = None,
    strict: Strict = False,
    jobs: Jobs = 8,
    requests_per_minute: RequestsPerMinute = None,
    tokens_per_minute: TokensPerMinute = None,
    prices: PricesFile = None,
    aliases: AliasesFile = None,
    no_adjudicate: NoAdjudicate = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
) -> None:
    """Read what came in and issue the digests that are due: what is new, changed, confirmed, contradicted, silent."""
    found: Config | None = context.obj
    if not (found and found.digest):
        raise Misconfigured(
            "no [digest] in summariser.toml, which says in which zone days end; --config FILE names one"
        )
    with ExitStack() as stack:
        # Before anything heavy is imported: a run that is under way already is to be told of at once.
        opened = None if dry_run else _opened(archive, stack)
        from summariser import unattended
        from summariser.edges.journal import Journal, Level
        from summariser.edges.output import ready, write

        clock = partial(datetime.now, UTC)
        journal = Journal(sys.stderr, clock, log_format, Level.WARNING if quiet else Level.INFO)
        settings = _settings(model, base_url, record, replay, strict, jobs, quiet, prices)
        settings = replace(
            settings, requests_per_minute=requests_per_minute, tokens_per_minute=tokens_per_minute, mode=mode
        )
        settings = replace(settings, aliases=aliases, adjudicate=not no_adjudicate, say=journal.say, progress=False)
        job = unattended.Job(
            desk=found.digest.model_copy(update={"min_success": min_success}),
            sources=found.sources,
            settings=replace(settings, cache=_cache_of_the_user(jobs, replay)),
            journal=journal,
            clock=clock,
            since=since.date() if since else None,
            until=until.date() if until else None,
            form=form,
            output=output,
            health=health,
        )
        if opened is None:
            write("".join(f"{line}\n" for line in unattended.forecast(archive, job)), None)
            return
        ready(output)
        code = unattended.run(opened, job)
    if code:
        raise typer.Exit(code)


def _opened(archive: str | None, stack: ExitStack) -> "Archive | Problem":
    """Open the archive, or give the reason why it cannot be. Raises AlreadyRunning, which is no news to anybody."""
    from summariser.edges.archive import open_archive

    try:
        return stack.enter_context(open_archive(archive))
    except AlreadyRunning:
        raise
    except Problem as problem:
        return problem


archive_app = typer.Typer(help="Look after the archive of the digests.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(archive_app, name="archive")


@archive_app.command("check")
def archive_check(config: ConfigFile = None, archive: Where = None) -> None:
    """Check the database, every citation and every digest in the archive; exit code 74 if something is wrong."""
    from summariser import archive_commands
    from summariser.edges.output import write

    checked = archive_commands.check(archive)
    total = f"{checked.articles} articles, {checked.readings} readings, {checked.digests} digests checked"
    write("".join(f"{line}\n" for line in [*checked.broken, f"{total}, {len(checked.broken)} faults."]), None)
    if checked.broken:
        raise typer.Exit(EX_IOERR)


@archive_app.command("backup")
def archive_backup(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    config: ConfigFile = None,
    archive: Where = None,
) -> None:
    """Copy the archive to a file, which is an archive itself; a digest may be under way."""
    from summariser import archive_commands

    _say(archive_commands.backup(archive, file))


@archive_app.command("prune")
def archive_prune(
    before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day whose articles stay whole.")],
    config: ConfigFile = None,
    archive: Where = None,
) -> None:
    """Let go of the texts, readings and answers of what digests before a day tell; digests and ids stay."""
    from summariser import archive_commands

    _say(archive_commands.prune(archive, before.date()))


@archive_app.command("export")
def archive_export(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet, or empty.")],
    config: ConfigFile = None,
    archive: Where = None,
) -> None:
    """Write articles and digests as files, readings and answers as JSON Lines."""
    from summariser import archive_commands

    _say(archive_commands.export(archive, folder))


def _forecast(paths: list[str], settings: "Settings") -> None:
    from summariser import pipeline
    from summariser.edges.output import write

    write("".join(f"{line}\n" for line in pipeline.forecast(paths, settings)), None)


def _cache(  # noqa: PLR0913, PLR0917 - all that makes two runs ask the same
    paths: list[str],
    model: str | None,
    base_url: str | None,
    replay: Path | None,
    jobs: int,
    no_cache: bool,
    refresh: bool,
    *,
    adjudicate: bool,
    alone: bool = True,
) -> "CacheFolder | None":
    """Open the cache, before anything heavy is imported: a run that is under way already is to be told of at once."""
    if no_cache and refresh:
        raise typer.BadParameter(
            "--refresh replaces what the cache has and --no-cache leaves it alone: give one of them"
        )
    cache = None if no_cache else _cache_of_the_user(jobs, replay)
    if cache and alone and "-" not in paths:
        where = [os.path.realpath(path) for path in paths]
        cache.run_alone(repr((sorted(where), model, base_url, adjudicate)))
    return cache


def _cache_of_the_user(jobs: int, replay: Path | None) -> "CacheFolder | None":
    """Open the folder of answers; None where all answers are replayed."""
    from summariser.edges.cache import CacheFolder

    if replay:
        return None
    cache = CacheFolder.of_the_user()
    cache.open(jobs)
    return cache


def _settings(  # noqa: PLR0913, PLR0917 - gathers a command's flags in one value
    model: str | None,
    base_url: str | None,
    record: Path | None,
    replay: Path | None,
    strict: bool,
    jobs: int,
    quiet: bool,
    prices: Path | None,
) -> "Settings":
    from summariser.pipeline import Settings

    if record and replay:
        raise typer.BadParameter("--record asks the model and --replay does not: give one of them")
    return Settings(
        model=model,
        base_url=base_url,
        api_key=os.environ.get("OPENAI_API_KEY"),
        record=record,
        replay=replay,
        strict=strict,
        jobs=jobs,
        say=_hush if quiet else _say,
        prices=_prices(prices),
        progress=not quiet and bool(sys.stderr) and sys.stderr.isatty(),
    )


def _prices(file: Path | None) -> "tuple[Price, ...]":
    """The user's prices, then those that come with the program: the first that names a model holds."""
    from summariser.edges.prices import load_prices
    from summariser.edges.shipped import prices_file

    return (*(load_prices(file) if file else ()), *load_prices(prices_file()))


def _write_brief(brief: "Brief", output: Path | None, form: Format | None) -> None:
    from summariser.core.render import as_json, as_markdown, as_terminal
    from summariser.edges.output import write

    if form is None:
        columns = shutil.get_terminal_size().columns
        write(as_terminal(brief, width=columns, colour="NO_COLOR" not in os.environ), None)
    else:
        write(as_json(brief) if form is Format.JSON else as_markdown(brief, _way_back(output)), output)


def _way_back(output: Path | None) -> str:
    """Give what leads from the folder of `output` to the current one, from which the articles' paths count."""
    way = os.path.relpath(Path.cwd(), output.parent) if output else "."
    return "" if way == "." else f"{way}/"


def _form_of(output: Path | None) -> Format | None:
    """The format that the suffix of `output` names; for standard output Markdown, or None if it is a terminal."""
    if output is None:
        return None if sys.stdout and sys.stdout.isatty() else Format.MD
    suffix = output.suffix.lower().lstrip(".")
    if suffix in ("md", "markdown"):
        return Format.MD
    if suffix == "json":
        return Format.JSON
    raise typer.BadParameter(f"{str(output)!r}: the suffix names no format; add --format md or --format json")


def _finish(outcome: "Outcome") -> None:
    """Say what gave no reading, a line each, and end with the code for a result that is not whole."""
    for line in outcome.complaints():
        _say(line)
    outcome.settle()
    if outcome.partial:
        raise typer.Exit(EX_PARTIAL)


def _say(line: str) -> None:
    from summariser.text.clean import clean

    typer.echo(f"summariser: {clean(line)}", err=True)


def _hush(line: str) -> None:
    """Drop a note: the user asked for quiet."""


def main() -> None:
    """Run the command line: one handler turns every problem into one line on stderr and an exit code."""
    from summariser.edges.workers import stopped_by_signals

    try:
        with stopped_by_signals():
            app()
    except Problem as problem:
        _say(str(problem))
        raise SystemExit(problem.exit_code) from None


if __name__ == "__main__":
    main()
