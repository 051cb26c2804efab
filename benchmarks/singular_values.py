#!/usr/bin/env python3
"""Products with A and its transpose for the largest singular triplets: Ritz, SLEPc and SciPy on the same operators.

  benchmarks/singular_values.py [--build DIR]

Runs bin/benchmarks/svd_counts and svd_slepc (where it was built) of the build folder and SciPy's svds, and prints a
table; the operators are those of benchmarks/SvdCases.hpp. SciPy's tolerance is the case's: on sigma for PROPACK, on
the values of A'A for ARPACK and LOBPCG.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import warnings

os.environ["SCIPY_USE_PROPACK"] = "1"

import numpy
from scipy.sparse.linalg import LinearOperator, svds

ROWS, COLUMNS = 3000, 2000
CASES = {  # name: k, tolerance, sigma
    "graded": (20, 1e-8, lambda i: 10.0 ** (-numpy.minimum(i, 400) / 20)),
    "decay": (10, 1e-10, lambda i: 1 / (1.0 + i) ** 2),
    "slow": (10, 1e-8, lambda i: 1 - i / COLUMNS),
    "cluster": (10, 1e-10, lambda i: numpy.where(i < 30, 1 - 1e-6 * (i % 5) - 0.02 * (i // 5), 0.8 * (1 - i / COLUMNS))),
    "sevenfold": (8, 1e-8, lambda i: numpy.where(i < 7, 2.0, 1 / (1 + i / 20))),
    "tiny": (10, 1e-14, lambda i: numpy.where(i < 10, 10.0 ** (-1.5 * numpy.minimum(i, 10)), 5e-16 * (1 - i / COLUMNS))),
}


class Operator:
    """H1 Sigma H2 with reflections, counting its products."""

    def __init__(self, sigma):
        self.sigma, self.products = sigma(numpy.arange(COLUMNS)), 0

    @staticmethod
    def reflect(x):
        w = numpy.sin(numpy.arange(1, x.size + 1, dtype=float) ** 2)
        return x - 2 * (w @ x) / (w @ w) * w

    def multiply(self, x):
        self.products += 1
        y = numpy.zeros(ROWS)
        y[:COLUMNS] = self.sigma * self.reflect(x.ravel())
        return self.reflect(y)

    def multiply_adjoint(self, x):
        self.products += 1
        return self.reflect(self.sigma * self.reflect(x.ravel())[:COLUMNS])


def by_scipy(name, solver):
    k, tolerance, sigma = CASES[name]
    op = Operator(sigma)
    A = LinearOperator((ROWS, COLUMNS), matvec=op.multiply, rmatvec=op.multiply_adjoint, dtype=float)
    start = numpy.random.default_rng(0).standard_normal(ROWS if solver == "propack" else COLUMNS)
    try:
        U, values, Vt = svds(A, k=k, tol=tolerance, solver=solver, v0=start, random_state=0,
                             maxiter=None if solver == "propack" else 2000)
    except Exception as error:
        return f"{name},scipy {solver},{op.products},{op.products},-,-,{str(error).splitlines()[0][:60].replace(',', ';')}"
    products, exact = op.products, numpy.sort(op.sigma)[::-1]
    order = numpy.argsort(-values)
    residual = max(numpy.hypot(numpy.linalg.norm(op.multiply(Vt[j]) - values[j] * U[:, j]),
                               numpy.linalg.norm(op.multiply_adjoint(U[:, j]) - values[j] * Vt[j])) for j in order)
    error = abs(values[order] - exact[:k]).max()
    return f"{name},scipy {solver},{products},{products},{error / exact[0]:.1e},{residual / exact[0]:.1e},returned"


def lines_of(program):
    if not program.exists():
        print(f"{program} is missing: left out", file=sys.stderr)
        return []
    return subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/default"), metavar="DIR")
    folder = parser.parse_args().build / "bin" / "benchmarks"
    warnings.simplefilter("ignore")
    rows = lines_of(folder / "svd_counts") + lines_of(folder / "svd_slepc")
    rows += [by_scipy(name, solver) for name in CASES for solver in ("arpack", "propack", "lobpcg")]
    print("| case | solver | products with A and its transpose | of the iteration | error of values / norm "
          "| residual / norm | |\n|---|---|---|---|---|---|---|")
    for row in sorted(rows, key=lambda row: list(CASES).index(row.split(",")[0])):
        print("| " + " | ".join(row.split(",")) + " |")


if __name__ == "__main__":
    main()
