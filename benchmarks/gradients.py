#!/usr/bin/env python3
"""Gradients of tr(W U U') over the k smallest pairs of a Laplacian in its stiffnesses by regions, by Ritz and by peers.

One process for each gradient, one thread each; writes gradients.json and gradients.md, and prints the table.
  benchmarks/gradients.py [--build DIR] [--output DIR] [--case NAMES] [--python PYTHON] [--time-limit SECONDS]
"""
import argparse
import datetime
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from run import environment, machine

HERE = pathlib.Path(__file__).resolve().parent
CONTRAST, WEIGHTS, STEP = 0.5, (1, 1.17, 1.39), 1e-3
BASE = {"side": 12, "pairs": 4, "regions": 10}
CASES = ([{**BASE, "name": f"n-{side}", "side": side} for side in (8, 12, 16, 24, 32, 48)]
         + [{**BASE, "name": f"k-{pairs}", "pairs": pairs} for pairs in (2, 8, 16)]
         + [{**BASE, "name": f"p-{regions}", "regions": regions} for regions in (1, 100, 1000)])
PEERS = {"ritz": "forward and adjoint", "ritz-differences": "2p forward solves of Ritz",
         "scipy-dense": "eigsh, then the sum over all other pairs from a dense eigendecomposition",
         "scipy-minres": "eigsh, then projected MINRES for each pair",
         "torch-lobpcg": "torch.lobpcg on the dense matrix, backward()",
         "torch-eigh": "torch.linalg.eigh of the dense matrix, backward()"}
LARGEST = {"scipy-dense": 4096, "torch-lobpcg": 1728, "torch-eigh": 4096}  # n: memory n², work n³
DIFFERENCES = 100  # parameters at most


# The same problem for Python: A(theta) = D' diag(kappa(theta)) D over the faces of the grid.

def faces(case):
    """For each face: the points on both sides (the second -1 outside) and its weight."""
    import numpy
    side = case["side"]
    points = numpy.arange(side**3).reshape(side, side, side)  # z, y, x
    result = []
    for axis, weight in zip((2, 1, 0), WEIGHTS):
        p = numpy.moveaxis(points, axis, 0)
        inside = (p[:-1].ravel(), p[1:].ravel())
        outside = numpy.concatenate([p[0].ravel(), p[-1].ravel()])
        result += [(inside[0], inside[1], weight), (outside, numpy.full(outside.size, -1), weight)]
    return [numpy.concatenate([numpy.broadcast_to(block[i], block[0].shape) for block in result]) for i in range(3)]


