#include <ritz/adjoint/AdjointErrors.hpp>
#include <ritz/drivers/ExitStatus.hpp>
#include <ritz/operators/Error.hpp>

namespace ritz {

namespace {

template <class... Errors>
bool isOneOf(const std::exception& error) {
  return ((dynamic_cast<const Errors*>(&error) != nullptr) || ...);
}

}  // namespace

ExitStatus exitStatusOf(const std::exception& error) {
  if (isOneOf<InvalidOption, DataError, NotSupported, SpaceMismatch>(error)) return ExitStatus::BadInput;
  if (isOneOf<GaugeDependent>(error)) return ExitStatus::NoDerivative;
  if (isOneOf<OperatorFailure, NotSymmetric, IndefiniteMass>(error)) return ExitStatus::OperatorFailed;
  if (isOneOf<NotConverged>(error)) return ExitStatus::NotConverged;
  return ExitStatus::Failed;
}

}  // namespace ritz
