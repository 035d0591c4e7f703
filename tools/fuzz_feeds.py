"""Look for bodies that break reading: coverage-guided mutation of the corpus in tests/adapters/corpus, bounded in time.

`make fuzz` runs it in a venv of its own with atheris. Every input goes through `check_body`, as the tests' do. An input
that breaks it is written to the folder of the run, which is named first; keep it in the corpus with its repair.
"""

import sys
import tempfile
from typing import Final

import atheris

with atheris.instrument_imports(include=["feedparser", "bot"]):
    from tools.fuzz_checks import CORPUS, check_body

SECONDS: Final = 90


def main() -> None:
    """Fuzz for SECONDS, or as many as the one argument says."""
    folder = tempfile.mkdtemp(prefix="counterclaim-fuzz-")
    print(f"what breaks a promise is written to {folder}", flush=True)
    limits = [f"-max_total_time={sys.argv[1] if len(sys.argv) > 1 else SECONDS}", "-timeout=20", "-max_len=20000"]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/", folder, str(CORPUS)], check_body)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
