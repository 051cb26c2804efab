#pragma once

namespace ritz {

/// How the projected systems of the adjoint are solved.
struct SylvesterOptions {
  int maxIterations = 0;          ///< 0: 10 n, at least 1000
  bool useGuards = true;          ///< take the Ritz vectors that the solver left into account
  bool usePreconditioner = true;  ///< the problem's own, for the smallest end
};

}  // namespace ritz
