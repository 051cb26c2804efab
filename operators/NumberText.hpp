#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ritz {

/// The whole of `text` as a decimal integer with optional sign; empty if it is none or does not fit in 64
/// bits.
std::optional<long long> integerFrom(std::string_view text);

/// The whole of `text` as a real number, correctly rounded, whatever the locale. Fortran's exponents
/// (1.0D+03), a leading plus, inf and nan are understood. Too small becomes 0 or subnormal, too large ±Inf;
/// empty if it is no number.
std::optional<double> realFrom(std::string_view text);

/// Takes the next word off the front of `rest`; empty at its end. Words are separated by blanks, tabs and
/// returns.
std::string_view nextWord(std::string_view& rest);

/// `text` for an error message: in quotes, shortened, without control characters.
std::string quotedText(std::string_view text);

}  // namespace ritz
