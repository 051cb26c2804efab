#include <ritz/operators/Error.hpp>
#include <ritz/solvers/MassFault.hpp>

namespace ritz {

void throwIndefiniteMass(const std::string& found) {
  throw IndefiniteMass(
      "eigsolve: the mass operator B " + found +
      ", so it is not positive definite; if A is, ask for the smallest magnitudes, which takes "
      "the swapped pencil B u = μ A u and λ = 1/μ");
}

}  // namespace ritz
