#pragma once

#include <ritz/drivers/RunReport.hpp>

#include <string>

namespace ritz {

/// Draws DIR/convergence.svg and .png with gnuplot: the worst residual and the number of converged pairs
/// against applications of A. Returns what there is to tell the user: the pictures' names, or why there are
/// none; earlier pictures are then removed, for they would belong to another result. Not collective. Throws
/// nothing.
std::string drawConvergence(const std::string& folder, const RunReport& report);

/// The commands for gnuplot, its data included; to `picture`.svg and .png.
std::string convergenceScript(const std::string& picture, const RunReport& report);

}  // namespace ritz
