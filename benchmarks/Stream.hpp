#pragma once

namespace ritz::bench {

/// Bytes per second of a = b + s·c on arrays of 64 MB, one thread: the best of 5 passes, 24 bytes for each
/// entry, as McCalpin counts them (the line of `a` that is read before it is written is not counted).
double streamTriad();

}  // namespace ritz::bench
