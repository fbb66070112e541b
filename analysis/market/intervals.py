"""Shares with their uncertainty: weighted, clustered by employer, withheld below the floors.

Variance by Taylor linearisation with employers as clusters (Binder 1983); interval by Wilson on the effective sample
size with Student's t (Korn & Graubard 1998; Dean & Pagano 2015). docs/method.md has the formulas.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from scipy import sparse, special

from analysis.market.weights import BoolArray, FloatArray, Sample

CONFIDENCE = 0.95
MIN_N_EFF = 30.0
MIN_EMPLOYERS = 10
MAX_EMPLOYER_SHARE = 0.25
"""The floors of publication: below them a share is «not enough data».

They are asked of how the sample was drawn, never of what was found in it: floors on the estimated n_eff let those
samples pass that look even by chance, and their intervals are too narrow. That no employer weighs more than
EMPLOYER_CAP keeps Kish's effective number of employers at the least number of employers or above.
"""

ASSUMED_LIKENESS = 0.2
"""The correlation within employers taken for shares of exactly 0 or 1, where it cannot be measured: with about ten
requisitions an employer a design effect of 2.8, between the median and the 90th percentile seen for skills."""

State = Literal["ok", "not enough data"]
DIGITS = 6
"""Results are rounded so that the order of a sum cannot show."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of requisitions (0-1) with its sample, or the statement that there is not enough data for one."""

    share: float | None
    low: float | None
    high: float | None
    n: int
    """Requisitions in the denominator."""
    employers: int
    n_eff: float
    """n divided by the design effect: how many independent requisitions would tell as much."""
    state: State = "ok"
    reason: str | None = None
    """Which floor was missed, for a person."""


@dataclass(frozen=True, eq=False)
class Estimates:
    """Shares of many things over one sample, as arrays (k,): the form in which they are computed."""

    share: FloatArray
    low: FloatArray
    high: FloatArray
    n_eff: FloatArray
    variance: FloatArray
    hits: FloatArray
    """Weighted count of requisitions."""
    n: int
    employers: int
    missed: str | None
    """Which floor the sample misses."""

    def item(self, position: int) -> Share:
        """One of them, or «not enough data» without any number where the sample misses a floor."""
        n_eff = round(float(self.n_eff[position]), 1)
        if self.missed is not None:
            return Share(None, None, None, self.n, self.employers, n_eff, "not enough data", self.missed)
        share, low, high = (round(float(x[position]), DIGITS) for x in (self.share, self.low, self.high))
        return Share(share, low, high, self.n, self.employers, n_eff)


def flat(share: Share) -> dict[str, Any]:
    """A share's fields, for a result that carries them as its own."""
    return {field.name: getattr(share, field.name) for field in dataclasses.fields(share)}


def floor_missed(n_eff: float, employers: int, largest: float) -> str | None:
    """Why a share may not be published, in words, or None."""
    if employers < MIN_EMPLOYERS:
        return f"{employers} employer{'s' * (employers != 1)}; at least {MIN_EMPLOYERS} are needed"
    if largest > MAX_EMPLOYER_SHARE:
        return f"one employer has {largest:.0%} of the jobs; at most {MAX_EMPLOYER_SHARE:.0%} may be one's"
    if n_eff < MIN_N_EFF:
        return f"worth {n_eff:.0f} independent jobs; at least {MIN_N_EFF:.0f} are needed"
    return None


def sample_floor_missed(drawn: Sample) -> str | None:
    """Why nothing may be published from a sample, whatever is asked of it, or None: judged by how it was drawn."""
    return floor_missed(assumed_n_eff(drawn), drawn.employers, drawn.largest)


def effective_employers(employer_weight: FloatArray) -> float:
    """How many employers of equal weight would tell as much (Kish); 0 without any."""
    squares = float(np.square(employer_weight).sum())
    return float(employer_weight.sum()) ** 2 / squares if squares > 0 else 0.0


def assumed_n_eff(drawn: Sample) -> float:
    """How many independent requisitions a sample is worth if an employer's are alike by ASSUMED_LIKENESS."""
    own = drawn.employer_weight
    size = float(np.square(own).sum()) / drawn.total if drawn.total > 0 else 1.0
    return drawn.n / (1 + max(size - 1, 0.0) * ASSUMED_LIKENESS)


def wilson(share: FloatArray, n_eff: FloatArray, critical: FloatArray | float) -> tuple[FloatArray, FloatArray]:
    """Wilson's interval for shares (k,) of effective sample sizes (k,); always inside [0, 1] and around the share."""
    with np.errstate(divide="ignore", invalid="ignore"):
        penalty = np.square(critical) / n_eff
        middle = (share + penalty / 2) / (1 + penalty)
        half = np.sqrt(penalty * (share * (1 - share) + penalty / 4)) / (1 + penalty)
    low = np.where(n_eff > 0, np.minimum(middle - half, share), 0.0)
    high = np.where(n_eff > 0, np.maximum(middle + half, share), 1.0)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)


