#pragma once

#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/drivers/Command.hpp>
#include <ritz/drivers/CommonArguments.hpp>
#include <ritz/drivers/GradientArguments.hpp>
#include <ritz/drivers/GradientProblem.hpp>
#include <ritz/drivers/GradientReport.hpp>
#include <ritz/drivers/SolverArguments.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <string>

namespace CLI {
class Option;
}

namespace ritz {

/// `ritz gradient`: the gradient of a loss of eigenpairs in the parameters of an affine family.
class GradientCommand : public Command {
 public:
  std::string name() const override { return "gradient"; }
  std::string summary() const override;
  void declare(CLI::App& app) override;
  ExitStatus run(const CommPtr& comm) override;

 private:
  EigenOptions solverOptions(const GradientProblem& problem);
  EigenResult<double> solve(const GradientProblem& problem, const EigenOptions& options) const;
  void differentiate(const GradientProblem& problem, EigenResult<double>& result,
                     GradientReport& report) const;
  void estimateError(const GradientProblem& problem, const EigenAdjoint<double>& adjoint,
                     GradientReport& report) const;
  void multiplyHessian(const GradientProblem& problem, const EigenAdjoint<double>& adjoint,
                       GradientReport& report) const;
  std::string write(const CommPtr& comm, const EigenResult<double>& result,
                    const GradientReport& report) const;

  CommonArguments common_;
  SolverArguments solver_;
  GradientArguments gradient_;
  std::string file_, coordinates_;
  CLI::Option *k_ = nullptr, *which_ = nullptr, *tolerance_ = nullptr;
};

}  // namespace ritz
