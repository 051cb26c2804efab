#include <ritz/operators/Error.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/ProductOperator.hpp>
#include <ritz/solvers/BlockAlgebra.hpp>
#include <ritz/solvers/LanczosFactorization.hpp>
#include <ritz/solvers/MassFault.hpp>
#include <ritz/solvers/MassInverse.hpp>
#include <ritz/solvers/ProbeVectors.hpp>
#include <ritz/solvers/SmallEigen.hpp>

#include <fmt/format.h>
#include <Kokkos_Core.hpp>
#include <Teuchos_CommHelpers.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ritz {

namespace {

constexpr int FirstCapacity = 32, MostSteps = 512;

template <class R>
KOKKOS_INLINE_FUNCTION void normalizeEntry(R& entry) {
  entry = entry < R(0) ? R(-1) : R(1);
}

/// The real part, uniform in (−1, 1), in half turns.
template <class R>
KOKKOS_INLINE_FUNCTION void normalizeEntry(Kokkos::complex<R>& entry) {
  const R angle = R(3.14159265358979323846) * entry.real();
  entry = Kokkos::complex<R>(std::cos(angle), std::sin(angle));
}

/// Hash entries become numbers of modulus 1.
template <class S>
void normalizeEntries(MultiVector<S>& z) {
  using Execution = typename MultiVector<S>::execution_space;
  const auto entries = z.getLocalViewDevice(Tpetra::Access::ReadWrite);
  Kokkos::parallel_for(
      "ritz::ProbeVectors",
      Kokkos::RangePolicy<Execution, LocalIndex>(0, static_cast<LocalIndex>(entries.extent(0))),
      KOKKOS_LAMBDA(LocalIndex i) { normalizeEntry(entries(i, 0)); });
}

/// r = (scale · d)^{−1/2}; how many entries of this rank are not positive and finite.
template <class S>
int inverseRoots(const Tpetra::Vector<S>& diagonal, Real<S> scale, Tpetra::Vector<S>& roots) {
  using Execution = typename MultiVector<S>::execution_space;
  using ATS = Kokkos::ArithTraits<typename MultiVector<S>::impl_scalar_type>;
  using Magnitude = typename ATS::mag_type;
  const auto d = diagonal.getLocalViewDevice(Tpetra::Access::ReadOnly);
  const auto r = roots.getLocalViewDevice(Tpetra::Access::OverwriteAll);
  const auto factor = static_cast<Magnitude>(scale);
  int bad = 0;
  Kokkos::parallel_reduce(
      "ritz::ProbeVectors",
      Kokkos::RangePolicy<Execution, LocalIndex>(0, static_cast<LocalIndex>(d.extent(0))),
      KOKKOS_LAMBDA(LocalIndex i, int& count) {
        const Magnitude square = factor * ATS::real(d(i, 0)), root = Magnitude(1) / std::sqrt(square);
        r(i, 0) = root;
        if (!(square > Magnitude(0)) || !(root > Magnitude(0))) ++count;
      },
      bad);
  return bad;
}

/// c = T^{−1/2} e₁.
template <class S>
std::vector<S> firstColumnOfInverseRoot(const Dense<S>& T) {
  const SmallEigen<S> small = hermitianEigen(T);
  if (!(small.values.front() > 0)) throwIndefiniteMass("has ⟨x, B x⟩ <= 0 for a vector met on the way");
  std::vector<S> c(static_cast<std::size_t>(T.rows()), S(0));
  for (int j = 0; j < T.cols(); ++j) {
    const S share = Teuchos::ScalarTraits<S>::conjugate(small.vectors(0, j)) /
                    std::sqrt(small.values[static_cast<std::size_t>(j)]);
    for (int i = 0; i < T.rows(); ++i) c[static_cast<std::size_t>(i)] += small.vectors(i, j) * share;
  }
  return c;
}

/// The same decomposition with room for `capacity` columns.
template <class S>
std::unique_ptr<LanczosFactorization<S>> grown(const LanczosFactorization<S>& basis,
                                               const std::shared_ptr<const KrylovMap<S>>& map, int capacity,
                                               std::uint64_t seed) {
  SolverState<S> state = *basis.state();
  state.vectors = {Teuchos::rcp(new MultiVector<S>(joined(*state.vectors[0], *state.vectors[1])))};
  return std::make_unique<LanczosFactorization<S>>(map, capacity, state, seed);
}

/// ‖c − d‖/‖c‖, d shorter.
template <class S>
Real<S> relativeChange(const std::vector<S>& c, const std::vector<S>& d) {
  Real<S> change = 0, size = 0;
  for (std::size_t i = 0; i < c.size(); ++i) {
    change += std::norm(i < d.size() ? c[i] - d[i] : c[i]);
    size += std::norm(c[i]);
  }
  return std::sqrt(change / size);
}

}  // namespace

