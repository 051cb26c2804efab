// Maximises the lowest eigenvalue of a string that moves in two planes. θ₁ … θ₆ shift stiffness from one
// plane to the other, region by region; θ₇ couples the planes on one half, against a given coupling on the
// other. At the optimum the two lowest values coincide, and no gradient exists: ascent along gradients
// stalls, ascent by the model of both values does not.
#include <ritz/adjoint/AscentDirection.hpp>
#include <ritz/adjoint/EigenFunction.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/operators/AffineOperator.hpp>
#include <ritz/ritz.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>

using Theta = ritz::AffineOperator<double>::Theta;

constexpr std::size_t Nodes = 40, Regions = 6;
constexpr double Optimum = 10.806974785862;  // of the semidefinite program, by an interior-point method

/// The springs of one region, y += factor·(N + 1)²·Σ(x_i − x_j).
void springs(std::size_t which, double factor, const double* x, double* y) {
  for (std::size_t s = which * (Nodes + 1) / Regions; s < (which + 1) * (Nodes + 1) / Regions; ++s) {
    const double stretch = (s < Nodes ? x[s] : 0.0) - (s > 0 ? x[s - 1] : 0.0);
    const double force = factor * (Nodes + 1) * (Nodes + 1) * stretch;
    if (s < Nodes) y[s] += force;
    if (s > 0) y[s - 1] -= force;
  }
}

/// y += factor·x across the planes, on nodes first … last − 1.
void couple(std::size_t first, std::size_t last, double factor, const double* x, double* y) {
  for (std::size_t i = first; i < last; ++i) {
    y[i] += factor * x[Nodes + i];
    y[Nodes + i] += factor * x[i];
  }
}

ritz::ParametricProblem<double> twoPlanes() {
  const auto map = ritz::makeMap(2 * Nodes);
  std::vector<ritz::OperatorPtr<double>> parts;
  for (std::size_t region = 0; region < Regions; ++region)
    parts.push_back(ritz::makeArrayOperator<double>(map, [=](const double* x, double* y, std::size_t n) {
      std::fill_n(y, n, 0.0);
      springs(region, 1.0, x, y);
      springs(region, -1.0, x + Nodes, y + Nodes);
    }));
  parts.push_back(ritz::makeArrayOperator<double>(map, [](const double* x, double* y, std::size_t n) {
    std::fill_n(y, n, 0.0);
    couple(Nodes / 2, Nodes, 1.0, x, y);
  }));
  const auto given = ritz::makeArrayOperator<double>(map, [](const double* x, double* y, std::size_t n) {
    std::fill_n(y, n, 0.0);
    for (std::size_t region = 0; region < 2 * Regions; ++region)
      springs(region % Regions, 1.0, x + region / Regions * Nodes, y + region / Regions * Nodes);
    for (std::size_t i = 0; i < Nodes / 3; ++i) y[Nodes + i] += 12.0 * x[Nodes + i];  // a bed under one plane
    couple(0, Nodes / 2, 2.0, x, y);
  });
  return {{}, std::make_shared<ritz::AffineOperator<double>>(given, parts)};
}

/// Ascent with steps that double after a success and halve after a failure; `direction(step)` proposes.
template <class Direction>
double ascend(ritz::EigenFunction<double>& lowest, int most, Direction direction) {
  Theta theta(lowest.problem().parameterMap());
  double value = lowest.value(theta), step = 0.1;
  for (int iteration = 0; iteration < most && step > 1e-13; ++iteration) {
    const auto [p, rate] = direction(theta, step);
    Theta moved(theta, Teuchos::Copy);
    moved.update(1.0, p, 1.0);
    const double there = lowest.value(moved);
    const bool rises = there - value > 0.1 * rate;
    step *= rises ? 2.0 : 0.5;
    if (!rises) continue;
    theta = moved;
    value = there;
    if (rate < 1e-9 * value) break;
  }
  return value;
}

int main(int argc, char** argv) {
  ritz::Runtime runtime(&argc, &argv);
  ritz::EigenFunctionOptions options;
  options.eigen.numPairs = 3;
  options.eigen.which = ritz::Smallest{};
  options.eigen.method = ritz::Lobpcg{};
  options.valueAccuracy = 1e-11;
  const auto loss = std::make_shared<ritz::ValueSum<double>>(std::vector<double>{1.0});
  ritz::EigenFunction<double> lowest(twoPlanes(), loss, options);

  const double plain = ascend(lowest, 100, [&](const Theta& theta, double step) {
    Theta g(theta.getMap());
    lowest.gradient(theta, g);
    const double square = g.dot(g);
    g.scale(step);
    return std::pair(g, step * square);
  });
  std::printf("gradients:    %s\n",
              Optimum - plain > 1e-4 ? "stall more than 1e-4 below" : "reach the optimum");

  const double best = ascend(lowest, 100, [&](const Theta& theta, double step) {
    const ritz::MultipleValue<double> both(lowest.at(theta), ritz::Cluster{0, 1});
    const auto ascent = ritz::proximalAscent(both, lowest.problem(), step);
    return std::pair(ascent.direction, ascent.rate);
  });
  std::printf("both values:  %.7f\nsemidefinite: %.7f\n", best, Optimum);
}
