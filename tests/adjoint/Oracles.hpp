#pragma once

#include "SharedData.hpp"
#include "operators/Blocks.hpp"

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/operators/DiagonalOperator.hpp>
#include <ritz/operators/MatrixMarket.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

/// Problems with exact gradients, from the shared data.
namespace ritz::test {

/// A(θ) u = λ B(θ) u and a loss, with what they should give.
struct Oracle {
  nlohmann::json json;
  std::shared_ptr<AffineOperator<double>> A, B;
  std::shared_ptr<const Loss<double>> loss;

  OperatorPtr<double> jacobi;  ///< the inverse diagonal of A(θ)

  EigenProblem<double> problem() const { return {A, B}; }
  EigenProblem<double> preconditionedProblem() const { return {A, B, nullptr, jacobi}; }
  EigenOptions options(Method method, double tolerance) const {
    EigenOptions options;
    options.numPairs = json["k"];
    if (json["which"] == "smallest") options.which = Smallest{};
    options.tolerance = tolerance;
    options.method = method;
    return options;
  }
  std::vector<double> expected() const { return json["expected"]["gradient"]; }

  /// dL/dθ, the same on every rank.
  std::vector<double> gradient(const Pullback<double>& pullback) const {
    std::vector<double> sum(json["theta"].size(), 0.0);
    const auto add = [&sum](const Tpetra::Vector<double>& g) {
      const auto all = gather(g);
      for (std::size_t i = 0; i < all.size(); ++i) sum[i] += all[i];
    };
    Tpetra::Vector<double> ga(A->parameterMap());
    pullback.accumulateA(*A, ga);
    add(ga);
    if (!B) return sum;
    Tpetra::Vector<double> gb(B->parameterMap());
    pullback.accumulateMass(*B, gb);
    add(gb);
    return sum;
  }
};

/// Those whose loss has a derivative.
inline const std::vector<std::string> differentiableOracles{"standard_simple",
                                                            "standard_largest",
                                                            "generalized_simple",
                                                            "generalized_largest_mass_only",
                                                            "cluster_inside_invariant_loss",
                                                            "near_cluster_invariant",
                                                            "density_identity_in_cluster",
                                                            "density_square_in_cluster",
                                                            "projector_in_cluster",
                                                            "real_bcsstk02",
                                                            "real_bnz30",
                                                            "real_lund",
                                                            "real_nos5",
                                                            "real_pyamg_bar"};

/// The pairs of an oracle. LOBPCG needs help where it is stiff with a mass; the adjoint may use it, too.
inline EigenResult<double> solvedOracle(const Oracle& oracle, const Method& method, double tolerance) {
  const bool helps = oracle.json["name"] == "real_lund" && std::holds_alternative<Lobpcg>(method);
  return eigsolve<double>(helps ? oracle.preconditionedProblem() : oracle.problem(),
                          oracle.options(method, tolerance));
}

/// A name for a test of an oracle by a method.
inline std::string testName(const std::string& oracle, const Method& method) {
  std::string result = oracle + "_" + nameOf(method);
  std::replace_if(
      result.begin(), result.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return result;
}

/// ‖a − b‖/‖b‖.
inline double relativeDifference(const std::vector<double>& a, const std::vector<double>& b) {
  double difference = 0, whole = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    difference += std::pow(a[i] - b[i], 2);
    whole += b[i] * b[i];
  }
  return std::sqrt(difference / whole);
}

inline std::shared_ptr<AffineOperator<double>> affineFamily(const std::string& folder,
                                                            const nlohmann::json& names,
                                                            const std::vector<double>& theta) {
  if (names.is_null()) return nullptr;
  std::vector<OperatorPtr<double>> matrices;
  for (const std::string name : names) matrices.push_back(readMatrix<double>(worldComm(), folder + name));
  const OperatorPtr<double> constant = matrices.front();
  matrices.erase(matrices.begin());
  const auto family = std::make_shared<AffineOperator<double>>(constant, matrices);
  Tpetra::Vector<double> parameters(family->parameterMap());
  for (std::size_t i = 0; i < matrices.size(); ++i)
    if (family->parameterMap()->isNodeGlobalElement(static_cast<GlobalIndex>(i)))
      parameters.replaceGlobalValue(static_cast<GlobalIndex>(i), theta[i]);
  family->setParameters(parameters);
  return family;
}

inline std::shared_ptr<const Loss<double>> oracleLoss(const std::string& folder, const nlohmann::json& json) {
  std::vector<std::shared_ptr<const Loss<double>>> terms;
  terms.push_back(std::make_shared<ValueSum<double>>(json["values"].get<std::vector<double>>()));
  const auto matrix = [&](const nlohmann::json& name) {
    return readMatrix<double>(worldComm(), folder + name.get<std::string>());
  };
  if (!json["vectors"].is_null())
    terms.push_back(std::make_shared<VectorForms<double>>(
        matrix(json["vectors"]["W"]), json["vectors"]["weights"].get<std::vector<double>>()));
  if (json.contains("density")) {
    SpectralFunction<double> f{[](double) { return 1.0; }, [](double) { return 0.0; }};
    if (json["density"]["f"] == "identity") f = {[](double x) { return x; }, [](double) { return 1.0; }};
    if (json["density"]["f"] == "square")
      f = {[](double x) { return x * x; }, [](double x) { return 2 * x; }};
    terms.push_back(std::make_shared<DensityLoss<double>>(matrix(json["density"]["W"]), f));
  }
  return std::make_shared<LossSum<double>>(terms);
}

inline OperatorPtr<double> inverseDiagonal(const std::string& folder, const nlohmann::json& names,
                                           const std::vector<double>& theta) {
  const auto diagonal = [&](std::size_t i) {
    return *readMatrix<double>(worldComm(), folder + names[i].get<std::string>())->diagonal();
  };
  Tpetra::Vector<double> sum = diagonal(0);
  for (std::size_t i = 1; i < names.size(); ++i) sum.update(theta[i - 1], diagonal(i), 1.0);
  return DiagonalOperator<double>(sum).inverse();
}

/// The oracle of this name; `json` is null where the shared data are absent.
inline Oracle readOracle(const std::string& name) {
  Oracle oracle;
  const std::string path = sharedData("../oracles/" + name + "/problem.json");
  if (path.empty()) return oracle;
  std::ifstream(path) >> oracle.json;
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  const std::vector<double> theta = oracle.json["theta"];
  oracle.A = affineFamily(folder, oracle.json["A"], theta);
  oracle.B = affineFamily(folder, oracle.json["B"], theta);
  oracle.jacobi = inverseDiagonal(folder, oracle.json["A"], theta);
  oracle.loss = oracleLoss(folder, oracle.json["loss"]);
  return oracle;
}

/// A test of one oracle by one method.
class OracleByMethod : public testing::TestWithParam<std::tuple<std::string, Method>> {
 protected:
  void SetUp() override {
    oracle = readOracle(std::get<0>(GetParam()));
    if (oracle.json.is_null()) GTEST_SKIP() << "the shared data are absent; set RITZ_SHARED";
  }
  Oracle oracle;
};

}  // namespace ritz::test
