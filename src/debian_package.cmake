# What `cpack` makes: Debian packages stylize (the program), stylize-data (the model and scripts) and
# stylize-dev (the library), or with `cpack --config CPackSourceConfig.cmake` an archive of the sources.
# scripts/package.sh calls it with what it needs.

# The maintainer is who has written the last commit, unless said otherwise.
set(STYLIZE_MAINTAINER "" CACHE STRING "Maintainer of the Debian packages: NAME <ADDRESS>")
set(maintainer "${STYLIZE_MAINTAINER}")
find_program(GIT_PROGRAM git)
mark_as_advanced(GIT_PROGRAM)
if(NOT maintainer AND GIT_PROGRAM AND EXISTS ${PROJECT_SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT_PROGRAM} -C ${PROJECT_SOURCE_DIR} log -1 "--format=%aN <%aE>"
                  OUTPUT_VARIABLE maintainer ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT maintainer)
  set(maintainer "The stylize authors <stylize@stylize.invalid>")
endif()

set(CPACK_VERBATIM_VARIABLES ON)  # else its configuration files lose backslashes
set(CPACK_GENERATOR DEB)
set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME stylize-${PROJECT_VERSION})
set(CPACK_SOURCE_IGNORE_FILES /build/ "/\\.git/" "/\\.git$" "__pycache__" "\\.pyc$" "~$")
set(CPACK_PACKAGE_NAME stylize)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "${maintainer}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "paints photographs in the manner of paintings")
set(CPACK_PACKAGE_VENDOR "The stylize authors")
set(CPACK_PACKAGING_INSTALL_PREFIX ${CMAKE_INSTALL_PREFIX})
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program data development)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/debian_files.cmake)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
    GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME stylize)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "stylize-data (= ${PROJECT_VERSION}-1)")
# From Debian 13 on a package of its own; without it no AVIF is written.
if(heif_FOUND)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS libheif-plugin-aomenc)
endif()
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "Turns a photograph into a painting: the content of one picture, painted in
the manner of another, by the method of Gatys, Ecker and Bethge. One program
for the shell, for single pictures, folders and clusters. It needs no GPU and
no network.")

set(CPACK_DEBIAN_DATA_PACKAGE_NAME stylize-data)
set(CPACK_DEBIAN_DATA_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_DATA_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_DATA_PACKAGE_RECOMMENDS python3)
set(CPACK_DEBIAN_DATA_PACKAGE_SUGGESTS "python3-torch, python3-h5py, parallel, slurm-client")
set(CPACK_DEBIAN_DATA_DESCRIPTION "The model of stylize, which was made for it and may be distributed freely, and
scripts: for the official weights of VGG19, for runs on many machines, and for
golden pictures in continuous integration.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libstylize-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libtorch-dev, libopencv-dev, nlohmann-json3-dev, libexiv2-dev, \
liblcms2-dev, libpng-dev, libjpeg-dev, libtiff-dev, libwebp-dev, libssl-dev, zlib1g-dev")
foreach(library heif jxl GIF)
  if(${library}_FOUND)
    string(TOLOWER ${library} library)
    string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", lib${library}-dev")
  endif()
endforeach()
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "The library of stylize for C++: headers, static libraries and the package file
for CMake.")
include(CPack)
