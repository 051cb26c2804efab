#include <ritz/drivers/TrainNetwork.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/ReplicatedSpace.hpp>

#include <fmt/format.h>
#include <Teuchos_CommHelpers.hpp>
#include <nlopt.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <vector>

namespace ritz {

namespace {

using Vector = Tpetra::Vector<double>;
using Numbers = std::vector<double>;

/// F and ∇F as NLopt wants them, on arrays that every rank has all of; keeps the best point.
class Training {
 public:
  Training(const NetworkObjective<double>& objective, const TrainOptions& options)
      : objective_(objective),
        options_(options),
        space_(objective.map()),
        w_(objective.map()),
        g_(objective.map()) {
    result_.best.loss = std::numeric_limits<double>::infinity();
  }

  Numbers everywhere(const Vector& x) const {
    const auto all = space_.gather(x);
    const auto values = all.getData(0);
    Numbers numbers(values.begin(), values.end());
    Teuchos::broadcast(*objective_.map()->getComm(), 0, static_cast<int>(numbers.size()), numbers.data());
    return numbers;
  }

  void toVector(const Numbers& numbers, Vector& x) const {
    const auto values = x.getDataNonConst();
    if (values.size() > 0)
      std::copy_n(numbers.begin() + objective_.map()->getMinGlobalIndex(), values.size(), values.begin());
  }

  double evaluate(const Numbers& x, Numbers& gradient) {
    if (!result_.reason.empty()) throw nlopt::forced_stop();  // a line search goes on after the first one
    toVector(x, w_);
    const auto value = objective_(w_, &g_);
    double numbers[3] = {value.loss, value.accuracy, g_.norm2()};
    Teuchos::broadcast(*objective_.map()->getComm(), 0, 3, numbers);
    const TrainStep step{++result_.evaluations, numbers[0], numbers[1], numbers[2]};
    requireFinite(step);
    if (!gradient.empty()) gradient = everywhere(g_);
    if (step.loss <= result_.best.loss) {
      result_.best = step;
      point_ = x;
    }
    judge(step);
    return std::isfinite(step.loss) ? step.loss : std::numeric_limits<double>::max();
  }

  /// What NLopt said goes behind reasons of our own.
  TrainResult finish(const std::string& ending, Vector& w) {
    toVector(point_, w);
    if (result_.reason.empty()) result_.reason = ending;
    return result_;
  }

 private:
  void requireFinite(const TrainStep& step) const {
    if (step.evaluations == 1 && !(std::isfinite(step.loss) && std::isfinite(step.gradientNorm)))
      throw OperatorFailure(fmt::format(
          "trainNetwork: found loss {:g} and gradient norm {:g} at the start; scale the features or "
          "start from smaller weights",
          step.loss, step.gradientNorm));
  }

  void judge(const TrainStep& step) {
    if (options_.progress && !options_.progress(step)) stop("stopped");
    if (step.gradientNorm <= options_.gradientTolerance) {
      result_.converged = true;
      stop(fmt::format("the gradient's norm is {:.1e}, at most {:.1e} was asked for", step.gradientNorm,
                       options_.gradientTolerance));
    }
    if (step.evaluations >= options_.maxEvaluations)
      stop(fmt::format("{} evaluations of loss and gradient were allowed", options_.maxEvaluations));
  }

  void stop(const std::string& reason) {
    result_.reason = reason;
    throw nlopt::forced_stop();
  }

  const NetworkObjective<double>& objective_;
  const TrainOptions& options_;
  detail::ReplicatedSpace<double> space_;
  Vector w_, g_;
  Numbers point_;
  TrainResult result_;
};

/// NLopt's C sources are in between: exceptions other than its own are kept and rethrown behind them.
struct Call {
  Training& training;
  std::exception_ptr failure{};

  static double evaluate(const Numbers& x, Numbers& gradient, void* self) {
    auto& call = *static_cast<Call*>(self);
    try {
      return call.training.evaluate(x, gradient);
    } catch (const nlopt::forced_stop&) {
      throw;
    } catch (...) {
      call.failure = std::current_exception();
      throw nlopt::forced_stop();
    }
  }
};

void validate(const TrainOptions& options) {
  if (options.maxEvaluations < 1 || options.memory < 1 || !(options.gradientTolerance >= 0.0))
    throw InvalidOption(
        fmt::format("trainNetwork: asked for {} evaluations, memory {} and gradient tolerance {:g}; give at "
                    "least 1, 1 and 0",
                    options.maxEvaluations, options.memory, options.gradientTolerance));
}

std::string minimise(nlopt::opt& method, Numbers& x) {
  double value = 0;
  try {
    method.optimize(x, value);
  } catch (const nlopt::roundoff_limited&) {
    return "rounding allows no further descent";
  } catch (const nlopt::forced_stop&) {
    return "stopped";
  } catch (const std::runtime_error&) {
    return "the line search finds no further descent";
  }
  return "no further descent";
}

}  // namespace

TrainResult trainNetwork(const NetworkObjective<double>& objective, Vector& w, const TrainOptions& options) {
  validate(options);
  if (!w.getMap()->isSameAs(*objective.map()))
    throw SpaceMismatch(
        "trainNetwork: w lives on another map than the objective's parameters; make it from "
        "objective.map()");
  Training training(objective, options);
  Call call{training};
  Numbers x = training.everywhere(w);
  nlopt::opt method(nlopt::LD_LBFGS, static_cast<unsigned>(x.size()));
  method.set_vector_storage(static_cast<unsigned>(options.memory));
  method.set_min_objective(Call::evaluate, &call);
  const auto ending = minimise(method, x);
  if (call.failure) std::rethrow_exception(call.failure);
  return training.finish(ending, w);
}

}  // namespace ritz
