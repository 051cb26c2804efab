#include <gtest/gtest.h>
#include <ritz/operators/Error.hpp>
#include <ritz/solvers/AutomaticChoice.hpp>

#include <string>
#include <vector>

namespace {

using ritz::chooseMethod;

ritz::EigenOptions asking(const ritz::Method& method, const ritz::Which& which, int numPairs = 6) {
  ritz::EigenOptions options;
  options.method = method;
  options.which = which;
  options.numPairs = numPairs;
  return options;
}

std::string chosen(const ritz::Method& method, const ritz::Which& which, int numPairs, long long n,
                   bool preconditioned = false) {
  const auto choice = chooseMethod(asking(method, which, numPairs), {n, preconditioned});
  EXPECT_FALSE(choice.why.empty());
  EXPECT_EQ(choice.chosenBy, std::holds_alternative<ritz::Auto>(method) ? "auto" : "user");
  return nameOf(choice.method);
}

const std::vector<ritz::Which> Inside = {ritz::SmallestMagnitude{}, ritz::Nearest{1.0},
                                         ritz::Interval{0.0, 1.0}};
const std::vector<ritz::Which> Ends = {ritz::Largest{}, ritz::Smallest{}, ritz::LargestMagnitude{}};

}  // namespace

TEST(MethodChoice, TakesLapackForSmallProblems) {
  for (const auto& which : Ends) {
    EXPECT_EQ(chosen(ritz::Auto{}, which, 6, 100), "dense");
    EXPECT_EQ(chosen(ritz::Auto{}, which, 1, 1), "dense");
  }
}

TEST(MethodChoice, TakesLapackWhenMuchOfTheSpectrumIsWanted) {
  EXPECT_EQ(chosen(ritz::Auto{}, ritz::Largest{}, 500, 2000), "dense");
  EXPECT_EQ(chosen(ritz::Auto{}, ritz::Largest{}, 499, 2000), "lanczos");
  EXPECT_EQ(chosen(ritz::Auto{}, ritz::Largest{}, 1000, 3001), "lanczos");
}

TEST(MethodChoice, TakesWhatUsesThePreconditionerAndLanczosWithoutOne) {
  for (const auto& which : Ends) EXPECT_EQ(chosen(ritz::Auto{}, which, 6, 5000), "lanczos");
  EXPECT_EQ(chosen(ritz::Auto{}, ritz::Smallest{}, 6, 5000, true), "davidson");
  EXPECT_EQ(chosen(ritz::Auto{}, ritz::Largest{}, 6, 5000, true), "lobpcg");
  EXPECT_EQ(chosen(ritz::Auto{}, ritz::LargestMagnitude{}, 6, 5000, true), "lanczos");
}

TEST(MethodChoice, TakesAsManyVectorsAtATimeAsSuitThePreconditioner) {
  ritz::ProblemTraits traits;
  traits.n = 5000;
  traits.hasPreconditioner = true;
  traits.columnsAtOnce = 4;
  ritz::EigenOptions options;
  options.which = ritz::Smallest{};
  for (const int k : {3, 10}) {
    options.numPairs = k;
    const auto choice = ritz::chooseMethod(options, traits);
    EXPECT_EQ(std::get<ritz::Davidson>(choice.method).block, std::min(k, 4)) << choice.why;
  }
}

TEST(MethodChoice, RefusesLobpcgAndDavidsonForBothEndsAtOnce) {
  EXPECT_THROW(chooseMethod(asking(ritz::Davidson{}, ritz::LargestMagnitude{}), {5000, true}),
               ritz::NotSupported);
  EXPECT_THROW(chooseMethod(asking(ritz::Lobpcg{}, ritz::LargestMagnitude{}), {5000, true}),
               ritz::NotSupported);
}

