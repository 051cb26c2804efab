#include "solvers/Problems.hpp"

#include <gtest/gtest.h>
#include <ritz/anasazi/ImagedBlock.hpp>

#include <AnasaziTpetraAdapter.hpp>

#include <cmath>
#include <stdexcept>

namespace {

using namespace ritz::test;
using Op = ritz::Operator<double>;
using Imaged = ritz::ImagedBlock<double, Block, Op>;
using ritz::GlobalIndex;
using ritz::MassDefect;

constexpr GlobalIndex n = 24;

/// diag(value) as Anasazi wants it.
Teuchos::RCP<const Op> mass(const Entry& value) {
  return ritz::toRcp(std::shared_ptr<const Op>(diagonalOperator(ritz::makeMap(n), value)));
}

Entry gentle() {
  return [](GlobalIndex g) { return 0.5 + 0.02 * real(g); };
}

[[noreturn]] void refuse(MassDefect defect) {
  throw std::runtime_error(defect == MassDefect::Singular ? "singular" : "indefinite");
}

std::string defectOf(const Imaged& work) {
  try {
    work.norms(1.0, refuse);
  } catch (const std::runtime_error& defect) {
    return defect.what();
  }
  return "none";
}

/// M X is what the block says.
double distanceFromImage(const Imaged& work, const Teuchos::RCP<const Op>& M) {
  Block MX(work.vectors().getMap(), work.vectors().getNumVectors());
  M->apply(work.vectors(), MX);
  return distance(work.image(), MX);
}

Column unit(GlobalIndex at, double length = 1.0) {
  return columnOf(ritz::makeMap(n), [=](GlobalIndex g) { return g == at ? length : 0.0; });
}

}  // namespace

TEST(ImagedBlock, KeepsTheImageInStep) {
  const auto M = mass(gentle());
  Block X = hashBlock(ritz::makeMap(n), 3);
  const Imaged work(X, M, Teuchos::null);
  Teuchos::SerialDenseMatrix<int, double> C(3, 3);
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 3; ++j) C(i, j) = i - 0.7 * j;

  EXPECT_EQ(distanceFromImage(work, M), 0.0);
  work.multiply(C);
  EXPECT_LE(distanceFromImage(work, M), 20 * Epsilon);
  work.column(1).scale(-3.0);
  EXPECT_LE(distanceFromImage(work, M), 60 * Epsilon);
  work.vectors().putScalar(2.0);
  work.refresh();
  EXPECT_EQ(distanceFromImage(work, M), 0.0);
}

TEST(ImagedBlock, MultipliesTheCallersOwnVectors) {
  Block X = hashBlock(ritz::makeMap(n), 2);
  const Block before(X, Teuchos::Copy);
  Teuchos::SerialDenseMatrix<int, double> swap(2, 2);
  swap(0, 1) = swap(1, 0) = 1.0;

  Imaged(X, Teuchos::null, Teuchos::null).multiply(swap);

  EXPECT_EQ(distance(*X.getVector(0), *before.getVector(1)), 0.0);
  EXPECT_EQ(distance(*X.getVector(1), *before.getVector(0)), 0.0);
}

TEST(ImagedBlock, UsesTheImageThatIsGiven) {
  Block X = hashBlock(ritz::makeMap(n), 2), MX(X, Teuchos::Copy);
  MX.scale(4.0);  // not what the operator gives, so that it shows

  const Imaged work(X, mass(gentle()), Teuchos::rcpFromRef(MX));

  EXPECT_EQ(&work.image(), &MX);
  EXPECT_NEAR(work.norms(1.0, refuse)[0], 2.0 * norms(X)[0], 1e-14);
}

TEST(ImagedBlock, MeasuresInItsInnerProduct) {
  Block X = hashBlock(ritz::makeMap(n), 2);
  const auto M = mass([](GlobalIndex) { return 0.25; });
  const Imaged weighted(X, M, Teuchos::null), plain(X, Teuchos::null, Teuchos::null);

  EXPECT_NEAR(weighted.norms(1.0, refuse)[1], 0.5 * norms(X)[1], 1e-14);
  EXPECT_NEAR(plain.norms(1.0, refuse)[1], norms(X)[1], 1e-14);
  EXPECT_NEAR(weighted.gram()(0, 1), 0.25 * X.getVector(0)->dot(*X.getVector(1)), 1e-14);
}

TEST(ImagedBlock, TellsNullVectorsFromNegativeOnes) {
  Column good = unit(3), odd = unit(7);
  const auto with = [](double value) { return mass([=](GlobalIndex g) { return g == 7 ? value : 1.0; }); };

  EXPECT_EQ(defectOf(Imaged(odd, with(0.0), Teuchos::null)), "singular");
  EXPECT_EQ(defectOf(Imaged(odd, with(-0.1), Teuchos::null)), "indefinite");
  EXPECT_EQ(defectOf(Imaged(odd, with(1e-10), Teuchos::null)), "none");
  EXPECT_EQ(defectOf(Imaged(good, with(-0.1), Teuchos::null)), "none");
}

TEST(ImagedBlock, DrawsNoConclusionFromRounding) {
  Column noise = unit(7, 1e-14);  // of blocks of size 1
  const auto M = mass([](GlobalIndex g) { return g == 7 ? 0.0 : 1.0; });

  EXPECT_EQ(defectOf(Imaged(noise, M, Teuchos::null)), "none");
}
