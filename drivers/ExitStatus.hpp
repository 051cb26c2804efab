#pragma once

#include <exception>

namespace ritz {

/// How the program ends; scripts depend on the numbers.
enum class ExitStatus {
  Done = 0,            ///< done and converged
  Failed = 1,          ///< anything that has no number of its own
  BadInput = 2,        ///< options or files; nothing was computed
  NotConverged = 3,    ///< partial results were written
  NoDerivative = 4,    ///< the loss depends on the basis of a multiple eigenvalue
  OperatorFailed = 5,  ///< threw, returned NaN or Inf, is not symmetric; the mass is indefinite
};

/// The status for an error that ends the program.
ExitStatus exitStatusOf(const std::exception& error);

}  // namespace ritz