def problem(case):
    """D (a row for each face), its weights, S with kappa = S theta, W's diagonal, theta."""
    import numpy
    import scipy.sparse as sparse
    p, q, weight = faces(case)
    n, regions, rows = case["side"]**3, case["regions"], numpy.arange(p.size)
    isInside = q >= 0
    D = sparse.csr_matrix((numpy.ones(p.size), (rows, p)), (p.size, n)) - sparse.csr_matrix(
        (numpy.ones(isInside.sum()), (rows[isInside], q[isInside])), (p.size, n))
    other = numpy.where(isInside, q, p)
    S = sum(sparse.csr_matrix((numpy.full(p.size, 0.5), (rows, side * regions // n)), (p.size, regions))
            for side in (p, other))
    return D, weight, S, numpy.sin(5 * numpy.arange(n) / n), 1 + CONTRAST * numpy.arange(regions) / regions


def matrix(D, weight, kappa):
    import scipy.sparse as sparse
    return (D.T @ sparse.diags(weight * kappa) @ D).tocsr()


def pulled(D, weight, S, X, U):
    """d/dtheta <X, A U>."""
    return S.T @ (weight * ((D @ X) * (D @ U)).sum(axis=1))


def scipy_dense(case):
    import numpy
    from scipy.sparse.linalg import eigsh
    D, weight, S, w, theta = problem(case)
    begun = time.perf_counter()
    A = matrix(D, weight, S @ theta)
    values, U = eigsh(A, case["pairs"], which="SA", tol=1e-10)
    every, Q = numpy.linalg.eigh(A.toarray())
    rest, V = every[case["pairs"]:], Q[:, case["pairs"]:]
    X = -V @ ((V.T @ (2 * w[:, None] * U)) / (rest[:, None] - values[None, :]))
    gradient = pulled(D, weight, S, X, U)
    return gradient, time.perf_counter() - begun


def scipy_minres(case):
    import numpy
    from scipy.sparse.linalg import LinearOperator, eigsh, minres
    D, weight, S, w, theta = problem(case)
    begun = time.perf_counter()
    A = matrix(D, weight, S @ theta)
    values, U = eigsh(A, case["pairs"], which="SA", tol=1e-10)
    project = lambda x: x - U @ (U.T @ x)
    X = numpy.empty_like(U)
    for j, value in enumerate(values):
        H = LinearOperator(A.shape, lambda x, value=value: project(A @ project(x) - value * project(x)))
        X[:, j] = minres(H, -project(2 * w * U[:, j]), tol=1e-8)[0]
    gradient = pulled(D, weight, S, project(X), U)
    return gradient, time.perf_counter() - begun


def torch_gradient(case, smallest):
    import numpy
    import torch
    torch.set_num_threads(1)
    torch.manual_seed(0)
    D, weight, S, w, theta = problem(case)
    begun = time.perf_counter()
    A = torch.tensor(matrix(D, weight, S @ theta).toarray(), requires_grad=True)
    U = smallest(torch, A, case["pairs"])
    (torch.from_numpy(w)[:, None] * U * U).sum().backward()
    G = A.grad.numpy()
    # <G, A_r> = sum over faces and points a, b of theirs of w D_fa G_ab D_fb
    contracted = numpy.asarray(D.multiply(D @ G).sum(axis=1)).ravel()
    gradient = S.T @ (weight * contracted)
    return gradient, time.perf_counter() - begun


def torch_lobpcg(case):
    return torch_gradient(case, lambda torch, A, k: torch.lobpcg(A, k=k, largest=False, tol=1e-10, niter=5000)[1])


def torch_eigh(case):
    return torch_gradient(case, lambda torch, A, k: torch.linalg.eigh(A)[1][:, :k])


def run_peer(name, case):
    gradient, seconds = {"scipy-dense": scipy_dense, "scipy-minres": scipy_minres, "torch-lobpcg": torch_lobpcg,
                         "torch-eigh": torch_eigh}[name](case)
    print(json.dumps({"gradient": list(map(float, gradient)), "seconds": seconds}))


# The table.

def ritz(program, case, limit, *more):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "out.json"
        command = [program, "--size", *[str(case["side"])] * 3, "-k", str(case["pairs"]), "--regions", str(case["regions"]),
                   "--contrast", str(CONTRAST), "--loss", "projector", "--json", str(file), *more]
        subprocess.run(command, check=True, capture_output=True, timeout=limit, env=environment())
        return json.loads(file.read_text())


def measured(name, case, options, program):
    if name == "ritz":
        found = ritz(program, case, options.time_limit, "--tolerance", "1e-10", "--gradient-tolerance", "1e-7")
        adjoint = found["adjoint"]["projector"]
        return {"gradient": adjoint["gradient"], "seconds": found["forward"]["seconds"] + adjoint["seconds"],
                "forward": found["forward"]["seconds"], "columns": found["forward"]["columns"] + adjoint["columns"]}
    if name == "ritz-differences":
        found = ritz(program, case, options.time_limit, "--tolerance", "1e-12", "--differences", str(STEP))["differences"]
        return {"gradient": found["projector"], "seconds": found["seconds"]}
    command = [options.python, __file__, "--peer", name, "--problem", json.dumps(case)]
    out = subprocess.run(command, capture_output=True, text=True, timeout=options.time_limit, env=environment())
    if out.returncode != 0:
        return {"note": (out.stderr.strip().splitlines() or ["failed"])[-1][:120]}
    return json.loads(out.stdout.splitlines()[-1])


def run_case(case, options, program):
    reference = ritz(program, case, None, "--tolerance", "1e-13", "--gradient-tolerance", "1e-11")
    exact = reference["adjoint"]["projector"]["gradient"]
    runs = {}
    for name in PEERS:
        if case["side"]**3 > LARGEST.get(name, math.inf) or (name == "ritz-differences" and case["regions"] > DIFFERENCES):
            continue
        try:
            run = measured(name, case, options, program)
        except subprocess.TimeoutExpired:
            run = {"note": f"stopped after {options.time_limit:g} s"}
        if "gradient" in run:
            run["error"] = math.dist(run.pop("gradient"), exact) / math.hypot(*exact)
        runs[name] = run
        shown = f"{run['seconds']:.3g} s, error {run['error']:.1e}" if "seconds" in run else run["note"]
        print(f"{case['name']:8} {name:18} {shown}", flush=True)
    return {**case, "runs": runs}


def table(results):
    lines = ["| n | k | parameters | " + " | ".join(PEERS) + " |", "|---|---|---|" + "---|" * len(PEERS)]
    for case in results:
        cells = []
        for name in PEERS:
            run = case["runs"].get(name)
            cells.append("–" if run is None else
                         f"{run['seconds']:.2g} s ({run['error']:.0e})" if "seconds" in run else run["note"])
        lines.append(f"| {case['side']}³ | {case['pairs']} | {case['regions']} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(HERE.parent / "build" / "default"), help="build folder")
    parser.add_argument("--output", default=str(HERE.parent / "ritz-out" / "gradients"), help="folder for what is written")
    parser.add_argument("--case", help="names, separated by commas; all if not given")
    parser.add_argument("--time-limit", type=float, default=120, help="seconds for one gradient")
    parser.add_argument("--python", default=sys.executable, help="the Python that has SciPy and PyTorch")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--problem", type=json.loads, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return run_peer(options.peer, options.problem)
    program = pathlib.Path(options.build).resolve() / "bin" / "benchmarks" / "regional_gradient"
    if not program.exists():
        sys.exit(f"gradients: asked for the program {program}; it is not there; build it by scripts/benchmark")
    wanted = options.case.split(",") if options.case else [case["name"] for case in CASES]
    unknown = set(wanted) - {case["name"] for case in CASES}
    if unknown:
        sys.exit(f"gradients: asked for the case '{min(unknown)}'; known: {' '.join(case['name'] for case in CASES)}")
    folder = pathlib.Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    results = []
    for case in (case for case in CASES if case["name"] in wanted):
        results.append(run_case(case, options, str(program)))
        head = {"date": datetime.date.today().isoformat(), "machine": machine(), "peers": PEERS}
        (folder / "gradients.json").write_text(json.dumps({**head, "cases": results}, indent=1) + "\n")
        (folder / "gradients.md").write_text(table(results))
    print(table(results))


if __name__ == "__main__":
    main()
