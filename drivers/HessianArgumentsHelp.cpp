#include <ritz/drivers/HessianArguments.hpp>
#include <ritz/drivers/OfferedWords.hpp>

#include <CLI/CLI.hpp>

namespace ritz {

namespace {

void declareData(CLI::App& app, HessianArguments& to) {
  const char* group = "Data";
  app.add_option("--data", to.data, "Samples, one a line: features and a label 0, 1, ...; .csv or .csv.gz")
      ->type_name("FILE")
      ->group(group);
  offer(
      app.add_option("--label-column", to.labelColumn, "last, first, or the name that a header line gives it")
          ->type_name("NAME")
          ->capture_default_str()
          ->group(group),
      {"last", "first"});
  app.add_option("--scale", to.scale, "Divide all features by this")
      ->type_name("S")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--standardize", to.standardize, "Give every feature mean 0 and deviation 1")->group(group);
}

void declareModel(CLI::App& app, HessianArguments& to) {
  const char* group = "Model";
  offer(
      app.add_option("--model", to.model, "softmax (linear), mlp (multilayer perceptron); mean cross-entropy")
          ->type_name("NAME")
          ->capture_default_str()
          ->group(group),
      {"softmax", "mlp"});
  app.add_option("--layers", to.layers, "For mlp: all sizes, features first, classes last: 64-64-32-10")
      ->type_name("SIZES")
      ->group(group);
  offer(app.add_option("--activation", to.activation, "For mlp: tanh, relu, sigmoid, identity")
            ->type_name("NAME")
            ->capture_default_str()
            ->group(group),
        {"tanh", "relu", "sigmoid", "identity"});
  app.add_option("--ridge", to.ridge, "rho of rho/2 |w|^2, added to the loss")
      ->type_name("RHO")
      ->capture_default_str()
      ->group(group);
  offer(app.add_option("--at", to.at,
                       "The weights: zero, trained, or a Matrix Market array (as DIR/weights.mtx)")
            ->type_name("POINT")
            ->capture_default_str()
            ->group(group),
        {"zero", "trained"});
  app.add_option("--train-steps", to.trainSteps, "For --at trained: most evaluations of L-BFGS")
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--gauss-newton", to.gaussNewton, "The Gauss-Newton matrix instead of the Hessian")
      ->group(group);
}

}  // namespace

void HessianArguments::declare(CLI::App& app) {
  declareData(app, *this);
  declareModel(app, *this);
  const char* group = "More results";
  offer(app.add_option(
               "--compare", compare,
               "power: solve again by power iteration and by Krylov-Schur with ARPACK's default memory, and "
               "count their products; none")
            ->type_name("WHAT")
            ->capture_default_str()
            ->group(group),
        {"none", "power"});
  app.add_flag(
         "--gradient", gradient,
         "The derivative of the first eigenvalue in the ridge and in a factor on each feature, at these "
         "weights")
      ->group(group);
  app.add_flag("--verify", verify, "Compare the gradient with differences of problems solved again")
      ->group(group);
  app.add_option("--image", image, "The features are an image, row by row: draw the directions as such ones")
      ->type_name("ROWSxCOLUMNS")
      ->group(group);
}

}  // namespace ritz
