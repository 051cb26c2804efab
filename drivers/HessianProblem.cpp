#include <ritz/drivers/HessianProblem.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/MatrixMarketVectors.hpp>

#include <fmt/format.h>

namespace ritz {

namespace {

Activation activationOf(const std::string& name) {
  if (name == "relu") return Activation::Relu;
  if (name == "sigmoid") return Activation::Sigmoid;
  return name == "identity" ? Activation::Identity : Activation::Tanh;
}

SamplesPtr<double> readSamples(const CommPtr& comm, const HessianArguments& arguments) {
  const std::vector<int> sizes = arguments.sizes();
  const CsvTable table = readCsv(comm, arguments.data, arguments.csv());
  if (!sizes.empty() && sizes.front() != table.features)
    throw InvalidOption(fmt::format("--layers {} begins with {}; {} has {} features; begin with {}",
                                    arguments.layers, sizes.front(), arguments.data, table.features,
                                    table.features));
  const auto [rows, columns] = arguments.imageSize();
  if (!arguments.image.empty() && static_cast<long long>(rows) * columns != table.features)
    throw InvalidOption(fmt::format("--image {}: {} x {} = {} pixels; {} has {} features", arguments.image,
                                    rows, columns, static_cast<long long>(rows) * columns, arguments.data,
                                    table.features));
  const auto samples = classSamples<double>(table, sizes.empty() ? 0 : sizes.back());
  return arguments.standardize ? samples->standardized() : samples->scaled(arguments.scale);
}

std::shared_ptr<Tpetra::Vector<double>> readWeights(const MapPtr& map, const std::string& path) {
  const auto columns = readVectors<double>(map, path);
  if (columns->getNumVectors() != 1)
    throw DataError(fmt::format("{}: {} columns; weights are one", path, columns->getNumVectors()));
  return std::make_shared<Tpetra::Vector<double>>(*columns->getVector(0), Teuchos::Copy);
}

}  // namespace

HessianProblem makeHessianProblem(const CommPtr& comm, const HessianArguments& arguments, std::uint64_t seed,
                                  const std::function<bool(const TrainStep&)>& progress) {
  HessianProblem problem;
  problem.samples = readSamples(comm, arguments);
  const Network linear = softmaxRegression(problem.samples->features(), problem.samples->outputs());
  problem.network = arguments.layers.empty()
                        ? linear
                        : Network{arguments.sizes(), activationOf(arguments.activation), linear.loss};
  const NetworkObjective<double> objective(problem.network, problem.samples, arguments.fit());
  if (arguments.isTrained()) {
    problem.weights =
        std::make_shared<Tpetra::Vector<double>>(initialWeights<double>(problem.network, comm, seed));
    TrainOptions options;
    options.maxEvaluations = arguments.trainSteps;
    options.progress = progress;
    problem.training = trainNetwork(objective, *problem.weights, options);
  } else if (arguments.at == "zero") {
    problem.weights = std::make_shared<Tpetra::Vector<double>>(objective.map());
  } else {
    problem.weights = readWeights(objective.map(), arguments.at);
  }
  problem.value = objective(*problem.weights);
  problem.hessian = std::make_shared<NetworkHessian<double>>(problem.network, problem.samples,
                                                             *problem.weights, arguments.curvature());
  return problem;
}

}  // namespace ritz
