#pragma once

#include <ritz/benchmarks/Harness.hpp>
#include <ritz/solvers/EigenOptions.hpp>

namespace ritz::bench {

/// The task by a method of Ritz, to the threshold of its case. With a preconditioner where the case has one.
Answer solveBy(const Method& method, const Task& task);

/// To be listed: the name that the tables show, the method made for a case, and its vectors in words.
Solver entry(const std::string& name, std::function<Method(const Case&)> method, const std::string& memory);

}  // namespace ritz::bench
