"""The tables of a campaign: fault × method, and what people noticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from benchmarks.tables import render_table
from tests.faults.campaign import Findings
from tests.faults.catalog import KINDS
from tests.faults.stories import Verdict

COUNTS = ("cases", "lost", "doubled", "second_apologies", "behind")
HEAD = ("injected", "lost", "doubled", "second apologies", "apologies behind an answer")


def fault_table(findings: Findings) -> str:
    """How often each fault was injected on each method; a cell with a mark has something to see."""
    methods = sorted({case.method for case in findings.verdicts})
    cells: dict[tuple[str, str], Verdict] = defaultdict(Verdict)
    for case, verdict in findings.verdicts.items():
        cells[case.kind.name, case.method] += verdict
    rows = [[kind.name, *(_cell(cells[kind.name, method]) for method in methods)] for kind in KINDS]
    return render_table(["fault", *methods], rows)


def method_table(findings: Findings) -> str:
    """What people noticed, by method and by moment."""
    rows = [
        *_rows((case.method, verdict) for case, verdict in findings.verdicts.items()),
        *_rows((str(case.moment), verdict) for case, verdict in findings.verdicts.items()),
        ["**all**", *_numbers(findings.total())],
    ]
    return render_table(["", *HEAD], rows)


def bad_lines(findings: Findings) -> list[str]:
    """A line for each case that somebody noticed, and for whatever else went wrong."""
    lines = [f"{case}: {_words(verdict)}" for case, verdict in findings.bad()]
    lines += findings.exits
    lines += [f"{count} {name} in the logs" for name, count in findings.logs.items() if count]
    if findings.unstaged:
        lines.append(f"{findings.unstaged} cases whose beginning failed before any fault")
    lines += [
        f"stage {name}: {probe.unanswered()} questions without any fault not answered exactly once"
        for name, probe in findings.probes.items()
        if probe.unanswered()
    ]
    return lines


def probe_table(findings: Findings) -> str:
    """How long people without any fault waited meanwhile."""
    rows = [
        [name, str(len(probe.asked)), f"{probe.p95():.2f}", f"{max(probe.waits, default=0):.2f}"]
        for name, probe in findings.probes.items()
    ]
    return render_table(["stage", "questions of others", "p95, s", "longest, s"], rows)


def _rows(entries: Iterable[tuple[str, Verdict]]) -> list[list[str]]:
    sums: dict[str, Verdict] = defaultdict(Verdict)
    for name, verdict in entries:
        sums[name] += verdict
    return [[name, *_numbers(verdict)] for name, verdict in sorted(sums.items())]


def _numbers(verdict: Verdict) -> list[str]:
    return [f"{getattr(verdict, name):,}" for name in COUNTS]


def _cell(verdict: Verdict) -> str:
    if verdict == Verdict():
        return "–"
    return str(verdict.cases) if verdict.is_good else f"{verdict.cases} (**{_words(verdict)}**)"


def _words(verdict: Verdict) -> str:
    noticed = zip(HEAD[1:], COUNTS[1:], strict=True)
    return ", ".join(f"{getattr(verdict, name)} {words}" for words, name in noticed if getattr(verdict, name))
