#include "heif_header.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "av1_size.h"
#include "hevc_size.h"
#include "larger_size.h"

namespace stylize {
namespace {

// An item's place in the file, of which only the first part counts.
struct Place {
  bool in_meta = false;  // in the box idat, else in the file
  uint64_t at = 0, length = 0;
};

ByteSpan span_of(const std::vector<uint8_t>& file) {
  return {file.data(), file.size()};
}

// A box's content without version (1) and flags (3).
ByteSpan without_version(const Box& box) {
  return box.content.after(4);
}

uint64_t version_of(const Box& box) {
  return box.content.number(0, 1);
}

std::optional<Box> meta_of(const std::vector<uint8_t>& file) {
  return find_box(span_of(file), "meta");
}

uint64_t main_item(ByteSpan meta) {
  const auto box = find_box(meta, "pitm");
  return box ? without_version(*box).number(0, version_of(*box) == 0 ? 2 : 4) : 0;
}

// Calls see(number of a property, from 1) for those of an item.
template <typename See>
void for_each_property(const Box& ipma, uint64_t item, const See& see) {
  const ByteSpan body = without_version(ipma);
  const std::size_t id_bytes = version_of(ipma) == 0 ? 2 : 4;
  const bool wide = (ipma.content.number(3, 1) & 1) != 0;
  const uint64_t entries = body.number(0, 4);
  std::size_t at = 4;
  for (uint64_t i = 0; i < entries && at < body.size; ++i) {
    const bool wanted = body.number(at, id_bytes) == item;
    const uint64_t count = body.number(at + id_bytes, 1);
    at += id_bytes + 1;
    for (uint64_t k = 0; k < count; ++k, at += wide ? 2 : 1) {
      if (wanted) see(body.number(at, wide ? 2 : 1) & (wide ? 0x7fff : 0x7f));
    }
  }
}

std::optional<Box> find_in_properties(ByteSpan meta, const char* name) {
  const auto iprp = find_box(meta, "iprp");
  return iprp ? find_box(iprp->content, name) : std::nullopt;
}

// The item's property ispe; the largest, since some writers also give that of the coded picture.
Size size_in_properties(ByteSpan meta, uint64_t item) {
  const auto ipco = find_in_properties(meta, "ipco"), ipma = find_in_properties(meta, "ipma");
  if (!ipco || !ipma) return {};
  std::vector<Box> properties;
  for_each_box(ipco->content, [&](const Box& box) {
    properties.push_back(box);
    return true;
  });
  Size size;
  for_each_property(*ipma, item, [&](uint64_t number) {
    if (number == 0 || number > properties.size()) return;
    const Box& box = properties[static_cast<std::size_t>(number - 1)];
    if (!box.is("ispe")) return;
    const ByteSpan body = without_version(box);
    size = larger_size(
        size, {static_cast<int64_t>(body.number(0, 4)), static_cast<int64_t>(body.number(4, 4))});
  });
  return size;
}

Size hevc_size_in_properties(ByteSpan meta) {
  Size size;
  const auto ipco = find_in_properties(meta, "ipco");
  if (!ipco) return size;
  for_each_box(ipco->content, [&](const Box& box) {
    if (box.is("hvcC")) size = larger_size(size, hevc_configured_size(box.content));
    return true;
  });
  return size;
}

// Calls see(id, type) for each item of a file.
template <typename See>
void for_each_item(ByteSpan meta, const See& see) {
  const auto iinf = find_box(meta, "iinf");
  if (!iinf) return;
  const std::size_t count_bytes = version_of(*iinf) == 0 ? 2 : 4;
  for_each_box(without_version(*iinf).after(count_bytes), [&](const Box& box) {
    if (!box.is("infe") || version_of(box) < 2) return true;
    const std::size_t id_bytes = version_of(box) == 2 ? 2 : 4;
    const ByteSpan body = without_version(box);
    see(body.number(0, id_bytes), body.after(id_bytes + 2));
    return true;
  });
}

std::optional<Place> place_of_item(ByteSpan meta, uint64_t item) {
  const auto iloc = find_box(meta, "iloc");
  if (!iloc) return std::nullopt;
  const uint64_t version = version_of(*iloc);
  const ByteSpan body = without_version(*iloc);
  const auto half_byte = [&](std::size_t at, int shift) {
    return static_cast<std::size_t>(body.number(at, 1) >> shift & 15);
  };
  const std::size_t offset = half_byte(0, 4), length = half_byte(0, 0), base = half_byte(1, 4);
  const std::size_t index = version > 0 ? half_byte(1, 0) : 0;
  const std::size_t id_bytes = version < 2 ? 2 : 4;
  const uint64_t items = body.number(2, id_bytes);
  std::size_t at = 2 + id_bytes;
  for (uint64_t i = 0; i < items && at < body.size; ++i) {
    const bool found = body.number(at, id_bytes) == item;
    at += id_bytes;
    Place place;
    if (version > 0) {
      place.in_meta = (body.number(at, 2) & 15) == 1;
      at += 2;
    }
    at += 2;  // where the data are; only this file counts
    place.at = body.number(at, base);
    at += base;
    const uint64_t parts = body.number(at, 2);
    at += 2;
    place.at += body.number(at + index, offset);
    place.length = body.number(at + index + offset, length);
    if (found) return place;
    at += static_cast<std::size_t>(parts) * (index + offset + length);
  }
  return std::nullopt;
}

ByteSpan data_of_item(const std::vector<uint8_t>& file, ByteSpan meta, uint64_t item) {
  const auto place = place_of_item(meta, item);
  if (!place) return {};
  ByteSpan all = span_of(file);
  if (place->in_meta) {
    const auto idat = find_box(meta, "idat");
    if (!idat) return {};
    all = idat->content;
  }
  if (place->at >= all.size) return {};
  ByteSpan rest = all.after(static_cast<std::size_t>(place->at));
  if (place->length > 0) rest.size = std::min<std::size_t>(rest.size, place->length);
  return rest;
}

// What the data of items that are put together claim: version, flags (lengths of 4 bytes instead of
// 2), for a grid its rows and columns, for an overlay its background (8), width, height.
Size size_in_data(const std::vector<uint8_t>& file, ByteSpan meta) {
  constexpr int kMostItems = 16;  // of this kind, whose places are looked for
  Size size;
  int items = 0;
  for_each_item(meta, [&](uint64_t item, ByteSpan type) {
    const bool is_grid = type.begins_with("grid");
    if ((!is_grid && !type.begins_with("iovl")) || ++items > kMostItems) return;
    const ByteSpan data = data_of_item(file, meta, item);
    const std::size_t bytes = (data.number(1, 1) & 1) != 0 ? 4 : 2;
    const std::size_t at = is_grid ? 4 : 10;
    size = larger_size(size, {static_cast<int64_t>(data.number(at, bytes)),
                              static_cast<int64_t>(data.number(at + bytes, bytes))});
  });
  return size;
}

// Which item is decoded for which: a grid, overlay or copy for what it is made of, a picture for
// its alpha.
std::vector<std::pair<uint64_t, uint64_t>> decoded_for_others(ByteSpan meta) {
  std::vector<std::pair<uint64_t, uint64_t>> pairs;
  const auto iref = find_box(meta, "iref");
  if (!iref) return pairs;
  const std::size_t id_bytes = version_of(*iref) == 0 ? 2 : 4;
  for_each_box(without_version(*iref), [&](const Box& box) {
    if (!box.is("dimg") && !box.is("auxl")) return true;
    const uint64_t from = box.content.number(0, id_bytes);
    const uint64_t count = box.content.number(id_bytes, 2);
    for (std::size_t i = 0, at = id_bytes + 2; i < count && at < box.content.size; ++i) {
      const uint64_t to = box.content.number(at, id_bytes);
      pairs.emplace_back(box.is("dimg") ? std::pair(from, to) : std::pair(to, from));
      at += id_bytes;
    }
    return true;
  });
  return pairs;
}

// Items that contain themselves, or each other: libheif 1.15 decodes them until the stack ends.
bool nests_deeply(ByteSpan meta) {
  constexpr int kDeepest = 8;
  const auto pairs = decoded_for_others(meta);
  std::set<uint64_t> level;
  for (const auto& [item, part] : pairs) level.insert(item);
  for (int depth = 0; depth < kDeepest && !level.empty(); ++depth) {
    std::set<uint64_t> next;
    for (const auto& [item, part] : pairs) {
      if (level.count(item) > 0) next.insert(part);
    }
    level = std::move(next);
  }
  return !level.empty();
}

}  // namespace

std::optional<PictureFormat> heif_format(const std::vector<uint8_t>& file) {
  const auto is_one_of = [](ByteSpan brand, std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](const char* name) { return brand.begins_with(name); });
  };
  const auto of_brand = [&](ByteSpan brand) -> std::optional<PictureFormat> {
    if (is_one_of(brand, {"avif", "avis"})) return PictureFormat::kAvif;
    if (is_one_of(brand, {"heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs"})) {
      return PictureFormat::kHeif;
    }
    return std::nullopt;
  };
  const ByteSpan all = span_of(file);
  if (!all.after(4).begins_with("ftyp")) return std::nullopt;
  constexpr std::size_t kMajor = 8, kOthers = 16;
  if (const auto format = of_brand(all.after(kMajor))) return format;
  if (!is_one_of(all.after(kMajor), {"mif1", "msf1"})) return std::nullopt;
  const auto end = static_cast<std::size_t>(std::min<uint64_t>(all.number(0, 4), all.size));
  for (std::size_t at = kOthers; at + 4 <= end; at += 4) {
    if (const auto format = of_brand(all.after(at))) return format;
  }
  return PictureFormat::kHeif;
}

