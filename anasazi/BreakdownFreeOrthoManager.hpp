#pragma once

#include <ritz/anasazi/ImagedBlock.hpp>
#include <ritz/anasazi/ScaledCholesky.hpp>

#include <AnasaziMatOrthoManager.hpp>
#include <AnasaziMultiVecTraits.hpp>
#include <AnasaziTypes.hpp>
#include <Teuchos_ScalarTraits.hpp>
#include <Teuchos_SerialDenseMatrix.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace ritz {

/// An orthogonalisation manager for Anasazi's solvers that never hands back a deficient block. Columns that
/// vanish to rounding after projection (an invariant subspace was found, a residual is zero) are replaced by
/// fresh random directions orthogonal to everything, with zeros in the coefficients, so that the recurrence
/// stays exact and goes on. Block classical Gram-Schmidt with a second pass where the first one cancelled
/// (Giraud, Langou, Rozložník, 2005) and Cholesky-QR inside the block, by columns where that is too ill
/// conditioned. With an operator M (positive definite) the inner product is xᴴMy; xᴴMx < 0 or = 0 calls
/// the handler of mass defects.
template <class S, class MV, class OP>
class BreakdownFreeOrthoManager : public Anasazi::MatOrthoManager<S, MV, OP> {
  using Base = Anasazi::MatOrthoManager<S, MV, OP>;
  using MVT = Anasazi::MultiVecTraits<S, MV>;
  using ST = Teuchos::ScalarTraits<S>;
  using R = typename ST::magnitudeType;
  using Matrix = Teuchos::SerialDenseMatrix<int, S>;
  using Blocks = Teuchos::Array<Teuchos::RCP<const MV>>;
  using Coefficients = Teuchos::Array<Teuchos::RCP<Matrix>>;
  using Work = ImagedBlock<S, MV, OP>;

 public:
  using Randomize = std::function<void(MV&)>;
  using OnMassDefect = typename Work::OnDefect;

  /// `randomize` fills a block with fresh random entries, alike for every number of ranks if results are to
  /// be so. `onMassDefect` is called, on every rank, when the inner product proves to be none; it should
  /// throw.
  BreakdownFreeOrthoManager(Teuchos::RCP<const OP> M, Randomize randomize, OnMassDefect onMassDefect)
      : Base(M), randomize_(std::move(randomize)), onMassDefect_(std::move(onMassDefect)) {}

  double seconds() const { return seconds_; }
  long replacedColumns() const { return replaced_; }

  void projectMat(MV& X, Blocks Q, Coefficients C = none(), Teuchos::RCP<MV> MX = Teuchos::null,
                  Blocks = noBlocks()) const override {
    const Timer timer(seconds_);
    const Work work(X, this->_Op, MX);
    project(work, Q, C);
  }

  int normalizeMat(MV& X, Teuchos::RCP<Matrix> B = Teuchos::null,
                   Teuchos::RCP<MV> MX = Teuchos::null) const override {
    return projectAndNormalizeMat(X, Blocks(), Coefficients(), B, MX);
  }

  int projectAndNormalizeMat(MV& X, Blocks Q, Coefficients C = none(), Teuchos::RCP<Matrix> B = Teuchos::null,
                             Teuchos::RCP<MV> MX = Teuchos::null, Blocks = noBlocks()) const override {
    const Timer timer(seconds_);
    const Work work(X, this->_Op, MX);
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

 protected:
  /// c = Qᴴ image, X ← X − Q c; for those who have faster kernels than Anasazi's traits.
  virtual void takeOut(const MV& Q, const MV& image, MV& X, Matrix& c) const {
    MVT::MvTransMv(ST::one(), Q, image, c);
    MVT::MvTimesMatAddMv(-ST::one(), Q, c, ST::one(), X);
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

  static Coefficients none() { return Teuchos::tuple(Teuchos::RCP<Matrix>(Teuchos::null)); }
  static Blocks noBlocks() { return Teuchos::tuple(Teuchos::RCP<const MV>(Teuchos::null)); }
  static R epsilon() { return Teuchos::ScalarTraits<R>::eps(); }

  Matrix innerProducts(const MV& X, const MV& Y, Teuchos::RCP<const MV> MY = Teuchos::null) const {
    Matrix G(MVT::GetNumberVecs(X), MVT::GetNumberVecs(Y));
    this->innerProdMat(X, Y, G, MY);
    return G;
  }

  std::vector<R> norms(const Work& work) const { return work.norms(scale_, onMassDefect_); }

  /// X ← (I − QQᴴM) X, coefficients added up in C; returns the M-norms before.
  std::vector<R> project(const Work& work, const Blocks& Q, Coefficients& C) const {
    C.resize(Q.size());
    const std::vector<R> before = norms(work);
    if (Q.empty()) return before;
    for (int i = 0; i < static_cast<int>(Q.size()); ++i) {
      const int rows = MVT::GetNumberVecs(*Q[i]), cols = work.columns();
      if (C[i].is_null())
        C[i] = Teuchos::rcp(new Matrix(rows, cols));
      else
        C[i]->putScalar(ST::zero());
    }
    std::vector<R> last = before;
    for (int pass = 0; pass < 3; ++pass) {
      for (int i = 0; i < static_cast<int>(Q.size()); ++i) {
        Matrix c(C[i]->numRows(), C[i]->numCols());
        takeOut(*Q[i], work.image(), work.vectors(), c);
        *C[i] += c;
      }
      work.refresh();
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
  bool choleskyQr(const Work& work, Matrix& factor, const std::vector<R>& before) const {
    const int n = factor.numCols();
    const std::vector<R> now = norms(work);
    for (int j = 0; j < n; ++j)
      if (!(now[static_cast<std::size_t>(j)] > vanishing(before[static_cast<std::size_t>(j)]))) return false;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j) factor(i, j) = i == j ? ST::one() : ST::zero();
    const int passes = n == 1 ? 1 : 2;
    for (int pass = 0; pass < passes; ++pass) {
      Matrix G = work.gram();
      if (!scaledCholesky(G)) return false;
      work.multiply(upperInverse(G));
      multiplyByUpper(G, factor);
    }
    return true;
  }

  /// Gram-Schmidt column by column; a column that vanishes becomes a random direction with a zero on the
  /// diagonal.
  void columnwise(const Work& work, const Blocks& Q, Matrix& factor) const {
    factor.putScalar(ST::zero());
    for (int j = 0; j < factor.numCols(); ++j) {
      const Work column = work.column(j);
      // Against Q too: a column that nearly vanishes here brings what rounding left of Q back to full size.
      Blocks all = Q;
      if (j > 0) all.push_back(leading(work.vectors(), j));
      Coefficients c;
      const R before = project(column, all, c).front();
      for (int i = 0; i < j; ++i) factor(i, j) = (*c[all.size() - 1])(i, 0);
      R length = norms(column).front();
      if (length > vanishing(before))
        factor(j, j) = length;
      else
        length = replace(column, all);
      column.scale(1 / length);
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
  R replace(const Work& column, const Blocks& all) const {
    for (int attempt = 0; attempt < 5; ++attempt) {
      randomize_(column.vectors());
      column.refresh();
      ++replaced_;
      Coefficients unused;
      const R before = project(column, all, unused).front();
      const R length = norms(column).front();
      if (length > R(1e4) * epsilon() * before) return length;
    }
    throw Anasazi::AnasaziError("no direction is left that is orthogonal to the basis");
  }

  Randomize randomize_;
  OnMassDefect onMassDefect_;
  mutable R scale_ = 0;
  mutable double seconds_ = 0;
  mutable long replaced_ = 0;
};

}  // namespace ritz
