#include <ritz/drivers/ListOption.hpp>
#include <ritz/drivers/OfferedWords.hpp>
#include <ritz/drivers/SolverArguments.hpp>
#include <ritz/drivers/SolverWords.hpp>

#include <CLI/CLI.hpp>

namespace ritz {

namespace {

const SolverWords words;

void declareWanted(CLI::App& app, SolverArguments& to) {
  const char* group = "Which pairs";
  app.add_option("-k", to.numPairs, "How many eigenpairs")
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  offer(app.add_option("--which", to.which,
                       "largest, smallest, largest-magnitude, smallest-magnitude, nearest (with --sigma), "
                       "interval (with --interval)")
            ->type_name("END")
            ->capture_default_str()
            ->group(group),
        words.which);
  app.add_option("--sigma", to.sigma, "For --which nearest: the number to be near to")
      ->type_name("S")
      ->group(group);
  addList(app, "--interval", to.interval, "For --which interval: its ends")->type_name("A,B")->group(group);
  app.add_option("--tolerance", to.tolerance,
                 "A pair has converged when |A u - lambda B u| <= tolerance (|A| + |lambda| |B|) |u|")
      ->type_name("EPS")
      ->capture_default_str()
      ->group(group);
  offer(app.add_option(
               "--relative-to", to.relativeTo,
               "norm: as above; value: |A u - lambda B u| <= tolerance |lambda| |u|, for small values of a "
               "large matrix")
            ->type_name("WHAT")
            ->capture_default_str()
            ->group(group),
        words.relativeTo);
}

void declareMethod(CLI::App& app, SolverArguments& to) {
  const char* group = "How";
  offer(app.add_option(
               "--method", to.method,
               "auto (chooses and says why), dense, lanczos, krylov-schur, lobpcg, davidson, randomized (a "
               "fixed number of products in few calls, for values that decay); to come: power")
            ->type_name("NAME")
            ->capture_default_str()
            ->group(group),
        words.methods);
  app.add_option("--basis", to.basis, "For lanczos, krylov-schur and davidson: vectors kept before a restart")
      ->type_name("M")
      ->group(group);
  app.add_option("--block", to.block,
                 "For lanczos, krylov-schur, lobpcg and davidson: vectors multiplied at a time")
      ->type_name("B")
      ->group(group);
  offer(app.add_option(
               "--locking", to.locking,
               "For davidson: soft (converged vectors stay in the basis; default), hard (they leave it, "
               "for many pairs with a small basis)")
            ->type_name("HOW")
            ->group(group),
        words.lockings);
  offer(
      app.add_option("--inner", to.inner,
                     "For davidson: inner steps that solve for each correction, with more products and less "
                     "beside them: auto (where it saves time), never, always; default: never, with --method "
                     "auto: auto")
          ->type_name("WHEN")
          ->group(group),
      words.inners);
  app.add_option("--products", to.products,
                 "At most so many vectors multiplied by A, in few calls, however accurate the pairs become: "
                 "for --method randomized, which --method auto takes then (2 and 2 for each column of its "
                 "sketch)")
      ->type_name("N")
      ->group(group);
  app.add_option("--power-passes", to.powerPasses,
                 "For randomized: times that the sketch is multiplied again, for values of slow decay "
                 "(default: 0)")
      ->type_name("Q")
      ->group(group);
  offer(app.add_option(
               "--preconditioner", to.preconditioner,
               "For davidson and lobpcg, of an A that shows its entries, with a positive diagonal: none, "
               "jacobi, ilu, chebyshev (polynomial), amg (multigrid, see --coordinates)")
            ->type_name("NAME")
            ->capture_default_str()
            ->group(group),
        words.preconditioners);
  offer(app.add_option(
               "--filter", to.filter,
               "For lanczos, which multiplies then with a polynomial of A: its DEGREE, none, or auto (by "
               "the time that a product takes); default: none, with --method auto: auto; inner values always "
               "take one")
            ->type_name("DEGREE")
            ->group(group),
        words.filters);
  offer(app.add_option(
               "--inverse", to.inverse,
               "Of A - sigma B, for lanczos: none, factor (a sparse factorisation of the matrices, which "
               "also counts eigenvalues), krylov (an inner solve for each step); for the smallest, the "
               "smallest in magnitude, nearest, interval; of B for the largest")
            ->type_name("NAME")
            ->capture_default_str()
            ->group(group),
        words.inverses);
}

void declareMemory(CLI::App& app, SolverArguments& to) {
  app.add_option(
         "--memory", to.memory,
         "For --method auto: what the vectors of each rank may take, such as 500MB or 2GiB (default: half "
         "of what the machine has free, divided by its ranks)")
      ->type_name("SIZE")
      ->group("How");
}

void declareLimits(CLI::App& app, SolverArguments& to) {
  const char* group = "Limits (the best pairs so far are written, the exit status is 3)";
  app.add_option("--max-applications", to.maxApplications, "Vectors multiplied by A (default: 100 n + 20000)")
      ->type_name("N")
      ->group(group);
  app.add_option("--time-limit", to.timeLimit, "Wall-clock time of the solve (default: none)")
      ->type_name("SECONDS")
      ->group(group);
}

}  // namespace

void SolverArguments::declare(CLI::App& app) {
  declareWanted(app, *this);
  declareMethod(app, *this);
  declareMemory(app, *this);
  declareLimits(app, *this);
}

void SolverArguments::declareCheckpoints(CLI::App& app) {
  const char* group = "Checkpoints";
  app.add_option(
         "--checkpoint", checkpoint,
         "Save the state there now and then, and when a limit, SIGINT or SIGTERM ends the solve (HDF5)")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--checkpoint-interval", checkpointInterval,
                 "Least time between two of them (default: 600; 0: after each step)")
      ->type_name("SECONDS")
      ->group(group);
  app.add_option(
         "--resume", resume,
         "Go on from a checkpoint, with the same problem, -k, --which and --seed, on any number of ranks")
      ->type_name("FILE")
      ->group(group);
}

}  // namespace ritz
