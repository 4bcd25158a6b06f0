#include "unexpected.h"

#include <exception>
#include <new>
#include <system_error>

#include "exit_code.h"
#include "one_line.h"
#include "stylize/error.h"

namespace stylize {

Unexpected current_unexpected() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return {kExitFailed, "not enough memory"};
  } catch (const std::system_error& error) {  // including std::filesystem's
    return {kExitFailed, one_line(error.what())};
  } catch (const std::exception& error) {
    return {kExitInternal, internal_error(error.what())};
  } catch (...) {
    return {kExitInternal, internal_error("something that is no exception was thrown")};
  }
}

}  // namespace stylize