def from_employer_totals(drawn: Sample, hits: FloatArray, squares: FloatArray, cross: FloatArray) -> Estimates:
    """Shares from sums over employers e of t_e, the weight of e's requisitions that show a thing, each (k,).

    `hits` = Σ t_e, `squares` = Σ t_e², `cross` = Σ t_e·w_e with w_e the employer's whole weight.
    """
    total, clusters, n = drawn.total, drawn.employers, drawn.n
    own = drawn.employer_weight
    share = np.clip(hits / total, 0.0, 1.0) if total > 0 else np.zeros_like(hits)
    residual = np.maximum(squares - 2 * share * cross + np.square(share) * float(own @ own), 0.0)
    correction = clusters / (clusters - 1) if clusters > 1 else 0.0
    variance = correction * residual / total**2 if total > 0 else np.zeros_like(hits)
    binomial = share * (1 - share)
    # All or none: nothing varies that could be measured, so a design effect has to be assumed.
    measurable = (binomial > 1e-12) & (variance > 1e-15)
    with np.errstate(divide="ignore", invalid="ignore"):
        n_eff = np.where(measurable, np.minimum(binomial / variance, n), assumed_n_eff(drawn))
    freedom = max(effective_employers(own) - 1, 1.0)
    critical = float(special.stdtrit(freedom, (1 + CONFIDENCE) / 2))
    low, high = wilson(share, n_eff, critical)
    return Estimates(share, low, high, n_eff, variance, hits, n, clusters, sample_floor_missed(drawn))


def q_values(p_value: FloatArray) -> FloatArray:
    """p-values as q-values: the share of false findings among those at or below each (Benjamini & Hochberg 1995)."""
    # As scipy.stats.false_discovery_control, whose module takes half a second to load.
    count = len(p_value)
    order = np.argsort(p_value)[::-1]
    raised = p_value[order] * (count / np.arange(count, 0, -1))
    result = np.empty(count)
    result[order] = np.minimum.accumulate(raised)
    return np.clip(result, 0.0, 1.0)


def share_of(drawn: Sample, hit: BoolArray | FloatArray) -> Share:
    """The share of a sample that shows a thing; `hit` is (n,), 0-1, aligned with the sample's rows."""
    return estimate(drawn, np.asarray(hit, dtype=np.float64)).item(0)


def estimate(drawn: Sample, hit: FloatArray) -> Estimates:
    """As `share_of`, for `hit` of shape (n,), before the floors."""
    sums = np.bincount(drawn.employer, weights=drawn.weight * hit, minlength=drawn.employers)
    totals = np.asarray(sums, dtype=np.float64)
    return from_employer_totals(
        drawn, totals.sum(keepdims=True), totals @ totals[:, None], totals @ drawn.employer_weight[:, None]
    )


def estimate_many(drawn: Sample, hits: sparse.csr_array) -> Estimates:
    """Shares of all columns of a sparse 0-1 matrix (n, k) whose rows are aligned with the sample's."""
    by_employer = sparse.csr_array(
        (drawn.weight, (drawn.employer, np.arange(drawn.n))), shape=(drawn.employers, drawn.n)
    )
    totals = sparse.csr_array(by_employer @ hits)
    return from_employer_totals(
        drawn,
        np.asarray(totals.sum(axis=0), dtype=np.float64).ravel(),
        np.asarray(totals.multiply(totals).sum(axis=0), dtype=np.float64).ravel(),
        np.asarray(totals.T @ drawn.employer_weight, dtype=np.float64).ravel(),
    )


def quantile_of(drawn: Sample, value: FloatArray, at: float = 0.5) -> tuple[float, float, float] | None:
    """A weighted quantile with its interval (Woodruff 1952: the interval of the share below it, read back), or None
    where a floor is missed. `value` is (n,), finite."""
    if not drawn.n:
        return None
    middle, low, high = woodruff(drawn, value, at)
    return None if share_of(drawn, value <= middle).share is None else (middle, low, high)


def woodruff(drawn: Sample, value: FloatArray, at: float = 0.5) -> tuple[float, float, float]:
    """A weighted quantile with its interval, whatever the floors: for samples that were judged before."""
    order = np.argsort(value, kind="stable")
    cumulative = np.cumsum(drawn.weight[order]) / drawn.total
    middle = float(value[order][_position(cumulative, at)])
    below = estimate(drawn, np.asarray(value <= middle, dtype=np.float64))
    low, high = (at + float(bound[0] - below.share[0]) for bound in (below.low, below.high))
    return (
        middle,
        min(middle, float(value[order][_position(cumulative, max(low, 0.0))])),
        max(middle, float(value[order][_position(cumulative, min(high, 1.0))])),
    )


def _position(cumulative: FloatArray, at: float) -> int:
    return min(int(np.searchsorted(cumulative, at - 1e-12)), len(cumulative) - 1)
