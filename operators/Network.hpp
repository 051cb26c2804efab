#pragma once

#include <ritz/operators/Types.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace ritz {

/// What follows the weights of each hidden layer; the last layer is always linear. Relu's derivative at 0 is
/// 0.
enum class Activation { Identity, Tanh, Relu, Sigmoid };

/// Of one sample with output z and target t, before the mean over all samples.
enum class NetworkLoss {
  CrossEntropy,  ///< −Σₖ tₖ log softmax(z)ₖ, t a distribution over the classes
  SquaredError   ///< ½‖z − t‖₂²
};

/// A multilayer perceptron, a₀ = x, aₗ₊₁ = f(Wₗᵀ [aₗ; 1]), without f in the last layer; softmax regression is
/// the one without hidden layers.
///
/// Its parameters w are the matrices W₀, W₁, … one after the other, each (inputs + 1) × outputs by columns:
/// one column holds the weights of one unit and, last, its bias. n = Σ (layersₗ + 1)·layersₗ₊₁.
struct Network {
  std::vector<int> layers;  ///< sizes ≥ 1, features first, outputs last; at least two
  Activation activation = Activation::Tanh;
  NetworkLoss loss = NetworkLoss::CrossEntropy;

  int inputs() const { return layers.front(); }
  int outputs() const { return layers.back(); }
  /// How many matrices W there are.
  int depth() const { return static_cast<int>(layers.size()) - 1; }

  /// Where Wₗ begins in w, l = 0 … depth(); the last is n.
  GlobalIndex offset(int l) const;
  GlobalIndex parameterCount() const { return offset(depth()); }

  /// n entries in contiguous pieces over the ranks: where w and the vectors of its Hessian live. Collective.
  MapPtr parameterMap(const CommPtr& comm) const;

  /// Throws InvalidOption if a size is missing, below 1, or so large that a Wₗ has 2³¹ entries.
  void check() const;
};

/// Linear classification of `features` numbers into `classes`: layers {features, classes}, cross-entropy.
Network softmaxRegression(int features, int classes);

/// Pseudo-random w that does not depend on the ranks: weights uniform in ±√(6/(inputs + outputs)) of their
/// layer, biases zero (X. Glorot, Y. Bengio, AISTATS 2010). Collective.
template <class S>
Tpetra::Vector<S> initialWeights(const Network& network, const CommPtr& comm, std::uint64_t seed = 0);

}  // namespace ritz
