#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <vector>

namespace ritz {

/// One summand of a SumOperator, a·A.
template <class S>
struct Term {
  S factor = S(1);
  OperatorPtr<S> A{};
};

/// Y = Σ aᵢ Aᵢ X. Costs one application of each part; has the adjoint if all parts do.
template <class S>
class SumOperator : public LinearOperator<S> {
 public:
  /// Throws InvalidOption without terms, SpaceMismatch if a part is null or the maps differ. Collective.
  explicit SumOperator(std::vector<Term<S>> terms);

  const std::vector<Term<S>>& terms() const { return terms_; }
  std::uint64_t version() const override;
  Real<S> rounding() const override;

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;
  bool hasAdjointImpl() const override;
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override;

  std::vector<Term<S>> terms_;
};

}  // namespace ritz
