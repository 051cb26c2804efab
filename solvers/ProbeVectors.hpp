#pragma once

#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/solvers/Pencil.hpp>

#include <cstdint>
#include <memory>

namespace ritz {

/// Random vectors w with E[w wᴴ] = B′⁻¹ and wᴴB′w = n, so that E[wᴴB′ f(B′⁻¹A′) w] = trace f(B′⁻¹A′): random
/// signs z for B = I (complex: random phases), else w = R K^{−1/2} z, K = R B′ R, R = D^{−1/2} with the
/// diagonal D of B′ where B shows one, else R = I. K^{−1/2} z comes from Lanczos with K, one product with B a
/// step, as many as conjugate gradients would need; none for a diagonal B. w depends on seed and index alone,
/// not on ranks. Source: A. Frommer and V. Simoncini, Matrix functions, in: Model Order Reduction (2008).
template <class S>
class ProbeVectors {
 public:
  /// For B ≠ I without diagonal D the pencil (K, I) is probed: two products. Throws IndefiniteMass.
  /// Collective.
  ProbeVectors(const Pencil<S>& pencil, std::uint64_t seed);

  /// Throws IndefiniteMass, or NotConverged where B is too ill conditioned. Collective.
  MultiVector<S> draw(std::size_t index) const;

 private:
  MultiVector<S> inverseRoot(const MultiVector<S>& z) const;

  const Pencil<S>& pencil_;
  std::uint64_t seed_;
  std::shared_ptr<const DiagonalOperator<S>> R_;  ///< null: the identity
  std::unique_ptr<Pencil<S>> K_;                  ///< null: the identity
};

}  // namespace ritz