std::optional<Size> heif_size(const std::vector<uint8_t>& file) {
  const auto box = meta_of(file);
  if (!box) return std::nullopt;
  const ByteSpan meta = without_version(*box);
  if (nests_deeply(meta)) return std::nullopt;
  const Size size =
      larger_size(size_in_properties(meta, main_item(meta)), size_in_data(file, meta));
  return size.width > 0 && size.height > 0 ? std::optional(size) : std::nullopt;
}

Size coded_size(const std::vector<uint8_t>& file) {
  constexpr int kMostItems = 20'000;
  Size size;
  const auto box = meta_of(file);
  if (!box) return size;
  const ByteSpan meta = without_version(*box);
  int items = 0;
  for_each_item(meta, [&](uint64_t item, ByteSpan type) {
    const bool is_av1 = type.begins_with("av01");
    if ((!is_av1 && !type.begins_with("hvc1") && !type.begins_with("hev1")) ||
        ++items > kMostItems) {
      return;
    }
    const ByteSpan data = data_of_item(file, meta, item);
    size = larger_size(size, is_av1 ? av1_size(data) : hevc_size(data));
  });
  return larger_size(size, hevc_size_in_properties(meta));
}

bool heif_has_sequence(const std::vector<uint8_t>& file) {
  return find_box(span_of(file), "moov").has_value();
}

}  // namespace stylize
