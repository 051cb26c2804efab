#pragma once

#include <ritz/drivers/Command.hpp>
#include <ritz/drivers/CommonArguments.hpp>
#include <ritz/drivers/SvdArguments.hpp>
#include <ritz/solvers/svdsolve.hpp>

#include <optional>

namespace ritz {

struct SvdReport;

/// `ritz svd`: singular triplets of a matrix from a file.
class SvdCommand : public Command {
 public:
  std::string name() const override { return "svd"; }
  std::string summary() const override;
  void declare(CLI::App& app) override;
  ExitStatus run(const CommPtr& comm) override;

 private:
  SvdResult<double> solve(const SvdProblem<double>& problem, const SvdOptions& options) const;
  std::string write(const CommPtr& comm, const SvdReport& report) const;

  CommonArguments common_;
  SvdArguments arguments_;
  std::string matrix_;
  bool vectors_ = false;
};

}  // namespace ritz
