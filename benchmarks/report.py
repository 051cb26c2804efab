#!/usr/bin/env python3
"""Turns the runs of run.py into table.md, results.json and pictures.

report.py FOLDER results.json...   several files are put together, the first for what is in more than one
"""
import json
import pathlib
import statistics
import sys

import pictures


def key(record):
    return record["case"], record["library"], record["solver"]


def summarise(results):
    """One entry for each case, library and solver: medians over the seeds that converged."""
    groups = {}
    for record in results["runs"]:
        groups.setdefault(key(record), []).append(record)
    summaries = []
    for (case, library, solver), records in groups.items():
        good = [record for record in records if record["status"] == "converged"]
        entry = {"case": case, "library": library, "solver": solver, "memory": records[0]["memory"],
                 "good": len(good), "seeds": len(records), "status": status(records)}
        for name in ("applications", "verification", "mass", "seconds", "operatorSeconds"):
            entry[name] = statistics.median(record[name] for record in good) if good else None
        entry["bySeed"] = {record["seed"]: {name: record[name] for name in ("applications", "seconds")} for record in good}
        entry["slack"] = max(record["maxResidual"] / record["threshold"] for record in good) if good else None
        summaries.append(entry)
    for remark in results["remarks"]:
        if key(remark) not in groups:
            summaries.append({"case": remark["case"], "library": remark["library"], "solver": remark["solver"],
                              "memory": "", "good": 0, "seeds": 0, "status": remark["text"], "bySeed": {},
                              **dict.fromkeys(("applications", "verification", "mass", "seconds", "operatorSeconds",
                                               "slack"))})
    return summaries


def status(records):
    """What is not as it should be, worst first: WRONG before failed before incomplete."""
    counts = {name: sum(record["status"] == name for record in records) for name in ("wrong", "failed", "incomplete")}
    parts = [f"{'WRONG' if name == 'wrong' else name} {count}/{len(records)}" for name, count in counts.items() if count]
    again = " at a stricter tolerance" if any(" try " in record["note"] for record in records) else ""
    return ", ".join(parts) or f"converged ({len(records)}){again}"


def is_whole(entry):
    """May stand in a comparison: no seed was wrong or failed."""
    return entry["good"] > 0 and entry["good"] == entry["seeds"]


def is_peer(entry):
    return entry["library"] not in ("ritz", "floor")


def ratio(own, other, field):
    """Median of own/other over the start vectors that both have done."""
    seeds = own["bySeed"].keys() & other["bySeed"].keys()
    return statistics.median(own["bySeed"][seed][field] / other["bySeed"][seed][field] for seed in seeds) if seeds else None


def best_ratio(entries, field, accept):
    """Ritz's best method over the best of the accepted; None if one of them is missing."""
    whole = [entry for entry in entries if is_whole(entry)]
    others = [entry for entry in whole if accept(entry)]
    found = []
    for own in (entry for entry in whole if entry["library"] == "ritz"):
        against = [ratio(own, other, field) for other in others]
        found += [max(value for value in against if value is not None)] if any(against) else []
    return min(found, default=None)


def ratios(summaries, field):
    """Case: Ritz's best over the best of the others, at equal memory and at any, and over unrestarted Lanczos."""
    accepted = {"equal": lambda e: is_peer(e) and e["memory"] == "basis", "all": is_peer,
                "floor": lambda e: e["library"] == "floor"}
    cases = dict.fromkeys(entry["case"] for entry in summaries)
    return {case: {name: best_ratio([entry for entry in summaries if entry["case"] == case], field, accept)
                   for name, accept in accepted.items()} for case in cases}


def text(value, form):
    return "–" if value is None else format(value, form)


def table(case, entries, title):
    has_mass = any(entry["mass"] for entry in entries)
    head = ["solver", "memory", "applications of A", "verification"] + (["products with B"] if has_mass else [])
    head += ["seconds", "in the operator", "residual / threshold", "verdict (seeds)"]
    lines = [f"### {case}", "", title, "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for entry in sorted(entries, key=lambda e: (e["applications"] is None, e["applications"] or 0)):
        cells = [f"{entry['library']} {entry['solver']}", entry["memory"], text(entry["applications"], ".0f"),
                 text(entry["verification"], ".0f")]
        cells += [text(entry["mass"], ".0f")] if has_mass else []
        cells += [text(entry["seconds"], ".3g"), text(entry["operatorSeconds"], ".2g"), text(entry["slack"], ".2f"),
                  entry["status"]]
        if entry["library"] == "ritz":
            cells[0] = f"**{cells[0]}**"
        lines.append("| " + " | ".join(cells) + " |")
    return lines + [""]


def document(results, summaries):
    triads = [record["triad"] for record in results["runs"] if record.get("triad")]
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    machine = results["machine"]
    lines = ["# Benchmark", "",
             f"{results['date']}, {machine['processor']}, {machine['cores']} cores, load {machine['load']} at the start, "
             "one thread. "
             + (f"STREAM triad {min(triads) / 1e9:.1f}–{max(triads) / 1e9:.1f} GB/s over the processes "
                f"(median {statistics.median(triads) / 1e9:.1f})." if triads else ""), "",
             f"{versions}. Skipped: {', '.join(results['skipped']) or 'none'}. Medians over up to {results['seeds']} start "
             "vectors, ratios over those that both have done; “applications” leaves out the columns under “verification”.", ""]
    lines += ["| Ritz's best over | the best peer's applications at equal memory | at any memory | unrestarted Lanczos' "
              "| the best peer's seconds at equal memory |", "|---|---|---|---|---|"]
    counts, seconds = ratios(summaries, "applications"), ratios(summaries, "seconds")
    for case in counts:
        lines.append(f"| {case} | {text(counts[case]['equal'], '.3f')} | {text(counts[case]['all'], '.3f')} | "
                     f"{text(counts[case]['floor'], '.3f')} | "
                     f"{text(seconds[case]['equal'], '.2f')} |")
    lines.append("")
    for case in counts:
        lines += table(case, [entry for entry in summaries if entry["case"] == case], results["titles"][case])
    return "\n".join(lines)


def write(results, folder):
    folder.mkdir(parents=True, exist_ok=True)
    summaries = summarise(results)
    results["summaries"] = summaries
    (folder / "results.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))
    (folder / "table.md").write_text(document(results, summaries))
    pictures.draw(summaries, ratios(summaries, "applications"), ratios(summaries, "seconds"),
                  precisions(results), folder)


def precisions(results):
    """Case: its records at every tolerance, of the first start vector alone."""
    cases = {}
    for record in results["precision"]:
        cases.setdefault(record["case"].split("@")[0], []).append(record)
    for record in results["runs"]:
        if record["case"] in cases and record["seed"] == 1:
            cases[record["case"]].append(record)
    return cases


def merge(parts):
    result = parts[0]
    for part in parts[1:]:
        known = {key(record) for record in result["runs"]}
        result["runs"] += [record for record in part["runs"] if key(record) not in known]
        result["precision"] += part["precision"]
        result["remarks"] += part["remarks"]
        result["seeds"] = max(result["seeds"], part["seeds"])
        result["versions"].update(part["versions"])
        result["skipped"] = [name for name in result["skipped"] if name not in part["versions"]]
    return result


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    write(merge([json.loads(pathlib.Path(name).read_text()) for name in sys.argv[2:]]), pathlib.Path(sys.argv[1]))
