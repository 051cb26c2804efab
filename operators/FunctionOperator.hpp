#pragma once

#include <ritz/operators/LinearOperator.hpp>

#include <cstddef>
#include <functional>

namespace ritz {

/// An operator from a function Y = A X on multivectors. It has an adjoint only if a function for that is
/// given; for self-adjoint A give the same one twice.
template <class S>
class FunctionOperator : public LinearOperator<S> {
 public:
  using Function = std::function<void(const MultiVector<S>& X, MultiVector<S>& Y)>;

  FunctionOperator(MapPtr domain, MapPtr range, Function forward, Function adjoint = {});

 private:
  void applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { forward_(X, Y); }
  bool hasAdjointImpl() const override { return static_cast<bool>(adjoint_); }
  void applyAdjointImpl(const MultiVector<S>& X, MultiVector<S>& Y) const override { adjoint_(X, Y); }

  Function forward_, adjoint_;
};

/// A from `apply(X, Y)`, Y = A X, both n × m over `map`. Throws SpaceMismatch for a null map, InvalidOption
/// for an empty function. The function is called on every rank at once and may communicate.
template <class S>
std::shared_ptr<const LinearOperator<S>> makeOperator(MapPtr map,
                                                      typename FunctionOperator<S>::Function apply);

/// A from m × n maps and two functions: Y = A X (X over `domain`, Y over `range`) and Y = Aᴴ X (the reverse).
template <class S>
std::shared_ptr<const LinearOperator<S>> makeOperator(MapPtr domain, MapPtr range,
                                                      typename FunctionOperator<S>::Function apply,
                                                      typename FunctionOperator<S>::Function adjoint = {});

/// y = A x on plain arrays: `x` and `y` hold this rank's entries in the order of the map, `count` of them.
template <class S>
using ArrayFunction = std::function<void(const S* x, S* y, std::size_t count)>;

/// A from a function on plain arrays, one column at a time, for people who know no Tpetra. On one rank the
/// arrays are the whole vectors; on several the function does its own communication. Host only: the arrays
/// are in host memory and the function runs on one thread unless it starts its own; on a GPU every product
/// brings x to the host and y back.
template <class S>
std::shared_ptr<const LinearOperator<S>> makeArrayOperator(MapPtr map, ArrayFunction<S> apply);

/// y = A x for arrays of different lengths: `x` holds `countX` entries and `y` `countY` of this rank.
template <class S>
using RectangularFunction = std::function<void(const S* x, std::size_t countX, S* y, std::size_t countY)>;

/// The same for an A that need not be square: y = A x from `domain` to `range`, and y = Aᴴ x back.
template <class S>
std::shared_ptr<const LinearOperator<S>> makeArrayOperator(MapPtr domain, MapPtr range,
                                                           RectangularFunction<S> apply,
                                                           RectangularFunction<S> adjoint);

}  // namespace ritz
