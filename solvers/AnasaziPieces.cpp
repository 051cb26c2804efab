#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/MassFault.hpp>

namespace ritz {

template <class S>
Teuchos::RCP<OrthoManagerFor<S>> makeOrthoManager(const Pencil<S>& pencil, std::uint64_t seed) {
  using Manager = OrthoManagerFor<S>;
  const auto randomize = [&pencil, seed](MultiVector<S>& X) {
    fillHash(X, seed, pencil.freshColumns(X.getNumVectors()));
  };
  const auto onMassDefect = [](MassDefect defect) {
    if (defect == MassDefect::Singular) throw SingularMassFound();
    throwIndefiniteMass();
  };
  Teuchos::RCP<const Operator<S>> mass;
  if (pencil.mass) mass = toRcp(std::shared_ptr<const Operator<S>>(pencil.mass));
  return Teuchos::rcp(new Manager(mass, randomize, onMassDefect));
}

#define RITZ_ORTHO(S) \
  template Teuchos::RCP<OrthoManagerFor<S>> makeOrthoManager<S>(const Pencil<S>&, std::uint64_t);
RITZ_FOR_EACH_SCALAR(RITZ_ORTHO)

}  // namespace ritz
