#pragma once

#include <ritz/operators/HashVectors.hpp>
#include <ritz/solvers/Checkpoint.hpp>

#include <algorithm>
#include <type_traits>
#include <vector>

namespace ritz::test {

constexpr int Size = 3;  ///< of the factorisation below

/// A number that no other field has.
template <class S>
S distinct(int i) {
  if constexpr (std::is_same_v<S, Real<S>>)
    return static_cast<S>(1) / static_cast<S>(i + 7);
  else
    return {1.0 / (i + 7), -1.0 / (i + 8)};
}

template <class S>
Checkpoint<S> example(const MapPtr& map) {
  Checkpoint<S> c;
  c.identity = {nameOfScalar<S>(), "smallest", "lanczos", static_cast<long long>(map->getGlobalNumElements()),
                Size - 1,          true,       false,     0xfedcba9876543210ULL};
  c.probedNormA = 1.25;
  c.probedNormB = 1e-150;
  c.basis = 30;
  c.block = 1;
  c.slack = 0.1;
  c.scaleA = 0.5;
  c.scaleB = 4;
  c.normA = 1.5;
  c.normB = 1.75;
  c.freshColumns = (std::uint64_t(1) << 40) + 5;
  c.A = {101, 99, 1.0 / 3};
  c.mass = {102, 98, 2.0 / 3};
  c.massInverse = {103, 97, 4.0 / 3};
  c.preconditioner = {104, 96, 5.0 / 3};
  c.inverse = {{105, 95, 7.0 / 3}, 9, {{106, 94, 8.0 / 3}, {107, 93, 10.0 / 3}}};
  c.verificationColumns = 11;
  c.iterations = 77;
  c.seconds = 12.5;
  c.orthogonalizationSeconds = 3.5;
  c.history = {{10, 0, 0.5}, {20, 1, 1e-9}};
  auto X = Teuchos::rcp(new MultiVector<S>(map, Size));
  fillHash(*X, 5);
  auto next = Teuchos::rcp(new MultiVector<S>(map, 1));
  fillHash(*next, 6);
  c.state.vectors = {X, next};
  c.state.projected = Dense<S>(Size, Size);
  for (int j = 0; j < Size; ++j)
    for (int i = 0; i < Size; ++i) c.state.projected(i, j) = distinct<S>(Size * i + j);
  c.state.coupling = {S(0), S(0), distinct<S>(50)};
  c.state.largestProduct = Real<S>(0.75);
  c.state.steps = 42;
  c.state.isFull = true;
  c.state.vectorNorms = {Real<S>(0.25), Real<S>(0.125)};
  return c;
}

/// Whether these vectors are those of example().
template <class S>
bool hasTheVectors(const Checkpoint<S>& c) {
  if (c.state.vectors.size() != 1 || c.state.vectors[0]->getNumVectors() != Size + 1) return false;
  MultiVector<S> difference(*c.state.vectors[0], Teuchos::Copy), expected(difference.getMap(), Size + 1);
  fillHash(*expected.subViewNonConst(Teuchos::Range1D(0, Size - 1)), 5);
  fillHash(*expected.subViewNonConst(Teuchos::Range1D(Size, Size)), 6);
  difference.update(S(-1), expected, S(1));
  std::vector<Real<S>> norms(Size + 1);
  difference.normInf(Teuchos::arrayViewFromVector(norms));
  return norms == std::vector<Real<S>>(Size + 1, 0);
}

inline bool same(const ApplyCount& a, const ApplyCount& b) {
  return a.columns == b.columns && a.calls == b.calls && a.seconds == b.seconds;
}

inline bool same(const HistoryPoint& a, const HistoryPoint& b) {
  return a.applications == b.applications && a.converged == b.converged && a.maxResidual == b.maxResidual;
}

template <class S>
bool same(const Checkpoint<S>& a, const Checkpoint<S>& b) {
  const auto &i = a.identity, &j = b.identity;
  const auto &s = a.state, &t = b.state;
  bool entries = s.projected.rows() == t.projected.rows() && s.projected.cols() == t.projected.cols();
  for (int l = 0; entries && l < s.projected.rows() * s.projected.cols(); ++l)
    entries = s.projected.data()[l] == t.projected.data()[l];
  return entries && i.scalar == j.scalar && i.which == j.which && i.method == j.method && i.n == j.n &&
         i.numPairs == j.numPairs && i.isGeneralized == j.isGeneralized && i.isSwapped == j.isSwapped &&
         i.seed == j.seed && a.probedNormA == b.probedNormA && a.probedNormB == b.probedNormB &&
         a.basis == b.basis && a.block == b.block && a.slack == b.slack && a.scaleA == b.scaleA &&
         a.scaleB == b.scaleB && a.normA == b.normA && a.normB == b.normB &&
         a.freshColumns == b.freshColumns && same(a.A, b.A) && same(a.mass, b.mass) &&
         same(a.massInverse, b.massInverse) && same(a.preconditioner, b.preconditioner) &&
         same(a.inverse.solves, b.inverse.solves) && a.inverse.factorizations == b.inverse.factorizations &&
         same(a.inverse.inner.A, b.inverse.inner.A) && same(a.inverse.inner.mass, b.inverse.inner.mass) &&
         a.verificationColumns == b.verificationColumns && a.iterations == b.iterations &&
         a.seconds == b.seconds && a.orthogonalizationSeconds == b.orthogonalizationSeconds &&
         a.history.size() == b.history.size() &&
         std::equal(a.history.begin(), a.history.end(), b.history.begin(),
                    [](const auto& x, const auto& y) { return same(x, y); }) &&
         s.coupling == t.coupling && s.largestProduct == t.largestProduct && s.steps == t.steps &&
         s.isFull == t.isFull && s.vectorNorms == t.vectorNorms;
}

}  // namespace ritz::test
