# ritz_test(<room> <Class>): tests/<room>/<Class>Test.cpp, run as <room>.<Class>.np1 and .np3.
# Options: RANKS <list> (default "1 3"), LIBRARIES <targets>, ENVIRONMENT <NAME=value ...>.
find_package(GTest REQUIRED)

set(RITZ_MPIEXEC_FLAGS "--allow-run-as-root;--oversubscribe" CACHE STRING "Flags for mpiexec in tests")

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
    set_tests_properties(${name} PROPERTIES PROCESSORS ${ranks} TIMEOUT 900
                         ENVIRONMENT "OMP_NUM_THREADS=1;OMPI_MCA_rmaps_base_oversubscribe=1;${arg_ENVIRONMENT}")
  endforeach()
endfunction()
