#pragma once

#include <ritz/operators/Types.hpp>

#include <cstdint>
#include <string>

namespace ritz {

/// What m hash vectors X of length 1 show of K as a Hermitian positive definite preconditioner, from the m ×
/// m matrix G = XᴴK X. Faults in few of n directions may stay unseen.
struct PreconditionerFindings {
  bool isFinite = true;
  double asymmetry = 0.0;  ///< max |g_ij − conj(g_ji)| / max ‖K x‖
  double smallest = 0.0;   ///< the smallest pivot of G's Cholesky factorisation, over max ‖K x‖

  bool isSymmetric() const;  ///< to 100 times the root of rounding: K may be made of inner solves
  bool isDefinite() const { return smallest > 0.0; }
  std::string text() const;  ///< a clause that names the fault; empty: none was found
};

/// Costs m products with K. Collective. Throws SpaceMismatch (K not square), OperatorFailure (K threw).
template <class S>
PreconditionerFindings probePreconditioner(const Operator<S>& K, std::uint64_t seed = 0, std::size_t m = 4);

/// Throws NotSymmetric if K is found not to be Hermitian positive definite, and OperatorFailure if K x is not
/// finite. `asker` and `remedy` begin and end the text. Collective.
template <class S>
void requirePreconditioner(const Operator<S>& K, const std::string& asker, const std::string& remedy);

}  // namespace ritz
