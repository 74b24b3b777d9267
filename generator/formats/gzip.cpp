#include "formats/gzip.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace benchfolio::formats {
namespace {

class Inflater {
  public:
    Inflater(std::string_view bytes, std::uint64_t limit) : left_(bytes), limit_(limit) {
        constexpr int gzip_only = 15 + 16;
        if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc{};
    }
    ~Inflater() { inflateEnd(&stream_); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    // Inflates some bytes to the end of `text` from `size` on; returns zlib's status.
    int step(std::string& text, std::size_t& size) {
        if (size == text.size()) text.resize(std::min<std::uint64_t>(2 * size, limit_ + 1));
        const std::size_t room = clamped(text.size() - size), offered = clamped(left_.size());
        stream_.next_out = reinterpret_cast<Bytef*>(text.data() + size);
        stream_.avail_out = static_cast<uInt>(room);
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left_.data()));  // zlib does not write to it
        stream_.avail_in = static_cast<uInt>(offered);
        const int status = inflate(&stream_, Z_NO_FLUSH);
        size += room - stream_.avail_out;
        left_.remove_prefix(offered - stream_.avail_in);
        return status;
    }

    bool next_member() { return is_gzip(left_) && inflateReset(&stream_) == Z_OK; }
    bool done() const { return left_.empty(); }

  private:
    z_stream stream_{};
    std::string_view left_;
    std::uint64_t limit_;

    static std::size_t clamped(std::size_t size) {
        return std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
    }
};

}  // namespace

bool is_gzip(std::string_view bytes) {
    return bytes.starts_with("\x1f\x8b");
}

std::optional<std::string> gunzip(std::string_view bytes, std::string& text, std::uint64_t limit) {
    Inflater inflater{bytes, limit};
    constexpr std::uint64_t least = 1 << 16, usual_ratio = 8;
    text.resize(std::min(std::max(usual_ratio * bytes.size(), least), limit + 1));
    std::size_t size = 0;
    for (;;) {
        const int status = inflater.step(text, size);
        if (size > limit) return fmt::format("it inflates to more than {} bytes", limit);
        if (status == Z_STREAM_END && !inflater.next_member()) break;
        if (status == Z_BUF_ERROR && inflater.done()) return "the compressed data ends too early";
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) return "the compressed data is damaged";
    }
    if (!inflater.done()) return "something follows the end of the compressed data";
    text.resize(size);
    return std::nullopt;
}

}  // namespace benchfolio::formats
