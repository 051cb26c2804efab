#include <ritz/operators/Composite.hpp>
#include <ritz/operators/FactoredInverse.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/MumpsFactor.hpp>
#include <ritz/operators/RootMap.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>
#include <Teuchos_DefaultMpiComm.hpp>
#include <Tpetra_Import.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

template <class S>
using Matrix = Tpetra::CrsMatrix<S>;

template <class S>
const Matrix<S>& checked(const std::shared_ptr<const Matrix<S>>& A) {
  if (!A)
    throw SpaceMismatch("makeFactoredInverse: the matrix A is null; give a fill-complete Tpetra::CrsMatrix");
  if (!A->isFillComplete())
    throw InvalidOption("makeFactoredInverse: A is still being filled; call its fillComplete first");
  detail::requireSameMap(*A->getRowMap(), *A->getDomainMap(), "makeFactoredInverse", "the rows of A");
  detail::requireSameMap(*A->getRangeMap(), *A->getDomainMap(), "makeFactoredInverse", "the range of A");
  return *A;
}

MPI_Comm mpiCommOf(const Teuchos::Comm<int>& comm) {
  const auto* mpi = dynamic_cast<const Teuchos::MpiComm<int>*>(&comm);
  return mpi ? static_cast<MPI_Comm>(*mpi->getRawMpiComm()) : MPI_COMM_SELF;
}

/// A factorisation of A − σB for the σ of the last call, shared by all that were moved from one another.
template <class S>
class FactoredPencil {
 public:
  FactoredPencil(const Matrix<S>& A, const Matrix<S>* B)
      : map_(A.getDomainMap()),
        first_(map_->getMinAllGlobalIndex()),
        rootMap_(rootMapOf(*map_, "makeFactoredInverse")),
        toRoot_(map_, rootMap_),
        factor_(mpiCommOf(*map_->getComm()), static_cast<int>(map_->getGlobalNumElements())) {
    append(A);
    numOfA_ = matrix_.values.size();
    if (B)
      append(*B);
    else
      appendIdentity();
    values_ = matrix_.values;
    const Real<S> normA = largest(0, numOfA_), normB = largest(numOfA_, values_.size());
    scale_ = normB > 0 ? normA / normB : normA;
    normA_ = normA;
  }

  const MapPtr& map() const { return map_; }
  Real<S> shift() const { return sigma_; }
  long numFactorizations() const { return count_; }

  /// The number of negative pivots, −1 where it is not known.
  long long factorize(Real<S> sigma) {
    for (std::size_t i = numOfA_; i < values_.size(); ++i) matrix_.values[i] = values_[i] * S(-sigma);
    factor_.factorize(matrix_);
    sigma_ = sigma;
    ++count_;
    return factor_.negativePivots();
  }

  /// By the pivots, and by how a random vector grows.
  bool isSingular() {
    constexpr Real<S> MostGrowth = Real<S>(1) / (1000 * std::numeric_limits<Real<S>>::epsilon());
    if (factor_.isSingular()) return true;
    MultiVector<S> x(map_, 1, false), y(map_, 1, false);
    fillHash(x, 0);
    solve(x, y);
    const Real<S> growth = y.getVector(0)->norm2() / x.getVector(0)->norm2() * normA_;
    return !(growth < MostGrowth);
  }

  /// How far a singular shift is moved.
  Real<S> nudge() const { return std::sqrt(std::numeric_limits<Real<S>>::epsilon()) * scale_; }

  void solve(const MultiVector<S>& X, MultiVector<S>& Y) const {
    MultiVector<S> all(rootMap_, X.getNumVectors(), false);
    all.doImport(X, toRoot_, Tpetra::INSERT);
    {
      const auto host = all.getLocalViewHost(Tpetra::Access::ReadWrite);
      const bool isRoot = map_->getComm()->getRank() == 0;
      factor_.solve(isRoot ? reinterpret_cast<S*>(host.data()) : nullptr, static_cast<int>(X.getNumVectors()),
                    isRoot ? std::max(1, static_cast<int>(all.getStride())) : 1);
    }
    Y.doExport(all, toRoot_, Tpetra::INSERT);
  }

 private:
  /// The lower triangle of a real matrix, all of a complex one.
  void append(const Matrix<S>& M) {
    constexpr bool lowerOnly = std::is_floating_point_v<S>;
    const Map& rows = *M.getRowMap();
    const Map& columns = *M.getColMap();
    typename Matrix<S>::local_inds_host_view_type indices;
    typename Matrix<S>::values_host_view_type values;
    for (LocalIndex i = 0; i <= rows.getMaxLocalIndex(); ++i) {
      const GlobalIndex row = rows.getGlobalElement(i);
      M.getLocalRowView(i, indices, values);
      for (std::size_t k = 0; k < indices.extent(0); ++k) {
        const GlobalIndex column = columns.getGlobalElement(indices(k));
        if (!lowerOnly || column <= row) push(row, column, static_cast<S>(values(k)));
      }
    }
  }

