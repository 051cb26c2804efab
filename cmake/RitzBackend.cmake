# RITZ_BACKEND, before project(): which Trilinos, and for CUDA which compiler. Empty means the Trilinos that CMake finds on
# its own, as the distribution's; openmp and cuda mean those that cmake/trilinos/build has made.
set(RITZ_BACKEND "" CACHE STRING "Trilinos made by cmake/trilinos/build: openmp or cuda; empty: the one that is found")
set_property(CACHE RITZ_BACKEND PROPERTY STRINGS "" openmp cuda)

set(RITZ_TRILINOS_PREFIX "")
if(RITZ_BACKEND)
  if(NOT RITZ_BACKEND MATCHES "^(openmp|cuda)$")
    message(FATAL_ERROR "RITZ_BACKEND is '${RITZ_BACKEND}'; known: openmp, cuda, or empty for the Trilinos that is found")
  endif()
  string(TOUPPER "RITZ_TRILINOS_${RITZ_BACKEND}" variable)
  if(DEFINED ENV{${variable}})
    set(RITZ_TRILINOS_PREFIX "$ENV{${variable}}")
  elseif(DEFINED ENV{XDG_CACHE_HOME})
    set(RITZ_TRILINOS_PREFIX "$ENV{XDG_CACHE_HOME}/ritz/trilinos/${RITZ_BACKEND}")
  else()
    set(RITZ_TRILINOS_PREFIX "$ENV{HOME}/.cache/ritz/trilinos/${RITZ_BACKEND}")
  endif()
  if(NOT EXISTS "${RITZ_TRILINOS_PREFIX}/lib/cmake/Tpetra")
    message(FATAL_ERROR "No Trilinos for the back end ${RITZ_BACKEND} in ${RITZ_TRILINOS_PREFIX}. Make it, once:\n"
                        "  cmake/trilinos/build --backend ${RITZ_BACKEND}\n"
                        "or name the folder where it is installed in the environment variable ${variable}.")
  endif()
  file(REAL_PATH "${RITZ_TRILINOS_PREFIX}" RITZ_TRILINOS_PREFIX)
  if(RITZ_BACKEND STREQUAL "cuda" AND NOT CMAKE_CXX_COMPILER)
    set(CMAKE_CXX_COMPILER "${RITZ_TRILINOS_PREFIX}/bin/nvcc_wrapper")
  endif()
endif()
