#include <ritz/drivers/CommandLine.hpp>
#include <ritz/drivers/DensityCommand.hpp>
#include <ritz/drivers/EigsCommand.hpp>
#include <ritz/drivers/ExitStatus.hpp>
#include <ritz/drivers/GradientCommand.hpp>
#include <ritz/drivers/HessianCommand.hpp>
#include <ritz/drivers/ReportCommand.hpp>
#include <ritz/drivers/SvdCommand.hpp>
#include <ritz/operators/Error.hpp>
#include <ritz/operators/Runtime.hpp>

#include <fmt/format.h>
#include <mpi.h>
#include <Teuchos_DefaultSerialComm.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace {

ritz::CommandLine commandLine() {
  std::vector<std::unique_ptr<ritz::Command>> commands;
  commands.push_back(std::make_unique<ritz::EigsCommand>());
  commands.push_back(std::make_unique<ritz::DensityCommand>());
  commands.push_back(std::make_unique<ritz::GradientCommand>());
  commands.push_back(std::make_unique<ritz::HessianCommand>());
  commands.push_back(std::make_unique<ritz::SvdCommand>());
  commands.push_back(std::make_unique<ritz::ReportCommand>());
  return ritz::CommandLine(std::move(commands));
}

ritz::ExitStatus runProgram(const ritz::CommPtr& comm, const std::vector<std::string>& arguments) {
  try {
    return commandLine().run(comm, arguments);
  } catch (const ritz::Error& error) {  // thrown on every rank
    if (comm->getRank() == 0) fmt::print(stderr, "ritz: {}\n", error.what());
    return ritz::exitStatusOf(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "ritz: rank {}: {}\n", comm->getRank(), error.what());
    // Perhaps the other ranks are well and wait for this one.
    if (comm->getSize() > 1) MPI_Abort(MPI_COMM_WORLD, static_cast<int>(ritz::ExitStatus::Failed));
    return ritz::ExitStatus::Failed;
  }
}

/// Texts about the program, which come without MPI: builds write them into files. Whether one was asked for.
bool printDocument(const std::vector<std::string>& arguments, ritz::ExitStatus& status) {
  try {
    const auto text = commandLine().document(arguments);
    if (!text) return false;
    fmt::print("{}", *text);
    status = std::fflush(stdout) == 0 ? ritz::ExitStatus::Done : ritz::ExitStatus::Failed;
  } catch (const ritz::Error& error) {
    fmt::print(stderr, "ritz: {}\n", error.what());
    status = ritz::exitStatusOf(error);
  }
  return true;
}

/// Moves what is meant for Kokkos out of `arguments`. It gets nothing else: it would print a help of its own.
std::vector<std::string> takeKokkosArguments(std::vector<std::string>& arguments) {
  const auto first =
      std::stable_partition(arguments.begin(), arguments.end(),
                            [](const std::string& argument) { return argument.rfind("--kokkos-", 0) != 0; });
  std::vector<std::string> taken(first, arguments.end());
  arguments.erase(first, arguments.end());
  return taken;
}

bool asksForText(const std::vector<std::string>& arguments) {
  return std::any_of(arguments.begin(), arguments.end(), [](const std::string& argument) {
    return argument == "--help" || argument == "-h" || argument == "help" || argument == "--version";
  });
}

ritz::ExitStatus startAndRun(const char* program, std::vector<std::string> arguments) {
  auto forKokkos = takeKokkosArguments(arguments);
  std::string name = program;
  std::vector<char*> pointers{name.data()};
  for (auto& argument : forKokkos) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  char** values = pointers.data();
  std::unique_ptr<ritz::Runtime> runtime;
  try {
    runtime = std::make_unique<ritz::Runtime>(&count, &values);
  } catch (
      const ritz::Error& error) {  // no GPU, as on the login node of a cluster, where people ask for help
    if (asksForText(arguments)) return runProgram(Teuchos::rcp(new Teuchos::SerialComm<int>()), arguments);
    fmt::print(stderr, "ritz: {}\n", error.what());
    return ritz::exitStatusOf(error);
  }
  const auto status = runProgram(ritz::worldComm(), arguments);
  std::fflush(nullptr);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  auto status = ritz::ExitStatus::Done;
  if (!printDocument(arguments, status)) status = startAndRun(argv[0], arguments);
  return static_cast<int>(status);
}
