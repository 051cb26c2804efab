#!/usr/bin/env python3
"""Preconditioned residuals against inner solves: the k smallest pairs with Jacobi (Ritz and PRIMME) and other help.

  benchmarks/corrections.py [--build DIR] [--data DIR] [--case NAMES] [--help-kind NAMES]

Runs Davidson's method of the program `ritz` with --inner never, auto and always, and, with Jacobi where PRIMME is
installed, its GD+k and JDQMR with as many vectors, to residuals of 1e-8 |A|. Counts are products with A without those
of Ritz' verification; seconds are Ritz' own, which include it, and PRIMME's.
"""
import argparse
import json
import pathlib
import subprocess
import tempfile

PAIRS, BASIS, TOLERANCE = 10, 40, 1e-8
CASES = ["1138_bus", "662_bus", "nos5", "gr_30_30", "bcsstk13", "jagmesh7_lap", "4elt_lap"]


def file_of(case, data):
    return next(path for path in sorted(pathlib.Path(data, "sym").glob(f"{case}.mtx*")))


def by_ritz(path, kind, inner, build):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([pathlib.Path(build, "bin", "ritz"), "eigs", "--matrix", path, "--which", "smallest", "-k",
                        str(PAIRS), "--tolerance", str(TOLERANCE), "--method", "davidson", "--basis", str(BASIS),
                        "--preconditioner", kind, "--inner", inner, "--output", folder],
                       check=True, stdout=subprocess.DEVNULL)
        result = json.loads(pathlib.Path(folder, "result.json").read_text())
    counts = result["applications"]
    return counts["A"]["columns"] - counts["verification_columns"], result["seconds"]["total"]


def by_primme(path, method):
    import primme
    import scipy.io
    import scipy.sparse
    matrix = scipy.sparse.csr_matrix(scipy.io.mmread(path))
    jacobi = scipy.sparse.diags(1 / matrix.diagonal()).tocsr()
    *_, stats = primme.eigsh(matrix, PAIRS, which="SA", OPinv=jacobi, ncv=BASIS, tol=TOLERANCE, method=method,
                             maxiter=10**8, return_stats=True)
    return stats["numMatvecs"], stats["elapsedTime"]


def row(case, kind, options):
    path = file_of(case, options.data)
    figures = [by_ritz(path, kind, inner, options.build) for inner in ("never", "auto", "always")]
    for method in ("PRIMME_DEFAULT_MIN_MATVECS", "PRIMME_JDQMR_ETol"):
        try:
            figures.append(by_primme(path, method) if kind == "jacobi" else None)
        except ImportError:
            figures.append(None)
    cells = [f"{count}, {seconds:.2g}" for count, seconds in filter(None, figures)]
    return " | ".join([f"| {case}, {kind}"] + cells + ["–"] * (len(figures) - len(cells))) + " |"


def main():
    parser = argparse.ArgumentParser(description="Preconditioned residuals against inner solves")
    parser.add_argument("--build", default="build/default")
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--case", default=",".join(CASES))
    parser.add_argument("--help-kind", default="jacobi,ilu,amg")
    options = parser.parse_args()
    print("| matrix | never | auto | always | PRIMME GD+k | PRIMME JDQMR |\n|---|---|---|---|---|---|")
    for kind in options.help_kind.split(","):
        for case in options.case.split(","):
            print(row(case, kind, options), flush=True)


if __name__ == "__main__":
    main()
