#pragma once

#include <ritz/operators/Dense.hpp>
#include <ritz/operators/Types.hpp>

#include <vector>

namespace ritz {

/// XᴴY, the same on every rank; one reduction. Collective.
template <class S>
Dense<S> gram(const MultiVector<S>& X, const MultiVector<S>& Y);

/// X C, n × C.cols(). Local.
template <class S>
MultiVector<S> times(const MultiVector<S>& X, const Dense<S>& C);

/// A B of small matrices.
template <class S>
Dense<S> product(const Dense<S>& A, const Dense<S>& B);

/// The 2-norms of the columns. Collective.
template <class S>
std::vector<Real<S>> columnNorms(const MultiVector<S>& X);

/// ‖x_j − θ_j y_j‖₂ of each column, without a block for the differences. Collective.
template <class S>
std::vector<Real<S>> residualNorms(const MultiVector<S>& X, const std::vector<Real<S>>& theta,
                                   const MultiVector<S>& Y);

/// [X Y] as one block. Local.
template <class S>
MultiVector<S> joined(const MultiVector<S>& X, const MultiVector<S>& Y);

/// A copy of columns first … first + count − 1.
template <class S>
MultiVector<S> columns(const MultiVector<S>& X, int first, int count);

}  // namespace ritz
