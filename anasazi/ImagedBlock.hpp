#pragma once

#include <AnasaziMultiVecTraits.hpp>
#include <AnasaziOperatorTraits.hpp>
#include <Teuchos_RCP.hpp>
#include <Teuchos_ScalarTraits.hpp>
#include <Teuchos_SerialDenseMatrix.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace ritz {

/// What the operator of an inner product shows when it is not positive definite.
enum class MassDefect { Indefinite, Singular };

/// A block X at work and its image M X under the operator of the inner product xᴴMy, kept in step with it;
/// for M = I (a null operator) X is its own image.
template <class S, class MV, class OP>
class ImagedBlock {
  using MVT = Anasazi::MultiVecTraits<S, MV>;
  using ST = Teuchos::ScalarTraits<S>;
  using R = typename ST::magnitudeType;
  using Matrix = Teuchos::SerialDenseMatrix<int, S>;

 public:
  using OnDefect = std::function<void(MassDefect)>;

  /// All are borrowed. A null image is computed, in a block of its own.
  ImagedBlock(MV& X, Teuchos::RCP<const OP> M, Teuchos::RCP<MV> MX)
      : ImagedBlock(Teuchos::rcpFromRef(X), std::move(M), std::move(MX)) {
    if (M_.is_null() || !MX_.is_null()) return;
    MX_ = MVT::Clone(*X_, columns());
    refresh();
  }

  int columns() const { return MVT::GetNumberVecs(*X_); }
  MV& vectors() const { return *X_; }
  const MV& image() const { return M_.is_null() ? *X_ : *MX_; }

  /// Column j of both, as views.
  ImagedBlock column(int j) const {
    const std::vector<int> index{j};
    return {MVT::CloneViewNonConst(*X_, index), M_,
            M_.is_null() ? Teuchos::null : MVT::CloneViewNonConst(*MX_, index)};
  }

  /// M X anew, after a change of X.
  void refresh() const {
    if (!M_.is_null()) Anasazi::OperatorTraits<S, MV, OP>::Apply(*M_, *X_, *MX_);
  }

  /// X ← X C and X ← c X, and the image likewise.
  void multiply(const Matrix& C) const {
    change([&C](MV& block) {
      const auto copy = MVT::CloneCopy(block);
      MVT::MvTimesMatAddMv(ST::one(), *copy, C, ST::zero(), block);
    });
  }
  void scale(R c) const {
    change([c](MV& block) { MVT::MvScale(block, S(c)); });
  }

  /// XᴴMX.
  Matrix gram() const {
    Matrix G(columns(), columns());
    if (columns() > 1) {
      MVT::MvTransMv(ST::one(), *X_, image(), G);
    } else {  // of one column a matrix product is many times slower
      std::vector<S> square(1);
      MVT::MvDot(*X_, image(), square);
      G(0, 0) = square.front();
    }
    return G;
  }

  /// √(xᴴMx) of each column. M is scaled to norm 1: a Rayleigh quotient at rounding level means a null
  /// vector, below it a negative one; columns that are rounding themselves, of blocks of size `scale`, prove
  /// nothing.
  std::vector<R> norms(R scale, const OnDefect& onDefect) const {
    std::vector<R> result(static_cast<std::size_t>(columns()));
    if (M_.is_null()) {
      MVT::MvNorm(*X_, result);
      return result;
    }
    const R epsilon = Teuchos::ScalarTraits<R>::eps();
    std::vector<S> squares(result.size());
    MVT::MvDot(*X_, *MX_, squares);
    std::vector<R> plain(result.size());
    MVT::MvNorm(*X_, plain);
    for (std::size_t j = 0; j < result.size(); ++j) {
      const R square = ST::real(squares[j]), size = plain[j] * plain[j];
      if (square < -R(1e3) * epsilon * size) onDefect(MassDefect::Indefinite);
      if (size > 0 && square <= R(10) * epsilon * size && plain[j] > R(1e3) * epsilon * scale)
        onDefect(MassDefect::Singular);
      result[j] = std::sqrt(std::max(square, R(0)));
    }
    return result;
  }

 private:
  ImagedBlock(Teuchos::RCP<MV> X, Teuchos::RCP<const OP> M, Teuchos::RCP<MV> MX)
      : X_(std::move(X)), MX_(std::move(MX)), M_(std::move(M)) {}

  template <class Change>
  void change(Change apply) const {
    apply(*X_);
    if (!M_.is_null()) apply(*MX_);
  }

  Teuchos::RCP<MV> X_, MX_;
  Teuchos::RCP<const OP> M_;
};

}  // namespace ritz
