#include "cli/browser.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <sstream>
#include <utility>
#include <vector>

namespace benchfolio::cli {
namespace {

#if defined(__APPLE__)
constexpr auto desktop = "open";
#else
constexpr auto desktop = "xdg-open";
#endif

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

// What posix_spawn is told: a process group of its own, so that Ctrl-C does not end the browser too, and nothing to
// read or to say.
class Detached {
  public:
    Detached() {
        ::posix_spawn_file_actions_init(&streams);
        ::posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    }
    ~Detached() {
        ::posix_spawn_file_actions_destroy(&streams);
        ::posix_spawnattr_destroy(&attributes);
    }
    Detached(const Detached&) = delete;
    Detached& operator=(const Detached&) = delete;

    posix_spawn_file_actions_t streams;
    posix_spawnattr_t attributes;
};

// 0, or why the program cannot be started.
int spawn(std::vector<std::string> command, pid_t& process) {
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    const Detached detached;
    return ::posix_spawnp(&process, arguments[0], &detached.streams, &detached.attributes, arguments.data(), environ);
}

}  // namespace

std::vector<std::string> browser_command(const std::string& url, const system::Environment& environment) {
    const std::string wanted = environment("BROWSER").value_or("");
    std::vector<std::string> command = words(wanted.substr(0, wanted.find(':')));
    if (command.empty()) return {desktop, url};
    bool placed = false;
    for (std::string& word : command) {
        const std::size_t at = word.find("%s");
        if (at == word.npos) continue;
        word.replace(at, 2, url);
        placed = true;
    }
    if (!placed) command.push_back(url);
    return command;
}

Browser::Browser(const std::string& url) {
    const auto command = browser_command(url, system::process_environment());
    program_ = command.front();
    if (const int error = spawn(command, process_); error != 0)
        complaint_ = fmt::format("no browser was opened: {}: {}", program_, std::strerror(error));
}

std::optional<std::string> Browser::complaint() {
    int status = 0;
    if (process_ > 0 && ::waitpid(process_, &status, WNOHANG) == process_) {
        process_ = -1;
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            complaint_ = fmt::format("no browser was opened: {} failed", program_);
    }
    return std::exchange(complaint_, std::nullopt);
}

}  // namespace benchfolio::cli
