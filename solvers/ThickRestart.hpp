#pragma once

namespace ritz {

/// How many of the best Ritz vectors a thick restart keeps: the `converged` ones and a share φ of the rest,
/// φ = 0.45 + 0.2·frac(s·(√5 − 1)/2) for `steps` = s so far, at least `wanted`, at most `size` − `block`. The
/// Ritz values that restarts drop are the roots of the polynomial that filters the space. With one share for
/// all restarts they fall into the same places again and again, and what lies in between is damped late: a
/// share that wanders spreads them, and the filter is nearly that of a space that was never restarted. A
/// function of the steps alone, so that a resumed solve goes on as it would have. 1 ≤ block < size; result in
/// [1, size − block]. Source: D. Sorensen, Implicit application of polynomial filters in a k-step Arnoldi
/// method, SIAM J. Matrix Anal. Appl. 13 (1992), for restarts as filters.
int keptAtRestart(int size, int converged, int wanted, int block, long steps);

}  // namespace ritz
