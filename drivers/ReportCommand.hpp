#pragma once

#include <ritz/drivers/Command.hpp>

#include <nlohmann/json.hpp>

#include <string>

namespace CLI {
class Option;
}

namespace ritz {

/// `ritz report`: draws a result and writes one page about it.
class ReportCommand : public Command {
 public:
  std::string name() const override { return "report"; }
  std::string summary() const override { return "pictures and one page of HTML about a result"; }
  void declare(CLI::App& app) override;
  ExitStatus run(const CommPtr& comm) override;

 private:
  std::string write(const nlohmann::ordered_json& result) const;

  std::string folder_, output_;
  bool quiet_ = false;
};

}  // namespace ritz
