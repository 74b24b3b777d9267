#include "cli/enter_key.hpp"

#include <poll.h>
#include <unistd.h>

#include <array>

namespace benchfolio::cli {

bool has_enter_key() {
    return ::isatty(STDIN_FILENO) == 1;
}

// A terminal gives whole lines. In the background they are the shell's, and reading them would stop the process.
bool enter_was_pressed() {
    pollfd keyboard{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    if (!has_enter_key()) return false;
    if (const pid_t foreground = ::tcgetpgrp(STDIN_FILENO); foreground > 0 && foreground != ::getpgrp()) return false;
    if (::poll(&keyboard, 1, 0) <= 0 || (keyboard.revents & POLLIN) == 0) return false;
    std::array<char, 256> line;
    return ::read(STDIN_FILENO, line.data(), line.size()) > 0;
}

}  // namespace benchfolio::cli
