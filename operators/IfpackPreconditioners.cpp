#include <ritz/operators/TrilinosPreconditioner.hpp>

#if RITZ_HAVE_IFPACK2

#include <ritz/operators/ChebyshevSmoother.hpp>

#include <fmt/format.h>
#include <Ifpack2_Chebyshev.hpp>
#include <Ifpack2_RILUK.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <limits>
#include <utility>

namespace ritz {

namespace {

using Matrix = Tpetra::RowMatrix<double>;

/// Each rank applies `inner`, which is over its own rows alone, to its part.
class OwnPart final : public LinearOperator<double> {
 public:
  OwnPart(const MapPtr& rows, Teuchos::RCP<const Operator<double>> inner)
      : LinearOperator(rows, rows), inner_(std::move(inner)) {}

 private:
  void applyImpl(const MultiVector<double>& X, MultiVector<double>& Y) const override {
    MultiVector<double> x(inner_->getDomainMap(), X.getNumVectors(), false),
        y(inner_->getRangeMap(), X.getNumVectors(), false);
    Kokkos::deep_copy(x.getLocalViewDevice(Tpetra::Access::OverwriteAll),
                      X.getLocalViewDevice(Tpetra::Access::ReadOnly));
    inner_->apply(x, y);
    Kokkos::deep_copy(Y.getLocalViewDevice(Tpetra::Access::OverwriteAll),
                      y.getLocalViewDevice(Tpetra::Access::ReadOnly));
  }

  Teuchos::RCP<const Operator<double>> inner_;
};

}  // namespace

OperatorPtr<double> makeIlu(const MatrixPointer& A, const Ilu& options, double shift) {
  const auto factors = Teuchos::rcp(new Ifpack2::RILUK<Matrix>(toRcp(A)));
  Teuchos::ParameterList parameters;
  parameters.set("fact: iluk level-of-fill", options.fill);
  parameters.set("fact: relative threshold", 1 + shift);
  factors->setParameters(parameters);
  factors->initialize();
  factors->compute();
  double mine = std::numeric_limits<double>::infinity(), smallest = mine;
  for (const double pivot : factors->getD().getData()) mine = std::min(mine, pivot);
  Teuchos::reduceAll(*A->getComm(), Teuchos::REDUCE_MIN, mine, Teuchos::outArg(smallest));
  if (!(smallest > 0)) return nullptr;
  return std::make_shared<TrilinosPreconditioner>(Teuchos::rcp(new OwnPart(A->getRowMap(), factors)),
                                                  fmt::format("incomplete LDLᵀ, level {}", options.fill));
}

OperatorPtr<double> makeChebyshev(const MatrixPointer& A, const Chebyshev& options) {
  constexpr double Boost = 1.1;  // over the power method's estimate
  const auto polynomial = Teuchos::rcp(new Ifpack2::Chebyshev<Matrix>(toRcp(A)));
  Teuchos::ParameterList parameters;
  parameters.set("chebyshev: degree", options.degree);
  parameters.set("chebyshev: max eigenvalue", Boost * largestOfScaled(*A));
  parameters.set("chebyshev: ratio eigenvalue", options.ratio);
  parameters.set("chebyshev: zero starting solution", true);
  polynomial->setParameters(parameters);
  polynomial->initialize();
  polynomial->compute();
  return std::make_shared<TrilinosPreconditioner>(
      polynomial, fmt::format("Chebyshev polynomial of degree {}", options.degree));
}

}  // namespace ritz

#else

namespace ritz {

OperatorPtr<double> makeIlu(const MatrixPointer&, const Ilu&, double) { throwMissingPart("ilu", "Ifpack2"); }
OperatorPtr<double> makeChebyshev(const MatrixPointer&, const Chebyshev&) {
  throwMissingPart("chebyshev", "Ifpack2");
}

}  // namespace ritz

#endif
