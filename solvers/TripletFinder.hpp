#pragma once

#include <ritz/solvers/GolubKahan.hpp>
#include <ritz/solvers/SmallSvd.hpp>
#include <ritz/solvers/SvdOptions.hpp>
#include <ritz/solvers/TripletSource.hpp>
#include <ritz/solvers/VerifiedTriplets.hpp>

#include <optional>
#include <string>

namespace ritz {

/// What a run of TripletFinder looks for.
template <class S>
struct TripletGoal {
  SvdWhich which;  ///< singular values of A′
  int count = 1;
  int basis = 0;
  Real<S> tolerance = 0;           ///< residuals ‖A′ᴴu − σ′v‖ allowed, relative to ‖A′‖
  bool isRelativeToValue = false;  ///< or to σ′
  /// A search ends, too, once a value at the bar would have been seen but for one random start in a thousand.
  std::optional<Real<S>> bar{};
};

/// Thick-restart Golub-Kahan-Lanczos: Ritz triplets and their residuals after the steps, restarts that keep
/// as many as keptAtRestart says.
template <class S>
class TripletFinder final : public TripletSource<S> {
 public:
  TripletFinder(const OperatorPair<S>& pair, const TripletGoal<S>& goal, Supervisor& supervisor,
                GolubKahan<S> basis);

  RunEnd run(Real<S> slack) override;
  int available() const override { return static_cast<int>(small_.values.size()); }
  Real<S> value(int j) const { return small_.values[index(j)]; }
  Real<S> residual(int j) const;  ///< ‖A′ᴴu − σ′v‖ by the recurrence
  MultiVector<S> left(int first, int count) const override {
    return basis_.left(chosen(small_.left, first, count));
  }
  MultiVector<S> right(int first, int count) const override {
    return basis_.right(chosen(small_.right, first, count));
  }
  double orthogonalizationSeconds() const override { return basis_.orthogonalizationSeconds(); }

 private:
  std::size_t index(int j) const;
  Dense<S> chosen(const Dense<S>& X, int first, int count) const;
  bool isDueToAnalyse() const;
  Progress assess(Real<S> slack) const;
  bool excludedByBar() const;
  void restart(int converged);
  RunEnd exhausted(std::string because);

  const OperatorPair<S>& pair_;
  TripletGoal<S> goal_;
  Supervisor& supervisor_;
  GolubKahan<S> basis_;
  SmallSvd<S> small_;
};

}  // namespace ritz
