#pragma once

#include <ritz/solvers/ChebyshevFilter.hpp>
#include <ritz/solvers/KrylovMap.hpp>

#include <memory>

namespace ritz {

/// Op = p(A′) for B = I, else p(B′⁻¹A′), p a Chebyshev filter of degree d: d products with A′ a step (for B ≠
/// I with B′⁻¹, too, and two with B′), no more reductions than one product, four vectors of memory.
template <class S>
std::shared_ptr<const KrylovMap<S>> filteredMap(const Pencil<S>& pencil,
                                                const ChebyshevFilter<Real<S>>& filter);

/// z ← a t + b y − x over one column each, in one pass; z may be x. Local.
template <class S>
void chebyshevStep(Real<S> a, const MultiVector<S>& t, Real<S> b, const MultiVector<S>& y,
                   const MultiVector<S>* x, MultiVector<S>& z);

}  // namespace ritz