  void appendIdentity() {
    for (LocalIndex i = 0; i <= map_->getMaxLocalIndex(); ++i)
      push(map_->getGlobalElement(i), map_->getGlobalElement(i), S(1));
  }

  void push(GlobalIndex row, GlobalIndex column, S value) {
    matrix_.rows.push_back(static_cast<int>(row - first_) + 1);
    matrix_.columns.push_back(static_cast<int>(column - first_) + 1);
    matrix_.values.push_back(value);
  }

  Real<S> largest(std::size_t from, std::size_t to) const {
    Real<S> mine = 0, all = 0;
    for (std::size_t i = from; i < to; ++i) mine = std::max<Real<S>>(mine, std::abs(values_[i]));
    Teuchos::reduceAll(*map_->getComm(), Teuchos::REDUCE_MAX, mine, Teuchos::outArg(all));
    return all;
  }

  MapPtr map_;
  GlobalIndex first_;
  MapPtr rootMap_;
  Tpetra::Import<> toRoot_;
  mutable detail::MumpsFactor<S> factor_;
  detail::Triplets<S> matrix_;
  std::vector<S> values_;  ///< of A, and of B from numOfA_ on
  std::size_t numOfA_ = 0;
  Real<S> sigma_ = 0, scale_ = 1, normA_ = 1;
  long count_ = 0;
};

template <class S>
class FactoredInverse final : public ShiftInverse<S> {
 public:
  FactoredInverse(std::shared_ptr<FactoredPencil<S>> pencil, Real<S> sigma)
      : ShiftInverse<S>(pencil->map(), pencil->map()), pencil_(std::move(pencil)) {
    numBelow_ = pencil_->factorize(sigma);
    if (pencil_->isSingular()) numBelow_ = pencil_->factorize(sigma - pencil_->nudge());
    sigma_ = pencil_->shift();
  }

  Real<S> shift() const override { return sigma_; }
  std::optional<long long> numBelow() const override {
    return numBelow_ >= 0 ? std::optional<long long>(numBelow_) : std::nullopt;
  }
  std::shared_ptr<const ShiftInverse<S>> movedTo(Real<S> sigma) const override {
    return std::make_shared<FactoredInverse<S>>(pencil_, sigma);
  }
  std::string describe() const override { return numBelow_ >= 0 ? "LDLT by MUMPS" : "LU by MUMPS"; }
  long numFactorizations() const override { return pencil_->numFactorizations(); }

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override {
    if (pencil_->shift() != sigma_) pencil_->factorize(sigma_);
    pencil_->solve(X, Y);
  }
  bool hasAdjointImpl() const override { return true; }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { applyImpl(X, Y); }

  std::shared_ptr<FactoredPencil<S>> pencil_;
  Real<S> sigma_ = 0;
  long long numBelow_ = -1;
};

}  // namespace

bool hasFactorization() { return detail::hasMumps(); }

template <class S>
std::shared_ptr<const ShiftInverse<S>> makeFactoredInverse(std::shared_ptr<const Matrix<S>> A,
                                                           std::shared_ptr<const Matrix<S>> B,
                                                           Real<S> sigma) {
  const Matrix<S>& matrix = checked<S>(A);
  if (B)
    detail::requireSameMap(*checked<S>(B).getDomainMap(), *matrix.getDomainMap(), "makeFactoredInverse", "B");
  if (!hasFactorization())
    throw NotSupported(
        "makeFactoredInverse: asked for a sparse factorisation, but this build of Ritz found none; install "
        "MUMPS with its headers (Debian: libmumps-dev) and run CMake again, or take makeKrylovInverse");
  return std::make_shared<FactoredInverse<S>>(std::make_shared<FactoredPencil<S>>(matrix, B.get()), sigma);
}

#define RITZ_FACTORED_INVERSE(S)                                          \
  template std::shared_ptr<const ShiftInverse<S>> makeFactoredInverse<S>( \
      std::shared_ptr<const Tpetra::CrsMatrix<S>>, std::shared_ptr<const Tpetra::CrsMatrix<S>>, Real<S>);
RITZ_FOR_EACH_SCALAR(RITZ_FACTORED_INVERSE)

}  // namespace ritz
