"""The tables, at most 80 columns wide, and the same as JSON."""

import dataclasses

WIDTH = 15  # of the longest name of a peer
TOO_MUCH = 0.1  # of the machine, used by others


def _number(value, width, scale=1.0):
    if value is None:
        return "-".rjust(width)
    value /= scale
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}".rjust(width)


def _ordinal(number):
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number, "th")


def rates(points, size, runs, reference, ceiling):
    """One table: thousands of messages a second of each run of a process, and ratios of the last."""
    columns = "".join(_ordinal(run).rjust(9) for run in range(1, min(runs, 4) + 1))
    lines = [f"{'peer':{WIDTH}}{columns}{'MB/s':>9}{'of corosync':>13}{'of aeron':>10}"]
    for point in points:
        row = "".join(_number(point.median("rate", run), 9, 1e3) for run in range(min(runs, 4)))
        last = point.median("rate", -1)
        row += _number(last and last * size, 9, 1e6)
        row += _number(reference and point.ratio(reference, "rate"), 13)
        row += _number(ceiling and point.ratio(ceiling, "rate"), 10)
        lines.append(f"{point.peer:{WIDTH}}{row}{_mark(point)}")
    return lines


def latencies(points, reference):
    """One table: milliseconds in the first and the last run, ratios of the last, processor time."""
    lines = [f"{'':{WIDTH}}{'first run':>18}{'last run':>18}{'of corosync':>14}",
             f"{'peer':{WIDTH}}" + f"{'p50':>9}{'p99':>9}" * 2 + f"{'p50':>7}{'p99':>7}{'cpu %':>8}"]
    for point in points:
        row = "".join(_number(point.median(figure, run), 9, 1e3)
                      for run in (0, -1) for figure in ("p50", "p99"))
        row += "".join(_number(reference and point.ratio(reference, figure), 7)
                       for figure in ("p50", "p99"))
        row += _number(point.median("cpu", -1), 8)
        lines.append(f"{point.peer:{WIDTH}}{row}{_mark(point)}")
    return lines


def losses(by_peer, percents):
    """One table: thousands of messages a second without loss, and what is kept of them with it."""
    lines = [f"{'peer':{WIDTH}}{'0 %':>9}" + "".join(f"{percent:g} %".rjust(9) for percent in percents)
             + "   (share kept, %)"]
    for peer, points in by_peer.items():
        row = _number(points[0].median("rate", -1), 9, 1e3)
        for point in points[1:]:
            kept = point.ratio(points[0], "rate")
            row += _number(kept and 100 * kept, 9)
        marks = "".join(sorted({_mark(point) for point in points} - {""}))
        lines.append(f"{peer:{WIDTH}}{row}{marks}")
    return lines


def _mark(point):
    return " *" if any(each > TOO_MUCH for each in point.others) else ""


def warnings(points):
    """What to know before believing the figures."""
    lines = []
    worst = max((share for point in points for share in point.others), default=0)
    if worst > TOO_MUCH:
        lines.append(f"* others used up to {100 * worst:.0f} % of the processors meanwhile: "
                     "do not trust these rows")
    for point in points:
        for failure in dict.fromkeys(point.failures):
            lines.append(f"{point.peer}, {point.question}: {failure}")
    return lines


def as_json(point):
    return {
        **point.question.as_json(),
        "peer": point.peer,
        "rounds": [runs and [dataclasses.asdict(run) for run in runs] for runs in point.rounds],
        "others_share": [round(share, 4) for share in point.others],
        "failures": point.failures,
    }
