#pragma once

#include <ritz/drivers/Command.hpp>
#include <ritz/drivers/CommonArguments.hpp>
#include <ritz/drivers/Comparison.hpp>
#include <ritz/drivers/GradientReport.hpp>
#include <ritz/drivers/HessianArguments.hpp>
#include <ritz/drivers/SolverArguments.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace ritz {

struct HessianProblem;
struct RunReport;

/// `ritz hessian`: the leading curvature of a classifier's loss, its Hessian never formed.
class HessianCommand : public Command {
 public:
  std::string name() const override { return "hessian"; }
  std::string summary() const override {
    return "leading curvature of the loss of a classifier on your data";
  }
  void declare(CLI::App& app) override;
  ExitStatus run(const CommPtr& comm) override;

 private:
  struct Extras {
    std::vector<ComparedMethod> comparison;
    GradientReport gradient;
  };

  HessianProblem prepare(const CommPtr& comm) const;
  EigenResult<double> solve(const HessianProblem& problem, const EigenOptions& options) const;
  Extras extras(const HessianProblem& problem, const EigenResult<double>& result) const;
  nlohmann::ordered_json json(const HessianProblem& problem, const RunReport& report,
                              const Extras& extras) const;
  std::string write(const CommPtr& comm, const HessianProblem& problem,
                    const nlohmann::ordered_json& json) const;
  bool draws(const CommPtr& comm) const;

  CommonArguments common_;
  SolverArguments solver_;
  HessianArguments model_;
};

}  // namespace ritz
