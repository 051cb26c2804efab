#pragma once

#include <string>

namespace ritz {

/// Thrown inside a solve, on every rank, when B shows a null vector; eigsolve then swaps the pencil or
/// refuses.
struct SingularMassFound {};

/// Throws IndefiniteMass with the advice to swap the pencil. `found` completes "the mass operator B …".
[[noreturn]] void throwIndefiniteMass(
    const std::string& found = "has ⟨x, B x⟩ < 0 for a vector met on the way");

}  // namespace ritz
