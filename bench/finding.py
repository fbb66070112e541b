"""How fast skills are found against spaCy's own way, and whether a slow path finds the same: `python -m bench.finding`.

Same texts, same spellings, same run, CPU seconds: SkillFinder.find against spaCy's default English tokenizer with a
PhraseMatcher. The slow path tries every stretch of every text against the plain list of spellings. Exit code 1 where
the two paths differ or the ratio is below the floor. Beside them, in turn with spaCy too: a bare Aho-Corasick automaton
over the same spellings, which knows neither words nor letter case, and the whole reader (sections, need, pay, years,
relevance and all).
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import ahocorasick
import spacy
from spacy.matcher import PhraseMatcher

from bench.support.labelled import rows
from nlp.mentions.finder import Candidate, SkillFinder, longest
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load
from nlp.text import fold

FLOOR = 4.0
PASSES = 5
"""The fastest of so many passes counts, ours and spaCy's in turn, so that a busy machine does not decide."""


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="JSON lines with a text each, also .gz")
    parser.add_argument("--count", type=int, default=500)
    given = parser.parse_args()
    texts = [row["text"] for row, _ in zip(rows(given.texts), range(given.count), strict=False)]
    finder = SkillFinder(load())
    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("skill", [nlp.make_doc(spelling) for spelling in finder.spellings])
    reader = PostingReader(finder.taxonomy)
    automaton = ahocorasick.Automaton()
    for spelling in finder.spellings:
        automaton.add_word(spelling, len(spelling))
    automaton.make_automaton()
    passes = []
    for _ in range(PASSES):
        forget()
        passes.append(
            (
                cpu_seconds(lambda: [finder.find(t) for t in texts]),
                cpu_seconds(lambda: [matcher(nlp.make_doc(t)) for t in texts]),
                cpu_seconds(lambda: [list(automaton.iter(t.lower())) for t in texts]),
                cpu_seconds(lambda: [reader.read("", t) for t in texts]),
            )
        )
    ours, theirs, bare, whole = (min(seconds) for seconds in zip(*passes, strict=True))
    differing = sum(finder.find(t) != find_slowly(finder, t) for t in texts)
    ratio = theirs / ours
    print(f"{len(texts)} texts, {len(finder.spellings)} spellings")
    speeds = f"SkillFinder {len(texts) / ours:,.0f} texts per CPU-second, spaCy {len(texts) / theirs:,.0f}"
    print(f"{speeds}: {ratio:.1f} times as fast (floor {FLOOR})")
    print(f"Aho-Corasick alone {len(texts) / bare:,.0f} texts per CPU-second: finding is {bare / ours:.2f} as fast")
    print(f"Whole reader {len(texts) / whole:,.0f} texts per CPU-second, {theirs / whole:.2f} of spaCy's")
    print(f"{differing} texts on which the slow path finds something else")
    return int(differing > 0 or ratio < FLOOR)


def find_slowly(finder: SkillFinder, text: str) -> list[Candidate]:
    """The same as `finder.find`, by trying every stretch of the folded copy."""
    spellings = set(finder.spellings)
    lengths = sorted({len(s) for s in spellings})
    folded = fold(text)
    found = []
    for first in range(len(folded.text)):
        for length in lengths:
            end = first + length
            if end <= len(folded.text) and folded.text[first:end] in spellings:
                candidate = finder.candidate(text, folded, first, end)
                if candidate is not None:
                    found.append(candidate)
    return longest(found)


def forget() -> None:
    """Lets go of what the reader keeps of the last statements, so that no pass gains by the one before."""
    for kept in (found for found in gc.get_objects() if isinstance(found, type(_kept))):
        if kept.cache_parameters()["maxsize"] is not None:
            kept.cache_clear()


@cache
def _kept() -> None:
    """A function of the kind whose answers are kept."""


def cpu_seconds(work: Callable[[], object]) -> float:
    """What some work takes of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
