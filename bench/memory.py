"""Does the reader's memory stay flat? `python -m bench.memory --postings FILE… [--count 50000]`.

Reads that many postings, each a given one with its lines in another order and words that no text has yet, and prints
the process's resident memory (MB) and postings per CPU-second after every tenth of them.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from pathlib import Path

from bench.support.labelled import rows
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load

NEW_WORDS = 5
"""A posting brings as many words that nobody wrote before: names, typing errors, ids."""


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=50_000)
    given = parser.parse_args()
    reader = PostingReader(load())
    sizes = []
    started, step = time.process_time(), max(1, given.count // 10)
    for number, (title, text) in enumerate(_varied(given.postings, given.count), start=1):
        reader.read(title, text)
        if number % step == 0:
            sizes.append(_resident())
            print(
                f"{number:>7,} read · {sizes[-1]:.0f} MB · {number / (time.process_time() - started):.0f} a CPU-second"
            )
    print(f"from the first tenth to the last: {sizes[-1] - sizes[0]:+.0f} MB (largest {max(sizes):.0f} MB)")


def _varied(paths: list[Path], count: int) -> Iterator[tuple[str, str]]:
    postings = [(str(p["title"]), str(p["text"])) for p in rows(paths)]
    draw = random.Random(0)
    for number in range(count):
        title, text = postings[number % len(postings)]
        lines = text.split("\n")
        draw.shuffle(lines)
        new = " ".join(f"q{draw.getrandbits(48):x}" for _ in range(NEW_WORDS))
        yield title, "\n".join([*lines, new])


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    main()
