#include <ritz/benchmarks/TpetraBridge.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/HashVectors.hpp>
#include <ritz/operators/Runtime.hpp>

namespace ritz::bench {

OperatorPtr<double> tpetra(const CountedOperator& product) {
  return makeArrayOperator<double>(
      makeMap(static_cast<GlobalIndex>(product.size())),
      [&product](const double* x, double* y, std::size_t) { product.apply(x, y); });
}

std::shared_ptr<MultiVector<double>> tpetraStart(const Task& task, int columns) {
  auto result = std::make_shared<MultiVector<double>>(makeMap(static_cast<GlobalIndex>(task.problem.n)),
                                                      static_cast<std::size_t>(columns));
  fillHash(*result, task.seed);
  return result;
}

void append(const MultiVector<double>& X, std::vector<double>& vectors) {
  const std::size_t length = X.getGlobalLength(), old = vectors.size();
  vectors.resize(old + length * X.getNumVectors());
  X.get1dCopy(Teuchos::arrayView(vectors.data() + old, static_cast<Teuchos_Ordinal>(vectors.size() - old)),
              length);
}

}  // namespace ritz::bench
