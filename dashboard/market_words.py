"""What was found about a market, in sentences: the same on pages and in reports. All take plain data (to_plain)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.demand.premium import MIN_PAY_EMPLOYERS, MIN_RANGES
from dashboard.words import count, day, interval, jobs_sample, listing, percent, word

Plain = Mapping[str, Any]
CHANGED = ("new", "rising", "falling")
MOST_TOLD = 5
PREMIUM_LIMIT = (
    "Level, lane and region are held fixed, not what else the jobs differ in: a premium says where a skill is asked"
    " for, not what learning it pays."
)
GATHERED = "These jobs were gathered by hand: a share of them is a share of what was gathered, not of the market."


def sample_words(sampled: Plain) -> Iterator[str]:
    """Whose jobs a market's are: sources and boards, employers by size, the title of the day, and what was gathered."""
    boards = sum(source["boards"] for source in sampled["sources"])
    named = [f"{word('source', source['source'])} ({source['requisitions']:,})" for source in sampled["sources"]]
    if named:
        of_boards = f"{count(boards, 'board')}: " if boards else ""
        yield f"From {of_boards}{listing(named)}."
    sizes = [_size(one) for one in sampled["sizes"] if one["employers"]]
    if sizes:
        yield f"Employers: {listing(sizes)}; the largest has {percent(sampled['largest'])} of the jobs."
    if sampled["ai_titled"]["share"] is not None:
        yield f"{interval(sampled['ai_titled'])} of these jobs go by the name «AI engineer»."
    if gathered := gathered_words(sampled):
        yield gathered


def gathered_words(sampled: Plain) -> str:
    """That a market, or a part of it, was gathered by hand; empty where it was not."""
    imported = sampled["imported"]
    if imported == 1:
        return GATHERED
    return f"{percent(imported)} came from files that somebody gathered by hand." if imported else ""


def verdict_words(verdict: Plain) -> str:
    """What the one word rests on: «36% (30–42%) of 300 jobs from 120 employers name it»."""
    figure = verdict["figure"]
    if figure is None:
        return str(verdict["why"])
    if figure["share"]["share"] is None:
        return f"only {jobs_sample(figure['share'])} can be asked ({figure['share']['reason']})"
    of = jobs_sample(figure["share"])
    said = f"{interval(figure['share'])} of {of} {figure['label']}"
    return f"{said}; of all jobs {interval(figure['base'])} do" if figure["base"] else said


def per_cent(change: float) -> str:
    """A relative change: «+4%», «−12%»."""
    return f"{100 * change:+.0f}%".replace("-", "−")


def volume_words(volume: Plain) -> str:
    """«114 new jobs against 117 before, on the same 34 boards: fewer (−3%, between −5% and −1%)»."""
    boards = "board" if volume["boards"] == 1 else count(volume["boards"], "board")
    said = f"{count(volume['after'], 'new job')} against {volume['before']:,} before, on the same {boards}"
    if volume["change"] is None:
        return f"{said}: not enough to say whether that is a change"
    around = f"{per_cent(volume['change'])}, between {per_cent(volume['low'])} and {per_cent(volume['high'])}"
    told = {"rising": "more", "falling": "fewer", "steady": "as many as before"}
    return f"{said}: {told.get(volume['state'], 'nobody can tell whether that is a change')} ({around})"


def shift_name(shift: Plain) -> str:
    """A value of a field as it is called: «level senior», «region not stated»."""
    return f"{word('field', shift['field'])}: {word(shift['field'], shift['value'])}"


def shifts_words(shifts: Sequence[Plain]) -> str:
    """Which levels, places and lanes moved, or that none did."""
    tested = [shift for shift in shifts if shift["change"] is not None]
    moved = [shift for shift in tested if shift["state"] in CHANGED]
    if not tested:
        return "Too few new jobs to test levels, workplaces, regions and lanes"
    if not moved:
        return f"Of {len(tested)} tested levels, workplaces, regions and lanes not one moved beyond chance"
    said = [f"{shift_name(s)} {s['state']} from {interval(s['before'])} to {interval(s['after'])}" for s in moved]
    return listing(said[:MOST_TOLD])


def pay_shift_words(shift: Plain) -> str:
    """«USD a year: a median of 182,000 against 180,000 before: nobody can tell (−3% to +6%)»."""
    jobs = f"{count(shift['jobs_after'], 'job')} against {shift['jobs_before']:,}"
    if shift["change"] is None:
        return f"{shift['currency']} a year: not enough data ({jobs})"
    around = (
        f"between {per_cent(shift['low'])} and {per_cent(shift['high'])},"
        f" with the same mix {per_cent(shift['standardised'])}"
    )
    told = {"rising": "more", "falling": "less", "steady": "the same"}.get(shift["state"], "nobody can tell")
    medians = f"a median of {shift['after']:,.0f} against {shift['before']:,.0f} before"
    return f"{shift['currency']} a year: {medians}: {told} ({around}; {jobs})"


def premium_words(one: Plain) -> str:
    """«CI/CD −14% (−21% to −8%)»."""
    return f"{one['name']} {per_cent(one['premium'])} ({per_cent(one['low'])} to {per_cent(one['high'])})"


def premiums_lines(pays: Sequence[Plain]) -> list[str]:
    """What each currency says, and in one line those of too little stated pay."""
    few = [
        f"{pay_unit(pay)} ({count(pay['ranges'], 'range')} of {pay['employers']:,})" for pay in pays if pay["reason"]
    ]
    lines = [_premiums(pay) for pay in pays if not pay["reason"]]
    if few:
        rest = f" and {len(few) - MOST_TOLD} more" if len(few) > MOST_TOLD else ""
        needed = f"at least {MIN_RANGES} stated ranges of {MIN_PAY_EMPLOYERS} employers are needed"
        lines.append(f"Too little stated pay, {needed}: {', '.join(few[:MOST_TOLD])}{rest}.")
    return lines or ["No posting states pay."]


def _premiums(pay: Plain) -> str:
    called = [one for one in pay["skills"] if one["is_called"]]
    of = f"{count(pay['ranges'], 'stated range')} of {count(pay['employers'], 'employer')}"
    if not called:
        return (
            f"{pay_unit(pay)}: none of {count(len(pay['skills']), 'skill')} is paid more or less beyond chance ({of})."
        )
    parts = [
        f"{listing([premium_words(one) for one in group[:MOST_TOLD]])} {words}"
        for group, words in (
            ([one for one in called if one["premium"] > 0], "paid more"),
            ([one for one in called if one["premium"] < 0][::-1], "paid less"),
        )
        if group
    ]
    return f"{pay_unit(pay)}: {'; '.join(parts)} ({of})."


def pay_unit(pay: Plain) -> str:
    """«USD a year»."""
    return f"{pay['currency']} {word('period', pay['period'])}"


def emerging_words(one: Plain) -> str:
    """When, where and of how many: «8 jobs of 8 employers since 28 September 2025, most in AI application; US»."""
    since = f" since {day(one['first_at'])}" if one["first_at"] else ""
    where = listing([word("region", region) for region in one["regions"]])
    said = f"{count(one['jobs'], 'job')} of {count(one['employers'], 'employer')}{since}"
    return f"{said}, {where}" if where else said


def _size(one: Plain) -> str:
    employers = f"{one['employers']:,}"
    if one["most"] == 1:
        return f"{employers} with one job"
    upto = f"to {one['most']}" if one["most"] else "and more"
    return f"{employers} with {one['least']} {upto}"
