#!/usr/bin/env python3
"""Writes membrane_stiffness.mtx, membrane_mass.mtx, membrane_points.mtx and membrane_exact.txt beside this file.

A drum of 1 x 0.8 held at its rim, -div grad u = lambda u, by 16 x 12 bilinear finite elements: K u = lambda M u on the
165 inner nodes. On a uniform grid K = Kx (x) My + Mx (x) Ky and M = Mx (x) My with the one-dimensional matrices of linear
elements, which share their eigenvectors, so the eigenvalues of the pair are known: mu_i(x) + mu_j(y),
mu_i = 6/h^2 (1 - cos t)/(2 + cos t), t = i pi/n, for n elements of length h.
"""
import math
import pathlib

NX, NY, LX, LY = 16, 12, 1.0, 0.8


def element(hx, hy):
    """4 x 4 stiffness and mass of one hx x hy element, nodes (0,0), (1,0), (0,1), (1,1)."""
    k1, m1 = [[1, -1], [-1, 1]], [[2, 1], [1, 2]]
    nodes = [(0, 0), (1, 0), (0, 1), (1, 1)]
    stiffness = [[(k1[a][c] * m1[b][d] * hy / hx + m1[a][c] * k1[b][d] * hx / hy) / 6 for c, d in nodes] for a, b in nodes]
    mass = [[m1[a][c] * m1[b][d] * hx * hy / 36 for c, d in nodes] for a, b in nodes]
    return nodes, stiffness, mass


def assemble():
    nodes, stiffness, mass = element(LX / NX, LY / NY)
    K, M = {}, {}
    for ey in range(NY):
        for ex in range(NX):
            for p, (a, b) in enumerate(nodes):
                for q, (c, d) in enumerate(nodes):
                    x, y, u, v = ex + a, ey + b, ex + c, ey + d
                    if not (0 < x < NX and 0 < y < NY and 0 < u < NX and 0 < v < NY):
                        continue
                    key = ((y - 1) * (NX - 1) + x, (v - 1) * (NX - 1) + u)
                    K[key] = K.get(key, 0.0) + stiffness[p][q]
                    M[key] = M.get(key, 0.0) + mass[p][q]
    return K, M


def write(path, what, entries):
    lower = sorted((j, i, value) for (i, j), value in entries.items() if i >= j)
    n = (NX - 1) * (NY - 1)
    with open(path, "w") as file:
        file.write("%%MatrixMarket matrix coordinate real symmetric\n")
        file.write(f"% {what} of a membrane {LX:g} x {LY:g} held at its rim, {NX} x {NY} bilinear elements (make_membrane.py)\n")
        file.write(f"{n} {n} {len(lower)}\n")
        file.writelines(f"{i} {j} {value!r}\n" for j, i, value in lower)


def write_points(path):
    nodes = [(x * LX / NX, y * LY / NY) for y in range(1, NY) for x in range(1, NX)]
    with open(path, "w") as file:
        file.write("%%MatrixMarket matrix array real general\n")
        file.write("% where the inner nodes of the membrane lie (make_membrane.py)\n")
        file.write(f"{len(nodes)} 2\n")
        file.writelines(f"{node[axis]!r}\n" for axis in (0, 1) for node in nodes)


def exact():
    def mu(i, n, length):
        t, h = i * math.pi / n, length / n
        return 6 / h**2 * (1 - math.cos(t)) / (2 + math.cos(t))
    return sorted(mu(i, NX, LX) + mu(j, NY, LY) for i in range(1, NX) for j in range(1, NY))


folder = pathlib.Path(__file__).resolve().parent
K, M = assemble()
write(folder / "membrane_stiffness.mtx", "stiffness", K)
write(folder / "membrane_mass.mtx", "mass", M)
write_points(folder / "membrane_points.mtx")
(folder / "membrane_exact.txt").write_text("".join(f"{value!r}\n" for value in exact()))
