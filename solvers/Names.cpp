#include <ritz/solvers/EigenOptions.hpp>
