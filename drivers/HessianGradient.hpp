#pragma once

#include <ritz/drivers/GradientReport.hpp>
#include <ritz/operators/NetworkHessian.hpp>
#include <ritz/solvers/EigenResult.hpp>

#include <memory>

namespace ritz {

/// ∂λ₁/∂θ of the first pair at fixed weights, θ = (ridge; a factor on each feature), through EigenAdjoint.
/// Its relative error is that of the pair, estimated by correcting it (EigenAdjoint::correction). Where λ₁ is
/// multiple the report holds the refusal. Collective.
GradientReport firstValueGradient(const EigenResult<double>& result, const NetworkHessian<double>& hessian);

/// The same by central differences, (λ₁(θ + h) − λ₁(θ − h))/(2h), of problems solved again: truncation h²,
/// rounding of λ₁ over h. Two solves for each parameter, from the pairs of `result`; leaves `hessian` at θ.
/// Collective.
std::vector<double> firstValueDifferences(const EigenResult<double>& result, NetworkHessian<double>& hessian);

/// "ridge", "scale of feature 1", …: what the entries are derivatives in.
std::vector<std::string> gradientNames(std::size_t count);

/// The gradient for a person: the ridge's entry, the largest of the others, and how well differences agree.
std::string hessianGradientTable(const GradientReport& report);

}  // namespace ritz
