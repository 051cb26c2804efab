#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// Re⟨x_j, y_j⟩ of each pair of columns; one reduction. Collective.
template <class S>
std::vector<Real<S>> columnDots(const MultiVector<S>& X, const MultiVector<S>& Y);

/// y_j += c_j x_j.
template <class S>
void addColumns(MultiVector<S>& Y, const std::vector<Real<S>>& c, const MultiVector<S>& X);

/// y_j ← c_j y_j + x_j.
template <class S>
void scaleAndAddColumns(MultiVector<S>& Y, const std::vector<Real<S>>& c, const MultiVector<S>& X);

/// x_j ← c_j x_j.
template <class S>
void scaleColumns(MultiVector<S>& X, const std::vector<Real<S>>& c);

/// A copy of the columns named.
template <class S>
MultiVector<S> pickColumns(const MultiVector<S>& X, const std::vector<int>& which);

/// Column which[j] of X ← column j of Y.
template <class S>
void putColumns(MultiVector<S>& X, const std::vector<int>& which, const MultiVector<S>& Y);

/// Aᴴ of a small matrix.
template <class S>
Dense<S> adjoint(const Dense<S>& A);

/// √Σ|a_ij|².
template <class S>
Real<S> frobenius(const Dense<S>& A);

}  // namespace ritz
