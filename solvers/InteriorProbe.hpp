#pragma once

#include <ritz/solvers/DensityEstimate.hpp>
#include <ritz/solvers/EigenOptions.hpp>
#include <ritz/solvers/Pencil.hpp>
#include <ritz/solvers/Supervisor.hpp>

#include <optional>
#include <vector>

namespace ritz {

/// What the search for interior values begins with: the ends of the spectrum and how many values lie where,
/// from a few short runs of Lanczos with random vectors. In values of the scaled pencil.
template <class S>
class InteriorProbe {
 public:
  InteriorProbe(const Pencil<S>& pencil, const EigenOptions& options, Supervisor& supervisor)
      : pencil_(pencil), options_(options), supervisor_(supervisor) {}

  /// Some 300 products with A′. Returns why to stop, if a limit or the monitor asks for that. Collective.
  std::optional<Status> run();

  /// No value is far beyond them.
  double low() const { return low_; }
  double high() const { return high_; }

  /// A value has been seen there: moves the end beyond it.
  void widen(double value);

  /// How many values lie in [a, b], a ≤ b.
  Estimate count(double a, double b) const { return density_.count(a, b); }

  /// About the least h with `wanted` values in [center − h, center + h], a little more where a gap follows,
  /// no less than a quarter of the mean distance of the values; all of the spectrum if it has fewer.
  double halfWidth(double center, double wanted) const;

  /// The least c with about `wanted` values in [from, c]; the upper end if there are fewer.
  double upTo(double from, double wanted) const;

  double orthogonalizationSeconds() const { return seconds_; }

 private:
  std::optional<Status> runFrom(const MultiVector<S>& start, std::vector<DensityProbe>& probes);

  const Pencil<S>& pencil_;
  const EigenOptions& options_;
  Supervisor& supervisor_;
  DensityEstimate density_;
  double low_ = 0.0, high_ = 0.0, seconds_ = 0.0;
};

}  // namespace ritz
