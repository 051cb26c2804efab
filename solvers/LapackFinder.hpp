#pragma once

#include <ritz/solvers/PairFinder.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <memory>

namespace ritz {

/// All pairs of the finite part of a small pencil by LAPACK, on every rank: n products with A′ and B′, memory
/// 3n². B may be singular: with N its null space and A positive definite on N, the values at +∞ are split off
/// through the Schur complement of NᴴAN. Throws NotSymmetric, IndefiniteMass (also when the end asked for is
/// infinite).
template <class S>
class LapackFinder final : public PairFinder<S> {
 public:
  LapackFinder(const Pencil<S>& pencil, const EigenOptions& options);

  RunEnd run(Real<S> slack) override;
  RitzPairs<S> pairsBehind(int first, int count) override;
  bool seesMultiplicity() const override { return true; }
  int available() const override { return static_cast<int>(order_.size()); }
  std::string remark() const override;

 private:
  SmallEigen<S> solve(Dense<S> A) const;
  void choose();

  const Pencil<S>& pencil_;
  Which which_;
  int numPairs_;
  SmallEigen<S> all_;
  std::vector<int> order_;
  bool solved_ = false;
};

/// The n × n matrix of an operator, on every rank, rows and columns in the order rank by rank, made by n
/// products.
template <class S>
Dense<S> formMatrix(const Operator<S>& op);

}  // namespace ritz