TEST(MethodChoice, TakesLapackForInnerValuesWhileItFitsThenAFilter) {
  for (const auto& which : Inside) {
    EXPECT_EQ(chosen(ritz::Auto{}, which, 6, 3000), "dense");
    EXPECT_EQ(chosen(ritz::Auto{}, which, 6, 3001), "lanczos");
  }
}

TEST(MethodChoice, KeepsANamedMethod) {
  EXPECT_EQ(chosen(ritz::Lapack{}, ritz::Nearest{1.0}, 6, 3000), "dense");
  EXPECT_EQ(chosen(ritz::KrylovSchur{}, ritz::Smallest{}, 6, 50, true), "krylov-schur");
  EXPECT_EQ(chosen(ritz::Lobpcg{}, ritz::Largest{}, 6, 50), "lobpcg");
}

TEST(MethodChoice, KeepsTheParametersOfANamedMethod) {
  const auto choice = chooseMethod(asking(ritz::KrylovSchur{40, 2}, ritz::Largest{}), {500, false});

  EXPECT_EQ(std::get<ritz::KrylovSchur>(choice.method).basis, 40);
  EXPECT_EQ(std::get<ritz::KrylovSchur>(choice.method).block, 2);
}

TEST(MethodChoice, TakesLapackWhereTheSpaceIsTooSmallForTheOneNamed) {
  for (const ritz::Method& method : {ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Lobpcg{})}) {
    for (const long long n : {1, 2})
      EXPECT_EQ(nameOf(chooseMethod(asking(method, ritz::Largest{}, 1), {n, false}).method), "dense");
    const auto all = chooseMethod(asking(method, ritz::Largest{}, 6), {6, false});
    EXPECT_EQ(nameOf(all.method), "dense");
    EXPECT_EQ(all.chosenBy, "user");
    EXPECT_NE(all.why.find(nameOf(method)), std::string::npos) << all.why;
  }
}

TEST(MethodChoice, RefusesInnerValuesByAMethodForTheEnds) {
  for (const auto& which : Inside)
    for (const ritz::Method& method : {ritz::Method(ritz::KrylovSchur{}), ritz::Method(ritz::Lobpcg{})})
      EXPECT_THROW(chooseMethod(asking(method, which), {500, false}), ritz::NotSupported);
}

TEST(MethodChoice, KeepsDavidsonForTheNearestValuesButNotForAnInterval) {
  EXPECT_EQ(chosen(ritz::Davidson{}, ritz::Nearest{1.0}, 6, 500, true), "davidson");
  EXPECT_EQ(chosen(ritz::Davidson{}, ritz::SmallestMagnitude{}, 6, 500), "davidson");
  EXPECT_EQ(chosen(ritz::Davidson{}, ritz::Nearest{1.0}, 6, 100), "dense");
  EXPECT_THROW(chooseMethod(asking(ritz::Davidson{}, ritz::Interval{0.0, 1.0}), {500, true}),
               ritz::NotSupported);
}

TEST(MethodChoice, NamesDavidsonWhereAFilterLeavesAPreconditionerUnused) {
  const auto choice = chooseMethod(asking(ritz::Auto{}, ritz::Nearest{1.0}), {5000, true});
  EXPECT_EQ(nameOf(choice.method), "lanczos");
  EXPECT_NE(choice.why.find("davidson would use the preconditioner"), std::string::npos) << choice.why;
}

TEST(MethodChoice, KeepsLanczosForInnerValuesUnlessTheSpaceIsSmall) {
  for (const auto& which : Inside) {
    EXPECT_EQ(chosen(ritz::Lanczos{}, which, 6, 500), "lanczos");
    EXPECT_EQ(chosen(ritz::Lanczos{}, which, 6, 100), "dense");
    EXPECT_EQ(chosen(ritz::Lanczos{}, which, 125, 500), "dense");
  }
}

