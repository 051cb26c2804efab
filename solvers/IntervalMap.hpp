#pragma once

#include <ritz/solvers/IntervalFilter.hpp>
#include <ritz/solvers/KrylovMap.hpp>

#include <memory>

namespace ritz {

/// Op = p(A′) for B = I, else p(B′⁻¹A′), p an interval filter of degree d: d products a step as those of
/// filteredMap, three vectors of memory. θ = p(λ′) tells two values on both sides of the peak apart only if
/// p does, and λ′ does not follow from θ.
template <class S>
std::shared_ptr<const KrylovMap<S>> intervalMap(const Pencil<S>& pencil, const IntervalFilter& filter);

/// z ← a t + b y + c v − z over one column each, in one pass. Local.
template <class S>
void clenshawStep(Real<S> a, const MultiVector<S>& t, Real<S> b, const MultiVector<S>& y, Real<S> c,
                  const MultiVector<S>& v, MultiVector<S>& z);

}  // namespace ritz
