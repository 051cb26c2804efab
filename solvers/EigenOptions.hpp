#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace ritz {

/// Which end of the spectrum.
struct Largest {};
struct Smallest {};
struct LargestMagnitude {};
struct SmallestMagnitude {};
/// The values next to σ.
struct Nearest {
  double sigma = 0.0;
};
/// The values in [a, b], smallest first; numPairs caps their number.
struct Interval {
  double a = 0.0, b = 0.0;
};
using Which = std::variant<Largest, Smallest, LargestMagnitude, SmallestMagnitude, Nearest, Interval>;

/// Whether Davidson's method solves for its corrections (JDQMR) instead of taking preconditioned residuals:
/// 1.3 to 2.2 times the products, with much less work beside them. The preconditioner has to be linear and
/// definite; else, and inside the spectrum, nothing is solved.
enum class InnerSolves {
  Never,
  Automatic,  ///< where it saves time, by CostModel
  Always
};

/// Chooses among the methods below and says why in EigenResult::method.why.
struct Auto {
  int filterDegree = -1;                       ///< Lanczos::filterDegree if that is chosen
  int products = 0;                            ///< Randomized::products, more than 0: that method is chosen
  InnerSolves inner = InnerSolves::Automatic;  ///< Davidson::inner if that is chosen
};

/// Forms A and B by n products each and calls LAPACK on every rank: memory 3n², work 10n³.
struct Lapack {
  int maxSize = 3000;  ///< largest n; above it NotSupported
};

/// Thick-restart Lanczos with one reduction a step: the fewest products where there is no preconditioner.
struct Lanczos {
  int basis = 0;  ///< vectors kept, numPairs + 2 ≤ basis ≤ n; 0: max(30, 3·numPairs), at most n
  /// Of the Chebyshev filter that stands in for A where a product costs less than orthogonalising against the
  /// basis (Largest and Smallest): d ≥ 2 products a step, an even d counts as d + 1; 0: none; −1: chosen by
  /// CostModel. Nearest, Interval, SmallestMagnitude always take one, basis 3·numPairs + 30; 0, −1: d chosen.
  int filterDegree = 0;
  /// Vectors multiplied at a time, ≥ 1, and then numPairs + 2·block ≤ basis; more than 1 without a filter,
  /// and only where basis + block ≤ n. For operators that multiply b vectors in much less time than b times
  /// one: k pairs take more products, in fewer steps.
  int block = 1;
};

/// Anasazi's Block Krylov-Schur (thick-restart Lanczos for Hermitian A), restarted at `basis` vectors.
struct KrylovSchur {
  int basis =
      0;  ///< vectors kept, numPairs + 2·block ≤ basis < n; 0: max(30, 3·numPairs) within these bounds
  int block = 1;  ///< vectors multiplied at a time, ≥ 1
};

/// Anasazi's locally optimal block preconditioned conjugate gradients; memory 9 (with B 12) blocks.
struct Lobpcg {
  int block = 0;  ///< vectors iterated at a time, 1 ≤ block ≤ n/3, at most n/4 are used; 0: numPairs + max(2,
                  ///< numPairs/4)
};

/// Generalised Davidson with +k restarts (GD+k): the fewest products where there is a preconditioner; memory
/// 2 (with B 3) bases.
struct Davidson {
  int basis = 0;  ///< vectors kept, numPairs + 2·block + 1 ≤ basis ≤ n (with locking 2·block + 2 ≤ basis); 0:
                  ///< max(40, 4·numPairs), at most n
  int block = 1;  ///< vectors multiplied at a time, ≥ 1
  /// Converged vectors leave the basis, which then may be small where many pairs are wanted, for numPairs
  /// vectors more; otherwise they stay in it and go on improving.
  bool locks = false;
  InnerSolves inner = InnerSolves::Never;
};

