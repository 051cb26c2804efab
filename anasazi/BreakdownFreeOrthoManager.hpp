#pragma once

#include <AnasaziMatOrthoManager.hpp>
#include <AnasaziMultiVecTraits.hpp>
#include <AnasaziTypes.hpp>
#include <Teuchos_BLAS.hpp>
#include <Teuchos_LAPACK.hpp>
#include <Teuchos_ScalarTraits.hpp>
#include <Teuchos_SerialDenseMatrix.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace ritz {

/// An orthogonalisation manager for Anasazi's solvers that never hands back a deficient block. Columns that
/// vanish to rounding after projection (an invariant subspace was found, a residual is zero) are replaced by
/// fresh random directions orthogonal to everything, with zeros in the coefficients, so that the recurrence
/// stays exact and goes on. Block classical Gram-Schmidt with a second pass where the first one cancelled
/// (Giraud, Langou, Rozložník, 2005) and Cholesky-QR inside the block, by columns where that is too ill
/// conditioned. With an operator M (positive definite) the inner product is xᴴMy; xᴴMx < 0 or = 0 calls the
/// mass handler.
template <class S, class MV, class OP>
class BreakdownFreeOrthoManager : public Anasazi::MatOrthoManager<S, MV, OP> {
  using Base = Anasazi::MatOrthoManager<S, MV, OP>;
  using MVT = Anasazi::MultiVecTraits<S, MV>;
  using ST = Teuchos::ScalarTraits<S>;
  using R = typename ST::magnitudeType;
  using Matrix = Teuchos::SerialDenseMatrix<int, S>;
  using Blocks = Teuchos::Array<Teuchos::RCP<const MV>>;
  using Coefficients = Teuchos::Array<Teuchos::RCP<Matrix>>;

 public:
  using Randomize = std::function<void(MV&)>;
  enum class MassFault { Indefinite, Singular };
  using OnMassFault = std::function<void(MassFault)>;

  /// `randomize` fills a block with fresh random entries, alike for every number of ranks if results are to
  /// be so. `onMassFault` is called, on every rank, when the inner product proves to be none; it should
  /// throw.
  BreakdownFreeOrthoManager(Teuchos::RCP<const OP> M, Randomize randomize, OnMassFault onMassFault)
      : Base(M), randomize_(std::move(randomize)), onMassFault_(std::move(onMassFault)) {}

  double seconds() const { return seconds_; }
  long replacedColumns() const { return replaced_; }

  void projectMat(MV& X, Blocks Q, Coefficients C = none(), Teuchos::RCP<MV> MX = Teuchos::null,
                  Blocks = noBlocks()) const override {
    const Timer timer(seconds_);
    Work work(*this, X, MX);
    project(work, Q, C);
  }

  int normalizeMat(MV& X, Teuchos::RCP<Matrix> B = Teuchos::null,
                   Teuchos::RCP<MV> MX = Teuchos::null) const override {
    return projectAndNormalizeMat(X, Blocks(), Coefficients(), B, MX);
  }

  int projectAndNormalizeMat(MV& X, Blocks Q, Coefficients C = none(), Teuchos::RCP<Matrix> B = Teuchos::null,
                             Teuchos::RCP<MV> MX = Teuchos::null, Blocks = noBlocks()) const override {
    const Timer timer(seconds_);
    Work work(*this, X, MX);
    const std::vector<R> before = project(work, Q, C);
    for (const R norm : before) scale_ = std::max(scale_, norm);
    const int columns = MVT::GetNumberVecs(X);
    Matrix factor(columns, columns);
    if (!choleskyQr(work, factor, before)) columnwise(work, Q, factor);
    if (!B.is_null()) B->assign(factor);
    return columns;
  }

  R orthonormErrorMat(const MV& X, Teuchos::RCP<const MV> MX = Teuchos::null) const override {
    Matrix G = innerProducts(X, X, MX);
    for (int i = 0; i < G.numRows(); ++i) G(i, i) -= ST::one();
    return G.normFrobenius();
  }

  R orthogErrorMat(const MV& X, const MV& Y, Teuchos::RCP<const MV> = Teuchos::null,
                   Teuchos::RCP<const MV> MY = Teuchos::null) const override {
    return innerProducts(X, Y, MY).normFrobenius();
  }

 private:
  class Timer {
   public:
    explicit Timer(double& total) : total_(total) {}
    ~Timer() { total_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count(); }

   private:
    double& total_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  };

