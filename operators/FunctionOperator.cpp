#include <ritz/operators/Error.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/Instantiate.hpp>

#include <utility>

namespace ritz {

template <class S>
FunctionOperator<S>::FunctionOperator(MapPtr domain, MapPtr range, Function forward, Function adjoint)
    : LinearOperator<S>(domain, range), forward_(std::move(forward)), adjoint_(std::move(adjoint)) {
  if (!forward_) throw InvalidOption("makeOperator: the function is empty; give one that sets Y = A X");
}

template <class S>
std::shared_ptr<const LinearOperator<S>> makeOperator(MapPtr map,
                                                      typename FunctionOperator<S>::Function apply) {
  return std::make_shared<FunctionOperator<S>>(map, map, std::move(apply));
}

template <class S>
std::shared_ptr<const LinearOperator<S>> makeOperator(MapPtr domain, MapPtr range,
                                                      typename FunctionOperator<S>::Function apply,
                                                      typename FunctionOperator<S>::Function adjoint) {
  return std::make_shared<FunctionOperator<S>>(domain, range, std::move(apply), std::move(adjoint));
}

template <class S>
std::shared_ptr<const LinearOperator<S>> makeArrayOperator(MapPtr map, ArrayFunction<S> apply) {
  if (!apply) throw InvalidOption("makeArrayOperator: the function is empty; give one that sets y = A x");
  return makeOperator<S>(map, [apply = std::move(apply)](const MultiVector<S>& X, MultiVector<S>& Y) {
    for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
      const auto x = X.getData(j);
      const auto y = Y.getDataNonConst(j);
      apply(x.getRawPtr(), y.getRawPtr(), static_cast<std::size_t>(x.size()));
    }
  });
}

template <class S>
std::shared_ptr<const LinearOperator<S>> makeArrayOperator(MapPtr domain, MapPtr range,
                                                           RectangularFunction<S> apply,
                                                           RectangularFunction<S> adjoint) {
  if (!apply || !adjoint)
    throw InvalidOption(
        "makeArrayOperator: a function is empty; give one that sets y = A x, and one for y = Aᴴ x");
  const auto byColumns = [](RectangularFunction<S> function) {
    return [function = std::move(function)](const MultiVector<S>& X, MultiVector<S>& Y) {
      for (std::size_t j = 0; j < X.getNumVectors(); ++j) {
        const auto x = X.getData(j);
        const auto y = Y.getDataNonConst(j);
        function(x.getRawPtr(), static_cast<std::size_t>(x.size()), y.getRawPtr(),
                 static_cast<std::size_t>(y.size()));
      }
    };
  };
  return makeOperator<S>(domain, range, byColumns(std::move(apply)), byColumns(std::move(adjoint)));
}

RITZ_INSTANTIATE(FunctionOperator)
#define RITZ_MAKE_OPERATOR(S)                                                                               \
  template std::shared_ptr<const LinearOperator<S>> makeOperator<S>(MapPtr, FunctionOperator<S>::Function); \
  template std::shared_ptr<const LinearOperator<S>> makeOperator<S>(                                        \
      MapPtr, MapPtr, FunctionOperator<S>::Function, FunctionOperator<S>::Function);                        \
  template std::shared_ptr<const LinearOperator<S>> makeArrayOperator<S>(MapPtr, ArrayFunction<S>);         \
  template std::shared_ptr<const LinearOperator<S>> makeArrayOperator<S>(                                   \
      MapPtr, MapPtr, RectangularFunction<S>, RectangularFunction<S>);
RITZ_FOR_EACH_SCALAR(RITZ_MAKE_OPERATOR)

}  // namespace ritz
