#include "Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/solvers/KrylovFinder.hpp>

#include <cmath>
#include <memory>
#include <optional>
#include <vector>

namespace {

using namespace ritz::test;
using ritz::Dense;
using ritz::RunEnd;

constexpr double Pi = 3.14159265358979323846;

/// Value j (from 1) of the n × n Toeplitz matrix with 2 on the diagonal and −1 beside it, from below.
double toeplitzValue(int j, int n) { return 2.0 - 2.0 * std::cos(j * Pi / (n + 1)); }

/// What a test sees of a basis that the finder owns.
struct Log {
  std::vector<std::vector<double>> kept;  ///< theta of each compress
  long expansions = 0, breakAt = -1;
};

/// Lanczos with full orthogonalisation for a·tridiag(−1, 2, −1) and B = c I from the first unit vector, in
/// plain arrays on every rank; the B-orthonormal V and F are the orthonormal ones here over √c.
class ToeplitzBasis final : public ritz::KrylovBasis<double> {
 public:
  ToeplitzBasis(const ritz::MapPtr& map, double a, double c, Log& log)
      : map_(map), a_(a), c_(c), log_(log), f_(static_cast<int>(map->getGlobalNumElements()), 1) {
    f_(0, 0) = 1.0;
  }

  bool expand() override {
    if (log_.expansions == log_.breakAt) throw ritz::BasisBrokenDown("the belt came off");
    if (norm(f_) == 0.0) return false;
    const int m = size();
    V_ = withColumn(V_, f_);
    Dense<double> w = image(f_), T(m + 1, m + 1);
    for (int j = 0; j <= m; ++j)
      for (int i = 0; i <= m; ++i)
        T(i, j) = i < m && j < m ? T_(i, j) : i < m ? C_(0, i) : j < m ? C_(0, j) : dot(f_, 0, w);
    T_ = T;
    for (int pass = 0; pass < 2; ++pass)
      for (int j = 0; j <= m; ++j) subtract(w, dot(V_, j, w), j);
    const double beta = norm(w) > 1e-13 * a_ ? norm(w) : 0.0;
    C_ = Dense<double>(1, m + 1);
    C_(0, m) = beta;
    for (int i = 0; i < w.rows(); ++i) f_(i, 0) = beta > 0 ? w(i, 0) / beta : 0.0;
    ++log_.expansions;
    return true;
  }

  void compress(const Dense<double>& Q, const std::vector<double>& theta) override {
    log_.kept.push_back(theta);
    V_ = product(V_, Q);
    C_ = product(C_, Q);
    T_ = Dense<double>(Q.cols(), Q.cols());
    for (int j = 0; j < Q.cols(); ++j) T_(j, j) = theta[static_cast<std::size_t>(j)];
  }

  int size() const override { return T_.rows(); }
  int blockSize() const override { return 1; }
  long steps() const override { return log_.expansions; }
  Dense<double> projected() const override { return T_; }
  Dense<double> coupling() const override { return C_; }
  Block combine(const Dense<double>& Q) const override { return spread(product(V_, Q)); }
  Block residualBlock() const override { return spread(f_); }
  double orthogonalizationSeconds() const override { return 0.0; }

 private:
  Dense<double> image(const Dense<double>& x) const {
    Dense<double> y(x.rows(), 1);
    for (int i = 0; i < x.rows(); ++i)
      y(i, 0) =
          a_ / c_ * (2.0 * x(i, 0) - (i > 0 ? x(i - 1, 0) : 0.0) - (i + 1 < x.rows() ? x(i + 1, 0) : 0.0));
    return y;
  }
  static double dot(const Dense<double>& X, int column, const Dense<double>& y) {
    double sum = 0.0;
    for (int i = 0; i < y.rows(); ++i) sum += X(i, column) * y(i, 0);
    return sum;
  }
  static double norm(const Dense<double>& x) { return std::sqrt(dot(x, 0, x)); }
  void subtract(Dense<double>& w, double factor, int column) const {
    for (int i = 0; i < w.rows(); ++i) w(i, 0) -= factor * V_(i, column);
  }
  static Dense<double> withColumn(const Dense<double>& X, const Dense<double>& x) {
    Dense<double> result(x.rows(), X.cols() + 1);
    for (int i = 0; i < x.rows(); ++i) {
      for (int j = 0; j < X.cols(); ++j) result(i, j) = X(i, j);
      result(i, X.cols()) = x(i, 0);
    }
    return result;
  }
  static Dense<double> product(const Dense<double>& X, const Dense<double>& Y) {
    Dense<double> result(X.rows(), Y.cols());
    for (int j = 0; j < Y.cols(); ++j)
      for (int l = 0; l < X.cols(); ++l)
        for (int i = 0; i < X.rows(); ++i) result(i, j) += X(i, l) * Y(l, j);
    return result;
  }
  /// As a block over the ranks, divided by √c.
  Block spread(const Dense<double>& X) const {
    Block result(map_, static_cast<std::size_t>(X.cols()));
    for (int j = 0; j < X.cols(); ++j)
      for (int i = 0; i < X.rows(); ++i)
        if (map_->isNodeGlobalElement(i))
          result.replaceGlobalValue(i, static_cast<std::size_t>(j), X(i, j) / std::sqrt(c_));
    return result;
  }

