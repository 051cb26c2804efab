#pragma once

#include <Teuchos_Comm.hpp>
#include <Teuchos_RCP.hpp>
#include <Teuchos_RCPStdSharedPtrConversions.hpp>
#include <Tpetra_Map.hpp>
#include <Tpetra_MultiVector.hpp>
#include <Tpetra_Operator.hpp>
#include <Tpetra_Vector.hpp>

#include <complex>
#include <memory>

namespace ritz {

/// How the n entries of a vector are spread over the ranks. Ordinals and node are Tpetra's defaults.
using Map = Tpetra::Map<>;
using MapPtr = Teuchos::RCP<const Map>;
using CommPtr = Teuchos::RCP<const Teuchos::Comm<int>>;
using LocalIndex = Map::local_ordinal_type;
using GlobalIndex = Map::global_ordinal_type;

/// n × m block of distributed column vectors.
template <class S>
using MultiVector = Tpetra::MultiVector<S>;
template <class S>
using MultiVectorPtr = std::shared_ptr<const MultiVector<S>>;

/// Anything that can be applied to a MultiVector: ours, a Tpetra::CrsMatrix, a preconditioner.
template <class S>
using Operator = Tpetra::Operator<S>;
template <class S>
using OperatorPtr = std::shared_ptr<const Operator<S>>;

namespace detail {
template <class S>
struct RealOf {
  using type = S;
};
template <class R>
struct RealOf<std::complex<R>> {
  using type = R;
};
}  // namespace detail

/// The magnitude type of S: double for double and std::complex<double>, float for float.
template <class S>
using Real = typename detail::RealOf<S>::type;

/// An RCP that shares ownership with `pointer`, for Trilinos' interfaces.
template <class T>
Teuchos::RCP<T> toRcp(const std::shared_ptr<T>& pointer) {
  return pointer ? Teuchos::rcp(pointer) : Teuchos::null;
}

}  // namespace ritz
