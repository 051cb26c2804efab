"""The cases of the C++ programs in Python: PythonBridge.cpp through ctypes, blocks as n × m NumPy arrays."""
import ctypes

import numpy as np

_doubles = ctypes.POINTER(ctypes.c_double)


def _pointer(array):
    return array.ctypes.data_as(_doubles)


class Bridge:
    def __init__(self, path):
        # Open MPI's plugins look for its symbols among the global ones.
        self.library = ctypes.CDLL(path, mode=ctypes.RTLD_GLOBAL)
        for name, result, arguments in [
                ("Open", ctypes.c_char_p, [ctypes.c_char_p, ctypes.c_char_p]),
                ("Close", None, []),
                ("Describe", None, [ctypes.POINTER(ctypes.c_long), _doubles]),
                ("Start", None, [ctypes.c_long, ctypes.c_int, _doubles]),
                ("Apply", None, [ctypes.c_int, _doubles, _doubles, ctypes.c_int]),
                ("Reset", None, [ctypes.c_int]),
                ("Columns", ctypes.c_long, [ctypes.c_int]),
                ("Seconds", ctypes.c_double, [ctypes.c_int]),
                ("Triad", ctypes.c_double, []),
                ("Judge", ctypes.c_char_p, [ctypes.c_int, ctypes.c_int, _doubles, _doubles, _doubles])]:
            function = getattr(self.library, "ritzBench" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, "_" + name.lower(), function)

    def triad(self):
        return self._triad()

    def open(self, case, data):
        fault = self._open(case.encode(), data.encode())
        if fault:
            raise SystemExit(fault.decode())
        return Task(self, case)

    def close(self):
        self._close()


class Task:
    """One case; `seed` chooses the start vectors."""

    def __init__(self, bridge, name):
        self.bridge, self.name, self.seed = bridge, name, 1
        integers, reals = (ctypes.c_long * 5)(), (ctypes.c_double * 3)()
        bridge._describe(integers, reals)
        self.n, self.k, self.basis = integers[0], integers[1], integers[3]
        self.largest, self.has_mass = bool(integers[2]), bool(integers[4])
        self.threshold, self.pair_threshold, self.norm = reals

    def start(self, columns):
        block = np.empty((self.n, columns), order="F")
        self.bridge._start(self.seed, columns, _pointer(block))
        return block

    def apply(self, which, block):
        """A X (which = 0) or B X (which = 1)."""
        columns = 1 if block.ndim == 1 else block.shape[1]
        x = np.asfortranarray(block.reshape(self.n, columns), dtype=np.float64)
        y = np.empty_like(x, order="F")
        self.bridge._apply(which, _pointer(x), _pointer(y), columns)
        return y.reshape(block.shape)

    def operator(self, which):
        from scipy.sparse.linalg import LinearOperator
        product = lambda block: self.apply(which, block)
        return LinearOperator((self.n, self.n), matvec=product, matmat=product, dtype=np.float64)

    def reset(self):
        for which in range(1 + self.has_mass):
            self.bridge._reset(which)

    def columns(self, which):
        return self.bridge._columns(which) if which <= self.has_mass else 0

    def seconds(self):
        return sum(self.bridge._seconds(which) for which in range(1 + self.has_mass))

    def judge(self, says_converged, values, vectors):
        values = np.ascontiguousarray(values, dtype=np.float64)
        block = np.asfortranarray(vectors, dtype=np.float64)
        reals = (ctypes.c_double * 2)()
        status = self.bridge._judge(int(says_converged), len(values), _pointer(values), _pointer(block), reals)
        return status.decode(), reals[0], reals[1]
