#pragma once

#include "Blocks.hpp"

#include <ritz/operators/LinearOperator.hpp>

namespace ritz::test {

/// Y = 2 X through whole local views, which shows when it is handed the wrong kind of view.
class Doubling : public LinearOperator<double> {
 public:
  explicit Doubling(const MapPtr& map) : LinearOperator(map, map) {}
  mutable int calls = 0;
  mutable bool strided = true, apart = true;

 private:
  void applyImpl(const Block& X, Block& Y) const override {
    ++calls;
    const auto x = X.getLocalViewHost(Tpetra::Access::ReadOnly);
    const auto y = Y.getLocalViewHost(Tpetra::Access::OverwriteAll);
    strided = strided && X.isConstantStride() && Y.isConstantStride() && x.extent(1) == X.getNumVectors() &&
              y.extent(1) == Y.getNumVectors();
    apart = apart && !X.aliases(Y);
    for (std::size_t j = 0; j < y.extent(1); ++j)
      for (std::size_t i = 0; i < y.extent(0); ++i) y(i, j) = 2.0 * x(i, j);
  }
};

/// 2 X.
inline Block doubled(const Block& X) {
  Block Y(X, Teuchos::Copy);
  Y.scale(2.0);
  return Y;
}

}  // namespace ritz::test
