#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkTangent.hpp>
#include <ritz/operators/NetworkTangentKernels.hpp>

#include <algorithm>
#include <utility>

namespace ritz::detail {

template <class S>
NetworkTangent<S>::NetworkTangent(const NetworkModel<S>& model, const Tpetra::Vector<S>& w,
                                  NetworkCurvature curvature)
    : model_(model),
      curvature_(curvature),
      replicated_(model.space().gather(w)),
      point_(replicated_.getLocalViewDevice(Tpetra::Access::ReadWrite)),
      a_(model.network().layers.size()) {
  const double budget = static_cast<double>(model_.options().memoryBudget);
  const std::size_t base = NetworkSweep<S, 0>::entriesPerSample(model_.network());
  batch_ = model_.batchFor(budget / 4, base + entriesPerColumn());
  batches_ = model_.minibatches(batch_);
  const double all = static_cast<double>(base * model_.inputs().extent(1)) * sizeof(S);
  const std::size_t count = all <= budget / 2 ? batches_.size() : std::min<std::size_t>(batches_.size(), 1);
  for (std::size_t b = 0; b < count; ++b)
    kept_.push_back(std::make_unique<NetworkSweep<S, 0>>(model_.network(), batches_[b].count));
}

template <class S>
void NetworkTangent<S>::linearize() {
  if (kept_.size() != batches_.size()) return;
  for (std::size_t b = 0; b < kept_.size(); ++b) sweepBase(*kept_[b], batches_[b]);
}

template <class S>
void NetworkTangent<S>::sweepBase(NetworkSweep<S, 0>& base, const Minibatch& batch) const {
  base.forward({{point_}}, {{columnsOf(model_.inputs(), batch)}});
  base.meetTargets(model_.targets(batch), {{columnsOf(model_.sampleWeights(), batch)}}, model_.mean());
  base.backward(false);
}

template <class S>
std::size_t NetworkTangent<S>::entriesPerColumn() const {
  std::size_t sum = 0, widest = 0;
  for (const int layer : model_.network().layers) {
    const auto width = static_cast<std::size_t>(layer) + 1;
    sum += width;
    widest = std::max(widest, width);
  }
  return sum + 2 * widest;
}

template <class S>
MatrixView<S> NetworkTangent<S>::weights(int l) const {
  return matrixAt(point_.data() + model_.network().offset(l), units(l) + 1, units(l + 1));
}

template <class S>
void NetworkTangent<S>::apply(const MultiVector<S>& X, MultiVector<S>& Y) {
  const auto& space = model_.space();
  const std::size_t columns = X.getNumVectors();
  auto all = space.gather(X), parts = space.make(columns);
  parts.putScalar(S(0));
  if (columns > 0 && !batches_.empty()) {
    const MatrixView<S> x = all.getLocalViewDevice(Tpetra::Access::ReadWrite),
                        y = parts.getLocalViewDevice(Tpetra::Access::ReadWrite);
    const double fitting = static_cast<double>(model_.options().memoryBudget) / 4 /
                           (static_cast<double>(batch_ * entriesPerColumn()) * sizeof(S));
    const std::size_t chunk = std::max<std::size_t>(1, static_cast<std::size_t>(fitting));
    for (std::size_t first = 0; first < columns; first += chunk) {
      const Minibatch some{first, std::min(chunk, columns - first)};
      applyToColumns(columnsOf(x, some), columnsOf(y, some));
    }
  }
  space.sum(parts, Y);
  Y.update(static_cast<S>(model_.ridge()), X, S(1));
}

template <class S>
void NetworkTangent<S>::applyToColumns(const MatrixView<S>& X, const MatrixView<S>& Y) {
  const std::size_t m = X.extent(1);
  sweeps_.reset(batch_ * m * entriesPerColumn());
  const auto V = layOut(X, directions_, true), G = layOut(Y, results_, false);
  for (std::size_t b = 0; b < batches_.size(); ++b) {
    auto& base = *kept_[kept_.size() == batches_.size() ? b : 0];
    if (kept_.size() != batches_.size()) sweepBase(base, batches_[b]);
    forward(base, batches_[b], V);
    backward(base, batches_[b], V, G);
  }
  addBlocks(G, Y);
}

template <class S>
std::vector<typename NetworkTangent<S>::Blocks> NetworkTangent<S>::layOut(const MatrixView<S>& columns,
                                                                          Workspace<S>& memory,
                                                                          bool fill) const {
  const std::size_t m = columns.extent(1);
  if (m > 1) memory.reset(2 * columns.extent(0) * m);
  std::vector<Blocks> blocks;
  for (int l = 0; l < model_.network().depth(); ++l) {
    const std::size_t rows = units(l) + 1, cols = units(l + 1);
    const auto offset = static_cast<std::size_t>(model_.network().offset(l));
    const bool stacks = l > 0 && isHessian();
    Blocks block;
    if (m == 1) {
      block.beside = block.stacked = matrixAt(columns.data() + offset, rows, cols);
      blocks.push_back(block);
      continue;
    }
    block.beside = memory.take(rows, cols * m);
    if (stacks) block.stacked = memory.take(rows * m, cols);
    if (fill) {
      Kokkos::deep_copy(reshaped(block.beside, rows * cols, m),
                        Kokkos::subview(columns, std::make_pair(offset, offset + rows * cols), Kokkos::ALL));
      if (stacks) stack(columns, offset, rows, block.stacked);
    } else {
      Kokkos::deep_copy(block.beside, S(0));
      if (stacks) Kokkos::deep_copy(block.stacked, S(0));
    }
    blocks.push_back(block);
  }
  return blocks;
}

template <class S>
void NetworkTangent<S>::addBlocks(const std::vector<Blocks>& blocks, const MatrixView<S>& columns) const {
  if (columns.extent(1) == 1) return;
  for (int l = 0; l < model_.network().depth(); ++l)
    addUnstacked(blocks[std::size_t(l)].beside, blocks[std::size_t(l)].stacked,
                 static_cast<std::size_t>(model_.network().offset(l)), columns);
}

template <class S>
void NetworkTangent<S>::forward(const NetworkSweep<S, 0>& base, const Minibatch& batch,
                                const std::vector<Blocks>& V) {
  const int depth = model_.network().depth();
  const auto inputs = columnsOf(model_.inputs(), batch);
  const std::size_t samples = batch.count, m = V[0].beside.extent(1) / units(1);
  const auto widest = 1 + static_cast<std::size_t>(*std::max_element(model_.network().layers.begin(),
                                                                     model_.network().layers.end()));
  sweeps_.reset(0);
  delta_ = sweeps_.take(widest, m * samples);
  bar_ = sweeps_.take(widest, m * samples);
  for (int l = 0; l < depth; ++l) {
    const std::size_t to = units(l + 1);
    const auto a = l == 0 ? inputs : base.activations(l);
    multiply("T", "N", V[std::size_t(l)].beside, a, S(0), reshaped(delta_, to * m, samples));
    const auto z1 = reshaped(delta_, to, m * samples);
    if (l > 0) multiply("T", "N", weights(l), a_[std::size_t(l)], S(1), z1);
    if (l + 1 == depth) break;
    auto& a1 = a_[std::size_t(l) + 1] = sweeps_.take(to + 1, m * samples);
    withActivation(model_.network().activation,
                   [&](const auto& f) { tangentForward(f, base.activations(l + 1), z1, a1); });
  }
}

template <class S>
void NetworkTangent<S>::backward(const NetworkSweep<S, 0>& base, const Minibatch& batch,
                                 const std::vector<Blocks>& V, const std::vector<Blocks>& G) {
  const int depth = model_.network().depth();
  const std::size_t samples = batch.count, m = V[0].beside.extent(1) / units(1);
  const auto inputs = columnsOf(model_.inputs(), batch),
             sampleWeights = columnsOf(model_.sampleWeights(), batch);
  auto delta1 = reshaped(delta_, units(depth), m * samples);
  if (model_.network().loss == NetworkLoss::CrossEntropy)
    tangentClasses(base.outputs(), model_.targets(batch), sampleWeights, model_.mean(), delta1);
  else
    tangentValues(sampleWeights, model_.mean(), delta1);
  for (int l = depth - 1; l >= 0; --l) {
    const std::size_t from = units(l), to = units(l + 1);
    const auto a = l == 0 ? inputs : base.activations(l);
    multiply("N", "T", a, reshaped(delta1, to * m, samples), S(1), G[std::size_t(l)].beside);
    if (l == 0) break;
    const auto &a1 = a_[std::size_t(l)], delta = base.deltas(l + 1);
    const auto bar1 = reshaped(bar_, from + 1, m * samples);
    multiply("N", "N", weights(l), delta1, S(0), bar1);
    if (isHessian()) {
      multiply("N", "T", reshaped(a1, (from + 1) * m, samples), delta, S(1), G[std::size_t(l)].stacked);
      multiply("N", "N", V[std::size_t(l)].stacked, delta, S(1), reshaped(bar1, (from + 1) * m, samples));
    }
    delta1 = reshaped(delta_, from, m * samples);
    withActivation(model_.network().activation, [&](const auto& f) {
      tangentBackward(f, isHessian(), a, base.bars(l), a1, bar1, delta1);
    });
  }
}

template class NetworkTangent<double>;
RITZ_INSTANTIATE_FLOAT(NetworkTangent)

}  // namespace ritz::detail
