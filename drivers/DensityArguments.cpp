#include <ritz/drivers/DensityArguments.hpp>
#include <ritz/drivers/ListOption.hpp>
#include <ritz/drivers/MemorySize.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/drivers/OfferedWords.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>

namespace ritz {

namespace {

const std::vector<std::string> functionWords{"none", "log", "inverse", "sqrt", "exp"};

void expectAtLeast(const char* option, double value, double least, const char* advice) {
  if (!(value >= least)) throw InvalidOption(fmt::format("{} {:g}: {}", option, value, advice));
}

void declareQuestions(CLI::App& app, DensityArguments& to) {
  const char* group = "What to estimate, besides the density";
  offer(addList(app, "--function", to.functions,
                "The trace of f(A), with B of f(inverse of B times A), for one or more f, separated by "
                "commas: log (that is log det), inverse, sqrt, exp; none")
            ->type_name("F,...")
            ->default_str("none")
            ->group(group),
        functionWords);
  addList(app, "--count", to.count, "How many eigenvalues lie in [A, B]; -inf and inf are fine")
      ->type_name("A,B")
      ->group(group);
  app.add_option(
         "--width", to.width,
         "Standard deviation of the Gaussian that each eigenvalue is smoothed to (default: width of the "
         "spectrum / steps)")
      ->type_name("W")
      ->group(group);
}

}  // namespace

void DensityArguments::declare(CLI::App& app) {
  declareQuestions(app, *this);
  app.add_option("--probes", probes, "Random vectors; error bars fall with the root of their number")
      ->type_name("N")
      ->capture_default_str()
      ->group("How");
  app.add_option("--steps", steps,
                 "Steps of Lanczos with each, that is products with A and vectors in memory")
      ->type_name("M")
      ->capture_default_str()
      ->group("How");
  app.add_option("--max-exact", maxExact,
                 "Compute all eigenvalues where n is at most this and at most probes times steps; 0: never")
      ->type_name("N")
      ->capture_default_str()
      ->group("How");
  app.add_option(
         "--memory", memory,
         "What the vectors of each rank may take, such as 500MB or 2GiB; fewer steps are taken where it "
         "holds no more (default: no limit)")
      ->type_name("SIZE")
      ->group("How");
  const char* limits = "Limits (what the vectors that are done tell is written, the exit status is 3)";
  app.add_option("--max-applications", maxApplications, "Vectors multiplied by A (default: no limit)")
      ->type_name("N")
      ->group(limits);
  app.add_option("--time-limit", timeLimit, "Wall-clock time (default: none)")
      ->type_name("SECONDS")
      ->group(limits);
}

DensityOptions DensityArguments::options(std::uint64_t seed) const {
  expectAtLeast("--probes", probes, 1, "give one random vector or more, two for error bars");
  expectAtLeast("--steps", steps, 1, "give one step or more");
  expectAtLeast("--max-exact", static_cast<double>(maxExact), 0, "give 0 or more");
  expectAtLeast("--max-applications", static_cast<double>(maxApplications), 0, "give 0 or more");
  expectAtLeast("--time-limit", timeLimit, 0, "give 0 or more");
  if (width && !(*width > 0.0 && std::isfinite(*width)))
    throw InvalidOption(fmt::format("--width {:g}: give a number above 0", *width));
  for (const auto& word : functions) oneOf("--function", word, functionWords);
  if (!count.empty() && (count.size() != 2 || !(count[0] <= count[1])))
    throw InvalidOption(
        "--count needs the two ends of an interval, the lower first; for example --count 0,1.5");
  DensityOptions options;
  options.probes = probes;
  options.steps = steps;
  options.maxExact = maxExact;
  options.seed = seed;
  options.budget.maxApplications = maxApplications;
  options.budget.seconds = timeLimit;
  if (!memory.empty()) options.memory = memorySize("--memory", memory);
  return options;
}

std::vector<std::string> DensityArguments::wanted() const {
  std::vector<std::string> words;
  for (const auto& word : functions)
    if (word != "none") words.push_back(word);
  return words;
}

std::function<double(double)> namedFunction(const std::string& word, double scale) {
  if (word == "log") return [](double x) { return std::log(x); };
  if (word == "inverse") return [](double x) { return 1.0 / x; };
  if (word == "exp") return [](double x) { return std::exp(x); };
  return [scale](double x) { return std::sqrt(x < 0.0 && x > -1e-12 * scale ? 0.0 : x); };
}

}  // namespace ritz
