// How curved the loss of a classifier is: the largest eigenvalues of the Hessian of a perceptron on
// handwritten digits, and how the largest changes with the ridge and with the scale of each pixel. argv[1]:
// digits.csv.gz.
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/NetworkHessian.hpp>
#include <ritz/ritz.hpp>

#include <cstdio>

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  const auto comm = ritz::worldComm();
  const auto table = ritz::readCsv(comm, argv[1]);                    // the last column is the label
  const auto digits = ritz::classSamples<double>(table)->scaled(16);  // pixels from 0 to 1
  const ritz::Network network{{64, 16, 10}, ritz::Activation::Tanh};  // 64 pixels, 16 units, 10 classes
  const auto w = ritz::initialWeights<double>(network, comm);

  ritz::NetworkHessianOptions options;
  options.ridge = 1e-3;
  options.theta.featureScales = true;  // derivatives by the ridge and by 64 scales
  const auto H = std::make_shared<const ritz::NetworkHessian<double>>(network, digits, w, options);

  const ritz::NetworkObjective<double> objective(network, digits, options);
  Tpetra::Vector<double> gradient(objective.map());
  const auto value = objective(w, &gradient);
  const double slope = gradient.norm2();

  ritz::EigenOptions leading;
  leading.numPairs = 3;
  leading.which = ritz::Largest{};
  leading.tolerance = 1e-10;
  const auto modes = ritz::eigsolve<double>({H}, leading);
  modes.requireConverged();

  const ritz::EigenAdjoint<double> adjoint(modes);
  Tpetra::Vector<double> change(H->parameterMap());
  adjoint(ritz::ValueSum<double>({1.0})).accumulateA(*H, change);  // ∂λ₁/∂(ρ, s₁ … s₆₄)

  if (comm->getRank() != 0) return 0;
  const auto by = change.getData(0);  // ridge and scales live on rank 0
  std::printf("%lld parameters, loss %.6f, gradient %.6f\n", static_cast<long long>(network.parameterCount()),
              value.loss, slope);
  for (const double curvature : modes.values) std::printf("%.8f\n", curvature);
  std::printf("by the ridge %.6f, by the scale of the pixel in the middle %.6f\n", by[0], by[1 + 8 * 4 + 4]);
}
