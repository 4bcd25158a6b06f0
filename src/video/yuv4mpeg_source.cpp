#include "video/yuv4mpeg_source.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <sstream>

#include "stylize/error.h"
#include "video/clip_probe.h"
#include "video/ffmpeg.h"

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

Ratio rate_of(const std::string& header) {
  std::istringstream words(header);
  for (std::string word; words >> word;) {
    if (word.front() != 'F') continue;
    const Ratio rate = parse_ratio(word.substr(1));
    if (rate.numerator > 0) return rate;
  }
  return {25, 1};
}

}  // namespace

Yuv4mpegSource::Yuv4mpegSource(const ClipReadOptions& options)
    : max_pixels_(options.max_pixels),
      frames_([this](void* bytes, std::size_t size) { return ffmpeg_->read(bytes, size); }) {
  check_ffmpeg(kName);
  const std::string header = read_header();
  info_.rate = rate_of(header);
  Arguments arguments = {
      "ffmpeg", "-nostdin",     "-v", "error", "-max_pixels", std::to_string(options.max_pixels),
      "-f",     "yuv4mpegpipe", "-i", "pipe:0"};
  append(writing_ppm(), arguments);
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw Error(ErrorKind::kRead, "no pipe can be made");
  stop_read_ = ends[0];
  stop_write_ = ends[1];
  ffmpeg_ = std::make_unique<ChildProcess>(arguments, ChildProcess::Stream::kPipe,
                                           ChildProcess::Stream::kPipe);
  feeder_ = std::thread([this, header] { feed(header); });
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

void Yuv4mpegSource::feed(const std::string& header) {
  std::array<char, 65536> bytes;
  bool takes = ffmpeg_->write(header.data(), header.size());
  while (takes) {
    struct pollfd wait_for[] = {{STDIN_FILENO, POLLIN, 0}, {stop_read_, POLLIN, 0}};
    if (::poll(wait_for, 2, -1) < 0 && errno == EINTR) continue;
    if (wait_for[1].revents != 0) break;
    const ::ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    takes = ffmpeg_->write(bytes.data(), static_cast<std::size_t>(count));
  }
  ffmpeg_->close_input();
}

std::optional<Image> Yuv4mpegSource::next() {
  std::optional<Image> frame = frames_.next(kName, max_pixels_);
  if (frame) return frame;
  end_feeding();  // what ffmpeg reads no more
  const int code = ffmpeg_->wait();
  if (code == 0 && ffmpeg_->last_line().empty()) return frame;
  throw Error(ErrorKind::kInput,
              std::string(kName) + ": ends early (ffmpeg: " + ffmpeg_->last_line() + ")");
}

}  // namespace stylize
