# What `cmake --install` installs: the program, its model, the library with headers and package
# file. The components are those of the Debian packages (debian_package.cmake): program, data, development.
include(CMakePackageConfigHelpers)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/stylize)
set(scripts_folder ${CMAKE_INSTALL_DATADIR}/stylize/scripts)

install(TARGETS stylize RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(TARGETS stylize_painter RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/stylize COMPONENT program)
install(TARGETS stylize_core stylize_machine stylize_report stylize_settings EXPORT stylizeTargets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/stylize DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT development FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/stylize/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/stylize COMPONENT development)
install(FILES ${PROJECT_SOURCE_DIR}/models/vgg19-free.pt ${PROJECT_SOURCE_DIR}/models/README.md
        DESTINATION ${CMAKE_INSTALL_DATADIR}/stylize COMPONENT data)

# The scripts that README.md tells those to run who have installed the program: what fetches and converts
# the official weights (`stylize model` names it), many machines, golden pictures in CI.
foreach(script fetch_vgg19.py export_vgg19.py)
  install(PROGRAMS ${PROJECT_SOURCE_DIR}/scripts/${script} DESTINATION ${scripts_folder} COMPONENT data)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/scripts/command_line.py ${PROJECT_SOURCE_DIR}/scripts/official_defaults.json
              ${PROJECT_SOURCE_DIR}/scripts/published.py ${PROJECT_SOURCE_DIR}/scripts/vgg_file.py
              ${PROJECT_SOURCE_DIR}/scripts/vgg_source.py
        DESTINATION ${scripts_folder} COMPONENT data)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/scripts/many_machines ${PROJECT_SOURCE_DIR}/scripts/ci
        DESTINATION ${scripts_folder} COMPONENT data USE_SOURCE_PERMISSIONS)

install(FILES ${manual_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${documentation_folder}/stylize.bash RENAME stylize
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
# Debian's zsh looks in its own folder for what comes from packages.
set(zsh_folder zsh/site-functions)
if(CMAKE_INSTALL_PREFIX STREQUAL /usr AND EXISTS /etc/debian_version)
  set(zsh_folder zsh/vendor-completions)
endif()
install(FILES ${documentation_folder}/_stylize
        DESTINATION ${CMAKE_INSTALL_DATADIR}/${zsh_folder} COMPONENT program)
install(FILES ${documentation_folder}/stylize.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)

# README.md with the pictures and documents that it shows, at the same places below it.
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
foreach(folder content controls gallery mask style)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/tests/samples/${folder}
          DESTINATION ${CMAKE_INSTALL_DOCDIR}/tests/samples COMPONENT program)
endforeach()
foreach(document models/README.md src/README.md tests/bench/README.md tests/fuzz/README.md
        tests/golden/README.md tests/samples/README.md)
  get_filename_component(folder ${document} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${document} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${folder}
          COMPONENT program)
endforeach()
foreach(script many_machines/stylize_array.slurm ci/github_actions.yml ci/gitlab_ci.yml)
  get_filename_component(folder ${script} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/scripts/${script}
          DESTINATION ${CMAKE_INSTALL_DOCDIR}/scripts/${folder} COMPONENT program)
endforeach()

install(EXPORT stylizeTargets NAMESPACE stylize:: DESTINATION ${package_folder} COMPONENT development)
configure_package_config_file(stylizeConfig.cmake.in ${PROJECT_BINARY_DIR}/stylizeConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/stylizeConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/stylizeConfig.cmake
              ${PROJECT_BINARY_DIR}/stylizeConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT development)

if(PROJECT_IS_TOP_LEVEL)
  include(debian_package.cmake)
endif()
