#pragma once

#include <ritz/drivers/Command.hpp>
#include <ritz/drivers/CommonArguments.hpp>
#include <ritz/drivers/DensityArguments.hpp>
#include <ritz/drivers/ProblemArguments.hpp>

namespace ritz {

struct DensityReport;

/// `ritz density`: how the eigenvalues of matrices from files, built-in operators or plugins are distributed.
class DensityCommand : public Command {
 public:
  std::string name() const override { return "density"; }
  std::string summary() const override {
    return "density of the eigenvalues, their number in an interval, traces of functions, log det";
  }
  void declare(CLI::App& app) override;
  ExitStatus run(const CommPtr& comm) override;

 private:
  DensityResult estimate(const EigenProblem<double>& problem, const DensityOptions& options) const;
  std::string write(const DensityReport& report) const;

  CommonArguments common_;
  ProblemArguments problem_;
  DensityArguments density_;
};

}  // namespace ritz