TEST(MethodChoice, SaysWhereInnerValuesTakeConjugateGradients) {
  const auto choice = chooseMethod(asking(ritz::Auto{}, ritz::Nearest{1.0}), {5000, false, true});
  EXPECT_EQ(nameOf(choice.method), "lanczos");
  EXPECT_NE(choice.why.find("conjugate gradients"), std::string::npos) << choice.why;
}

TEST(MethodChoice, RefusesLapackAboveItsLimit) {
  EXPECT_THROW(chooseMethod(asking(ritz::Lapack{}, ritz::Largest{}), {3001, false}), ritz::NotSupported);
  EXPECT_EQ(chosen(ritz::Lapack{4000}, ritz::Largest{}, 6, 3001), "dense");
}

TEST(MethodChoice, LetsLanczosChooseAFilterWhereOneCanWork) {
  const auto degree = [](const ritz::Method& method, const ritz::Which& which, bool needsInnerSolves) {
    const auto choice = chooseMethod(asking(method, which), {5000, false, needsInnerSolves});
    return std::get<ritz::Lanczos>(choice.method).filterDegree;
  };
  EXPECT_EQ(degree(ritz::Auto{}, ritz::Smallest{}, false), -1);
  EXPECT_EQ(degree(ritz::Auto{12}, ritz::Largest{}, false), 12);
  EXPECT_EQ(degree(ritz::Auto{0}, ritz::Largest{}, false), 0);
  EXPECT_EQ(degree(ritz::Auto{}, ritz::LargestMagnitude{}, false), 0);
  EXPECT_EQ(degree(ritz::Auto{}, ritz::Smallest{}, true), 0);
  EXPECT_EQ(degree(ritz::Lanczos{}, ritz::Smallest{}, false), 0);
  EXPECT_THROW(degree(ritz::Lanczos{0, 9}, ritz::LargestMagnitude{}, false), ritz::NotSupported);
}

TEST(MethodChoice, TakesTheInverseForLanczosWhereItHelps) {
  ritz::ProblemTraits traits;
  traits.n = 500;
  traits.hasInverse = true;
  for (const bool counts : {false, true}) {
    traits.countsByInverse = counts;
    for (const auto& which : {ritz::Which(ritz::Smallest{}), ritz::Which(ritz::Nearest{1.0}),
                              ritz::Which(ritz::SmallestMagnitude{})}) {
      const auto choice = chooseMethod(asking(ritz::Auto{}, which), traits);
      EXPECT_EQ(nameOf(choice.method), "lanczos");
      EXPECT_NE(choice.why.find("inverse"), std::string::npos);
      EXPECT_TRUE(usesInverse(0, which, traits));
      EXPECT_FALSE(usesInverse(16, which, traits));
    }
    EXPECT_EQ(usesInverse(0, ritz::Interval{0.0, 1.0}, traits), counts);
    EXPECT_FALSE(usesInverse(0, ritz::Largest{}, traits));
  }
}

namespace {

ritz::MethodChoice choiceIn(long long vectors, const ritz::Which& which, int numPairs, bool preconditioned,
                            long long n = 5000) {
  ritz::ProblemTraits traits{n, preconditioned};
  traits.affordable = vectors;
  return chooseMethod(asking(ritz::Auto{}, which, numPairs), traits);
}

}  // namespace

TEST(MethodChoice, LeavesBasesAsTheyAreWhereTheMemoryHasRoom) {
  const auto choice = choiceIn(1000, ritz::Largest{}, 20, false);
  EXPECT_EQ(std::get<ritz::Lanczos>(choice.method).basis, 60);
  EXPECT_EQ(choice.room, 1000 - (7 * 20 + 55));
  EXPECT_EQ(choice.why.find("memory"), std::string::npos) << choice.why;
}

