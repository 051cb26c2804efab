#pragma once

#include <ritz/operators/ChebyshevSmoother.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <memory>
#include <vector>

namespace ritz {

/// One symmetric V-cycle over given levels from x = 0: Chebyshev smoothers before and after each coarser
/// level, the last level solved. A degree of d costs 2 d passes over A on each level; blocks of vectors go
/// through it together.
class AmgCycle final : public LinearOperator<double> {
 public:
  using Matrix = Tpetra::CrsMatrix<double>;
  using MatrixPtr = std::shared_ptr<const Matrix>;

  /// A of a level, the prolongation to it from the next and its transpose.
  struct Level {
    MatrixPtr A, P, R;
  };

  /// `levels` from the finest on, without the last; `coarsest` solves on that. Collective.
  AmgCycle(const std::vector<Level>& levels, OperatorPtr<double> coarsest, int degree);

 private:
  using Block = MultiVector<double>;
  struct Stage {
    Level level;
    ChebyshevSmoother smoother;
    std::unique_ptr<Block> right, correction, coarseRight, coarse;  ///< of the width of the last block
  };

  void applyImpl(const Block& X, Block& Y) const override;
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const Block& X, Block& Y) const override { applyImpl(X, Y); }
  void descend(std::size_t at, Block& right, Block& x) const;
  void resize(std::size_t columns) const;

  mutable std::vector<Stage> stages_;
  OperatorPtr<double> coarsest_;
};

}  // namespace ritz
