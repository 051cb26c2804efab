#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/solvers/AnasaziPieces.hpp>
#include <ritz/solvers/BasisKernels.hpp>
#include <ritz/solvers/MassFault.hpp>

#include <algorithm>

namespace ritz {

namespace {

/// With the kernels on the basis, where all blocks are laid out for them.
template <class S>
class KernelOrthoManager final : public OrthoManagerFor<S> {
  using Matrix = Teuchos::SerialDenseMatrix<int, S>;

 public:
  using OrthoManagerFor<S>::OrthoManagerFor;

 protected:
  void takeOut(const MultiVector<S>& Q, const MultiVector<S>& image, MultiVector<S>& X,
               Matrix& c) const override {
    if (!Q.isConstantStride() || !image.isConstantStride() || !X.isConstantStride())
      return OrthoManagerFor<S>::takeOut(Q, image, X, c);
    const Dense<S> products = projectOnBasis(Q, 0, Q, image);
    addToBlock(S(-1), Q, products, X);
    for (int j = 0; j < products.cols(); ++j) std::copy_n(products.column(j), products.rows(), c[j]);
  }
};

}  // namespace

template <class S>
Teuchos::RCP<OrthoManagerFor<S>> makeOrthoManager(const Pencil<S>& pencil, std::uint64_t seed) {
  const auto randomize = [&pencil, seed](MultiVector<S>& X) {
    fillHash(X, seed, pencil.freshColumns(X.getNumVectors()));
  };
  const auto onMassDefect = [](MassDefect defect) {
    if (defect == MassDefect::Singular) throw SingularMassFound();
    throwIndefiniteMass();
  };
  Teuchos::RCP<const Operator<S>> mass;
  if (pencil.mass) mass = toRcp(std::shared_ptr<const Operator<S>>(pencil.mass));
  return Teuchos::rcp(new KernelOrthoManager<S>(mass, randomize, onMassDefect));
}

#define RITZ_ORTHO(S) \
  template Teuchos::RCP<OrthoManagerFor<S>> makeOrthoManager<S>(const Pencil<S>&, std::uint64_t);
RITZ_FOR_EACH_SCALAR(RITZ_ORTHO)

}  // namespace ritz
