#include <ritz/benchmarks/NetworkCase.hpp>
#include <ritz/operators/MatrixMarketVectors.hpp>
#include <ritz/operators/NetworkHessian.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>

#include <algorithm>

namespace ritz::bench {

namespace {

std::shared_ptr<const NetworkHessian<double>> readHessian(const std::string& data) {
  const auto comm = worldComm();
  const auto samples = classSamples<double>(readCsv(comm, data + "/digits.csv.gz"))->scaled(16);
  const Network network{{64, 64, 32, 10}, Activation::Tanh};
  const auto weights = readVectors<double>(network.parameterMap(comm), data + "/weights.mtx");
  NetworkHessianOptions options;
  options.ridge = 1e-4;
  return std::make_shared<NetworkHessian<double>>(network, samples, *weights->getVector(0), options);
}

}  // namespace

NetworkMatrix networkMatrix(const std::string& data, int k) {
  const auto hessian = readHessian(data);
  const auto map = hessian->getDomainMap();
  const auto n = map->getGlobalNumElements();
  EigenOptions options;
  options.numPairs = k;
  options.tolerance = 1e-12;
  options.method = Lanczos{60};
  const auto exact = eigsolve<double>({hessian}, options);
  exact.requireConverged();
  const auto x = std::make_shared<MultiVector<double>>(map, 1),
             y = std::make_shared<MultiVector<double>>(map, 1);
  const auto product = [hessian, x, y, n](const double* from, double* to) {
    std::copy(from, from + n, x->getDataNonConst(0).begin());
    hessian->apply(*x, *y);
    const auto image = y->getData(0);
    std::copy(image.begin(), image.end(), to);
  };
  return {n, product, exact.values};
}

}  // namespace ritz::bench
