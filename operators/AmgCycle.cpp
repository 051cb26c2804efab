#include <ritz/operators/AmgCycle.hpp>

#include <utility>

namespace ritz {

namespace {

constexpr double Ratio = 7;  ///< of the ends of what the smoothers damp

}  // namespace

AmgCycle::AmgCycle(const std::vector<Level>& levels, OperatorPtr<double> coarsest, int degree)
    : LinearOperator(levels.empty() ? coarsest->getDomainMap() : levels.front().A->getDomainMap(),
                     levels.empty() ? coarsest->getRangeMap() : levels.front().A->getRangeMap()),
      coarsest_(std::move(coarsest)) {
  for (const Level& level : levels)
    stages_.push_back({level, ChebyshevSmoother(level.A, degree, Ratio), nullptr, nullptr, nullptr, nullptr});
}

void AmgCycle::applyImpl(const Block& X, Block& Y) const {
  if (stages_.empty()) return coarsest_->apply(X, Y);
  resize(X.getNumVectors());
  Block& right = *stages_.front().right;
  Tpetra::deep_copy(right, X);
  descend(0, right, Y);
}

/// x ≈ A⁻¹ right on a level; `right` is used up.
void AmgCycle::descend(std::size_t at, Block& right, Block& x) const {
  const Stage& stage = stages_[at];
  x.putScalar(0);
  stage.smoother.improve(right, x, true);
  stage.level.R->apply(right, *stage.coarseRight);
  if (at + 1 < stages_.size())
    descend(at + 1, *stage.coarseRight, *stage.coarse);
  else
    coarsest_->apply(*stage.coarseRight, *stage.coarse);
  stage.level.P->apply(*stage.coarse, *stage.correction);
  x.update(1, *stage.correction, 1);
  stage.smoother.subtractProduct(*stage.correction, right);
  stage.smoother.improve(right, x, false);
}

void AmgCycle::resize(std::size_t columns) const {
  if (stages_.front().right && stages_.front().right->getNumVectors() == columns) return;
  for (Stage& stage : stages_) {
    const auto block = [columns](const MapPtr& map) { return std::make_unique<Block>(map, columns, false); };
    if (&stage == &stages_.front()) stage.right = block(stage.level.A->getRangeMap());
    stage.correction = block(stage.level.A->getDomainMap());
    stage.coarseRight = block(stage.level.P->getDomainMap());
    stage.coarse = block(stage.level.P->getDomainMap());
  }
}

}  // namespace ritz
