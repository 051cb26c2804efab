#pragma once

#include <ritz/solvers/EigenResult.hpp>
#include <ritz/solvers/Pencil.hpp>
#include <ritz/solvers/SolverState.hpp>
#include <ritz/solvers/Supervisor.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ritz {

template <class S>
class KrylovMap;

/// Best Ritz pairs of the scaled pencil, in the order of `which`.
template <class S>
struct RitzPairs {
  std::vector<Real<S>> values;           ///< θ′
  MultiVector<S> vectors;                ///< B′-orthonormal to rounding
  std::optional<MultiVector<S>> images;  ///< A′ vectors, where the method has them for nothing
  std::vector<Real<S>> residuals{};  ///< ‖A′v − θ′B′v‖ in the norm of B′⁻¹, where the method knows them
};

/// How a run ended.
enum class RunEnd {
  EstimatesPass,  ///< the wanted pairs look converged: verify them
  Exhausted,      ///< the method can do no better (its space is full, or it broke down): verify, then give up
  Supervised      ///< a limit or the monitor; see stopStatus
};

/// A method at work: all that eigsolve needs to know about it.
template <class S>
class PairFinder {
 public:
  virtual ~PairFinder() = default;

  /// Iterates until the numPairs wanted pairs have estimated residuals ≤ slack · allowed, or until it must
  /// stop. Called again, with less slack, when verification found larger residuals: goes on where it was.
  /// Collective.
  virtual RunEnd run(Real<S> slack) = 0;

  /// The best `count` pairs of now, fewer if it has no more. Collective.
  RitzPairs<S> pairs(int count) { return pairsBehind(0, count); }

  /// The best `count` behind the first `first`. Collective.
  virtual RitzPairs<S> pairsBehind(int first, int count) = 0;

  /// The vectors of pairs(count), which may be cheaper. Collective.
  virtual MultiVector<S> vectors(int count) { return pairs(count).vectors; }

  /// After EstimatesPass in a search with a bar: run() is to look for one pair more, better than `bar`,
  /// behind those it has. False where it cannot, or where the next one is known to be no better.
  virtual bool seekNext(Real<S> /* bar */) { return false; }

  /// What it multiplies with, if that is not the pencil.
  virtual std::shared_ptr<const KrylovMap<S>> map() const { return nullptr; }

  /// No value of the map is far beyond it on the worse side, if Ritz values have shown that.
  virtual std::optional<Real<S>> farEnd() const { return std::nullopt; }

  /// True if a multiple value cannot have been missed by the way the method works.
  virtual bool seesMultiplicity() const = 0;

  /// False while values that are asked for may not have been looked for yet.
  virtual bool isComplete() const { return true; }

  /// A clause for EigenResult::reason on what was found; empty: nothing to say.
  virtual std::string remark() const { return ""; }

  /// Pairs that pairs() can give at most.
  virtual int available() const = 0;

  /// For a checkpoint, between two steps: while Supervisor::afterStep runs. Collective.
  virtual SolverState<S> state() { return ritzVectors(available()); }

  virtual double orthogonalizationSeconds() const { return 0.0; }

  Status stopStatus = Status::Breakdown;       ///< after RunEnd::Supervised
  std::string exhaustedBecause;                ///< after RunEnd::Exhausted
  int basis = 0, block = 0, filterDegree = 0;  ///< for the report
  std::string why;                             ///< of choices within the method
  std::string name;  ///< of the method that took over; empty: the one that was chosen

 protected:
  SolverState<S> ritzVectors(int count) {
    SolverState<S> state;
    state.vectors = {Teuchos::rcp(new MultiVector<S>(vectors(count)))};
    return state;
  }

  RunEnd exhausted(std::string because) {
    exhaustedBecause = std::move(because);
    return RunEnd::Exhausted;
  }
};

/// The progress of pairs with these relative residuals, best pair first: those within `limit` have converged
/// up to the first that is not.
template <class R>
Progress progressOf(const std::vector<R>& relative, R limit);

/// σ, a, b in the values of the scaled pencil.
Which scaled(const Which& which, double valueScale);

/// Grows from the best value of `which` on; |key(θ) − key(φ)| ≤ |θ − φ|.
template <class R>
R orderKey(R theta, const Which& which);

/// θ moved by `by` ≥ 0 to the worse side: orderKey(θ) + by is its key.
template <class R>
R worsened(R theta, R by, const Which& which);

/// The indices of `values`, best first; equal ones keep their order.
template <class R>
std::vector<int> sortedIndices(const std::vector<R>& values, const Which& which);

}  // namespace ritz