TEST(MethodChoice, TakesSmallerBasesWhereTheMemoryIsSmall) {
  // 7 k + 55 vectors lie beside the basis.
  const auto small = choiceIn(195 + 40, ritz::Largest{}, 20, false);
  EXPECT_EQ(std::get<ritz::Lanczos>(small.method).basis, 40);
  EXPECT_NE(small.why.find("the memory holds 235"), std::string::npos) << small.why;
  EXPECT_EQ(std::get<ritz::Lanczos>(choiceIn(10, ritz::Largest{}, 20, false).method).basis, 25);
  EXPECT_EQ(std::get<ritz::Lanczos>(choiceIn(195 + 70, ritz::Nearest{1.0}, 20, false).method).basis, 70);
}

TEST(MethodChoice, LetsDavidsonLockWhereTheMemoryIsSmall) {
  const auto roomy = std::get<ritz::Davidson>(choiceIn(1000, ritz::Smallest{}, 20, true).method);
  EXPECT_EQ(roomy.basis, 0);
  EXPECT_FALSE(roomy.locks);
  const auto small = std::get<ritz::Davidson>(choiceIn(195 + 2 * 50, ritz::Smallest{}, 20, true).method);
  EXPECT_EQ(small.basis, 50);
  EXPECT_FALSE(small.locks);
  const auto tiny = std::get<ritz::Davidson>(choiceIn(195 + 2 * 20, ritz::Smallest{}, 20, true).method);
  EXPECT_EQ(tiny.basis, 20);
  EXPECT_TRUE(tiny.locks);
}

TEST(MethodChoice, LeavesLobpcgAndLapackOutWhereTheMemoryIsSmall) {
  EXPECT_EQ(nameOf(choiceIn(195 + 225, ritz::Largest{}, 20, true).method), "lobpcg");
  EXPECT_EQ(nameOf(choiceIn(195 + 224, ritz::Largest{}, 20, true).method), "lanczos");
  EXPECT_EQ(nameOf(choiceIn(6000, ritz::Nearest{1.0}, 6, false, 2000).method), "dense");
  EXPECT_EQ(nameOf(choiceIn(5999, ritz::Nearest{1.0}, 6, false, 2000).method), "lanczos");
}

TEST(MethodChoice, RefusesAMemoryThatHoldsTooLittle) {
  ritz::ProblemTraits traits{5000};
  traits.affordable = 195 + 24;
  traits.vectorBytes = 40000;
  auto options = asking(ritz::Auto{}, ritz::Largest{}, 20);
  EXPECT_NO_THROW(chooseMethod(options, traits));  // nothing was asked for
  options.memory = 219 * 40000.0;
  EXPECT_THROW(chooseMethod(options, traits), ritz::InvalidOption);
  traits.affordable = 195 + 25;
  EXPECT_NO_THROW(chooseMethod(options, traits));
}

TEST(MethodChoice, SparesSolvesWithTheMassWhereTheyTakeLong) {
  ritz::ProblemTraits traits{5000};
  traits.hasMass = traits.needsInnerSolves = true;
  for (const auto& which : {ritz::Which(ritz::Smallest{}), ritz::Which(ritz::Largest{})}) {
    const auto options = asking(ritz::Auto{}, which);
    traits.massSolve.reset();
    const auto before = chooseMethod(options, traits);
    EXPECT_EQ(nameOf(before.method), "lanczos");
    EXPECT_TRUE(dependsOnMassSolve(options, traits, before));
    traits.massSolve = ritz::MassSolveTimes{1e-4, 1e-4, 1e-2, 1e-3, 1e-7};
    const auto choice = chooseMethod(options, traits);
    EXPECT_EQ(nameOf(choice.method), "davidson");
    EXPECT_GT(choice.patience, 0);
    EXPECT_NE(choice.why.find("solving with B 1.0e-02 s"), std::string::npos) << choice.why;
    traits.massSolve->application = 0.1;
    EXPECT_EQ(nameOf(chooseMethod(options, traits).method), "lanczos");
  }
  EXPECT_FALSE(
      dependsOnMassSolve(asking(ritz::Lanczos{}, ritz::Largest{}), traits, {ritz::Lanczos{}, "", ""}));
}
