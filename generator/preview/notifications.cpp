#include "preview/notifications.hpp"

#if defined(__linux__)

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace benchfolio::preview {

std::unique_ptr<Notifications> Notifications::open() {
    const int descriptor = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    return descriptor < 0 ? nullptr : std::unique_ptr<Notifications>{new Notifications{descriptor}};
}

Notifications::~Notifications() {
    ::close(descriptor_);
}

// A file counts when its writer closes it, not with each piece that is written.
bool Notifications::follow(const std::string& folder) {
    constexpr unsigned events = IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |
                                IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    return ::inotify_add_watch(descriptor_, folder.c_str(), events) >= 0 || (errno != ENOSPC && errno != ENOMEM);
}

bool Notifications::wait(std::chrono::milliseconds patience) {
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    std::array<char, 1 << 16> events;
    while (::read(descriptor_, events.data(), events.size()) > 0) continue;
    return true;
}

}  // namespace benchfolio::preview

#else

namespace benchfolio::preview {

std::unique_ptr<Notifications> Notifications::open() {
    return nullptr;
}
Notifications::~Notifications() = default;
bool Notifications::follow(const std::string&) {
    return false;
}
bool Notifications::wait(std::chrono::milliseconds) {
    return false;
}

}  // namespace benchfolio::preview

#endif
