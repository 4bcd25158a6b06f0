#include "failure.h"

#include <c10/util/Exception.h>

#include <exception>
#include <new>
#include <system_error>

namespace stylize {
namespace {

Failure out_of_memory(const std::string& output) {
  return {ErrorKind::kMemory, output + ": not enough memory at this size; use a smaller " +
                                  setting_name("size") + " or " + setting_name("history")};
}

Failure out_of_gpu_memory(const std::string& output) {
  return {ErrorKind::kMemory, output +
                                  ": not enough memory on the GPU at this size; use a smaller " +
                                  setting_name("size") + " or " + setting_name("history") +
                                  ", "
                                  "or " +
                                  setting_name("device") + " cpu"};
}

// LibTorch and OpenCV report it only in the text of a general error.
bool is_out_of_memory(const std::string& message) {
  for (const char* words : {"DefaultCPUAllocator: ", "(-4:Insufficient memory)"}) {
    if (message.find(words) != std::string::npos) return true;
  }
  return false;
}

Failure unexpected(const std::string& output, const std::string& message) {
  if (message.find("CUDA out of memory") != std::string::npos) return out_of_gpu_memory(output);
  if (is_out_of_memory(message)) return out_of_memory(output);
  return {ErrorKind::kInternal, output + ": " + internal_error(message)};
}

}  // namespace

Failure current_failure(const std::string& output) {
  try {
    throw;
  } catch (const Error& error) {
    return {error.kind(), error.what()};
  } catch (const std::bad_alloc&) {
    return out_of_memory(output);
  } catch (const std::system_error& error) {  // including std::filesystem's
    return {ErrorKind::kInput, output + ": " + error.what()};
  } catch (const c10::Error& error) {
    return unexpected(output, error.what_without_backtrace());
  } catch (const std::exception& error) {
    return unexpected(output, error.what());
  } catch (...) {
    return unexpected(output, "something that is no exception was thrown");
  }
}

bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::kRead || kind == ErrorKind::kOutput || kind == ErrorKind::kMemory;
}

}  // namespace stylize
