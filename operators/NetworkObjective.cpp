#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkModel.hpp>

#include <utility>

namespace ritz {

template <class S>
NetworkObjective<S>::NetworkObjective(Network network, SamplesPtr<S> samples, const NetworkOptions& options)
    : model_(std::make_unique<detail::NetworkModel<S>>(std::move(network), std::move(samples), options)) {}

template <class S>
NetworkObjective<S>::~NetworkObjective() = default;

template <class S>
const Network& NetworkObjective<S>::network() const {
  return model_->network();
}

template <class S>
const MapPtr& NetworkObjective<S>::map() const {
  return model_->space().map();
}

template <class S>
typename NetworkObjective<S>::Value NetworkObjective<S>::operator()(const Vector& w, Vector* gradient) const {
  return model_->evaluate(w, gradient);
}

template class NetworkObjective<double>;
RITZ_INSTANTIATE_FLOAT(NetworkObjective)

}  // namespace ritz
