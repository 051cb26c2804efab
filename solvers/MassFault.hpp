#pragma once

namespace ritz {

/// Thrown inside a solve, on every rank, when B shows a null vector; eigsolve then swaps the pencil or
/// refuses.
struct SingularMassFound {};

/// ⟨x, B x⟩ < 0 was met on the way: throws IndefiniteMass with the advice to swap the pencil.
[[noreturn]] void throwIndefiniteMass();

}  // namespace ritz
