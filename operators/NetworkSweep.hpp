#pragma once

#include <ritz/operators/Network.hpp>
#include <ritz/operators/NetworkArrays.hpp>

#include <vector>

namespace ritz::detail {

/// A matrix of jets (NetworkJets.hpp), part by part; parts without memory are zero.
template <class S, int K>
struct JetMatrix {
  static constexpr int Size = 1 << K;
  MatrixView<S> part[Size];

  const MatrixView<S>& top() const { return part[Size - 1]; }
};

/// Columns first … first + count − 1 of every part.
template <class S, int K>
JetMatrix<S, K> columnsOf(const JetMatrix<S, K>& A, std::size_t first, std::size_t count);

/// One forward and one backward sweep of a minibatch through the network in jets: with directions on weights,
/// inputs and sample weights, the last part of the loss and of its gradient are their derivatives in all K
/// directions. K = 0 is the loss and its gradient.
template <class S, int K>
class NetworkSweep {
 public:
  static constexpr int Size = 1 << K;

  /// `linearized` is a set of directions, as a bit mask. With both directions v, w of ⟨w, G v⟩, or the one of
  /// G v, the Gauss-Newton matrix G takes the place of the Hessian: the output's parts in two of them, and
  /// the loss's first derivative, are dropped.
  NetworkSweep(const Network& network, std::size_t batch, int linearized = 0);

  /// How many entries a sample takes.
  static std::size_t entriesPerSample(const Network& network);

  /// `weights` are n × 1, `inputs` (features + 1) × batch, at most what the constructor was given.
  void forward(const JetMatrix<S, K>& weights, const JetMatrix<S, K>& inputs);

  /// Losses of the samples, times `scale` but not times their weights (1 × batch), and what the gradient
  /// starts from.
  void meetTargets(const MatrixView<S>& targets, const JetMatrix<S, K>& sampleWeights, S scale);

  /// The rest of the gradients' sweep; down to the inputs where they are asked for.
  void backward(bool toInputs);

  /// g += the last part of the gradient in the weights, n × 1.
  void addGradient(const MatrixView<S>& g) const;

  /// 1 × batch: the last part of the loss of each sample.
  const MatrixView<S>& losses() const { return losses_; }
  /// (features + 1) × batch: the last part of the gradient in the inputs, after backward(true); K > 0.
  const MatrixView<S>& inputGradient() const { return bar_.front().top(); }

  /// What belongs to layer l > 0: its output [a; 1], the gradient ā in it (both with a row more than units),
  /// and the gradient δ in what its function is applied to.
  const MatrixView<S>& activations(int l) const { return a_[index(l)].part[0]; }
  const MatrixView<S>& bars(int l) const { return bar_[index(l)].part[0]; }
  const MatrixView<S>& deltas(int l) const { return delta_[index(l)].part[0]; }
  /// The network's outputs for SquaredError; for CrossEntropy their softmax.
  const MatrixView<S>& outputs() const { return output_.part[0]; }

 private:
  static std::size_t index(int l) { return static_cast<std::size_t>(l); }
  std::size_t units(int l) const { return static_cast<std::size_t>(network_.layers[index(l)]); }
  JetMatrix<S, K> take(std::size_t rows, std::size_t columns, bool cotangent);
  void layOut(std::size_t batch);
  JetMatrix<S, K> weightsOf(int l) const;

  Network network_;
  int linearized_;
  std::size_t batch_ = 0;
  Workspace<S> memory_;
  JetMatrix<S, K> weights_, inputs_, z_, output_;
  std::vector<JetMatrix<S, K>> a_, bar_, delta_;
  MatrixView<S> losses_;
};

}  // namespace ritz::detail
