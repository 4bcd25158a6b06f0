#include "video/yuv4mpeg_source.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "machine/system_calls.h"
#include "stylize/error.h"
#include "video/ffmpeg.h"
#include "video/yuv4mpeg_header.h"

namespace stylize {
namespace {

constexpr const char* kName = "standard input";
constexpr std::size_t kLongestHeader = 1024;

// Its first line, byte by byte, since the rest is not ours to read.
std::string read_header() {
  const std::string magic = "YUV4MPEG2";
  std::string line;
  for (char byte = 0; line.size() < kLongestHeader;) {
    const ::ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    line += byte;
    if (byte == '\n' && line.compare(0, magic.size(), magic) == 0) return line;
    if (line.size() == magic.size() && line != magic) break;
  }
  throw Error(ErrorKind::kInput,
              std::string(kName) + ": is no YUV4MPEG; pipe it from ffmpeg ... -f yuv4mpegpipe -");
}

}  // namespace

Yuv4mpegSource::Yuv4mpegSource(const ClipReadOptions& options)
    : max_pixels_(options.max_pixels),
      frames_([this](void* bytes, std::size_t size) { return ffmpeg_->read(bytes, size); }) {
  check_ffmpeg(kName);
  const std::string header = read_header();
  const Yuv4mpegHeader said = parse_yuv4mpeg_header(header);
  info_.rate = said.rate;
  Arguments arguments = {
      "ffmpeg", "-nostdin",     "-v", "error", "-max_pixels", std::to_string(options.max_pixels),
      "-f",     "yuv4mpegpipe", "-i", "pipe:0"};
  append(writing_ppm(), arguments);
  int ends[2];
  if (system_calls::make_pipe(ends) != 0) throw Error(ErrorKind::kRead, "no pipe can be made");
  stop_read_ = ends[0];
  stop_write_ = ends[1];
  ffmpeg_ = std::make_unique<ChildProcess>(arguments, ChildProcess::Stream::kPipe,
                                           ChildProcess::Stream::kPipe);
  feeder_ = std::thread([this, header, said] { feed(header, said.frame_bytes); });
}

Yuv4mpegSource::~Yuv4mpegSource() {
  ffmpeg_->kill();  // so that the feeder's writing ends
  end_feeding();
  ::close(stop_read_);
}

void Yuv4mpegSource::end_feeding() {
  if (stop_write_ >= 0) ::close(stop_write_);
  stop_write_ = -1;
  if (feeder_.joinable()) feeder_.join();
}

void Yuv4mpegSource::feed(const std::string& header, uint64_t frame_bytes) {
  Yuv4mpegFrames frames(frame_bytes);
  std::array<char, 65536> bytes;
  bool takes = ffmpeg_->write(header.data(), header.size());
  while (takes) {
    struct pollfd wait_for[] = {{STDIN_FILENO, POLLIN, 0}, {stop_read_, POLLIN, 0}};
    if (::poll(wait_for, 2, -1) < 0 && errno == EINTR) continue;
    if (wait_for[1].revents != 0) break;
    const ::ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      ends_early_ = !frames.end_with_a_frame();
      break;
    }
    frames.add(bytes.data(), static_cast<std::size_t>(count));
    takes = ffmpeg_->write(bytes.data(), static_cast<std::size_t>(count));
  }
  ffmpeg_->close_input();
}

std::optional<Image> Yuv4mpegSource::next() {
  std::optional<Image> frame;
  try {
    frame = frames_.next(kName, max_pixels_);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::kInput && frames_.ended()) check_end();
    throw;
  }
  if (!frame) check_end();
  return frame;
}

void Yuv4mpegSource::check_end() {
  end_feeding();  // what ffmpeg reads no more
  const int code = ffmpeg_->wait();
  const std::string name = kName, how = how_it_ended("ffmpeg", *ffmpeg_, code);
  if (ffmpeg_->signal() != 0) {
    throw Error(ErrorKind::kRead, name + ": reading ended (" + how + ")");
  }
  if (ends_early_) throw Error(ErrorKind::kInput, name + ": ends early, within a frame");
  if (code == 0 && ffmpeg_->last_line().empty()) return;
  throw Error(ErrorKind::kInput, name + ": ends early (" + how + ")");
}

}  // namespace stylize
