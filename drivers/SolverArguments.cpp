#include <ritz/drivers/MemorySize.hpp>
#include <ritz/drivers/Nearest.hpp>
#include <ritz/drivers/SolverArguments.hpp>
#include <ritz/drivers/SolverWords.hpp>
#include <ritz/operators/Error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>

namespace ritz {

namespace {

using Words = SolverWords::Words;

const SolverWords words;

[[noreturn]] void notBuilt(const std::string& asked, const std::string& instead) {
  throw NotSupported(fmt::format("{}: not built yet; {}", asked, instead));
}

/// One of `built`; those of `planned` are known but not built yet.
void expectBuilt(const std::string& option, const std::string& word, const Words& built,
                 const Words& planned) {
  Words all = built;
  all.insert(all.end(), planned.begin(), planned.end());
  oneOf(option, word, all);
  if (std::find(planned.begin(), planned.end(), word) != planned.end())
    notBuilt(fmt::format("{} {}", option, word), fmt::format("this version has {}", fmt::join(built, ", ")));
}

bool isNumber(const std::string& word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c); });
}

void expectBuiltParts(const SolverArguments& given) {
  expectBuilt("--method", given.method, words.methods, words.plannedMethods);
  oneOf("--preconditioner", given.preconditioner, words.preconditioners);
  oneOf("--inverse", given.inverse, words.inverses);
}

Which whichOf(const SolverArguments& given) {
  const std::string& word = oneOf("--which", given.which, words.which);
  if (given.sigma && word != "nearest") throw InvalidOption("--sigma belongs to --which nearest");
  if (!given.interval.empty() && word != "interval")
    throw InvalidOption("--interval belongs to --which interval");
  if (word == "largest") return Largest{};
  if (word == "smallest") return Smallest{};
  if (word == "largest-magnitude") return LargestMagnitude{};
  if (word == "smallest-magnitude") return SmallestMagnitude{};
  if (word == "nearest") {
    if (!given.sigma) throw InvalidOption("--which nearest needs --sigma S: nearest to which number?");
    return Nearest{*given.sigma};
  }
  if (given.interval.size() != 2)
    throw InvalidOption(
        fmt::format("--which interval needs --interval with two numbers, found {}; for example "
                    "--interval 0,2.5",
                    given.interval.size()));
  return Interval{given.interval[0], given.interval[1]};
}

/// As Lanczos::filterDegree; `standard` where nothing is asked for.
int filterDegreeOf(const SolverArguments& given, int standard) {
  if (!given.filter) return standard;
  constexpr std::size_t FewDigits = 4;
  if (isNumber(*given.filter) && given.filter->size() <= FewDigits) {
    const int degree = std::stoi(*given.filter);
    if (degree >= 2) return degree;
  }
  if (isNumber(*given.filter))
    throw InvalidOption(fmt::format(
        "--filter is '{}'; give a degree from 2 to 9999, none, or auto to have it chosen", *given.filter));
  return oneOf("--filter", *given.filter, words.filters) == "none" ? 0 : -1;
}

/// `standard` where nothing is asked for.
InnerSolves innerOf(const SolverArguments& given, InnerSolves standard) {
  if (!given.inner) return standard;
  const std::string& word = oneOf("--inner", *given.inner, words.inners);
  return word == "never"    ? InnerSolves::Never
         : word == "always" ? InnerSolves::Always
                            : InnerSolves::Automatic;
}

