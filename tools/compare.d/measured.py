"""What a run gave, and the same over rounds."""

import dataclasses
import statistics
from typing import List, Optional


@dataclasses.dataclass
class Run:
    """One run of a process that goes on: messages per second, microseconds, % of a core."""

    rate: float
    p50: Optional[float] = None
    p99: Optional[float] = None
    cpu: Optional[float] = None
    sent_again: Optional[int] = None


@dataclasses.dataclass
class Point:
    """One peer at one question (size, rate, loss): the runs of each round, None for a failed one."""

    question: object
    peer: str
    rounds: List[Optional[List[Run]]] = dataclasses.field(default_factory=list)
    others: List[float] = dataclasses.field(default_factory=list)
    failures: List[str] = dataclasses.field(default_factory=list)

    def median(self, figure, run):
        """Of that figure of the run with this index (-1: the last), over the rounds."""
        return _median([self.of(number, figure, run) for number in range(len(self.rounds))])

    def of(self, number, figure, run):
        runs = self.rounds[number] if number < len(self.rounds) else None
        if not runs or run >= len(runs):
            return None
        return getattr(runs[run], figure)

    def ratio(self, reference, figure, run=-1):
        """Median over the rounds of this one to the reference in the same round."""
        pairs = [(self.of(number, figure, run), reference.of(number, figure, run))
                 for number in range(len(self.rounds))]
        return _median([ours / theirs for ours, theirs in pairs if ours is not None and theirs])


def _median(values):
    known = [each for each in values if each is not None]
    return statistics.median(known) if known else None
