#!/usr/bin/env python3
"""The peers of Python: SciPy's and PyTorch's LOBPCG and PRIMME, where they are installed.

Operators, start vectors, counts and the judge are those of the C++ programs, called through ctypes; the options and
the lines of JSON are theirs, too.  peers.py LIBRARY [--case NAMES] [--seeds N] [--solvers NAMES] [--data DIR]
"""
import argparse
import importlib
import importlib.metadata
import json
import sys
import time
import warnings

from bridge import Bridge


def scipy_lobpcg(task):
    from scipy.sparse.linalg import lobpcg
    start = task.start(task.k)
    values, vectors, history = lobpcg(task.operator(0), start, B=task.operator(1) if task.has_mass else None,
                                      tol=task.pair_threshold, largest=task.largest, maxiter=20000,
                                      retResidualNormsHistory=True)
    return values, vectors, max(history[-1]) <= task.pair_threshold


def torch_lobpcg(task):
    import torch
    # The operator has to be a tensor: an empty one stands for it, and its products are ours.
    utilities = importlib.import_module("torch._lobpcg")._utils
    original = utilities.matmul
    marker = torch.sparse_coo_tensor(torch.zeros((2, 0), dtype=torch.long), torch.zeros(0, dtype=torch.float64),
                                     (task.n, task.n))

    def product(matrix, block):
        if matrix is not marker:
            return original(matrix, block)
        return torch.from_numpy(task.apply(0, block.numpy()))

    start = torch.from_numpy(task.start(task.k).copy())
    size = float(torch.norm(torch.from_numpy(task.apply(0, start.numpy()))) / torch.norm(start))
    task.reset()
    # Its criterion: |r| <= tol |x| (|A X0| / |X0| + theta).
    tolerance = task.threshold / (size + (task.norm if task.largest else 0.0))
    utilities.matmul = product
    try:
        values, vectors = torch.lobpcg(marker, k=task.k, X=start, niter=20000, tol=tolerance, largest=task.largest)
    finally:
        utilities.matmul = original
    return values.numpy(), vectors.numpy(), True


def primme_by(method):
    def solve(task):
        import primme
        values, vectors = primme.eigsh(task.operator(0), task.k, M=task.operator(1) if task.has_mass else None,
                                       which="LA" if task.largest else "SA", v0=task.start(1), ncv=task.basis,
                                       tol=task.threshold / task.norm, method=method, maxiter=10**8)
        return values, vectors, True
    return solve


# Library: its module, and its solvers: name, function, memory, takes B.
LIBRARIES = {
    "scipy": ("scipy", {"lobpcg": (scipy_lobpcg, "9 blocks", True)}),
    "torch": ("torch", {"lobpcg": (torch_lobpcg, "9 blocks", False)}),
    "primme": ("primme", {"gd+k": (primme_by("PRIMME_DEFAULT_MIN_MATVECS"), "2·basis", False),
                          "jdqmr": (primme_by("PRIMME_DEFAULT_MIN_TIME"), "2·basis", False),
                          "arnoldi": (primme_by("PRIMME_Arnoldi"), "2·basis", False)}),
}


def record(task, name, solver):
    solve, memory, _ = solver
    task.reset()
    note, status, values, vectors, says = "", None, None, None, False
    begun = time.perf_counter()
    try:
        values, vectors, says = solve(task)
    except Exception as error:  # whatever a library throws is its result
        status, note = "failed", f"{type(error).__name__}: {error}"[:200]
    seconds = time.perf_counter() - begun
    columns, mass, inside = task.columns(0), task.columns(1), task.seconds()
    residual = error_of_value = None
    if status is None:
        status, residual, error_of_value = task.judge(says, values, vectors)
    return {"solver": name, "case": task.name, "seed": task.seed, "columns": columns, "verification": 0,
            "applications": columns, "mass": mass, "seconds": seconds, "operatorSeconds": inside, "note": note,
            "memory": memory, "status": status, "maxResidual": residual, "maxValueError": error_of_value,
            "threshold": task.threshold}


def main():
    parser = argparse.ArgumentParser(description="Benchmarks of the libraries of Python")
    parser.add_argument("library", choices=LIBRARIES)
    parser.add_argument("--bridge", required=True, help="libritz_bench_python.so")
    parser.add_argument("--case", default="")
    parser.add_argument("--solvers", default="")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--data", default="../shared/data")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    module_name, solvers = LIBRARIES[options.library]
    try:
        importlib.import_module(module_name)
    except ImportError:
        sys.exit(f"{options.library} is not installed")
    if options.list:
        print(json.dumps({"solvers": list(solvers)}))
        return
    warnings.simplefilter("ignore")
    bridge = Bridge(options.bridge)
    print(json.dumps({"library": options.library, "version": importlib.metadata.version(module_name),
                      "triad": bridge.triad()}), flush=True)
    wanted = options.solvers.split(",") if options.solvers else list(solvers)
    for case in filter(None, options.case.split(",")):
        task = bridge.open(case, options.data)
        for name in wanted:
            if task.has_mass and not solvers[name][2]:
                continue
            for task.seed in range(1, options.seeds + 1):
                print(json.dumps(record(task, name, solvers[name])), flush=True)
    bridge.close()


if __name__ == "__main__":
    main()
