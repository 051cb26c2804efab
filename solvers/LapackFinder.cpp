#include <ritz/operators/Compat.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/FoundPairs.hpp>
#include <ritz/solvers/LapackFinder.hpp>
#include <ritz/solvers/SingularMassEigen.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace ritz {

namespace {

/// The place of this rank's first entry when all entries are counted rank by rank.
int firstPosition(const Map& map) {
  const int mine = localSize(map);
  int upToMine = 0;
  Teuchos::scan(*map.getComm(), Teuchos::REDUCE_SUM, mine, Teuchos::outArg(upToMine));
  return upToMine - mine;
}

/// Rows first … of C as this rank's part of a multivector; the reverse below.
template <class S>
void toLocal(const Dense<S>& C, int first, MultiVector<S>& X) {
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
    const auto x = X.getDataNonConst(j);
    std::copy_n(C.column(static_cast<int>(j)) + first, x.size(), x.begin());
  }
}

template <class S>
void fromLocal(const MultiVector<S>& X, int first, int column, Dense<S>& C) {
  for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
    const auto x = X.getData(j);
    std::copy(x.begin(), x.end(), C.column(column + static_cast<int>(j)) + first);
  }
}

/// Throws NotSymmetric if C is not Hermitian, else makes it exactly so.
template <class S>
void symmetrize(Dense<S>& C, const char* name) {
  using std::abs;
  Real<S> largest = 0, defect = 0;
  for (int j = 0; j < C.cols(); ++j)
    for (int i = 0; i <= j; ++i) {
      const S mirrored = Teuchos::ScalarTraits<S>::conjugate(C(j, i));
      largest = std::max({largest, Real<S>(abs(C(i, j))), Real<S>(abs(mirrored))});
      defect = std::max(defect, Real<S>(abs(C(i, j) - mirrored)));
      C(i, j) = (C(i, j) + mirrored) / S(2);
      C(j, i) = Teuchos::ScalarTraits<S>::conjugate(C(i, j));
    }
  if (defect > std::sqrt(std::numeric_limits<Real<S>>::epsilon()) * largest)
    throw NotSymmetric(
        fmt::format("eigsolve: asked for eigenpairs of a Hermitian problem, but entries of {} and of "
                    "its adjoint differ by {:.1e} of the largest; check the operator",
                    name, defect / largest));
}

}  // namespace

template <class S>
Dense<S> formMatrix(const Operator<S>& op) {
  const Map& map = *op.getDomainMap();
  const int n = static_cast<int>(map.getGlobalNumElements()), first = firstPosition(map);
  const int mine = localSize(map);
  Dense<S> local(n, n), all(n, n);
  for (int column = 0; column < n; column += 64) {
    const int width = std::min(64, n - column);
    MultiVector<S> E(op.getDomainMap(), static_cast<std::size_t>(width)),
        Y(op.getRangeMap(), E.getNumVectors());
    for (int j = 0; j < width; ++j)
      if (const int row = column + j - first; row >= 0 && row < mine)
        E.replaceLocalValue(row, static_cast<std::size_t>(j), S(1));
    op.apply(E, Y);
    fromLocal(Y, first, column, local);
  }
  Teuchos::reduceAll(*map.getComm(), Teuchos::REDUCE_SUM, n * n, local.data(), all.data());
  return all;
}

template <class S>
LapackFinder<S>::LapackFinder(const Pencil<S>& pencil, const EigenOptions& options)
    : pencil_(pencil), which_(options.which), numPairs_(options.numPairs) {
  this->basis = static_cast<int>(pencil.n);
  this->block = static_cast<int>(pencil.n);
}

template <class S>
RunEnd LapackFinder<S>::run(Real<S>) {
  if (solved_) {
    this->exhaustedBecause = "this is what LAPACK gives in this arithmetic";
    return RunEnd::Exhausted;
  }
  Dense<S> A = formMatrix<S>(*pencil_.A);
  symmetrize(A, "A");
  all_ = solve(std::move(A));
  choose();
  solved_ = true;
  return RunEnd::EstimatesPass;
}

template <class S>
SmallEigen<S> LapackFinder<S>::solve(Dense<S> A) const {
  if (!pencil_.mass) return hermitianEigen(std::move(A));
  Dense<S> B = formMatrix<S>(*pencil_.mass);
  symmetrize(B, "B");
  if (auto pairs = pencilEigen(A, B)) return *std::move(pairs);
  return singularMassEigen(A, B, which_, pencil_.massScale());
}

template <class S>
void LapackFinder<S>::choose() {
  order_ = sortedIndices(all_.values, which_);
  if (const auto* in = std::get_if<Interval>(&which_))
    order_.erase(std::remove_if(order_.begin(), order_.end(),
                                [&](int i) {
                                  return !isInside(pencil_, *in, all_.values[static_cast<std::size_t>(i)]);
                                }),
                 order_.end());
}

template <class S>
std::string LapackFinder<S>::remark() const {
  if (!std::holds_alternative<Interval>(which_)) return "";
  return intervalRemark(available(), numPairs_, true);
}

template <class S>
RitzPairs<S> LapackFinder<S>::pairsBehind(int first, int count) {
  const int m = std::max(0, std::min(count, available() - first));
  Dense<S> chosen(static_cast<int>(pencil_.n), m);
  RitzPairs<S> result{{}, MultiVector<S>(pencil_.map, static_cast<std::size_t>(m), false), std::nullopt};
  for (int j = 0; j < m; ++j) {
    const int from = order_[static_cast<std::size_t>(first + j)];
    result.values.push_back(all_.values[static_cast<std::size_t>(from)]);
    std::copy_n(all_.vectors.column(from), chosen.rows(), chosen.column(j));
  }
  toLocal(chosen, firstPosition(*pencil_.map), result.vectors);
  return result;
}

RITZ_INSTANTIATE(LapackFinder)
#define RITZ_FORM_MATRIX(S) template Dense<S> formMatrix<S>(const Operator<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_FORM_MATRIX)

}  // namespace ritz
