# How tests are run: MPI, threads, limits.
set(RITZ_MPIEXEC_FLAGS "--allow-run-as-root;--oversubscribe" CACHE STRING "Flags for mpiexec in tests")

# One rank runs two threads where there are threads. Open MPI may start more ranks than cores, and binds none to a core:
# tests that run at the same time would share the first one.
set(RITZ_TEST_THREADS 1)
if(RITZ_BACKEND STREQUAL "openmp")
  set(RITZ_TEST_THREADS 2)
endif()
# ritz_test_resources(<test> <ranks> [NAME=value ...]): cores, time limit and environment of a test.
function(ritz_test_resources test ranks)
  set(threads 1)
  if(ranks EQUAL 1)
    set(threads ${RITZ_TEST_THREADS})
  endif()
  math(EXPR cores "${ranks} * ${threads}")
  set_tests_properties(${test} PROPERTIES PROCESSORS ${cores} TIMEOUT 900
    ENVIRONMENT "OMP_NUM_THREADS=${threads};OMP_PROC_BIND=false;KOKKOS_DISABLE_WARNINGS=1;OMPI_MCA_rmaps_base_oversubscribe=1;OMPI_MCA_hwloc_base_binding_policy=none;${ARGN}")
endfunction()

# ritz_test(<room> <Class>): tests/<room>/<Class>Test.cpp, run as <room>.<Class>.np1 and .np3.
# Options: RANKS <list> (default "1 3"), LIBRARIES <targets>, ENVIRONMENT <NAME=value ...>.
function(ritz_test room class)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "" "RANKS;LIBRARIES;ENVIRONMENT")
  if(NOT arg_RANKS)
    set(arg_RANKS 1 3)
  endif()
  set(target ${room}_${class}Test)
  add_executable(${target} ${CMAKE_CURRENT_SOURCE_DIR}/${room}/${class}Test.cpp)
  target_link_libraries(${target} PRIVATE ritz_test_main ${arg_LIBRARIES})
  ritz_compile_options(${target})
  foreach(ranks ${arg_RANKS})
    set(name ${room}.${class}.np${ranks})
    add_test(NAME ${name} COMMAND ${MPIEXEC_EXECUTABLE} ${MPIEXEC_NUMPROC_FLAG} ${ranks} ${RITZ_MPIEXEC_FLAGS}
                                  $<TARGET_FILE:${target}>)
    ritz_test_resources(${name} ${ranks} ${arg_ENVIRONMENT})
  endforeach()
endfunction()
