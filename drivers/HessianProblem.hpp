#pragma once

#include <ritz/drivers/HessianArguments.hpp>
#include <ritz/drivers/TrainNetwork.hpp>

#include <memory>
#include <optional>

namespace ritz {

/// A model, its data, and the weights at which its curvature is asked for.
struct HessianProblem {
  Network network;
  SamplesPtr<double> samples;
  std::shared_ptr<Tpetra::Vector<double>> weights;
  NetworkObjective<double>::Value value;  ///< loss and accuracy there
  std::optional<TrainResult> training;
  std::shared_ptr<NetworkHessian<double>> hessian;
};

/// Reads the data, trains where that is asked for, and makes the operator. `progress` hears of each step of
/// the training; may be empty. Collective. Throws DataError (files), InvalidOption (layers or image that do
/// not fit the data).
HessianProblem makeHessianProblem(const CommPtr& comm, const HessianArguments& arguments, std::uint64_t seed,
                                  const std::function<bool(const TrainStep&)>& progress);

}  // namespace ritz
