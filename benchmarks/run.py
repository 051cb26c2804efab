#!/usr/bin/env python3
"""Runs every library's solvers on every case, one process each, and writes results.json, table.md and pictures.

scripts/benchmark builds what this runs. The table is written again after each case, so that a run can be stopped.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

import choices
import report

PROGRAMS = ["ritz", "floor", "anasazi", "slepc", "arpack", "spectra"]
CHOICES = "choices"  # Auto beside the methods and sizes that it chooses among; no library
PYTHON = ["scipy", "torch", "primme"]
PACKAGES = {"slepc": "libslepc-real-dev", "arpack": "libarpack2-dev", "spectra": "libspectra-dev",
            "scipy": "python3-scipy", "torch": "python3-torch", "primme": "primme (from PyPI)"}
HERE = pathlib.Path(__file__).resolve().parent


def environment():
    """One thread for everyone, and an MPI that runs without mpiexec."""
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    return {**os.environ, **threads, "OMPI_MCA_btl_vader_single_copy_mechanism": "none"}


def commands(options):
    """Library: the command that runs it, or None where it is missing."""
    folder = pathlib.Path(options.build).resolve() / "bin" / "benchmarks"
    result = {name: [str(folder / name)] if (folder / name).exists() else None for name in PROGRAMS}
    bridge = folder / "libritz_bench_python.so"
    result[CHOICES] = [str(folder / CHOICES)]
    for name in PYTHON:
        command = [options.python, str(HERE / "peers.py"), name, "--bridge", str(bridge)]
        found = bridge.exists() and subprocess.run(command + ["--list"], capture_output=True).returncode == 0
        result[name] = command if found else None
    return result


def ask(command):
    return json.loads(subprocess.run(command + ["--list"], capture_output=True, text=True, check=True,
                                     env=environment()).stdout.splitlines()[-1])


def solve(command, case, solver, options):
    """The lines of one process: bandwidth and version, then a record for each seed that ended in time."""
    arguments = ["--case", case, "--solvers", solver, "--seeds", str(options.seeds), "--data", options.data]
    process = subprocess.Popen(command + arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env=environment())
    note = ""
    try:
        out, errors = process.communicate(timeout=options.time_limit)
        if process.returncode != 0:
            last = errors.strip().splitlines()[-1:] or [""]
            note = f"ended with {process.returncode}: {last[0][:160]}"
    except subprocess.TimeoutExpired:
        process.kill()
        out, errors = process.communicate()
        note = f"stopped after {options.time_limit} s"
    lines = []
    for line in out.splitlines():
        try:
            lines.append(json.loads(line))
        except ValueError:
            pass  # what a library prints, and a line cut off by the limit
    return lines, note


def machine():
    model = platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {"processor": model, "cores": os.cpu_count(), "system": platform.platform(),
            "load": round(os.getloadavg()[0], 1)}


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(HERE.parent / "build" / "default"), help="build folder")
    parser.add_argument("--output", default=str(HERE.parent / "ritz-out" / "benchmark"), help="folder for what is written")
    parser.add_argument("--data", default=str(HERE.parent.parent / "shared" / "data"), help="folder of the matrices")
    parser.add_argument("--case", help="names, separated by commas; all but the long ones if not given")
    parser.add_argument("--precision", default="", metavar="CASES",
                        help="also solve these to 100, 0.01 and 0.0001 times their thresholds, for a picture of residuals "
                             "against applications")
    parser.add_argument("--long", action="store_true", help="also the long ones")
    parser.add_argument("--library", help="names, separated by commas; all that are installed if not given")
    parser.add_argument("--solver", help="a regular expression that a solver's name has to match")
    parser.add_argument("--choices", action="store_true",
                        help="run Auto beside every fixed choice of method, basis, block and degree instead, and write "
                             "choices.md and choices.png")
    parser.add_argument("--seeds", type=int, default=5, help="start vectors for each solver")
    parser.add_argument("--time-limit", type=float, default=900, help="seconds for all seeds of a solver on a case")
    parser.add_argument("--python", default=sys.executable, help="the Python that has SciPy, PyTorch, PRIMME")
    return parser.parse_args()


def chosen(asked, known, what):
    if asked is None:
        return known
    names = asked.split(",")
    for name in names:
        if name not in known:
            sys.exit(f"benchmark: asked for the {what} '{name}'; known: {' '.join(known)}")
    return names


def run_case(case, available, options, results):
    """The records of all solvers; versions and remarks go to `results`."""
    runs = []
    for library, command in available.items():
        for solver in filter(re.compile(options.solver or "").search, ask(command)["solvers"]):
            lines, note = solve(command, case, solver, options)
            head = next((line for line in lines if "library" in line), {})
            records = [line for line in lines if "status" in line]
            for record in records:
                record.update(library=library, triad=head.get("triad"))
            runs += records
            if head:
                results["versions"][library] = head["version"]
            if note:
                results["remarks"].append({"case": case, "library": library, "solver": solver, "text": note,
                                           "seeds": len(records)})
            ends = [f"{record['applications']} {record['status']}" for record in records]
            print(f"{case:24} {library:8} {solver:24} {', '.join(ends)} {note}", flush=True)
    return runs


def main():
    options = parse()
    found = commands(options)
    fixed = found.pop(CHOICES)
    names = chosen(options.library, list(found), "library")
    if found["ritz"] is None:
        sys.exit(f"benchmark: asked for the programs in {options.build}; found none; build them by scripts/benchmark")
    missing = [name for name in names if found[name] is None]
    for name in missing:
        print(f"skipped: {name} is not installed ({PACKAGES.get(name, 'Trilinos')})")
    available = {name: found[name] for name in names if found[name]}
    catalogue = ask(found["ritz"])["cases"]
    all_cases = [case["name"] for case in catalogue]
    default = [case["name"] for case in catalogue if options.long or not case["long"]]
    cases = default if options.case is None else chosen(options.case, all_cases, "case")
    results = {"date": datetime.date.today().isoformat(), "machine": machine(), "seeds": options.seeds, "skipped": missing,
               "versions": {}, "titles": {case["name"]: case["title"] for case in catalogue}, "runs": [],
               "precision": [], "remarks": []}
    if options.choices:
        for case in cases:
            results["runs"] += run_case(case, {CHOICES: fixed}, options, results)
            choices.write(results["runs"], pathlib.Path(options.output))
        (pathlib.Path(options.output) / "choices.json").write_text(json.dumps(results, indent=1, ensure_ascii=False))
        print(f"written: {options.output}/choices.md, choices.json and choices.png")
        return
    for case in cases:
        results["runs"] += run_case(case, available, options, results)
        report.write(results, pathlib.Path(options.output))
    for case in chosen(options.precision, cases, "case of this run") if options.precision else []:
        options.seeds = 1
        for factor in ("1e2", "1e-2", "1e-4"):
            results["precision"] += run_case(f"{case}@{factor}", available, options, results)
        report.write(results, pathlib.Path(options.output))
    print(f"written: {options.output}/table.md, results.json and pictures")


if __name__ == "__main__":
    main()
