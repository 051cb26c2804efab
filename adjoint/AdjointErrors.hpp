#pragma once

#include <ritz/operators/Error.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ritz {

/// The loss has no derivative: it depends on which basis of a multiple eigenvalue was taken, or splits it.
class GaugeDependent : public Error {
 public:
  /// What was found about one cluster.
  struct Finding {
    std::vector<int> cluster;    ///< indices of its pairs, from 0
    std::vector<double> values;  ///< their eigenvalues
    double valueDefect = 0.0;    ///< how far Λ̄ is from one that fits every basis, relative
    double vectorDefect = 0.0;   ///< the same for Ū
    double lossDefect = 0.0;  ///< relative change of the loss in another basis, where it could be evaluated
    std::optional<int> closingK{};  ///< where k cuts the cluster: the number of pairs that closes it
  };
  GaugeDependent(const std::string& text, Finding finding) : Error(text), finding_(std::move(finding)) {}
  const Finding& finding() const { return finding_; }

 private:
  Finding finding_;
};

/// The parameters of A or B have changed since the pairs were computed.
class StaleParameters : public Error {
 public:
  using Error::Error;
};

}  // namespace ritz