  /// The block at work and its image under M, kept in step with it.
  struct Work {
    Work(const BreakdownFreeOrthoManager& manager, MV& block, Teuchos::RCP<MV> image) : X(block), MX(image) {
      if (!manager._hasOp) return;
      if (MX.is_null()) {
        MX = MVT::Clone(X, MVT::GetNumberVecs(X));
        manager.refresh(*this);
      }
    }
    const MV& imageOf(bool hasOp) const { return hasOp ? *MX : X; }
    MV& X;
    Teuchos::RCP<MV> MX;
  };

  static Coefficients none() { return Teuchos::tuple(Teuchos::RCP<Matrix>(Teuchos::null)); }
  static Blocks noBlocks() { return Teuchos::tuple(Teuchos::RCP<const MV>(Teuchos::null)); }
  static R epsilon() { return Teuchos::ScalarTraits<R>::eps(); }

  void refresh(Work& work) const {
    if (this->_hasOp) Anasazi::OperatorTraits<S, MV, OP>::Apply(*this->_Op, work.X, *work.MX);
  }

  Matrix innerProducts(const MV& X, const MV& Y, Teuchos::RCP<const MV> MY = Teuchos::null) const {
    Matrix G(MVT::GetNumberVecs(X), MVT::GetNumberVecs(Y));
    this->innerProdMat(X, Y, G, MY);
    return G;
  }

  static Matrix product(const MV& X, const MV& Y) {
    Matrix G(MVT::GetNumberVecs(X), MVT::GetNumberVecs(Y));
    MVT::MvTransMv(ST::one(), X, Y, G);
    return G;
  }

  std::vector<R> norms(const Work& work) const {
    std::vector<R> result(static_cast<std::size_t>(MVT::GetNumberVecs(work.X)));
    if (!this->_hasOp) {
      MVT::MvNorm(work.X, result);
      return result;
    }
    std::vector<S> squares(result.size());
    MVT::MvDot(work.X, *work.MX, squares);
    std::vector<R> plain(result.size());
    MVT::MvNorm(work.X, plain);
    for (std::size_t j = 0; j < result.size(); ++j) {
      const R square = ST::real(squares[j]), size = plain[j] * plain[j];
      // M is scaled to norm 1: a Rayleigh quotient at rounding level means a null vector, below it a negative
      // one.
      if (square < -R(1e3) * epsilon() * size) onMassFault_(MassFault::Indefinite);
      if (size > 0 && square <= R(10) * epsilon() * size && plain[j] > R(1e3) * epsilon() * scale_)
        onMassFault_(MassFault::Singular);
      result[j] = std::sqrt(std::max(square, R(0)));
    }
    return result;
  }

  /// X ← (I − QQᴴM) X, coefficients added up in C; returns the M-norms before.
  std::vector<R> project(Work& work, const Blocks& Q, Coefficients& C) const {
    C.resize(Q.size());
    const std::vector<R> before = norms(work);
    if (Q.empty()) return before;
    for (int i = 0; i < static_cast<int>(Q.size()); ++i) {
      const int rows = MVT::GetNumberVecs(*Q[i]), cols = MVT::GetNumberVecs(work.X);
      if (C[i].is_null())
        C[i] = Teuchos::rcp(new Matrix(rows, cols));
      else
        C[i]->putScalar(ST::zero());
    }
    std::vector<R> last = before;
    for (int pass = 0; pass < 3; ++pass) {
      for (int i = 0; i < static_cast<int>(Q.size()); ++i) {
        const Matrix c = product(*Q[i], work.imageOf(this->_hasOp));
        MVT::MvTimesMatAddMv(-ST::one(), *Q[i], c, ST::one(), work.X);
        *C[i] += c;
      }
      refresh(work);
      const std::vector<R> now = norms(work);
      if (settled(last, now, before)) break;
      last = now;
    }
    return before;
  }

  /// No column lost more than half of its length in this pass, but for those that are rounding already.
  bool settled(const std::vector<R>& last, const std::vector<R>& now, const std::vector<R>& before) const {
    for (std::size_t j = 0; j < now.size(); ++j)
      if (now[j] < R(0.7) * last[j] && now[j] > vanishing(before[j])) return false;
    return true;
  }

  R vanishing(R before) const { return R(20) * epsilon() * std::max(before, scale_); }

