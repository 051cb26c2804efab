#pragma once

#include <ritz/solvers/Monitor.hpp>
#include <ritz/solvers/SvdOptions.hpp>
#include <ritz/solvers/SvdProblem.hpp>
#include <ritz/solvers/SvdResult.hpp>

namespace ritz {

/// The numTriplets largest or smallest singular values σ of A with their vectors, A v = σ u and Aᴴu = σ v.
///
///     auto triplets = ritz::svdsolve<double>({A}, options);
///
/// By Golub-Kahan-Lanczos bidiagonalisation with thick restarts, one product with A and one with Aᴴ a step,
/// accurate to ε‖A‖. Smallest ones come from the same with A⁻¹ where it is given, from Davidson's method with
/// a preconditioner, else from a basis of min(m, n) vectors of each kind, up to 1000, or from Davidson's
/// method without help, which may take very many steps. Collective over the communicator of A's maps. Prints
/// nothing; `monitor` gets every step. Reaching a limit does not throw: look at SvdResult::status.
/// "Converged" is said only after the residuals were recomputed and missed copies of multiple values were
/// looked for. Throws InvalidOption, SpaceMismatch, NotSupported before any work; OperatorFailure,
/// NotSymmetric (Aᴴ is not the adjoint of A) when the operators show it.
template <class S>
SvdResult<S> svdsolve(const SvdProblem<S>& problem, const SvdOptions& options = {},
                      Monitor* monitor = nullptr);

}  // namespace ritz
