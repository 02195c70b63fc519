"""Takes a server and a folder, has LangExtract read all articles in it, and prints as JSON what that took.

python benchmarks/read_with_langextract.py as-it-comes|64-workers BASE_URL FOLDER
It runs in an environment of its own that has langextract and not summariser. The clock starts when all is imported
and the articles are in memory; the extractions are aligned to the text, as LangExtract does by itself.
"""

import json
import logging
import resource
import sys
import time
import warnings
from pathlib import Path

import langextract as lx

_SAYS = """Extract what the news article reports, in the order in which it stands there: actors, incidents, the roles of
actors in them, facts, statements and quotations. Use the exact words of the article and do not overlap them."""
_SETTINGS = {
    # Parts of 1,000 characters, ten at a time.
    "as-it-comes": {},
    # No part of an article waits for another: each is one question.
    "64-workers": {"max_workers": 64, "batch_length": 64, "max_char_buffer": 20_000},
}


def main() -> None:
    """Read, and print what it took."""
    way, base_url, folder = sys.argv[1:]
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    documents = [
        lx.data.Document(text=path.read_text(encoding="utf-8"), document_id=path.name)
        for path in sorted(Path(folder).iterdir())
    ]
    start, used = time.perf_counter(), time.process_time()
    read = lx.extract(
        documents,
        prompt_description=_SAYS,
        examples=[_example()],
        model_id="gpt-4o-mini",
        api_key="none",
        model_url=base_url,
        show_progress=False,
        **_SETTINGS[way],
    )
    seconds, processor = time.perf_counter() - start, time.process_time() - used
    found = [one for document in read for one in document.extractions]
    took = {"seconds": seconds, "processor": processor, "objects": len(found)}
    placed = sum(one.char_interval is not None for one in found)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(took | {"placed": placed, "megabytes": peak}))


def _example() -> lx.data.ExampleData:
    text = "Hail broke windows at a school in Prandau on Friday, the mayor said. Four pupils were cut by glass."
    told = [
        ("incident", "Hail broke windows at a school in Prandau", {"type": "storm", "title": "Hail at a school"}),
        ("fact", "on Friday", {"aspect": "time", "words": "on Friday"}),
        ("actor", "the mayor", {"name": "Mayor of Prandau", "kind": "person"}),
        ("fact", "Four pupils were cut by glass", {"aspect": "injured", "words": "Four", "low": "4", "high": "4"}),
    ]
    extractions = [
        lx.data.Extraction(extraction_class=kind, extraction_text=words, attributes=attributes)
        for kind, words, attributes in told
    ]
    return lx.data.ExampleData(text=text, extractions=extractions)


if __name__ == "__main__":
    main()
