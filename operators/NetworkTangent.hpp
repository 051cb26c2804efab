#pragma once

#include <ritz/operators/NetworkModel.hpp>

#include <memory>
#include <vector>

namespace ritz::detail {

/// The derivative of the gradient in m directions at once, at a fixed w. With v in place of ε v in
/// NetworkSweep's jets, a part's layout units × m × samples reads as units × (m samples) for products with W
/// and as (units m) × samples for products with what belongs to w: all is matrix products.
template <class S>
class NetworkTangent {
 public:
  /// Keeps a reference to the model and a copy of w. Collective.
  NetworkTangent(const NetworkModel<S>& model, const Tpetra::Vector<S>& w, NetworkCurvature curvature);

  /// Anew after the model has changed. Local.
  void linearize();

  /// Y = H X. Collective.
  void apply(const MultiVector<S>& X, MultiVector<S>& Y);

  /// w on every rank, n × 1.
  MatrixView<S> point() const { return point_; }

 private:
  /// Directions, or what becomes of them, for one layer: the matrices of all directions side by side, and
  /// on top of each other. With a single direction both are the same memory.
  struct Blocks {
    MatrixView<S> beside, stacked;
  };

  std::size_t entriesPerColumn() const;
  std::size_t units(int l) const { return static_cast<std::size_t>(model_.network().layers[std::size_t(l)]); }
  MatrixView<S> weights(int l) const;
  bool isHessian() const { return curvature_ == NetworkCurvature::Hessian; }
  void sweepBase(NetworkSweep<S, 0>& base, const Minibatch& batch) const;
  std::vector<Blocks> layOut(const MatrixView<S>& columns, Workspace<S>& memory, bool fill) const;
  void addBlocks(const std::vector<Blocks>& blocks, const MatrixView<S>& columns) const;
  void applyToColumns(const MatrixView<S>& X, const MatrixView<S>& Y);
  void forward(const NetworkSweep<S, 0>& base, const Minibatch& batch, const std::vector<Blocks>& V);
  void backward(const NetworkSweep<S, 0>& base, const Minibatch& batch, const std::vector<Blocks>& V,
                const std::vector<Blocks>& G);

  const NetworkModel<S>& model_;
  NetworkCurvature curvature_;
  MultiVector<S> replicated_;
  MatrixView<S> point_;
  std::size_t batch_ = 1;
  std::vector<Minibatch> batches_;
  std::vector<std::unique_ptr<NetworkSweep<S, 0>>> kept_;  // one a minibatch, or a single one for all
  Workspace<S> directions_, results_, sweeps_;
  std::vector<MatrixView<S>> a_;  // of each hidden layer, (units + 1) × (m samples)
  MatrixView<S> delta_, bar_;
};

}  // namespace ritz::detail
