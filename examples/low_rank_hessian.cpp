// What the data tell beyond the prior: the leading pairs of H u = λ R u for the Hessian H of a data misfit
// and the precision R of the prior, by a number of products that is known beforehand.
#include <ritz/ritz.hpp>

#include <ritz/operators/DiagonalOperator.hpp>

#include <cmath>
#include <cstdio>

/// diag(value(0), value(1), …); a Hessian of yours would solve two PDEs for each column instead.
template <class F>
std::shared_ptr<const ritz::DiagonalOperator<double>> diagonal(const ritz::MapPtr& map, F value) {
  Tpetra::Vector<double> d(map);
  const auto entries = d.getDataNonConst(0);
  for (int i = 0; i < static_cast<int>(entries.size()); ++i) entries[i] = value(map->getGlobalElement(i));
  return std::make_shared<ritz::DiagonalOperator<double>>(d);
}

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto map = ritz::makeMap(5000);
  const auto precision = [](ritz::GlobalIndex i) { return 1.0 + 1e-3 * static_cast<double>(i); };
  const auto misfitHessian = diagonal(
      map, [&](ritz::GlobalIndex i) { return precision(i) * 1e3 * std::exp(-0.5 * static_cast<double>(i)); });
  const auto prior = diagonal(map, precision);
  const auto priorCovariance = prior->inverse();

  ritz::EigenOptions options;
  options.numPairs = 15;
  options.method = ritz::Randomized{102};  // a sketch of 50 columns; better 10 more than pairs
  options.tolerance = 1e-6;                // what "converged" is to mean
  const auto modes = ritz::eigsolve<double>({misfitHessian, prior, priorCovariance}, options);
  modes.requireConverged();

  double gained = 0.0;  // log det of prior against posterior covariance
  for (const double value : modes.values) gained += std::log1p(value);
  if (map->getComm()->getRank() == 0)
    std::printf("%ld products in %ld calls\nlargest %.3f, last %.3f\nnats learnt %.4f\nnot seen: below %s\n",
                modes.applications.A.columns, modes.applications.A.calls, modes.values.front(),
                modes.values.back(), 0.5 * gained, *modes.remainder < 1e-5 ? "1e-5" : "?");
}
