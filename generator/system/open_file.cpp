#include "system/open_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace benchfolio::system {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
    throw std::filesystem::filesystem_error(what, path, std::error_code{errno, std::generic_category()});
}

}  // namespace

OpenFile::OpenFile(const std::filesystem::path& path, int flags)
    : OpenFile(path, Number{::open(path.c_str(), flags | O_CLOEXEC, 0666)}) {}

OpenFile::OpenFile(const std::filesystem::path& path, Number number) : path_(path), number_(number.value) {
    if (number_ < 0) fail("cannot open", path_);
}

OpenFile::~OpenFile() {
    if (number_ >= 0) ::close(number_);
}

void OpenFile::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t written = ::write(number_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail("cannot write", path_);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

// The errors let pass are those of file systems that cannot sync this, a folder for example.
void OpenFile::sync() const {
    const bool done = ::fsync(number_) == 0 || errno == EINVAL || errno == ENOTSUP || errno == ENOSYS;
    if (!done) fail("cannot write", path_);
}

void OpenFile::close() {
    if (::close(std::exchange(number_, -1)) != 0) fail("cannot write", path_);
}

}  // namespace benchfolio::system
