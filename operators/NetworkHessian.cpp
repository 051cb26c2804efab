#include <ritz/operators/Composite.hpp>
#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkCurvatureDerivative.hpp>
#include <ritz/operators/NetworkHessian.hpp>
#include <ritz/operators/NetworkTangent.hpp>

#include <fmt/format.h>

#include <utility>

namespace ritz {

namespace {

template <class S>
MapPtr parametersOf(const Network& network, const SamplesPtr<S>& samples) {
  if (!samples) throw SpaceMismatch("NetworkHessian: the samples are null; make them with classSamples");
  return network.parameterMap(samples->map()->getComm());
}

}  // namespace

template <class S>
NetworkHessian<S>::NetworkHessian(Network network, SamplesPtr<S> samples, const Tpetra::Vector<S>& w,
                                  const NetworkHessianOptions& options)
    : ParametricOperator<S>(parametersOf(network, samples), parametersOf(network, samples)),
      options_(options),
      model_(std::make_unique<detail::NetworkModel<S>>(std::move(network), samples, options)),
      theta_(std::make_unique<detail::NetworkThetaSpace<S>>(options.theta, *samples)) {
  detail::requireSameMap(*w.getMap(), *this->getDomainMap(), "NetworkHessian", "w");
  tangent_ = std::make_unique<detail::NetworkTangent<S>>(*model_, w, options.curvature);
  this->setParameters(theta_->initial(options.ridge));
}

template <class S>
NetworkHessian<S>::~NetworkHessian() = default;

template <class S>
MapPtr NetworkHessian<S>::parameterMap() const {
  return theta_->map();
}

template <class S>
void NetworkHessian<S>::onParametersChanged() {
  model_->setTheta(options_.theta, theta_->split(this->parameters()));
  tangent_->linearize();
}

template <class S>
void NetworkHessian<S>::applyImpl(const MultiVector<S>& X, MultiVector<S>& Y) const {
  tangent_->apply(X, Y);
}

template <class S>
void NetworkHessian<S>::applyDerivative(const Theta& p, const MultiVector<S>& X, MultiVector<S>& Y) const {
  detail::requireSameMap(*p.getMap(), *theta_->map(), "NetworkHessian", "the direction");
  detail::requireSameMap(*X.getMap(), *this->getDomainMap(), "NetworkHessian", "the vector to apply to");
  detail::NetworkCurvatureDerivative<S>(*model_, *theta_, tangent_->point(), options_.curvature)
      .apply(theta_->split(p), X, Y);
}

template <class S>
void NetworkHessian<S>::accumulate(Real<S> c, const Theta* p, const MultiVector<S>& W,
                                   const MultiVector<S>& V, Theta& g) const {
  detail::requireSameMap(*g.getMap(), *theta_->map(), "NetworkHessian", "the gradient");
  if (p) detail::requireSameMap(*p->getMap(), *theta_->map(), "NetworkHessian", "the direction");
  detail::requireSameMap(*W.getMap(), *this->getDomainMap(), "NetworkHessian", "W");
  detail::requireSameMap(*V.getMap(), *this->getDomainMap(), "NetworkHessian", "V");
  if (W.getNumVectors() != V.getNumVectors())
    throw SpaceMismatch(
        fmt::format("NetworkHessian: asked for a gradient with {} columns of W and {} of V; they must agree",
                    W.getNumVectors(), V.getNumVectors()));
  const detail::NetworkCurvatureDerivative<S> derivative(*model_, *theta_, tangent_->point(),
                                                         options_.curvature);
  theta_->add(static_cast<double>(c), p ? derivative.second(theta_->split(*p), W, V) : derivative.first(W, V),
              g);
}

template <class S>
void NetworkHessian<S>::accumulateGradient(Real<S> c, const MultiVector<S>& W, const MultiVector<S>& V,
                                           Theta& g) const {
  accumulate(c, nullptr, W, V, g);
}

template <class S>
void NetworkHessian<S>::accumulateSecond(Real<S> c, const Theta& p, const MultiVector<S>& W,
                                         const MultiVector<S>& V, Theta& g) const {
  accumulate(c, &p, W, V, g);
}

template class NetworkHessian<double>;
RITZ_INSTANTIATE_FLOAT(NetworkHessian)

}  // namespace ritz