  /// X = X' R by the Cholesky factor of XᴴMX, twice; false, with X unchanged, if the block is close to
  /// dependent.
  bool choleskyQr(Work& work, Matrix& factor, const std::vector<R>& before) const {
    const int n = factor.numCols();
    const std::vector<R> now = norms(work);
    for (int j = 0; j < n; ++j)
      if (!(now[static_cast<std::size_t>(j)] > vanishing(before[static_cast<std::size_t>(j)]))) return false;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) factor(i, j) = i == j ? ST::one() : ST::zero();
    const int passes = n == 1 ? 1 : 2;
    for (int pass = 0; pass < passes; ++pass) {
      Matrix G = product(work.X, work.imageOf(this->_hasOp));
      if (!cholesky(G)) return false;
      divide(work, G);
      Teuchos::BLAS<int, S>().TRMM(Teuchos::LEFT_SIDE, Teuchos::UPPER_TRI, Teuchos::NO_TRANS,
                                   Teuchos::NON_UNIT_DIAG, n, n, ST::one(), G.values(), G.stride(),
                                   factor.values(), factor.stride());
    }
    return true;
  }

  /// G = RᴴR in place, upper; false unless the unit-diagonal version of G is safely positive definite.
  static bool cholesky(Matrix& G) {
    const int n = G.numCols();
    std::vector<R> d(static_cast<std::size_t>(n));
    for (int j = 0; j < n; ++j) {
      const R square = ST::real(G(j, j));
      if (!(square > 0)) return false;
      d[static_cast<std::size_t>(j)] = std::sqrt(square);
    }
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
        G(i, j) =
            i > j ? ST::zero() : G(i, j) / (d[static_cast<std::size_t>(i)] * d[static_cast<std::size_t>(j)]);
    int info = 0;
    Teuchos::LAPACK<int, S>().POTRF('U', n, G.values(), G.stride(), &info);
    if (info != 0) return false;
    for (int j = 0; j < n; ++j)
      if (ST::magnitude(G(j, j)) < R(1e-3)) return false;
    for (int j = 0; j < n; ++j)
      for (int i = 0; i <= j; ++i) G(i, j) *= d[static_cast<std::size_t>(j)];
    return true;
  }

  /// X ← X R⁻¹ and likewise its image.
  void divide(Work& work, const Matrix& upper) const {
    const int n = upper.numCols();
    Matrix inverse(n, n);
    for (int j = 0; j < n; ++j) inverse(j, j) = ST::one();
    Teuchos::BLAS<int, S>().TRSM(Teuchos::LEFT_SIDE, Teuchos::UPPER_TRI, Teuchos::NO_TRANS,
                                 Teuchos::NON_UNIT_DIAG, n, n, ST::one(), upper.values(), upper.stride(),
                                 inverse.values(), inverse.stride());
    const auto multiply = [&](MV& block) {
      const auto copy = MVT::CloneCopy(block);
      MVT::MvTimesMatAddMv(ST::one(), *copy, inverse, ST::zero(), block);
    };
    multiply(work.X);
    if (this->_hasOp) multiply(*work.MX);
  }

  /// Gram-Schmidt column by column; a column that vanishes becomes a random direction with a zero on the
  /// diagonal.
  void columnwise(Work& work, const Blocks& Q, Matrix& factor) const {
    factor.putScalar(ST::zero());
    for (int j = 0; j < factor.numCols(); ++j) {
      const auto x = MVT::CloneViewNonConst(work.X, std::vector<int>{j});
      const auto mx =
          this->_hasOp ? MVT::CloneViewNonConst(*work.MX, std::vector<int>{j}) : Teuchos::RCP<MV>();
      Work column(*this, *x, mx);
      // Against Q too: a column that nearly vanishes here brings what rounding left of Q back to full size.
      Blocks all = Q;
      if (j > 0) all.push_back(leading(work.X, j));
      Coefficients c;
      const R before = project(column, all, c).front();
      for (int i = 0; i < j; ++i) factor(i, j) = (*c[all.size() - 1])(i, 0);
      R length = norms(column).front();
      if (length > vanishing(before))
        factor(j, j) = length;
      else
        length = replace(column, all);
      MVT::MvScale(*x, ST::one() / length);
      if (this->_hasOp) MVT::MvScale(*mx, ST::one() / length);
    }
  }

  /// The first `count` columns; copied, because views of one block must not overlap while one of them is
  /// written.
  static Teuchos::RCP<const MV> leading(const MV& X, int count) {
    std::vector<int> index(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) index[static_cast<std::size_t>(i)] = i;
    return MVT::CloneCopy(X, index);
  }

  /// A random vector projected against `all`; returns its length.
  R replace(Work& column, const Blocks& all) const {
    for (int attempt = 0; attempt < 5; ++attempt) {
      randomize_(column.X);
      refresh(column);
      ++replaced_;
      Coefficients unused;
      const R before = project(column, all, unused).front();
      const R length = norms(column).front();
      if (length > R(1e4) * epsilon() * before) return length;
    }
    throw Anasazi::AnasaziError("no direction is left that is orthogonal to the basis");
  }

  Randomize randomize_;
  OnMassFault onMassFault_;
  mutable R scale_ = 0;
  mutable double seconds_ = 0;
  mutable long replaced_ = 0;
};

}  // namespace ritz
