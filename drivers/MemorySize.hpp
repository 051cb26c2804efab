#pragma once

#include <string>

namespace ritz {

/// Bytes of a size as it was typed after `option`: a number above 0, perhaps with one of the units B, kB, MB,
/// GB, TB (powers of 1000) and KiB, MiB, GiB, TiB (of 1024), of either case. Throws InvalidOption for
/// anything else.
double memorySize(const std::string& option, const std::string& text);

}  // namespace ritz
