// square_picture IN OUT SIZE: the middle square of a picture, SIZE x SIZE pixels.
#include <cstdio>
#include <cstdlib>

#include "sample_picture.h"
#include "stylize/error.h"
#include "stylize/image/image_files.h"

int main(int argc, char** argv) {
  const int64_t size = argc == 4 ? std::atoll(argv[3]) : 0;
  if (size < 1) {
    std::fprintf(stderr, "usage: %s IN OUT SIZE\n", argv[0]);
    return 2;
  }
  try {
    stylize::write_image(argv[2], stylize::bench::square_picture(argv[1], size));
  } catch (const stylize::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
