#!/usr/bin/env python3
"""How the kernels of a Krylov step scale over threads and ranks, measured against STREAM's triad on the same ones.

scripts/scaling builds what this runs. Writes scaling.json and scaling.md, and prints the table.
"""
import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pictures
from run import machine

BASIS_SIZES = (4, 8, 16, 24, 32, 48, 64)
HERE = pathlib.Path(__file__).resolve().parent
KERNELS = {"triad": "triad, large arrays", "triad-cache": "triad, arrays of n entries", "laplacian": "Laplacian, product",
           "project": "project on the basis", "update": "update by the basis", "recurrence": "step of a filter's recurrence"}


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(HERE.parent / "build" / "openmp"), help="build folder")
    parser.add_argument("--output", default=str(HERE.parent / "ritz-out" / "scaling"), help="folder for what is written")
    parser.add_argument("--width", type=int, default=2, help="threads, and ranks, to compare with one")
    parser.add_argument("--rounds", type=int, default=3, help="times that all configurations are run in turn")
    parser.add_argument("--mpiexec", default=shutil.which("mpiexec") or "mpiexec", help="launcher of MPI programs")
    parser.add_argument("--side", type=int, default=100, help="the grid is side³")
    parser.add_argument("--triad-entries", type=int, default=2**26, help="entries of each array of the large triad")
    return parser.parse_args()


def measure(options, threads, ranks, *more):
    program = pathlib.Path(options.build).resolve() / "bin" / "benchmarks" / "scaling"
    if not program.exists():
        sys.exit(f"scaling: asked for the program {program}; it is not there; build it by scripts/scaling")
    command = [str(program), "--side", str(options.side), "--triad-entries", str(options.triad_entries), *more]
    if ranks > 1:
        command = [options.mpiexec, "-n", str(ranks), "--oversubscribe", "--allow-run-as-root"] + command
    # Threads that stay where they are find their part of the arrays in the memory next to them.
    binding = {"OMP_PROC_BIND": "spread", "OMP_PLACES": "cores"} if ranks == 1 else {"OMP_PROC_BIND": "false"}
    policy = {"OMPI_MCA_hwloc_base_binding_policy": "core" if ranks > 1 and ranks <= os.cpu_count() else "none"}
    run = subprocess.run(command, capture_output=True, text=True,
                         env={**os.environ, **binding, **policy, "OMP_NUM_THREADS": str(threads)})
    if run.returncode != 0:
        sys.exit(f"scaling: {' '.join(command)} ended with {run.returncode}:\n{run.stderr[-2000:]}")
    found = json.loads(run.stdout.splitlines()[-1])
    if found["threads"] != threads:
        return None
    return found


def best(rounds):
    """The fastest pass of all rounds for each kernel."""
    result = dict(rounds[0])
    for kernel in KERNELS:
        result[kernel] = min((found[kernel] for found in rounds), key=lambda entry: entry["best"])
    return result


def bandwidth(found, kernel):
    return found[kernel]["bytes"] / found[kernel]["best"]


def roofline(options):
    """How near to the triad the kernels on the basis come on one thread, by the number of vectors in it."""
    rows = []
    for vectors in BASIS_SIZES:
        found = best([measure(options, 1, 1, "--vectors", str(vectors)) for _ in range(options.rounds)])
        rows.append({"vectors": vectors, **{kernel: bandwidth(found, kernel) / bandwidth(found, "triad")
                                            for kernel in ("project", "update")}})
    return rows


def ratios(results):
    """For each configuration and kernel: GB/s, part of the triad's, speedup over one thread, speedup over the triad's."""
    one = results["1 thread"]
    table = {}
    for name, found in results.items():
        triad = bandwidth(found, "triad") / bandwidth(one, "triad")
        for kernel in KERNELS:
            speedup = bandwidth(found, kernel) / bandwidth(one, kernel)
            table.setdefault(kernel, {})[name] = {
                "GB/s": bandwidth(found, kernel) / 1e9, "of triad": bandwidth(found, kernel) / bandwidth(found, "triad"),
                "speedup": speedup, "speedup over triad's": speedup / triad}
    return table


def markdown(table, results):
    names = list(results)
    lines = ["| GB/s (of the large triad) | " + " | ".join(names) + " | "
             + " | ".join(f"speedup, {name} | over the triad's" for name in names[1:]) + " |",
             "|---" * (1 + len(names) + 2 * (len(names) - 1)) + "|"]
    for kernel, title in KERNELS.items():
        cells = [f"{table[kernel][name]['GB/s']:.1f} ({table[kernel][name]['of triad']:.2f})" for name in names]
        for name in names[1:]:
            cells += [f"{table[kernel][name][ratio]:.2f}" for ratio in ("speedup", "speedup over triad's")]
        lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    options = parse()
    configurations = {"1 thread": (1, 1), f"{options.width} threads": (options.width, 1),
                      f"{options.width} ranks": (1, options.width)}
    rounds = {name: [] for name in configurations}
    load = round(os.getloadavg()[0], 1)
    for _ in range(options.rounds):
        for name, (threads, ranks) in configurations.items():
            found = measure(options, threads, ranks)
            if found is not None:
                rounds[name].append(found)
    for name in [name for name, found in rounds.items() if not found]:
        print(f"skipped: {name}; this back end has one thread")
    results = {name: best(found) for name, found in rounds.items() if found}
    table = ratios(results)
    text = markdown(table, results)
    output = pathlib.Path(options.output)
    output.mkdir(parents=True, exist_ok=True)
    by_vectors = roofline(options)
    pictures.roofline(by_vectors, output)
    (output / "scaling.md").write_text(text)
    (output / "scaling.json").write_text(json.dumps(
        {"date": datetime.date.today().isoformat(), "machine": {**machine(), "load": load}, "rounds": options.rounds,
         "configurations": results, "ratios": table,
         "roofline": by_vectors}, indent=1))
    print(text, end="")
    print(f"load before: {load}; written: {output}/scaling.md, scaling.json and roofline.png")


if __name__ == "__main__":
    main()