  ritz::MapPtr map_;
  double a_, c_;
  Log& log_;
  Dense<double> f_, V_, T_, C_;  // F, and the decomposition's other letters
};

/// The finder at work on tridiag(−1, 2, −1) u = λ m u.
struct Search {
  explicit Search(int n, int numPairs, int capacity, double mass = 0, ritz::Budget budget = {},
                  std::optional<double> bar = std::nullopt, double tolerance = 1e-10)
      : map(ritz::makeMap(n)),
        options(optionsOf(numPairs, tolerance)),
        pencil({toeplitzMatrix(map, 2.0, -1.0),
                mass > 0 ? diagonalOperator(map, [mass](ritz::GlobalIndex) { return mass; }) : nullptr},
               options),
        supervisor(map->getComm(), budget, n, nullptr),
        c(mass > 0 ? mass * pencil.massScale() : 1.0),
        finder(ritz::pencilMap(pencil), options, supervisor,
               std::make_unique<ToeplitzBasis>(map, pencil.A->scale(), c, log), capacity, bar) {}

  static ritz::EigenOptions optionsOf(int numPairs, double tolerance) {
    ritz::EigenOptions options;
    options.numPairs = numPairs;
    options.tolerance = tolerance;
    options.which = ritz::Largest{};
    return options;
  }

  ritz::MapPtr map;
  ritz::EigenOptions options;
  ritz::Pencil<double> pencil;
  ritz::Supervisor supervisor;
  double c;  ///< of B′ = c I
  Log log;
  ritz::KrylovFinder<double> finder;
};

}  // namespace

TEST(KrylovFinder, FindsTheEndOfAKnownSpectrumWithRestarts) {
  for (const double mass : {0.0, 3.0}) {
    SCOPED_TRACE(mass);
    Search search(60, 3, 20, mass);

    ASSERT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
    const auto pairs = search.finder.pairs(3);

    EXPECT_GT(search.log.kept.size(), 1u);
    for (int j = 0; j < 3; ++j) {
      const double exact = toeplitzValue(60 - j, 60) * search.pencil.A->scale() / search.c;
      // ‖r‖₂ ≤ tolerance·(α + |θ| β)‖v‖₂, and |θ − λ| ≤ ‖r‖₂/(c ‖v‖₂).
      const double allowed =
          1e-10 * (search.pencil.normA() + exact * search.pencil.normB()) / search.c + 60 * Epsilon * exact;
      EXPECT_NEAR(pairs.values[static_cast<std::size_t>(j)], exact, allowed) << j;
    }
  }
}

TEST(KrylovFinder, GivesImagesWithoutProducts) {
  for (const double mass : {0.0, 3.0}) {
    SCOPED_TRACE(mass);
    Search search(60, 3, 20, mass);
    search.finder.run(1.0);
    const long before = search.pencil.A->count().columns;

    const auto pairs = search.finder.pairs(5);
    EXPECT_EQ(search.pencil.A->count().columns, before);
    ASSERT_TRUE(pairs.images);
    Block images(search.map, 5);
    search.pencil.A->apply(pairs.vectors, images);

    EXPECT_LE(distance(*pairs.images, images), 1e3 * Epsilon);
  }
}

TEST(KrylovFinder, KeepsTheBetterHalfAtARestart) {
  Search search(60, 3, 20);

  search.finder.run(1.0);

  // The first full basis is the leading block, with known values.
  ASSERT_FALSE(search.log.kept.empty());
  const std::vector<double>& kept = search.log.kept.front();
  ASSERT_EQ(kept.size(), 10u);
  for (int j = 0; j < 10; ++j)
    EXPECT_NEAR(kept[static_cast<std::size_t>(j)], toeplitzValue(20 - j, 20) * search.pencil.A->scale(),
                1e3 * Epsilon)
        << j;
}

