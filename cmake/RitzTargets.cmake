# Helpers for the project's own targets.

function(ritz_compile_options target)
  target_compile_features(${target} PUBLIC cxx_std_17)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion -Wshadow)
  if(RITZ_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# One room of the house as a library Ritz::<room>. HEADERS names the public headers, without .hpp: they alone are
# installed, under include/ritz/<room>; the room's other headers are its own.
function(ritz_room room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;PUBLIC;PRIVATE")
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_library(ritz_${room} ${sources})
  add_library(Ritz::${room} ALIAS ritz_${room})
  set_target_properties(ritz_${room} PROPERTIES EXPORT_NAME ${room} POSITION_INDEPENDENT_CODE ON
                        VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_include_directories(ritz_${room} PUBLIC "$<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>"
                             "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  target_link_libraries(ritz_${room} PUBLIC Ritz::trilinos ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  ritz_compile_options(ritz_${room})
  install(TARGETS ritz_${room} EXPORT RitzTargets)
  list(TRANSFORM arg_HEADERS APPEND .hpp)
  install(FILES ${arg_HEADERS} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/ritz/${room}")
endfunction()
