#pragma once

#include <ritz/adjoint/Pullback.hpp>

#include <Tpetra_CrsMatrix.hpp>

#include <memory>

namespace ritz {

/// dL/da_ij for every stored entry of an assembled A: the Hermitian part of W Uᴴ on the pattern, so that
/// dL = Re Σ conj(g_ij) da_ij for Hermitian changes dA; a change of a_ij and a_ji together sees both entries.
/// (For dense or low-rank use W and U themselves are the gradient.) Costs no product. Collective. Throws
/// SpaceMismatch if rows, domain and range of the matrix are not spread alike, as the vectors are.
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientA(const Pullback<S>& pullback,
                                                           const Tpetra::CrsMatrix<S>& pattern);

/// The same for B, with −Y. Throws InvalidOption without Y (AdjointOptions::wantsMass).
template <class S>
std::shared_ptr<const Tpetra::CrsMatrix<S>> entryGradientMass(const Pullback<S>& pullback,
                                                              const Tpetra::CrsMatrix<S>& pattern);

}  // namespace ritz
