#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkCurvatureDerivative.hpp>

#include <Teuchos_Array.hpp>

namespace ritz::detail {

namespace {

/// sums(r) += Σᵢ x(r, i) bar(r, i): from the gradient in scaled inputs to that in the scales.
template <class S>
void addRowProducts(const MatrixView<S>& x, const MatrixView<S>& bar,
                    const Kokkos::View<S*, Device<S>>& sums) {
  Kokkos::parallel_for(
      "ritz::NetworkCurvatureDerivative", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, sums.extent(0)),
      KOKKOS_LAMBDA(std::size_t r) {
        S sum = 0;
        for (std::size_t i = 0; i < x.extent(1); ++i) sum += x(r, i) * bar(r, i);
        sums(r) += sum;
      });
}

/// y += x, of one row.
template <class S>
void addRow(const MatrixView<S>& x, const MatrixView<S>& y) {
  Kokkos::parallel_for(
      "ritz::NetworkCurvatureDerivative", Kokkos::RangePolicy<Execution<S>, std::size_t>(0, x.extent(1)),
      KOKKOS_LAMBDA(std::size_t i) { y(0, i) += x(0, i); });
}

template <class S>
double innerProduct(const MultiVector<S>& W, const MultiVector<S>& V) {
  Teuchos::Array<S> products(static_cast<Teuchos_Ordinal>(V.getNumVectors()));
  W.dot(V, products());
  double sum = 0;
  for (const S product : products) sum += static_cast<double>(product);
  return sum;
}

}  // namespace

template <class S>
NetworkCurvatureDerivative<S>::NetworkCurvatureDerivative(const NetworkModel<S>& model,
                                                          const NetworkThetaSpace<S>& theta,
                                                          const MatrixView<S>& point,
                                                          NetworkCurvature curvature)
    : model_(model), theta_(theta), point_(point), curvature_(curvature) {}

template <class S>
template <int K>
std::vector<Minibatch> NetworkCurvatureDerivative<S>::minibatches() const {
  return model_.minibatches(model_.batchFor(static_cast<double>(model_.options().memoryBudget) / 4,
                                            NetworkSweep<S, K>::entriesPerSample(model_.network())));
}

template <class S>
template <int K>
typename NetworkCurvatureDerivative<S>::template Setting<K> NetworkCurvatureDerivative<S>::settingOf(
    const Parts* p, int mask) const {
  Setting<K> setting;
  setting.inputs.part[0] = model_.inputs();
  setting.sampleWeights.part[0] = model_.sampleWeights();
  if (p && theta_.chosen().featureScales) {
    setting.scaled = model_.scaledInputs(p->scales, S(0));
    setting.inputs.part[mask] = setting.scaled;
  }
  if (p && theta_.chosen().sampleWeights) setting.sampleWeights.part[mask] = p->sampleWeights;
  return setting;
}

template <class S>
void NetworkCurvatureDerivative<S>::apply(const Parts& p, const MultiVector<S>& X, MultiVector<S>& Y) const {
  constexpr int K = 2, Vector = 1, Parameter = 2;
  const auto& space = model_.space();
  auto all = space.gather(X), parts = space.make(X.getNumVectors());
  parts.putScalar(S(0));
  {
    const MatrixView<S> x = all.getLocalViewDevice(Tpetra::Access::ReadWrite),
                        y = parts.getLocalViewDevice(Tpetra::Access::ReadWrite);
    const auto setting = settingOf<K>(&p, Parameter);
    const auto batches = minibatches<K>();
    NetworkSweep<S, K> sweep(model_.network(), batches.empty() ? 1 : batches.front().count,
                             curvature_ == NetworkCurvature::GaussNewton ? Vector : 0);
    for (std::size_t j = 0; j < X.getNumVectors(); ++j)
      for (const Minibatch& batch : batches) {
        sweep.forward({{point_, columnsOf(x, {j, 1})}}, columnsOf(setting.inputs, batch.first, batch.count));
        sweep.meetTargets(model_.targets(batch), columnsOf(setting.sampleWeights, batch.first, batch.count),
                          model_.mean());
        sweep.backward(false);
        sweep.addGradient(columnsOf(y, {j, 1}));
      }
  }
  space.sum(parts, Y);
  Y.update(static_cast<S>(p.ridge), X, S(1));
}

template <class S>
template <int K>
void NetworkCurvatureDerivative<S>::addPair(const JetMatrix<S, K>& weights, const Setting<K>& setting,
                                            const std::vector<Minibatch>& batches, NetworkSweep<S, K>& sweep,
                                            Parts& sum) const {
  for (const Minibatch& batch : batches) {
    sweep.forward(weights, columnsOf(setting.inputs, batch.first, batch.count));
    sweep.meetTargets(model_.targets(batch), columnsOf(setting.sampleWeights, batch.first, batch.count),
                      model_.mean());
    if (theta_.chosen().sampleWeights)
      addRow(sweep.losses(), columnsOf(MatrixView<S>(sum.sampleWeights), batch));
    if (!theta_.chosen().featureScales) continue;
    sweep.backward(true);
    addRowProducts(columnsOf(MatrixView<S>(model_.samples().inputs()), batch), sweep.inputGradient(),
                   sum.scales);
  }
}

template <class S>
template <int K>
typename NetworkCurvatureDerivative<S>::Parts NetworkCurvatureDerivative<S>::pair(
    const Parts* p, const MultiVector<S>& W, const MultiVector<S>& V) const {
  constexpr int First = 1, Second = 2, Parameter = 4;
  auto sum = theta_.zero();
  if (!theta_.chosen().featureScales && !theta_.chosen().sampleWeights) return sum;
  auto allW = model_.space().gather(W), allV = model_.space().gather(V);
  const MatrixView<S> w = allW.getLocalViewDevice(Tpetra::Access::ReadWrite),
                      v = allV.getLocalViewDevice(Tpetra::Access::ReadWrite);
  const auto setting = settingOf<K>(p, Parameter);
  const auto batches = minibatches<K>();
  NetworkSweep<S, K> sweep(model_.network(), batches.empty() ? 1 : batches.front().count,
                           curvature_ == NetworkCurvature::GaussNewton ? First | Second : 0);
  for (std::size_t j = 0; j < V.getNumVectors(); ++j)
    addPair<K>({{point_, columnsOf(w, {j, 1}), columnsOf(v, {j, 1})}}, setting, batches, sweep, sum);
  return sum;
}

template <class S>
typename NetworkCurvatureDerivative<S>::Parts NetworkCurvatureDerivative<S>::first(
    const MultiVector<S>& W, const MultiVector<S>& V) const {
  auto sum = pair<2>(nullptr, W, V);
  sum.ridge = innerProduct(W, V);
  return sum;
}

template <class S>
typename NetworkCurvatureDerivative<S>::Parts NetworkCurvatureDerivative<S>::second(
    const Parts& p, const MultiVector<S>& W, const MultiVector<S>& V) const {
  return pair<3>(&p, W, V);
}

template class NetworkCurvatureDerivative<double>;
RITZ_INSTANTIATE_FLOAT(NetworkCurvatureDerivative)

}  // namespace ritz::detail
