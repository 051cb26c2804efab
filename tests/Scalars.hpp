#pragma once

#include <gtest/gtest.h>

#include <TpetraCore_config.h>

#include <complex>

namespace ritz::test {

/// Every scalar that this Trilinos has.
using EveryScalar = testing::Types<double
#ifdef HAVE_TPETRA_INST_FLOAT
                                   ,
                                   float
#endif
#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
                                   ,
                                   std::complex<double>
#endif
                                   >;

}  // namespace ritz::test
