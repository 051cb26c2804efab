#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/ProvenWindow.hpp>
#include <ritz/solvers/ShiftInvertFinder.hpp>
#include <ritz/solvers/ShiftInvertSearch.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace ritz {

namespace {

template <class S>
class ShiftInvertFinder final : public PairFinder<S> {
  using R = Real<S>;

 public:
  ShiftInvertFinder(Pencil<S>& pencil, const EigenOptions& options, const Lanczos& parameters,
                    const MultiVector<S>& start, Supervisor& supervisor)
      : pencil_(pencil),
        options_(options),
        shift_(placed(pencil, options.which)),
        search_(pencil, options, parameters, shift_.sigma(), start, supervisor) {
    this->basis = search_.basis();
    this->block = 1;
    this->why = shift_.describe();
  }

  RunEnd run(R slack) override {
    search_.keepConverged();
    for (int missing = this->missing(), rounds = 0; missing != 0; missing = this->missing(), ++rounds) {
      if (missing < 0 || rounds > options_.numPairs + MostRounds)
        return this->exhausted(fmt::format("the factorisation counts {} values where {} were found",
                                           window_->count, numInWindow()));
      const RunEnd end = window_ ? search_.run(missing, slack, [this](R v) { return window_->holds(v); })
                                 : search_.run(missing, slack);
      if (end == RunEnd::EstimatesPass) continue;
      this->stopStatus = search_.stopStatus();
      if (end == RunEnd::Exhausted && window_ && this->missing() == 0) break;
      return end == RunEnd::Exhausted ? this->exhausted(search_.exhaustedBecause()) : end;
    }
    return RunEnd::EstimatesPass;
  }

  MultiVector<S> vectors(int count) override { return search_.vectors(count); }
  /// Guards, or none: without residuals, so that no search deflates them.
  RitzPairs<S> pairsBehind(int first, int count) override {
    if (first < 1 || first >= available()) return {{}, MultiVector<S>(pencil_.map, 0), std::nullopt};
    RitzPairs<S> guards = search_.guardsBehind(first, std::min(count, available() - first));
    guards.residuals.clear();
    return guards;
  }
  std::shared_ptr<const KrylovMap<S>> map() const override { return search_.map(); }
  bool seesMultiplicity() const override { return shift_.canCount(); }
  int available() const override {
    const int k = options_.numPairs, found = search_.found() ? search_.found()->size() : 0;
    if (found < k) return std::min(search_.available(), k);
    return std::min(isOneSided() ? found + search_.numLeftBehind() : found, k + mostGuards());
  }
  SolverState<S> state() override {
    return this->ritzVectors(std::min(search_.available(), options_.numPairs));
  }
  double orthogonalizationSeconds() const override { return search_.orthogonalizationSeconds(); }

  std::string remark() const override {
    if (!window_) return "";
    const auto scale = static_cast<double>(pencil_.valueScale());
    const double high = static_cast<double>(window_->high) * scale;
    if (window_->isOpenBelow)
      return fmt::format("by inertia {} eigenvalues are below {:.6g}, all of them found", window_->count,
                         high);
    return fmt::format("by inertia {} eigenvalues are in [{:.6g}, {:.6g}], all of them found", window_->count,
                       static_cast<double>(window_->low) * scale, high);
  }

 private:
  static constexpr int MostRounds = 10;

  /// Inside the spectrum Ritz values that have not converged may lie anywhere, among the wanted ones, too.
  bool isOneSided() const { return std::holds_alternative<Smallest>(options_.which); }
  int mostGuards() const {
    if (options_.numGuards >= 0) return options_.numGuards;
    return isOneSided() ? options_.numPairs + 10 : 0;
  }

  static MovableShift<S> placed(Pencil<S>& pencil, const Which& which) {
    MovableShift<S> shift(pencil);
    if (std::holds_alternative<Smallest>(which)) {
      if (shift.canCount()) shift.moveBelowAll();
      return shift;
    }
    const auto* near = std::get_if<Nearest>(&which);
    const R center = near ? static_cast<R>(near->sigma) : R(0);
    const R size = std::max(std::abs(center), pencil.normA() / pencil.normB());
    if (shift.canMove()) {
      if (std::abs(shift.sigma() - center) > Near * size) shift.moveTo(center);
    } else if (std::abs(shift.sigma() - center) > Off * size) {
      throw InvalidOption(fmt::format(
          "eigsolve: asked for the values next to {:.6g}, but the inverse given is (A − σB)⁻¹ for σ = "
          "{:.6g}; give that for the σ asked for, or a ShiftInverse, which can be moved",
          center * pencil.valueScale(), shift.sigma() * pencil.valueScale()));
    }
    return shift;
  }

  static constexpr R Near = R(1e-7), Off = R(1e-3);

  /// How many pairs are still to be found; negative where more were found than there are.
  int missing() {
    const auto* found = search_.found();
    const int there = found ? found->size() : 0;
    if (there < options_.numPairs) return options_.numPairs - there;
    if (!shift_.canCount()) return 0;
    if (!window_ || mayShrink())
      window_ = provenWindow(pencil_, shift_, *found, options_.which, options_.numPairs);
    return static_cast<int>(window_->count - numInWindow());
  }

  /// Many are missing, but the best are so many copies of one value by now that nothing better is to be
  /// counted.
  bool mayShrink() const {
    const auto& found = *search_.found();
    const auto last = static_cast<std::size_t>(options_.numPairs) - 1;
    return window_->count > numInWindow() && window_->holds(found.values[last]) &&
           std::abs(found.values[last] - found.values.front()) <=
               openAt(pencil_, shift_, found, static_cast<int>(last));
  }

  long long numInWindow() const {
    const auto& values = search_.found()->values;
    return std::count_if(values.begin(), values.end(), [this](R lambda) { return window_->holds(lambda); });
  }

  Pencil<S>& pencil_;
  const EigenOptions& options_;
  MovableShift<S> shift_;
  ShiftInvertSearch<S> search_;
  std::optional<ProvenWindow<R>> window_;
};

}  // namespace

template <class S>
std::unique_ptr<PairFinder<S>> makeShiftInvertFinder(Pencil<S>& pencil, const EigenOptions& options,
                                                     const Lanczos& parameters, const MultiVector<S>& start,
                                                     Supervisor& supervisor) {
  return std::make_unique<ShiftInvertFinder<S>>(pencil, options, parameters, start, supervisor);
}

#define RITZ_SHIFT_INVERT_FINDER(S)                                 \
  template std::unique_ptr<PairFinder<S>> makeShiftInvertFinder<S>( \
      Pencil<S>&, const EigenOptions&, const Lanczos&, const MultiVector<S>&, Supervisor&);
RITZ_FOR_EACH_SCALAR(RITZ_SHIFT_INVERT_FINDER)

}  // namespace ritz
