#pragma once

#include <ritz/operators/Error.hpp>
#include <ritz/operators/LinearOperator.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>

/// What operators made of other operators share.
namespace ritz::detail {

/// *part, or SpaceMismatch if it is null; `asked` and `role` name the composite and the part in the text.
template <class S>
const Operator<S>& requirePart(const OperatorPtr<S>& part, const std::string& asked,
                               const std::string& role) {
  if (!part) throw SpaceMismatch(asked + ": " + role + " is null; give an operator");
  return *part;
}

/// Throws SpaceMismatch unless both maps are the same. Collective.
inline void requireSameMap(const Map& found, const Map& wanted, const std::string& asked,
                           const std::string& what) {
  if (found.isSameAs(wanted)) return;
  throw SpaceMismatch(asked + ": " + what + " lives on a map of " +
                      std::to_string(found.getGlobalNumElements()) + " entries where one of " +
                      std::to_string(wanted.getGlobalNumElements()) +
                      " is needed, spread alike over the ranks; make both from the same map");
}

/// One number from several versions: any one of them changing shows, and it is 0 if all are 0.
inline std::uint64_t combineVersions(std::initializer_list<std::uint64_t> versions) {
  std::uint64_t combined = 0;
  for (const std::uint64_t version : versions) combined = combined * 0x9e3779b97f4a7c15ULL + version;
  return combined;
}

/// The rounding of the least accurate of several operators; null ones do not count.
template <class S>
Real<S> worstRounding(std::initializer_list<OperatorPtr<S>> parts) {
  Real<S> worst = std::numeric_limits<Real<S>>::epsilon();
  for (const OperatorPtr<S>& part : parts)
    if (part) worst = std::max(worst, roundingOf(*part));
  return worst;
}

}  // namespace ritz::detail
