# Run by cpack before it packs what was installed for each component: what Debian's policy wants in every
# package (copyright, change log), compressed manual pages, and the usual permissions.
cmake_minimum_required(VERSION 3.22)

file(GLOB package_folders ${CPACK_TEMPORARY_DIRECTORY}/*)
foreach(folder IN LISTS package_folders)
  get_filename_component(component ${folder} NAME)
  string(TOUPPER "${component}" upper)
  set(package ${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  if(NOT package)
    continue()  # the archive of the sources
  endif()
  set(installed ${folder}${CPACK_PACKAGING_INSTALL_PREFIX})
  set(documents ${installed}/share/doc/${package})
  file(MAKE_DIRECTORY ${documents})

  file(READ ${CMAKE_CURRENT_LIST_DIR}/../LICENSE licence)
  string(REPLACE "\n\n" "\n.\n" licence "${licence}")
  string(REPLACE "\n" "\n " licence "${licence}")
  string(REGEX MATCH "Copyright [^\n]*" copyright "${licence}")
  string(REGEX REPLACE "^Copyright \\(c\\) " "" copyright "${copyright}")
  string(REGEX REPLACE "[ \n]+$" "" licence "${licence}")
  file(WRITE ${documents}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: stylize

Files: *
Copyright: ${copyright}
License: Expat

License: Expat
 ${licence}
")
  file(REMOVE ${documents}/LICENSE ${documents}/CHANGELOG.md)

  string(TIMESTAMP today "%a, %d %b %Y %H:%M:%S +0000" UTC)
  file(WRITE ${documents}/changelog.Debian "stylize (${CPACK_PACKAGE_VERSION}-1) unstable; urgency=medium

  * Packaged by CPack; changelog has what changed.

 -- ${CPACK_PACKAGE_CONTACT}  ${today}
")
  # That is for packages of Debian's own archive.
  file(WRITE ${installed}/share/lintian/overrides/${package} "${package}: initial-upload-closes-no-bugs\n")
  configure_file(${CMAKE_CURRENT_LIST_DIR}/../CHANGELOG.md ${documents}/changelog COPYONLY)
  file(GLOB compressed ${installed}/share/man/man1/*.1)
  foreach(file IN ITEMS ${compressed} ${documents}/changelog ${documents}/changelog.Debian)
    execute_process(COMMAND gzip -9n ${file} COMMAND_ERROR_IS_FATAL ANY)
  endforeach()
  # The sources may belong to somebody whose group may write.
  execute_process(COMMAND chmod -R u+rwX,go-w,a+rX ${folder} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