/// The double pass of randomised linear algebra: B⁻¹A on a block of random vectors, and A on the orthonormal
/// basis of that sketch. A number of products that is known beforehand, in calls of many columns, for spectra
/// that decay (Hessians); Largest (of values that are large in magnitude, too) and LargestMagnitude alone.
/// The pairs come as accurate as they became: residuals and EigenResult::remainder say how accurate.
struct Randomized {
  /// Columns of A in all, two probes among them: (2 + powerPasses)·ℓ + 2 ≤ products for a sketch of ℓ ≥
  /// numPairs columns, ℓ at most n; 0: ℓ = numPairs + max(10, numPairs/2).
  int products = 0;
  int powerPasses = 0;  ///< times that the sketch is multiplied again, for spectra of slow decay; 0 to 10
};

using Method = std::variant<Auto, Lapack, Lanczos, KrylovSchur, Lobpcg, Davidson, Randomized>;

/// What a residual is compared with, see EigenOptions::tolerance.
enum class RelativeTo { Norm, Value };

/// When to give up. 0 means no limit, but for maxApplications.
struct Budget {
  long maxApplications = 0;  ///< columns of A; 0: 100·n + 20000, so that a hopeless solve ends
  long maxIterations = 0;    ///< block steps
  double seconds = 0.0;      ///< wall-clock, looked at after every step
};

/// Where the state of a solve is saved now and then, see docs/solving.md.
struct Checkpointing {
  std::string file{};  ///< HDF5; empty: none. Made anew each time under a temporary name, then renamed.
  double interval =
      600.0;  ///< least seconds between two, ≥ 0; also written when a limit or the monitor ends the solve
};

/// Seconds that the choices of Auto, of filters and of inner solves rest on; what is 0 is measured by the
/// clock of rank 0. The last three count where `application` is given, 0 there being nothing.
struct CostModel {
  double application = 0.0;    ///< of A (for B ≠ I of B⁻¹A) on one column
  double column = 0.0;         ///< of orthogonalising a vector against one of the basis
  double furtherColumn = 0.0;  ///< of A (for B ≠ I of B⁻¹A) on each column but the first of a block
  double mass = 0.0;           ///< of B on one column
  double massSolve = 0.0;  ///< of solving with B as accurately as Lanczos needs it, a part of `application`
  double preconditioner = 0.0;  ///< of the preconditioner on one column
};

struct EigenOptions {
  int numPairs = 6;  ///< k, 1 ≤ k ≤ n
  Which which = Largest{};
  /// A pair (θ, v) has converged when ‖A v − θ B v‖₂ ≤ tolerance·(α + |θ| β)·‖v‖₂ (RelativeTo::Norm; α and β
  /// are the largest ‖A x‖/‖x‖ and ‖B x‖/‖x‖ seen, β = 1 for B = I) or ≤ tolerance·|θ|·‖v‖_B
  /// (RelativeTo::Value). In (0, 1).
  double tolerance = 1e-8;
  RelativeTo relativeTo = RelativeTo::Norm;
  Method method = Auto{};
  Budget budget{};
  std::uint64_t seed = 0;  ///< of the start vectors, which depend on (seed, global index, column) alone
  int numGuards =
      -1;  ///< extra Ritz pairs to keep in EigenResult::guards; −1: what the method has, at most k + 10
  CostModel costs{};
  /// Bytes that the vectors of a rank may take where Auto chooses, ≥ 0; 0: a share of what the machine has
  /// free, half of it divided by its ranks. The smallest over all ranks counts.
  double memory = 0.0;
  Checkpointing checkpoint{};  ///< not with Lapack and Randomized, which do their work in one go
};

/// Throws InvalidOption for anything out of range in a problem of size n; nothing else is checked later.
void validate(const EigenOptions& options, long long n);

/// "largest", "smallest", "largest-magnitude", "smallest-magnitude", "nearest", "interval".
std::string nameOf(const Which& which);
/// "auto", "dense" (Lapack), "lanczos", "krylov-schur", "lobpcg", "davidson", "randomized".
std::string nameOf(const Method& method);

}  // namespace ritz
