#include <ritz/operators/Composite.hpp>
#include <ritz/operators/DefinitePreconditioner.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/PreconditionerCheck.hpp>
#include <ritz/operators/RigidBodyModes.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>
#include <Tpetra_replaceDiagonalCrsMatrix.hpp>

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

namespace ritz {

template <class S>
void requirePositiveDiagonal(const Tpetra::Vector<S>& diagonal, const char* kind) {
  double mine = std::numeric_limits<double>::infinity();
  for (const S entry : diagonal.getData()) mine = std::min(mine, static_cast<double>(std::real(entry)));
  double smallest = mine;
  Teuchos::reduceAll(*diagonal.getMap()->getComm(), Teuchos::REDUCE_MIN, mine, Teuchos::outArg(smallest));
  if (!(smallest > 0.0))
    throw InvalidOption(
        fmt::format("makePreconditioner: asked for {}, and the diagonal of A holds {}; all of it must be "
                    "positive: do without a preconditioner",
                    kind, smallest));
}

namespace {

/// A + shift·diag A.
MatrixPointer shifted(const MatrixPointer& A, const Tpetra::Vector<double>& diagonal, double shift) {
  if (shift == 0) return A;
  const auto result = std::make_shared<Tpetra::CrsMatrix<double>>(*A, Teuchos::Copy);
  Tpetra::Vector<double> larger(diagonal, Teuchos::Copy);
  larger.scale(1 + shift);
  result->resumeFill();
  Tpetra::replaceDiagonalCrsMatrix(*result, larger);
  result->fillComplete(A->getDomainMap(), A->getRangeMap());
  return result;
}

/// Builds one kind for one matrix, with a shift that makes it positive definite.
class Builder {
 public:
  Builder(MatrixPointer A, const PreconditionerOptions<double>& options, const char* kind)
      : A_(std::move(A)), options_(options), kind_(kind), diagonal_(A_->getRowMap()) {
    A_->getLocalDiagCopy(diagonal_);
    requirePositiveDiagonal(diagonal_, kind);
    if (std::holds_alternative<Amg>(options.kind)) setNearNullSpace();
  }

  OperatorPtr<double> build() const {
    std::string fault;
    for (const double shift : shifts())
      if (const auto K = tryWith(shift, fault)) return described(K, shift);
    const std::string text = fmt::format(
        "makePreconditioner: asked for {}, and {}, even of A + {:g} diag A; A has to be positive "
        "semidefinite, "
        "and well scaled: try another kind, or do without",
        kind_, fault, shifts().back());
    if (fault.find("⟨x, K y⟩") != std::string::npos) throw NotSymmetric(text);
    throw InvalidOption(text);
  }

 private:
  void setNearNullSpace() {
    const MapPtr rows = A_->getRowMap();
    const auto requireRows = [&](const MapPtr& map, const char* what) {
      detail::requireSameMap(*map, *rows, "makePreconditioner", what);
    };
    if (options_.coordinates)
      requireRows(options_.coordinates->getMap(), "PreconditionerOptions::coordinates");
    unknowns_ = options_.unknownsPerPoint > 0 ? options_.unknownsPerPoint
                : options_.coordinates        ? unknownsPerPoint(*options_.coordinates)
                                              : 1;
    nearNull_ = options_.nearNullSpace;
    if (nearNull_)
      requireRows(nearNull_->getMap(), "PreconditionerOptions::nearNullSpace");
    else
      nearNull_ = rigidBodyModes<double>(rows, options_.coordinates.get(), unknowns_);
  }

  /// The coarsest matrix would be singular.
  bool annihilatesNearNullSpace() const {
    constexpr double Share = 1e-10;
    MultiVector<double> image(A_->getRangeMap(), nearNull_->getNumVectors(), false),
        part(image, Teuchos::Copy);
    A_->apply(*nearNull_, image);
    part.elementWiseMultiply(1, diagonal_, *nearNull_, 0);
    std::vector<double> sizes(image.getNumVectors()), parts(sizes.size());
    image.norm2(Teuchos::arrayViewFromVector(sizes));
    part.norm2(Teuchos::arrayViewFromVector(parts));
    for (std::size_t j = 0; j < sizes.size(); ++j)
      if (sizes[j] <= Share * parts[j]) return true;
    return false;
  }

  std::vector<double> shifts() const {
    if (options_.shift >= 0) return {options_.shift};
    const std::vector<double> larger{1e-6, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0};
    std::vector<double> all{0.0, 1e-8};
    if (nearNull_ && annihilatesNearNullSpace()) all.erase(all.begin());
    all.insert(all.end(), larger.begin(), larger.end());
    return all;
  }

  /// Null, and `fault`, if it is not what it should be.
  OperatorPtr<double> tryWith(double shift, std::string& fault) const {
    const auto K = std::visit([&](const auto& kind) { return make(kind, shift); }, options_.kind);
    if (!K) {
      fault = "a pivot is not positive";
      return nullptr;
    }
    fault = probePreconditioner(*K).text();
    return fault.empty() ? K : nullptr;
  }

  OperatorPtr<double> make(const Jacobi&, double) const { return nullptr; }
  OperatorPtr<double> make(const Ilu& ilu, double shift) const { return makeIlu(A_, ilu, shift); }
  OperatorPtr<double> make(const Chebyshev& chebyshev, double shift) const {
    return makeChebyshev(shifted(A_, diagonal_, shift), chebyshev);
  }
  OperatorPtr<double> make(const Amg& amg, double shift) const {
    return makeAmg(shifted(A_, diagonal_, shift), amg, nearNull_, unknowns_);
  }

  static OperatorPtr<double> described(const OperatorPtr<double>& K, double shift) {
    if (shift == 0) return K;
    return std::make_shared<TrilinosPreconditioner>(
        toRcp(K), fmt::format("{} of A + {:g} diag A", K->description(), shift),
        columnsAtOnce<double>(*K) > 1);
  }

  MatrixPointer A_;
  const PreconditionerOptions<double>& options_;
  const char* kind_;
  Tpetra::Vector<double> diagonal_;
  MultiVectorPtr<double> nearNull_;
  int unknowns_ = 1;
};

}  // namespace

OperatorPtr<double> makeDefinite(const MatrixPointer& A, const PreconditionerOptions<double>& options,
                                 const char* kind) {
  return Builder(A, options, kind).build();
}

#define RITZ_POSITIVE_DIAGONAL(S) \
  template void requirePositiveDiagonal<S>(const Tpetra::Vector<S>&, const char*);
RITZ_FOR_EACH_SCALAR(RITZ_POSITIVE_DIAGONAL)

}  // namespace ritz
