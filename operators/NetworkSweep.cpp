#include <ritz/operators/Instantiate.hpp>
#include <ritz/operators/NetworkSweepKernels.hpp>

#include <algorithm>

namespace ritz::detail {

namespace {

/// Part c of a product of jets: C = Σ op(A_p) op(B_q) + β C over p ∪ q = c, disjoint.
template <class S, int K>
void multiplyPart(int c, const char* opA, const char* opB, const JetMatrix<S, K>& A, const JetMatrix<S, K>& B,
                  S beta, const MatrixView<S>& C) {
  for (int p = 0; p <= c; ++p) {
    if ((p & c) != p || isZero(A.part[p]) || isZero(B.part[c ^ p])) continue;
    multiply(opA, opB, A.part[p], B.part[c ^ p], beta, C);
    beta = S(1);
  }
  if (beta == S(0)) Kokkos::deep_copy(C, S(0));
}

template <class S, int K>
void multiplyJets(const char* opA, const JetMatrix<S, K>& A, const JetMatrix<S, K>& B,
                  const JetMatrix<S, K>& C) {
  for (int c = 0; c < C.Size; ++c)
    if (!isZero(C.part[c])) multiplyPart(c, opA, "N", A, B, S(0), C.part[c]);
}

}  // namespace

template <class S, int K>
JetMatrix<S, K> columnsOf(const JetMatrix<S, K>& A, std::size_t first, std::size_t count) {
  JetMatrix<S, K> some;
  for (int c = 0; c < A.Size; ++c)
    if (!isZero(A.part[c])) {
      const std::size_t rows = A.part[c].extent(0);
      some.part[c] = matrixAt(A.part[c].data() + first * rows, rows, count);
    }
  return some;
}

template <class S, int K>
NetworkSweep<S, K>::NetworkSweep(const Network& network, std::size_t batch, int linearized)
    : network_(network), linearized_(linearized) {
  layOut(batch);
}

template <class S, int K>
std::size_t NetworkSweep<S, K>::entriesPerSample(const Network& network) {
  std::size_t sum = 1, widest = 0;
  for (const int layer : network.layers) {
    const auto units = static_cast<std::size_t>(layer);
    sum += Size * (3 * units + 2);
    widest = std::max(widest, units);
  }
  return sum + Size * (widest + static_cast<std::size_t>(network.outputs()));
}

template <class S, int K>
JetMatrix<S, K> NetworkSweep<S, K>::take(std::size_t rows, std::size_t columns, bool cotangent) {
  JetMatrix<S, K> A;
  for (int c = 0; c < Size; ++c)
    if (!cotangent || linearized_ == 0 || (c & linearized_) != 0) A.part[c] = memory_.take(rows, columns);
  return A;
}

template <class S, int K>
void NetworkSweep<S, K>::layOut(std::size_t batch) {
  if (batch == batch_) return;
  batch_ = batch;
  memory_.reset(batch * entriesPerSample(network_));
  const int depth = network_.depth();
  const std::size_t layers = network_.layers.size();
  a_.assign(layers, {});
  bar_.assign(layers, {});
  delta_.assign(layers, {});
  for (int l = 1; l <= depth; ++l) {
    delta_[index(l)] = take(units(l), batch, true);
    if (l == depth) break;
    a_[index(l)] = take(units(l) + 1, batch, false);
    bar_[index(l)] = take(units(l) + 1, batch, true);
  }
  if (K > 0) bar_[0].part[Size - 1] = memory_.take(units(0) + 1, batch);
  output_ = take(units(depth), batch, false);
  const auto widest =
      static_cast<std::size_t>(*std::max_element(network_.layers.begin(), network_.layers.end()));
  z_ = take(widest, batch, false);
  losses_ = memory_.take(1, batch);
}

template <class S, int K>
JetMatrix<S, K> NetworkSweep<S, K>::weightsOf(int l) const {
  JetMatrix<S, K> W;
  const auto offset = static_cast<std::size_t>(network_.offset(l));
  for (int c = 0; c < Size; ++c)
    if (!isZero(weights_.part[c]))
      W.part[c] = matrixAt(weights_.part[c].data() + offset, units(l) + 1, units(l + 1));
  return W;
}

template <class S, int K>
void NetworkSweep<S, K>::forward(const JetMatrix<S, K>& weights, const JetMatrix<S, K>& inputs) {
  weights_ = weights;
  inputs_ = inputs;
  layOut(inputs.part[0].extent(1));
  a_[0] = inputs;
  for (int l = 0; l < network_.depth(); ++l) {
    const auto W = weightsOf(l);
    if (l + 1 == network_.depth()) return multiplyJets("T", W, a_[index(l)], output_);
    JetMatrix<S, K> z = z_;
    for (auto& part : z.part) part = reshaped(part, units(l + 1), batch_);
    multiplyJets("T", W, a_[index(l)], z);
    withActivation(network_.activation, [&](const auto& f) { activate(f, z, a_[index(l) + 1]); });
  }
}

template <class S, int K>
void NetworkSweep<S, K>::meetTargets(const MatrixView<S>& targets, const JetMatrix<S, K>& sampleWeights,
                                     S scale) {
  JetMatrix<S, K> z = output_;
  const bool pair = (linearized_ & (linearized_ - 1)) != 0;
  for (int c = 0; c < Size; ++c)
    if (pair && (c & linearized_) == linearized_) z.part[c] = {};
  const auto& delta = delta_.back();
  if (network_.loss == NetworkLoss::CrossEntropy)
    meetClasses(z, targets, sampleWeights, scale, delta, losses_);
  else
    meetValues(z, targets, sampleWeights, scale, delta, losses_);
}

template <class S, int K>
void NetworkSweep<S, K>::backward(bool toInputs) {
  for (int l = network_.depth() - 1; l >= (toInputs ? 0 : 1); --l) {
    multiplyJets("N", weightsOf(l), delta_[index(l) + 1], bar_[index(l)]);
    if (l > 0)
      withActivation(network_.activation,
                     [&](const auto& f) { passBack(f, bar_[index(l)], a_[index(l)], delta_[index(l)]); });
  }
}

template <class S, int K>
void NetworkSweep<S, K>::addGradient(const MatrixView<S>& g) const {
  for (int l = 0; l < network_.depth(); ++l) {
    const auto layer = matrixAt(g.data() + network_.offset(l), units(l) + 1, units(l + 1));
    multiplyPart(Size - 1, "N", "T", a_[index(l)], delta_[index(l) + 1], S(1), layer);
  }
}

#define RITZ_NETWORK_SWEEP(S, K)                                                              \
  template JetMatrix<S, K> columnsOf<S, K>(const JetMatrix<S, K>&, std::size_t, std::size_t); \
  template class NetworkSweep<S, K>;
#define RITZ_NETWORK_SWEEPS(S) \
  RITZ_NETWORK_SWEEP(S, 0)     \
  RITZ_NETWORK_SWEEP(S, 2)     \
  RITZ_NETWORK_SWEEP(S, 3)
RITZ_NETWORK_SWEEPS(double)
RITZ_IF_FLOAT(RITZ_NETWORK_SWEEPS)

}  // namespace ritz::detail
