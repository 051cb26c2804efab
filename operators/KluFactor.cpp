#include <ritz/operators/Error.hpp>
#include <ritz/operators/GatheredEntries.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/KluFactor.hpp>

#if RITZ_HAVE_AMESOS2

#include <ritz/operators/Runtime.hpp>

#include <Amesos2_KLU2.hpp>
#include <Teuchos_CommHelpers.hpp>
#include <Tpetra_CrsMatrix.hpp>

#include <algorithm>
#include <cstddef>
#include <exception>
#include <limits>
#include <new>
#include <type_traits>
#include <utility>

namespace ritz::detail {

bool hasKlu() { return true; }

/// The whole matrix and its factors.
template <class S>
struct KluFactor<S>::Root {
  using Matrix = Tpetra::CrsMatrix<S>;

  MapPtr map;
  Teuchos::RCP<Matrix> matrix;
  Teuchos::RCP<Amesos2::KLU2<Matrix, MultiVector<S>>> solver;

  void add(GlobalIndex row, GlobalIndex column, S value, bool isNew) {
    if (isNew)
      matrix->insertGlobalValues(row, Teuchos::tuple(column), Teuchos::tuple(value));
    else
      matrix->sumIntoGlobalValues(row, Teuchos::tuple(column), Teuchos::tuple(value));
  }

  void fill(const Triplets<S>& all) {
    const bool isNew = matrix.is_null();
    if (isNew) {
      matrix = Teuchos::rcp(new Matrix(map, rowSizes(all)()));
    } else {
      matrix->resumeFill();
      matrix->setAllToScalar(S(0));
    }
    for (std::size_t i = 0; i < all.values.size(); ++i) {
      const GlobalIndex row = all.rows[i] - 1, column = all.columns[i] - 1;
      add(row, column, all.values[i], isNew);
      if (std::is_floating_point_v<S> && row != column) add(column, row, all.values[i], isNew);
    }
    matrix->fillComplete();
    if (!isNew) return;
    solver = Teuchos::rcp(new Amesos2::KLU2<Matrix, MultiVector<S>>(matrix, Teuchos::null, Teuchos::null));
    solver->symbolicFactorization();
  }

  Teuchos::Array<std::size_t> rowSizes(const Triplets<S>& all) const {
    Teuchos::Array<std::size_t> sizes(static_cast<int>(map->getGlobalNumElements()), 0);
    for (std::size_t i = 0; i < all.values.size(); ++i) {
      ++sizes[all.rows[i] - 1];
      if (std::is_floating_point_v<S>) ++sizes[all.columns[i] - 1];
    }
    return sizes;
  }
};

template <class S>
KluFactor<S>::KluFactor(CommPtr comm, int n) : comm_(std::move(comm)) {
  const CommPtr alone = comm_->split(comm_->getRank(), 0);
  if (comm_->getRank() != 0) return;
  root_ = std::make_unique<Root>();
  root_->map = makeMap(alone, n);
}

template <class S>
KluFactor<S>::~KluFactor() = default;

template <class S>
void KluFactor<S>::factorize(Triplets<S>& matrix) {
  if (!hasPattern_) {
    all_ = {gathered(*comm_, matrix.rows), gathered(*comm_, matrix.columns), {}};
    hasPattern_ = true;
  }
  all_.values = gathered(*comm_, matrix.values);
  enum { Done, Singular, Failed };
  int outcome = Done;
  if (root_) {
    try {
      root_->fill(all_);
      root_->solver->setA(root_->matrix, Amesos2::SYMBFACT);
      root_->solver->numericFactorization();
    } catch (const std::bad_alloc&) {
      outcome = Failed;
    } catch (const std::exception&) {  // as KLU2 says it
      outcome = Singular;
    }
  }
  Teuchos::broadcast(*comm_, 0, &outcome);
  if (outcome == Failed)
    throw OperatorFailure(
        "KLU2: asked to factor a sparse matrix, found too little memory on rank 0; take a build with "
        "MUMPS, or an inverse by a Krylov method");
  singular_ = outcome == Singular;
}

/// NaN where there are no factors: what rank 0 threw here the others would wait for.
template <class S>
void KluFactor<S>::solve(S* X, int columns, int stride) const {
  if (!root_) return;
  try {
    if (!singular_) return solveOnRoot(X, columns, stride);
  } catch (const std::exception&) {
  }
  const auto n = static_cast<std::ptrdiff_t>(root_->map->getGlobalNumElements());
  for (int j = 0; j < columns; ++j)
    std::fill_n(X + std::ptrdiff_t(j) * stride, n, S(std::numeric_limits<Real<S>>::quiet_NaN()));
}

template <class S>
void KluFactor<S>::solveOnRoot(S* X, int columns, int stride) const {
  const auto count = static_cast<std::size_t>(columns);
  MultiVector<S> b(root_->map, count, false), x(root_->map, count, false);
  const auto n = static_cast<int>(root_->map->getGlobalNumElements());
  {
    const auto host = b.getLocalViewHost(Tpetra::Access::OverwriteAll);
    for (int j = 0; j < columns; ++j)
      for (int i = 0; i < n; ++i) host(i, j) = X[i + std::ptrdiff_t(j) * stride];
  }
  root_->solver->solve(Teuchos::ptr(&x), Teuchos::ptr(&b));
  const auto host = x.getLocalViewHost(Tpetra::Access::ReadOnly);
  for (int j = 0; j < columns; ++j)
    for (int i = 0; i < n; ++i) X[i + std::ptrdiff_t(j) * stride] = static_cast<S>(host(i, j));
}

#else

namespace ritz::detail {

bool hasKlu() { return false; }

template <class S>
struct KluFactor<S>::Root {};
template <class S>
KluFactor<S>::KluFactor(CommPtr, int) {
  throw NotSupported("KLU2: this build of Ritz is without Amesos2");
}
template <class S>
KluFactor<S>::~KluFactor() = default;
template <class S>
void KluFactor<S>::factorize(Triplets<S>&) {}
template <class S>
void KluFactor<S>::solve(S*, int, int) const {}
template <class S>
void KluFactor<S>::solveOnRoot(S*, int, int) const {}

#endif

RITZ_INSTANTIATE(KluFactor)

}  // namespace ritz::detail