TEST(KrylovFinder, GoesOnWhereItWasWithLessSlack) {
  Search search(60, 2, 30);
  ASSERT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
  const long before = search.log.expansions;

  ASSERT_EQ(search.finder.run(1e-3), RunEnd::EstimatesPass);

  // From nothing it would take all those steps again.
  EXPECT_GT(search.log.expansions, before);
  EXPECT_LT(search.log.expansions, 2 * before);
}

TEST(KrylovFinder, StopsAsTheSupervisorSaysWithThePairsSoFar) {
  ritz::Budget budget;
  budget.maxIterations = 5;
  Search search(60, 3, 20, 0, budget);

  EXPECT_EQ(search.finder.run(1.0), RunEnd::Supervised);

  EXPECT_EQ(search.finder.stopStatus, ritz::Status::IterationLimit);
  EXPECT_EQ(search.log.expansions, 5);
  EXPECT_EQ(search.finder.pairs(9).values.size(), 5u);
}

TEST(KrylovFinder, SaysThatTheSpaceIsFull) {
  Search search(10, 12, 20);

  EXPECT_EQ(search.finder.run(1.0), RunEnd::Exhausted);

  EXPECT_NE(search.finder.exhaustedBecause.find("fills"), std::string::npos);
  EXPECT_EQ(search.finder.available(), 10);
}

TEST(KrylovFinder, HandsOnWhyTheBasisBroke) {
  Search search(60, 3, 20);
  search.log.breakAt = 7;

  EXPECT_EQ(search.finder.run(1.0), RunEnd::Exhausted);

  EXPECT_EQ(search.finder.exhaustedBecause, "the belt came off");
  EXPECT_EQ(search.finder.available(), 7);
}

TEST(KrylovFinder, GivesUpWhenRoundingHoldsTheResiduals) {
  // Estimates never get that small, and every cycle takes a few digits: one of them ends below rounding.
  Search search(60, 1, 20, 0, {}, std::nullopt, 1e-100);

  EXPECT_EQ(search.finder.run(1.0), RunEnd::Exhausted);

  EXPECT_NE(search.finder.exhaustedBecause.find("rounding"), std::string::npos);
}

TEST(KrylovFinder, ShowsTheFarEndOfTheSpectrum) {
  Search search(60, 3, 20);
  search.finder.run(1.0);

  // Beyond the worst of the first full basis, whose values are known, and within a twentieth of the width.
  ASSERT_TRUE(search.finder.farEnd());
  EXPECT_LE(*search.finder.farEnd(), toeplitzValue(1, 20) * search.pencil.A->scale());
  EXPECT_NEAR(*search.finder.farEnd(), toeplitzValue(1, 60) * search.pencil.A->scale(),
              0.05 * 4 * search.pencil.A->scale());
}

TEST(KrylovFinder, SeeksOnePairMoreThanItHas) {
  Search search(60, 1, 20, 0, {}, 1e-3);
  EXPECT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);
  const long before = search.log.expansions;

  EXPECT_TRUE(search.finder.seekNext(1e-3));
  EXPECT_EQ(search.finder.run(1.0), RunEnd::EstimatesPass);

  EXPECT_LT(search.log.expansions, 2 * before);
  const auto pairs = search.finder.pairs(2);
  for (int j = 0; j < 2; ++j)
    EXPECT_NEAR(pairs.values[static_cast<std::size_t>(j)],
                toeplitzValue(60 - j, 60) * search.pencil.A->scale(), 1e-9)
        << j;
  EXPECT_FALSE(search.finder.seekNext(1e3));  // the third is known to be worse
}

TEST(KrylovFinder, EndsASearchOnceTheBarIsOutOfReach) {
  Search beyond(60, 3, 20, 0, {}, 1e3), within(60, 3, 20, 0, {}, 1e-3);

  EXPECT_EQ(beyond.finder.run(1.0), RunEnd::EstimatesPass);
  EXPECT_EQ(within.finder.run(1.0), RunEnd::EstimatesPass);

  EXPECT_TRUE(beyond.log.kept.empty());  // before the first restart
  EXPECT_LT(2 * beyond.log.expansions, within.log.expansions);
  EXPECT_EQ(beyond.supervisor.history().size(), 0u);  // a search is no part of the history
}
