# Install rules and the package configuration, so that find_package(Ritz) gives the targets of the build tree.
include(CMakePackageConfigHelpers)

get_target_property(RITZ_LIBRARY_TYPE ritz_operators TYPE)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Ritz")
install(TARGETS ritz EXPORT RitzTargets)
install(EXPORT RitzTargets NAMESPACE Ritz:: DESTINATION "${package_dir}")
install(FILES ritz.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/ritz")
install(DIRECTORY anasazi DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/ritz" FILES_MATCHING PATTERN "*.hpp")
configure_package_config_file(cmake/RitzConfig.cmake.in "${PROJECT_BINARY_DIR}/RitzConfig.cmake"
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/RitzConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/RitzConfig.cmake" "${PROJECT_BINARY_DIR}/RitzConfigVersion.cmake"
              cmake/RitzTrilinos.cmake
        DESTINATION "${package_dir}")
