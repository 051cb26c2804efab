#!/usr/bin/env python3
"""The smallest values with a preconditioner or a factorisation, Ritz beside SLEPc: helped.json and helped.md.

  scripts/benchmark --preconditioned [--case NAMES] [--kind ilu,amg,factor] [--degrees 1,2] [--repeat N]

Each solve is a process of its own; a table for each kind of help has the best of Ritz (Auto) and all of SLEPc's solvers,
and the ratio of Auto's seconds to those of the fastest of SLEPc's whose values are right.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

import run

GRIDS = ["laplacian-25", "laplacian-50"]
TITLES = {"ilu": "Incomplete factors on the pattern of A", "amg": "Smoothed aggregation, Chebyshev smoothers of degree {}",
          "factor": "Shift-and-invert, LDLᵀ by MUMPS"}
TOLERANCE = {"ilu": 1e-10, "amg": 1e-10, "factor": 1e-8}


def solve(program, options, case, solver, kind, degree):
    """The record of the median seconds over the repeats; a process that fails or takes too long has a status of its own."""
    command = [program, "--data", options.data, "--case", case, "--solver", solver, "--help-kind", kind, "--degree",
               str(degree), "--tolerance", str(TOLERANCE[kind])]
    records = []
    for seed in range(options.repeat):
        try:
            done = subprocess.run(command + ["--seed", str(seed)], capture_output=True, text=True, env=run.environment(),
                                  timeout=options.time_limit, check=True)
            records.append(json.loads(done.stdout.splitlines()[-1]))
        except subprocess.TimeoutExpired:
            return {"case": case, "solver": solver, "help": kind, "degree": degree, "status": f"over {options.time_limit:.0f} s"}
        except (subprocess.CalledProcessError, ValueError, IndexError):
            return {"case": case, "solver": solver, "help": kind, "degree": degree, "status": "failed"}
    result = records[0]
    worse = [record for record in records if record["status"] != "right"]
    if worse:
        return worse[0]
    result["seconds"] = statistics.median(record["seconds"] for record in records)
    result["error"] = max(record["error"] for record in records)
    return result


def cell(record, kind):
    """Applications (factorised: solves + factorisations), seconds, error."""
    if record["status"] != "right":
        return f"{record['status']} | |"
    count = f"{record['helped']} + {record['factorizations']}" if kind == "factor" else f"{record['applications']}"
    tighter = "" if record["tolerance"] > 0.5 * TOLERANCE[kind] else f" ({record['tolerance']:.0e})"
    return f"{count}{tighter} | {record['seconds']:.3g} | {record['error']:.0e}"


def seconds_of_best(records):
    return min((r["seconds"] for r in records if r["status"] == "right" and r["solver"].startswith("slepc")), default=None)


def table(records, kind, degree):
    chosen = [record for record in records if record["help"] == kind and (kind != "amg" or record["degree"] == degree)]
    if not chosen:
        return []
    solvers = list(dict.fromkeys(record["solver"] for record in chosen))
    count = "solves + factorisations" if kind == "factor" else "applications"
    lines = ["", f"## {TITLES[kind].format(degree)}", "",
             "| case | " + " | ".join(f"{solver}: {count} | s | error" for solver in solvers) + " | ratio |",
             "|---|" + "---|---|---|" * len(solvers) + "---|"]
    for case in dict.fromkeys(record["case"] for record in chosen):
        of_case = {record["solver"]: record for record in chosen if record["case"] == case}
        own, best = of_case.get("ritz-auto"), seconds_of_best(of_case.values())
        ratio = f"{own['seconds'] / best:.2f}" if own and own["status"] == "right" and best else ""
        lines.append(f"| {case} | " + " | ".join(cell(of_case[solver], kind) for solver in solvers if solver in of_case)
                     + f" | {ratio} |")
    return lines


def write(records, folder, degrees):
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["# The smallest values with help", "", __doc__.splitlines()[0], "",
             "Errors in units of what is allowed: 1e-6 relative or 10 eps max|lambda|, at zeros 1e-12 max|lambda|. In",
             "brackets the tolerance, where that of all gave a larger error."]
    for kind in TITLES:
        for degree in degrees if kind == "amg" else degrees[:1]:
            lines += table(records, kind, degree)
    (folder / "helped.md").write_text("\n".join(lines) + "\n")
    (folder / "helped.json").write_text(json.dumps(records, indent=1))


def parse():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(here.parent / "build" / "default"), help="build folder")
    parser.add_argument("--output", default=str(here.parent / "ritz-out" / "benchmark"), help="folder for what is written")
    parser.add_argument("--data", default=str(here.parent.parent / "shared" / "data"), help="folder of the matrices")
    parser.add_argument("--case", help="names, separated by commas, laplacian-N among them; all matrices and pairs, "
                                       "and with amg two grids, if not given")
    parser.add_argument("--kind", default="ilu,amg,factor", help="of help")
    parser.add_argument("--degrees", default="2", help="of the smoothers of amg")
    parser.add_argument("--solver", help="names, separated by commas")
    parser.add_argument("--repeat", type=int, default=1, help="start vectors; the median of the seconds counts")
    parser.add_argument("--time-limit", type=float, default=60, help="seconds for a solve")
    parser.add_argument("--python", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    options = parse()
    program = pathlib.Path(options.build).resolve() / "bin" / "benchmarks" / "helped"
    if not program.exists():
        sys.exit(f"benchmark: asked for {program}; found none; it takes SLEPc: scripts/benchmark --install-peers")
    known = run.ask([str(program), "--data", options.data])
    degrees = [int(degree) for degree in options.degrees.split(",")]
    records = []
    for kind in options.kind.split(","):
        cases = options.case.split(",") if options.case else known["cases"] + (GRIDS if kind == "amg" else [])
        solvers = [name for name in known["solvers"][kind] if not options.solver or name in options.solver.split(",")]
        for degree in degrees if kind == "amg" else degrees[:1]:
            for case in cases:
                for solver in solvers:
                    records.append(solve(str(program), options, case, solver, kind, degree))
                    shown = {name: records[-1].get(name) for name in ("status", "applications", "helped", "seconds", "error")}
                    print(f"{kind:7}{case:18}{solver:20}{shown}", flush=True)
                write(records, pathlib.Path(options.output), degrees)
    print(f"written: {options.output}/helped.md and helped.json")


if __name__ == "__main__":
    main()