Method methodOf(const SolverArguments& given) {
  const auto only = [&given](const char* option, bool present, bool belongs, const char* to) {
    if (present && !belongs)
      throw InvalidOption(
          fmt::format("{} belongs to {}, the method asked for is {}; name the method or leave {} out", option,
                      to, given.method, option));
  };
  const bool isLanczos = given.method == "lanczos", isKrylov = given.method == "krylov-schur";
  const bool isLobpcg = given.method == "lobpcg", isDavidson = given.method == "davidson";
  const bool isRandomized = given.method == "randomized";
  only("--products", given.products.has_value(), isRandomized || given.method == "auto",
       "--method randomized or auto");
  only("--power-passes", given.powerPasses.has_value(), isRandomized, "--method randomized");
  if (given.products && *given.products < 1)
    throw InvalidOption(
        fmt::format("--products is {}; give 2 for probing A and 2 or more for each of the {} "
                    "pairs",
                    *given.products, given.numPairs));
  only("--basis", given.basis.has_value(), isLanczos || isKrylov || isDavidson,
       "--method lanczos, krylov-schur or davidson");
  only("--block", given.block.has_value(), isLanczos || isKrylov || isLobpcg || isDavidson,
       "--method lanczos, krylov-schur, lobpcg or davidson");
  only("--locking", given.locking.has_value(), isDavidson, "--method davidson");
  only("--inner", given.inner.has_value(), isDavidson || given.method == "auto", "--method davidson or auto");
  only("--preconditioner", given.preconditioner != "none", isLobpcg || isDavidson || given.method == "auto",
       "--method davidson, lobpcg or auto");
  only("--inverse", given.inverse != "none", isLanczos || isKrylov || given.method == "auto",
       "--method lanczos, krylov-schur or auto");
  only("--memory", !given.memory.empty(), given.method == "auto", "--method auto, which chooses within it");
  if (!given.memory.empty() && given.products)
    throw InvalidOption(
        "--memory and --products: a sketch keeps three vectors for every two products, so that one follows "
        "from "
        "the other; give one of them");
  only("--filter", given.filter.has_value(), isLanczos || given.method == "auto", "--method lanczos or auto");
  if (isLanczos)
    return Lanczos{given.basis.value_or(Lanczos{}.basis), filterDegreeOf(given, Lanczos{}.filterDegree),
                   given.block.value_or(Lanczos{}.block)};
  if (isKrylov)
    return KrylovSchur{given.basis.value_or(KrylovSchur{}.basis), given.block.value_or(KrylovSchur{}.block)};
  if (isLobpcg) return Lobpcg{given.block.value_or(Lobpcg{}.block)};
  if (isDavidson)
    return Davidson{given.basis.value_or(Davidson{}.basis), given.block.value_or(Davidson{}.block),
                    given.locking && oneOf("--locking", *given.locking, words.lockings) == "hard",
                    innerOf(given, Davidson{}.inner)};
  if (given.method == "dense") return Lapack{};
  if (isRandomized)
    return Randomized{given.products.value_or(Randomized{}.products),
                      given.powerPasses.value_or(Randomized{}.powerPasses)};
  return Auto{filterDegreeOf(given, Auto{}.filterDegree), given.products.value_or(Auto{}.products),
              innerOf(given, Auto{}.inner)};
}

Checkpointing checkpointingOf(const SolverArguments& given) {
  if (given.checkpointInterval && given.checkpoint.empty())
    throw InvalidOption("--checkpoint-interval belongs to --checkpoint FILE: which file?");
  const Checkpointing standard;
  return {given.checkpoint, given.checkpointInterval.value_or(standard.interval)};
}

}  // namespace

EigenOptions SolverArguments::options(std::uint64_t seed) const {
  expectBuiltParts(*this);
  EigenOptions options;
  options.numPairs = numPairs;
  options.which = whichOf(*this);
  options.tolerance = tolerance;
  options.relativeTo =
      oneOf("--relative-to", relativeTo, words.relativeTo) == "norm" ? RelativeTo::Norm : RelativeTo::Value;
  options.method = methodOf(*this);
  options.budget.maxApplications = maxApplications;
  options.budget.seconds = timeLimit;
  if (!memory.empty()) options.memory = memorySize("--memory", memory);
  options.seed = seed;
  options.checkpoint = checkpointingOf(*this);
  return options;
}

}  // namespace ritz
