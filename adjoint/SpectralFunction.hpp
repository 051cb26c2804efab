#pragma once

#include <ritz/operators/Error.hpp>

#include <functional>

namespace ritz {

/// A real function f with its derivative and, for second derivatives of losses alone, f″.
template <class R>
struct SpectralFunction {
  std::function<R(R)> value, derivative, second{};
};

/// Throws InvalidOption if f″ was not given.
template <class R>
void requireSecond(const SpectralFunction<R>& f) {
  if (!f.second)
    throw InvalidOption("SpectralFunction: asked for second derivatives of a loss whose f″ was not given");
}

}  // namespace ritz
