#include <ritz/operators/Error.hpp>
#include <ritz/solvers/MassFault.hpp>

namespace ritz {

void throwIndefiniteMass() {
  throw IndefiniteMass(
      "eigsolve: the mass operator B has ⟨x, B x⟩ < 0 for a vector met on the way, so it is not positive "
      "definite; if A "
      "is, solve the swapped pencil B u = μ A u and take λ = 1/μ");
}

}  // namespace ritz
