"""What a campaign found, as text in Markdown.

In: a campaign and the list of mutants that no test has to kill. Out: a table by folder, and every survivor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from benchmarks.mutation.campaign import Campaign, Plan, Trial
from benchmarks.mutation.listed import Key, Listing, Verdict, key_of
from benchmarks.mutation.running import Fate
from benchmarks.tables import render_table

_HEAD = (
    "folder",
    "drawn",
    "killed",
    "of these by time",
    "survived",
    "of these equivalent",
    "not run",
    "killed, %",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of some trials."""

    drawn: int
    killed: int
    """Those that ran out of time among them."""
    timed_out: int
    survived: int
    equivalent: int
    """Survivors with which every call gives the same result."""
    not_run: int

    @property
    def killed_of_drawn(self) -> float:
        """From 0 to 1; what was not run is not killed."""
        return self.killed / self.drawn if self.drawn else 0.0

    @property
    def killed_of_others(self) -> float:
        """From 0 to 1, of those drawn that are not equivalent."""
        others = self.drawn - self.equivalent
        return self.killed / others if others else 0.0


def tally(trials: Iterable[Trial], listings: Mapping[Key, Listing]) -> Tally:
    """Count what became of some mutants."""
    trials = [*trials]
    counts = {fate: sum(trial.fate is fate for trial in trials) for fate in Fate}
    survivors = [trial for trial in trials if trial.fate is Fate.SURVIVED]
    return Tally(
        drawn=len(trials),
        killed=counts[Fate.KILLED] + counts[Fate.TIMED_OUT],
        timed_out=counts[Fate.TIMED_OUT],
        survived=counts[Fate.SURVIVED],
        equivalent=sum(_verdict(trial, listings) is Verdict.EQUIVALENT for trial in survivors),
        not_run=counts[Fate.NOT_RUN],
    )


def render_report(
    campaign: Campaign, plan: Plan, listings: Mapping[Key, Listing], stale: Sequence[Listing]
) -> str:
    """The whole report, without a line break at its end."""
    sections = [
        _summary(campaign, plan, listings),
        _table(campaign.trials, listings),
        _section("Survivors that a test should kill", _survivors(campaign, listings, None)),
        _section("Survivors that nobody minds", _survivors(campaign, listings, Verdict.HARMLESS)),
        _section("Equivalent survivors", _survivors(campaign, listings, Verdict.EQUIVALENT)),
        _section("Not run", [_describe(trial) for trial in campaign.trials if trial.fate is Fate.NOT_RUN]),
        _section("Test files that fail without a mutant", [f"- `{file}`" for file in campaign.failing]),
        _section(
            "To be taken off the list",
            [
                *(f"- its lines are gone: {_change(one.key)}" for one in stale),
                *(
                    f"- it is killed: {_change(key_of(trial.mutant))}"
                    for trial in _needless(campaign, listings)
                ),
            ],
        ),
    ]
    return "\n\n".join(section for section in sections if section)


def _summary(campaign: Campaign, plan: Plan, listings: Mapping[Key, Listing]) -> str:
    places = ", ".join(f"`{prefix}`" for prefix in plan.prefixes)
    all_of_them = tally(campaign.trials, listings)
    return (
        f"{all_of_them.drawn} mutants of {places} drawn with seed {plan.seed}, each tried against "
        f"the tests of its own module: "
        f"**{all_of_them.killed_of_drawn:.1%} killed**, and "
        f"{all_of_them.killed_of_others:.1%} of those that are not equivalent."
    )


def _table(trials: Sequence[Trial], listings: Mapping[Key, Listing]) -> str:
    folders: dict[str, list[Trial]] = {}
    for trial in sorted(trials, key=lambda trial: trial.mutant.module):
        folders.setdefault(str(PurePosixPath(trial.mutant.module).parent), []).append(trial)
    rows = [_row(f"`{folder}`", tally(some, listings)) for folder, some in sorted(folders.items())]
    return render_table(_HEAD, [*rows, _row("**all**", tally(trials, listings))])


def _row(name: str, counts: Tally) -> list[str]:
    numbers = (
        counts.drawn,
        counts.killed,
        counts.timed_out,
        counts.survived,
        counts.equivalent,
        counts.not_run,
    )
    return [name, *(str(number) for number in numbers), f"{100 * counts.killed_of_drawn:.1f}"]


def _survivors(campaign: Campaign, listings: Mapping[Key, Listing], verdict: Verdict | None) -> list[str]:
    found = (
        trial
        for trial in campaign.trials
        if trial.fate is Fate.SURVIVED and _verdict(trial, listings) is verdict
    )
    return [
        _describe(trial, listings.get(key_of(trial.mutant)))
        for trial in sorted(found, key=lambda trial: (trial.mutant.module, trial.mutant.line_number))
    ]


def _describe(trial: Trial, listing: Listing | None = None) -> str:
    mutant = trial.mutant
    reason = f": {listing.reason}" if listing else ""
    place = f"{mutant.module}:{mutant.line_number}"
    return f"`{place}`{reason}\n\n```diff\n- {mutant.before}\n+ {mutant.after}\n```"


def _change(key: Key) -> str:
    function, before, after = key
    return f"`{function}`: `{before}` to `{after}`"


def _needless(campaign: Campaign, listings: Mapping[Key, Listing]) -> list[Trial]:
    dead = (Fate.KILLED, Fate.TIMED_OUT)
    return [trial for trial in campaign.trials if trial.fate in dead and key_of(trial.mutant) in listings]


def _verdict(trial: Trial, listings: Mapping[Key, Listing]) -> Verdict | None:
    listing = listings.get(key_of(trial.mutant))
    return listing.verdict if listing else None


def _section(title: str, entries: Sequence[str]) -> str:
    joint = "\n" if all(entry.startswith("- ") for entry in entries) else "\n\n"
    return f"## {title}\n\n{joint.join(entries)}" if entries else ""
