# Writes HEADER with what `git describe` says of the sources in SOURCE, or with nothing where they are no
# checkout. Run at each build; a file that would not change is left alone.
set(description "")
if(EXISTS ${SOURCE}/.git)
  find_program(git git)
  if(git)
    execute_process(COMMAND ${git} --no-optional-locks -C ${SOURCE} describe --tags --always --dirty
                    OUTPUT_VARIABLE description ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
endif()
# Tags may contain anything.
string(REGEX REPLACE "[^A-Za-z0-9._+/-]" "_" description "${description}")
file(WRITE ${HEADER}.new "#define STYLIZE_SOURCE \"${description}\"\n")
execute_process(COMMAND ${CMAKE_COMMAND} -E copy_if_different ${HEADER}.new ${HEADER})
file(REMOVE ${HEADER}.new)
