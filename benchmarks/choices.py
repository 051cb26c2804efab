#!/usr/bin/env python3
"""Auto beside every fixed choice: choices.md and choices.png from the runs of `run.py --choices`."""
import statistics

import pictures

AUTO = "auto"


def medians(runs):
    """Case, solver: medians over the seeds that all converged; a solver that failed once is left out."""
    groups = {}
    for record in runs:
        groups.setdefault((record["case"], record["solver"]), []).append(record)
    result = {}
    for (case, solver), records in groups.items():
        if all(record["status"] == "converged" for record in records):
            entry = {name: statistics.median(record[name] for record in records)
                     for name in ("applications", "verification", "seconds")}
            entry["why"] = records[-1]["note"] if solver == AUTO else ""
            result.setdefault(case, {})[solver] = entry
    return result


def best_fixed(solvers):
    fixed = [name for name in solvers if name != AUTO]
    return min(fixed, key=lambda name: solvers[name]["seconds"]) if fixed else None


def summary(cases):
    """Rows of case, Auto's seconds, the best fixed choice and its seconds, ratio, both counts."""
    rows = []
    for case, solvers in cases.items():
        best = best_fixed(solvers)
        if best is not None and AUTO in solvers:
            own, other = solvers[AUTO], solvers[best]
            rows.append({"case": case, "seconds": own["seconds"], "best": best, "bestSeconds": other["seconds"],
                         "ratio": own["seconds"] / other["seconds"], "applications": own["applications"],
                         "bestApplications": other["applications"]})
    return rows


def document(cases):
    lines = ["# Auto beside every fixed choice", "",
             "Median seconds over the start vectors, verification included; each solver in a process of its own.", "",
             "| case | auto: seconds | applications | best fixed choice | seconds | applications | ratio |",
             "|---|---|---|---|---|---|---|"]
    for row in summary(cases):
        lines.append(f"| {row['case']} | {row['seconds']:.3g} | {row['applications']:.0f} | {row['best']} | "
                     f"{row['bestSeconds']:.3g} | {row['bestApplications']:.0f} | {row['ratio']:.2f} |")
    for case, solvers in cases.items():
        lines += ["", f"## {case}", "", "| choice | seconds | applications | verification |", "|---|---|---|---|"]
        for name in sorted(solvers, key=lambda name: solvers[name]["seconds"]):
            entry = solvers[name]
            shown = f"**{name}**" if name == AUTO else name
            lines.append(f"| {shown} | {entry['seconds']:.3g} | {entry['applications']:.0f} | "
                         f"{entry['verification']:.0f} |")
        if AUTO in solvers:
            lines += ["", solvers[AUTO]["why"]]
    return "\n".join(lines) + "\n"


def picture(cases, folder):
    """Seconds over those of the best fixed choice: a column of points for each case, Auto's ringed."""
    rows = summary(cases)
    if not rows:
        return
    points = {"fixed": [], AUTO: []}
    for at, row in enumerate(rows):
        for name, entry in cases[row["case"]].items():
            points[AUTO if name == AUTO else "fixed"].append(f"{at} {entry['seconds'] / row['bestSeconds']}")
    ticks = ", ".join(f"'{row['case']}' {at}" for at, row in enumerate(rows))
    pictures.run(pictures.HEAD + [
        f"set output {pictures.quoted(str(folder / 'choices.png'))}",
        "set title 'Seconds over those of the best fixed choice'", "set logscale y", "set grid y",
        f"set xrange [-0.5:{len(rows) - 0.5}]", "set yrange [0.8:*]", f"set xtics ({ticks}) rotate by -35",
        "$fixed << EOD", *points["fixed"], "EOD", "$auto << EOD", *points[AUTO], "EOD",
        "plot 1 lc rgb 'black' notitle, 1.15 dt 2 lc rgb 'black' title '1.15', "
        "$fixed with points pt 7 ps 0.9 lc rgb '#9aa7b5' title 'fixed choices', "
        "$auto with points pt 6 lw 3 ps 2.2 lc rgb '#c23b22' title 'auto'"], folder / "choices.gnuplot")


def write(runs, folder):
    cases = medians(runs)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "choices.md").write_text(document(cases))
    picture(cases, folder)
