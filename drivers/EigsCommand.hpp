#pragma once

#include <ritz/drivers/Command.hpp>
#include <ritz/drivers/CommonArguments.hpp>
#include <ritz/drivers/ProblemArguments.hpp>
#include <ritz/drivers/SolverArguments.hpp>
#include <ritz/solvers/eigsolve.hpp>

namespace ritz {

struct RunReport;

/// `ritz eigs`: extreme eigenpairs of matrices from files, built-in operators or plugins.
class EigsCommand : public Command {
 public:
  std::string name() const override { return "eigs"; }
  std::string summary() const override;
  void declare(CLI::App& app) override;
  ExitStatus run(const CommPtr& comm) override;

 private:
  EigenProblem<double> load(const CommPtr& comm) const;
  EigenResult<double> solve(const EigenProblem<double>& problem, const EigenOptions& options) const;
  std::string write(const CommPtr& comm, const RunReport& report, const MultiVector<double>* points) const;

  CommonArguments common_;
  ProblemArguments problem_;
  SolverArguments solver_;
  bool vectors_ = false;
  std::string coordinates_, constraints_;
};

}  // namespace ritz
