// The stiffest directions of a least-squares fit, from products with its Hessian H = J Jᵀ alone. J holds the
// gradient of each residual in a column; here they are cosines, so that the eigenvalues are known: 1, 1/4,
// 1/9, …
#include <ritz/ritz.hpp>

#include <cmath>
#include <cstdio>

ritz::MultiVector<double> gradients(const ritz::MapPtr& map, int numResiduals) {
  const double n = static_cast<double>(map->getGlobalNumElements());
  ritz::MultiVector<double> J(map, static_cast<std::size_t>(numResiduals));
  for (int c = 1; c <= numResiduals; ++c)
    for (ritz::GlobalIndex i = map->getMinGlobalIndex(); i <= map->getMaxGlobalIndex(); ++i)
      J.replaceGlobalValue(
          i, static_cast<std::size_t>(c - 1),
          std::sqrt(2 / n) / c * std::cos((static_cast<double>(i) + 0.5) * c * std::acos(-1.0) / n));
  return J;
}

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);      // MPI + Kokkos
  const auto map = ritz::makeMap(100'000);  // the unknowns, spread over the ranks
  const auto J = gradients(map, 30);
  const auto everywhere = Teuchos::rcp(new ritz::Map(30, 0, map->getComm(), Tpetra::LocallyReplicated));
  const auto hessian = ritz::makeOperator<double>(map, [&](const auto& X, auto& Y) {
    ritz::MultiVector<double> JX(everywhere, X.getNumVectors());
    JX.multiply(Teuchos::TRANS, Teuchos::NO_TRANS, 1.0, J, X, 0.0);     // Jᵀ X, summed over the ranks
    Y.multiply(Teuchos::NO_TRANS, Teuchos::NO_TRANS, 1.0, J, JX, 0.0);  // Y = J Jᵀ X
  });

  ritz::EigenOptions options;
  options.numPairs = 4;
  options.which = ritz::Largest{};
  const auto modes = ritz::eigsolve<double>({hessian}, options);
  modes.requireConverged();
  if (map->getComm()->getRank() == 0)
    for (const double curvature : modes.values) std::printf("%.8f\n", curvature);
}
