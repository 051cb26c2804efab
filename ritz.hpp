#pragma once

/// Everything that a user of the library needs. See docs/ for a guide and examples/ for whole programs.

#include <ritz/adjoint/AscentDirection.hpp>
#include <ritz/adjoint/EigenAdjoint.hpp>
#include <ritz/adjoint/EigenFunction.hpp>
#include <ritz/adjoint/EigenTangent.hpp>
#include <ritz/adjoint/Losses.hpp>
#include <ritz/adjoint/SpectralHessian.hpp>
#include <ritz/operators/FunctionOperator.hpp>
#include <ritz/operators/LinearOperator.hpp>
#include <ritz/operators/Runtime.hpp>
#include <ritz/solvers/eigsolve.hpp>
#include <ritz/solvers/spectralDensity.hpp>
#include <ritz/solvers/svdsolve.hpp>
