#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/JacobiPreconditioner.hpp>

#include <Kokkos_Core.hpp>

namespace ritz {

namespace {

constexpr double LeastShare = 0.1;  ///< of |a_ii| that a denominator keeps

/// y_j ← x_j / (d − σ_j m), row by row.
template <class S>
void divideRows(const Tpetra::Vector<S>& diagonal, const Tpetra::Vector<S>& mass, const MultiVector<S>& X,
                const std::vector<Real<S>>& shifts, MultiVector<S>& Y) {
  using Execution = typename MultiVector<S>::execution_space;
  using ATS = Kokkos::ArithTraits<typename MultiVector<S>::impl_scalar_type>;
  const auto d = diagonal.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto m = mass.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto x = X.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto y = Y.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const Kokkos::RangePolicy<Execution, LocalIndex> rows(0, static_cast<LocalIndex>(y.extent(0)));
  for (std::size_t j = 0; j < y.extent(1); ++j) {
    const Real<S> shift = shifts[j], share = static_cast<Real<S>>(LeastShare);
    Kokkos::parallel_for(
        "ritz::JacobiPreconditioner", rows, KOKKOS_LAMBDA(LocalIndex i) {
          const auto entry = ATS::real(d(i, 0));
          const auto denominator = entry - shift * ATS::real(m(i, 0));
          const auto least = share * (entry < 0 ? -entry : entry);
          const auto size = denominator < 0 ? -denominator : denominator;
          y(i, j) = x(i, j) / (size >= least ? denominator : denominator < 0 ? -least : least);
        });
  }
}

}  // namespace

template <class S>
JacobiPreconditioner<S>::JacobiPreconditioner(const Tpetra::Vector<S>& diagonal,
                                              const Tpetra::Vector<S>* diagonalOfMass)
    : ShiftedPreconditioner<S>(diagonal.getMap(), diagonal.getMap()),
      diagonal_(diagonal, Teuchos::Copy),
      mass_(diagonal.getMap()) {
  if (diagonalOfMass && !diagonalOfMass->getMap()->isSameAs(*diagonal.getMap()))
    throw SpaceMismatch(
        "JacobiPreconditioner: the diagonals of A and B live on different maps; make both "
        "from one");
  DiagonalOperator<S>(diagonal_).inverse();  // throws where there is none
  if (diagonalOfMass)
    Tpetra::deep_copy(mass_, *diagonalOfMass);
  else
    mass_.putScalar(S(1));
}

template <class S>
void JacobiPreconditioner<S>::applyShiftedImpl(const MultiVector<S>& X, const std::vector<Real<S>>& shifts,
                                               MultiVector<S>& Y) const {
  divideRows(diagonal_, mass_, X, shifts, Y);
}

template <class S>
void JacobiPreconditioner<S>::applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  divideRows(diagonal_, mass_, X, std::vector<Real<S>>(X.getNumVectors(), Real<S>(0)), Y);
}

RITZ_INSTANTIATE(JacobiPreconditioner)

}  // namespace ritz
