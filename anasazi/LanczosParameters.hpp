#pragma once

#include <ritz/operators/Error.hpp>
#include <ritz/operators/Types.hpp>
#include <ritz/solvers/EigenOptions.hpp>

#include <Teuchos_ParameterList.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace ritz {

/// What the ParameterList of a LanczosSolMgr says:
///
/// | name | type | meaning |
/// |---|---|---|
/// | "Which" | string | "LM" (default), "LR", "SR": largest magnitude, largest, smallest |
/// | "Num Blocks" | int | vectors kept, nev + 2 ≤ … ≤ n; 0 (default): max(30, 3·nev) |
/// | "Block Size" | int | 1: Lanczos multiplies one vector at a time |
/// | "Convergence Tolerance" | double | EigenOptions::tolerance |
/// | "Relative To" | string | "Norm" (default), "Value": EigenOptions::relativeTo |
/// | "Maximum Restarts" | int | ≥ 0: at most (1 + this)·Num Blocks steps; none (default): as Budget says |
/// | "Filter Degree" | int | Lanczos::filterDegree |
/// | "Seed" | int | ≥ 0, of the vectors that Ritz adds |
/// | "Mass Inverse" | Teuchos::RCP<const Tpetra::Operator> | M⁻¹ |
///
/// Throws InvalidOption for any other name, for a wrong type and for values out of range; what depends on n
/// is checked by eigsolve.
template <class S>
class LanczosParameters {
 public:
  LanczosParameters(const Teuchos::ParameterList& list, int numPairs) : list_(list) {
    checkNames();
    if (get("Block Size", 1) != 1) refuse("Block Size", "1");
    options.numPairs = numPairs;
    options.which = which();
    options.tolerance = get("Convergence Tolerance", options.tolerance);
    const std::string relativeTo = get<std::string>("Relative To", "Norm");
    if (relativeTo != "Norm" && relativeTo != "Value") refuse("Relative To", "'Norm' or 'Value'");
    options.relativeTo = relativeTo == "Norm" ? RelativeTo::Norm : RelativeTo::Value;
    const Lanczos lanczos{notNegative("Num Blocks"), get("Filter Degree", 0)};
    options.method = lanczos;
    options.seed = static_cast<std::uint64_t>(notNegative("Seed"));
    if (list_.isParameter("Maximum Restarts")) {
      const int blocks = lanczos.basis > 0 ? lanczos.basis : std::max(30, 3 * numPairs);
      options.budget.maxIterations = (1L + notNegative("Maximum Restarts")) * blocks;
    }
    const auto inverse = get("Mass Inverse", Teuchos::RCP<const Operator<S>>());
    if (!inverse.is_null()) massInverse = Teuchos::get_shared_ptr(inverse);
  }

  EigenOptions options;
  OperatorPtr<S> massInverse;

 private:
  void checkNames() const {
    static const std::array<const char*, 9> known{
        "Which",       "Num Blocks",       "Block Size",    "Convergence Tolerance",
        "Relative To", "Maximum Restarts", "Filter Degree", "Seed",
        "Mass Inverse"};
    for (auto at = list_.begin(); at != list_.end(); ++at) {
      const std::string& name = list_.name(at);
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      std::string all;
      for (const char* one : known) all += (all.empty() ? "'" : ", '") + std::string(one) + "'";
      throw InvalidOption("LanczosSolMgr: asked for the parameter '" + name + "'; known: " + all);
    }
  }

  /// The value under a name, whose type has to be T.
  template <class T>
  T get(const std::string& name, T standard) const {
    if (!list_.isParameter(name)) return standard;
    if (!list_.isType<T>(name)) refuse(name, "of type " + Teuchos::TypeNameTraits<T>::name());
    return list_.get<T>(name);
  }

  int notNegative(const std::string& name) const {
    const int value = get(name, 0);
    if (value < 0) refuse(name, "0 or more");
    return value;
  }

  Which which() const {
    const std::string name = get<std::string>("Which", "LM");
    if (name == "LR") return Largest{};
    if (name == "SR") return Smallest{};
    if (name != "LM") refuse("Which", "'LM', 'LR' or 'SR'");
    return LargestMagnitude{};
  }

  [[noreturn]] void refuse(const std::string& name, const std::string& wanted) const {
    throw InvalidOption("LanczosSolMgr: asked for '" + name + "' = " +
                        Teuchos::toString(list_.getEntry(name).getAny(false)) + "; it has to be " + wanted);
  }

  const Teuchos::ParameterList& list_;
};

}  // namespace ritz
