#include <ritz/operators/AssembledMatrix.hpp>
#include <ritz/operators/Composite.hpp>
#include <ritz/operators/DefinitePreconditioner.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/JacobiPreconditioner.hpp>
#include <ritz/operators/Laplacian3d.hpp>
#include <ritz/operators/Preconditioner.hpp>
#include <ritz/operators/TrilinosPreconditioner.hpp>

#include <fmt/format.h>

#include <optional>
#include <string>
#include <type_traits>

namespace ritz {

namespace {

const char* nameOf(const Amg&) { return "amg"; }
const char* nameOf(const Jacobi&) { return "jacobi"; }
const char* nameOf(const Ilu&) { return "ilu"; }
const char* nameOf(const Chebyshev&) { return "chebyshev"; }

[[noreturn]] void refuse(const char* what, double found, const char* range) {
  throw InvalidOption(fmt::format("makePreconditioner: {} is {}; it must be {}", what, found, range));
}

void check(const Jacobi&) {}
void check(const Ilu& ilu) {
  if (ilu.fill < 0) refuse("Ilu::fill", ilu.fill, "0 or more");
}
void check(const Chebyshev& chebyshev) {
  if (chebyshev.degree < 1) refuse("Chebyshev::degree", chebyshev.degree, "1 or more");
  if (!(chebyshev.ratio > 1)) refuse("Chebyshev::ratio", chebyshev.ratio, "more than 1");
}
void check(const Amg& amg) {
  if (amg.degree < 1) refuse("Amg::degree", amg.degree, "1 or more");
  if (!(amg.drop >= 0 && amg.drop < 1)) refuse("Amg::drop", amg.drop, "in [0, 1)");
  if (amg.coarsest < 1) refuse("Amg::coarsest", amg.coarsest, "1 or more");
}

template <class S>
using Matrix = Tpetra::CrsMatrix<S>;
template <class S>
using MatrixPtr = std::shared_ptr<const Matrix<S>>;

template <class S>
MatrixPtr<S> matrixOf(const OperatorPtr<S>& A, const char* kind) {
  const auto matrix = assembledMatrix<S>(A);
  if (!matrix)
    throw InvalidOption(
        fmt::format("makePreconditioner: asked for {} of {}, which shows no entries; give a matrix, or set "
                    "problem.preconditioner to one of your own",
                    kind, A->description()));
  return matrix;
}

template <class S>
std::optional<Tpetra::Vector<S>> diagonalOf(const OperatorPtr<S>& A) {
  if (const auto* laplacian = dynamic_cast<const Laplacian3d<S>*>(A.get())) return laplacian->diagonal();
  const auto matrix = A ? assembledMatrix<S>(A) : nullptr;
  if (!matrix) return std::nullopt;
  Tpetra::Vector<S> diagonal(matrix->getRowMap());
  matrix->getLocalDiagCopy(diagonal);
  return diagonal;
}

template <class S>
OperatorPtr<S> makeJacobi(const OperatorPtr<S>& A, const OperatorPtr<S>& mass) {
  auto diagonal = diagonalOf<S>(A);
  if (!diagonal) diagonal.emplace(matrixOf<S>(A, "jacobi")->getRowMap());  // throws
  requirePositiveDiagonal(*diagonal, "jacobi");
  const auto ofMass = diagonalOf<S>(mass);
  if (mass && !ofMass) return DiagonalOperator<S>(*diagonal).inverse();
  return std::make_shared<JacobiPreconditioner<S>>(*diagonal, ofMass ? &*ofMass : nullptr);
}

}  // namespace

void throwMissingPart(const char* asked, const char* package) {
  throw NotSupported(fmt::format(
      "makePreconditioner: asked for {}, and the Trilinos that this Ritz was built with has no {}; "
      "build one with `cmake/trilinos/build --with preconditioners`, or install the distribution's "
      "libtrilinos-{:s}-dev, and build Ritz again",
      asked, package, std::string(package) == "MueLu" ? "muelu" : "ifpack2"));
}

template <class S>
OperatorPtr<S> makePreconditioner(const OperatorPtr<S>& A, const PreconditionerOptions<S>& options,
                                  const OperatorPtr<S>& mass) {
  detail::requirePart(A, "makePreconditioner", "A");
  std::visit([](const auto& kind) { check(kind); }, options.kind);
  if (options.unknownsPerPoint < 0)
    refuse("PreconditionerOptions::unknownsPerPoint", options.unknownsPerPoint, "0 or more");
  if (std::holds_alternative<Jacobi>(options.kind)) return makeJacobi<S>(A, mass);
  const char* kind = std::visit([](const auto& k) { return nameOf(k); }, options.kind);
  if constexpr (std::is_same_v<S, double>)
    return makeDefinite(matrixOf<S>(A, kind), options, kind);
  else
    throw NotSupported(fmt::format(
        "makePreconditioner: asked for {} in another scalar than double; take jacobi, or one of your own",
        kind));
}

template <class S>
int columnsAtOnce(const Operator<S>& preconditioner) {
  if constexpr (std::is_same_v<S, double>)
    if (const auto* made = dynamic_cast<const TrilinosPreconditioner*>(&preconditioner))
      return made->takesBlocks() ? 4 : 1;
  return 1;
}

#define RITZ_PRECONDITIONER(S)                                                                          \
  template OperatorPtr<S> makePreconditioner<S>(const OperatorPtr<S>&, const PreconditionerOptions<S>&, \
                                                const OperatorPtr<S>&);                                 \
  template int columnsAtOnce<S>(const Operator<S>&);
RITZ_FOR_EACH_SCALAR(RITZ_PRECONDITIONER)

}  // namespace ritz
