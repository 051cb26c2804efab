#pragma once

#include <TpetraCore_config.h>

#include <complex>

/// RITZ_INSTANTIATE(Class): the explicit instantiations of `template <class S> class Class` for each scalar
/// that the Trilinos found has. Closes the .cpp file of the class; RITZ_FOR_EACH_SCALAR does it for
/// functions.

#ifdef HAVE_TPETRA_INST_FLOAT
#define RITZ_IF_FLOAT(MACRO) MACRO(float)
#else
#define RITZ_IF_FLOAT(MACRO)
#endif
#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
#define RITZ_IF_COMPLEX(MACRO) MACRO(std::complex<double>)
#else
#define RITZ_IF_COMPLEX(MACRO)
#endif

#define RITZ_FOR_EACH_SCALAR(MACRO) MACRO(double) RITZ_IF_FLOAT(MACRO) RITZ_IF_COMPLEX(MACRO)

#ifdef HAVE_TPETRA_INST_FLOAT
#define RITZ_INSTANTIATE_FLOAT(CLASS) template class CLASS<float>;
#else
#define RITZ_INSTANTIATE_FLOAT(CLASS)
#endif
#ifdef HAVE_TPETRA_INST_COMPLEX_DOUBLE
#define RITZ_INSTANTIATE_COMPLEX(CLASS) template class CLASS<std::complex<double>>;
#else
#define RITZ_INSTANTIATE_COMPLEX(CLASS)
#endif

#define RITZ_INSTANTIATE(CLASS) \
  template class CLASS<double>; \
  RITZ_INSTANTIATE_FLOAT(CLASS) \
  RITZ_INSTANTIATE_COMPLEX(CLASS)
