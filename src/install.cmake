# What `cmake --install` installs: the program, its model, the library with headers and package
# file.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/stylize)

install(TARGETS stylize RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS stylize_painter RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/stylize)
install(TARGETS stylize_core stylize_machine stylize_report stylize_settings EXPORT stylizeTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/stylize DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/stylize/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/stylize)
install(FILES ${PROJECT_SOURCE_DIR}/models/vgg19-free.pt ${PROJECT_SOURCE_DIR}/models/README.md
        DESTINATION ${CMAKE_INSTALL_DATADIR}/stylize)
# The command that fetches the official weights; `stylize model` names it.
install(PROGRAMS ${PROJECT_SOURCE_DIR}/scripts/fetch_vgg19.py ${PROJECT_SOURCE_DIR}/scripts/export_vgg19.py
        DESTINATION ${CMAKE_INSTALL_DATADIR}/stylize/scripts)
install(FILES ${PROJECT_SOURCE_DIR}/scripts/command_line.py ${PROJECT_SOURCE_DIR}/scripts/official_defaults.json
              ${PROJECT_SOURCE_DIR}/scripts/published.py ${PROJECT_SOURCE_DIR}/scripts/vgg_file.py
              ${PROJECT_SOURCE_DIR}/scripts/vgg_source.py
        DESTINATION ${CMAKE_INSTALL_DATADIR}/stylize/scripts)
install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${documentation_folder}/stylize.bash RENAME stylize
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${documentation_folder}/_stylize
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${documentation_folder}/stylize.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(EXPORT stylizeTargets NAMESPACE stylize:: DESTINATION ${package_folder})
configure_package_config_file(stylizeConfig.cmake.in ${PROJECT_BINARY_DIR}/stylizeConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/stylizeConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/stylizeConfig.cmake
              ${PROJECT_BINARY_DIR}/stylizeConfigVersion.cmake
        DESTINATION ${package_folder})