template <class S>
ProbeVectors<S>::ProbeVectors(const Pencil<S>& pencil, std::uint64_t seed) : pencil_(pencil), seed_(seed) {
  if (!pencil.mass) return;
  const auto diagonal = diagonalOf<S>(*pencil.mass->inner());
  if (diagonal) {
    Tpetra::Vector<S> roots(pencil.map, false);
    const int mine = inverseRoots(*diagonal, pencil.massScale(), roots);
    int bad = 0;
    Teuchos::reduceAll(*pencil.map->getComm(), Teuchos::REDUCE_SUM, mine, Teuchos::outArg(bad));
    if (bad > 0)
      throwIndefiniteMass(fmt::format("has {} entries on its diagonal that are not positive", bad));
    R_ = std::make_shared<DiagonalOperator<S>>(roots);
    if (dynamic_cast<const DiagonalOperator<S>*>(pencil.mass->inner().get())) return;
  }
  EigenProblem<S> scaled;
  scaled.A = pencil.mass;
  if (R_)
    scaled.A =
        std::make_shared<ProductOperator<S>>(R_, std::make_shared<ProductOperator<S>>(pencil.mass, R_));
  EigenOptions options;
  options.seed = seed;
  K_ = std::make_unique<Pencil<S>>(scaled, options);
}

template <class S>
MultiVector<S> ProbeVectors<S>::draw(std::size_t index) const {
  MultiVector<S> z(pencil_.map, 1, false);
  fillHash(z, seed_, index);
  normalizeEntries(z);
  if (K_) z = inverseRoot(z);
  if (!R_) return z;
  MultiVector<S> w(pencil_.map, 1, false);
  R_->apply(z, w);
  return w;
}

/// ‖z‖ V T^{−1/2} e₁ with V and T of Lanczos from z, until a few steps more hardly change it.
template <class S>
MultiVector<S> ProbeVectors<S>::inverseRoot(const MultiVector<S>& z) const {
  const auto map = pencilMap(*K_);
  const Real<S> enough = std::max(Real<S>(1e-9), 50 * std::numeric_limits<Real<S>>::epsilon());
  int capacity = static_cast<int>(std::min<long long>(FirstCapacity, pencil_.n));
  auto basis = std::make_unique<LanczosFactorization<S>>(map, capacity, z, nullptr, seed_);
  std::vector<S> before, now;
  for (bool isDone = false; !isDone;) {
    if (basis->size() == capacity) {
      if (capacity >= MostSteps)
        throw NotConverged(fmt::format(
            "spectralDensity: asked for random vectors with the covariance of B's inverse, but {} "
            "products with B were not enough: it is too ill conditioned; scale the unknowns so that "
            "B's diagonal is about 1, or give B as a matrix, so that this can be done here",
            capacity));
      capacity = static_cast<int>(std::min<long long>(2 * capacity, pencil_.n));
      basis = grown(*basis, map, capacity, seed_);
    }
    const bool grew = basis->expand();
    const bool isWhole = !grew || basis->coupling()(0, basis->size() - 1) == S(0);
    const int checked = static_cast<int>(before.size());
    if (!isWhole && basis->size() < checked + std::max(4, checked / 8)) continue;
    now = firstColumnOfInverseRoot(basis->projected());
    isDone = isWhole || relativeChange(now, before) <= enough;
    before = now;
  }
  Dense<S> c(basis->size(), 1);
  const Real<S> length = std::sqrt(static_cast<Real<S>>(pencil_.n) / K_->valueScale());
  for (int i = 0; i < c.rows(); ++i) c(i, 0) = length * now[static_cast<std::size_t>(i)];
  return basis->combine(c);
}

RITZ_INSTANTIATE(ProbeVectors)

}  // namespace ritz
