#pragma once

/// What most programs that link the library need: reading, painting and writing pictures.

#include "stylize/error.h"
#include "stylize/image/image_files.h"
#include "stylize/style_transfer.h"
#include "stylize/version.h"
