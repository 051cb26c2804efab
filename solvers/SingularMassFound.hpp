#pragma once

namespace ritz {

/// Thrown inside a solve, on every rank, when B shows a null vector; eigsolve then swaps the pencil or
/// refuses.
struct SingularMassFound {};

}  // namespace ritz
