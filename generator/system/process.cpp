#include "system/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "model/error.hpp"

namespace benchfolio::system {
namespace {

using model::Error;
using model::ExitCode;

constexpr int tick_ms = 100;                      // between two questions whether to go on
constexpr std::chrono::seconds grace{5};          // for a program to end by itself once it was asked to
constexpr int unknown_end = 255 << 8;             // as waitpid would give exit code 255
constexpr std::chrono::milliseconds patience{5};  // between two looks whether it has

[[noreturn]] void fail(const std::string& what, int error, const std::string& place = {}) {
    throw Error(ExitCode::storage, "program", what + ": " + std::strerror(error), place);
}

// One end of a pipe, closed when this goes.
class End {
  public:
    End() = default;
    ~End() { close(); }
    End(const End&) = delete;
    End& operator=(const End&) = delete;

    void take(int file) { file_ = file; }
    void close() {
        if (file_ >= 0) ::close(std::exchange(file_, -1));
    }
    int file() const { return file_; }
    bool open() const { return file_ >= 0; }

  private:
    int file_ = -1;
};

// Closed on exec, so that no program started meanwhile by another thread keeps it open.
struct Pipe {
    End read, write;
    Pipe() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("cannot make a pipe", errno);
        read.take(ends[0]);
        write.take(ends[1]);
    }
};

// Holds SIGPIPE back in this thread while it writes to a program that may have ended, and swallows the one that came.
class NoBrokenPipe {
  public:
    NoBrokenPipe() {
        ::sigemptyset(&only_);
        ::sigaddset(&only_, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &only_, &before_);
    }
    ~NoBrokenPipe() {
        const timespec now{};
        if (::sigismember(&before_, SIGPIPE) == 0)
            while (::sigtimedwait(&only_, nullptr, &now) == SIGPIPE) {
            }
        ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoBrokenPipe(const NoBrokenPipe&) = delete;
    NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;
    const sigset_t& before() const { return before_; }

  private:
    sigset_t only_{}, before_{};
};

// What happens in the new process before the program begins.
class Preparation {
  public:
    explicit Preparation(const sigset_t& mask) {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        sigset_t broken_pipe;
        ::sigemptyset(&broken_pipe);
        ::sigaddset(&broken_pipe, SIGPIPE);
        ::posix_spawnattr_setsigdefault(&attributes_, &broken_pipe);
        ::posix_spawnattr_setsigmask(&attributes_, &mask);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    ~Preparation() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }
    Preparation(const Preparation&) = delete;
    Preparation& operator=(const Preparation&) = delete;

    void connect(const End& end, int as) { ::posix_spawn_file_actions_adddup2(&actions_, end.file(), as); }
    void close_input() { ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0); }
    void enter(const std::string& folder) {
        if (!folder.empty()) ::posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
    }
    const posix_spawn_file_actions_t* actions() const { return &actions_; }
    const posix_spawnattr_t* attributes() const { return &attributes_; }

  private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

// Where the caller had SIGCHLD ignored, as some supervisors do, the system would forget how programs ended.
void remember_ends() {
    struct sigaction action {};
    if (::sigaction(SIGCHLD, nullptr, &action) != 0 || action.sa_handler != SIG_IGN) return;
    action.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &action, nullptr);
}

std::vector<std::string> environment_of(const Command& command) {
    std::vector<std::string> lines;
    for (char** line = environ; *line; ++line) {
        const std::string_view text{*line};
        if (!command.environment.contains(std::string{text.substr(0, text.find('='))})) lines.emplace_back(text);
    }
    for (const auto& [name, value] : command.environment)
        if (value) lines.push_back(name + "=" + *value);
    return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

// A started program: ended and waited for when this goes.
class Process {
  public:
    Process(const Command& command, const Preparation& preparation) {
        std::vector<std::string> arguments = command.arguments, environment = environment_of(command);
        const int error = ::posix_spawnp(&id_, arguments.at(0).c_str(), preparation.actions(), preparation.attributes(),
                                         pointers(arguments).data(), pointers(environment).data());
        if (error != 0) fail("cannot start `" + command.arguments[0] + "`", error, command.folder);
    }
    ~Process() {
        if (status_) return;
        ::kill(id_, SIGTERM);
        for (const auto end = Clock::now() + grace; !ended() && Clock::now() < end;)
            std::this_thread::sleep_for(patience);
        if (status_) return;
        ::kill(id_, SIGKILL);
        wait(0);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    bool ended() {
        if (!status_) wait(WNOHANG);
        return status_.has_value();
    }
    int status() {
        if (!status_) wait(0);
        return WIFEXITED(*status_) ? WEXITSTATUS(*status_) : 128 + WTERMSIG(*status_);
    }

  private:
    using Clock = std::chrono::steady_clock;

    void wait(int options) {
        int status = 0;
        pid_t done = 0;
        do done = ::waitpid(id_, &status, options);
        while (done < 0 && errno == EINTR);
        if (done != 0) status_ = done == id_ ? status : unknown_end;
    }

    pid_t id_ = 0;
    std::optional<int> status_;  // as waitpid gives it, once the program has ended
};

// The conversation with a program: all three streams served from one thread, none waiting for another.
class Conversation {
  public:
    explicit Conversation(const Command& command) : command_(command) {
        Preparation preparation{quiet_.before()};
        command.input ? preparation.connect(in_.read, STDIN_FILENO) : preparation.close_input();
        preparation.connect(out_.write, STDOUT_FILENO);
        preparation.connect(err_.write, STDERR_FILENO);
        preparation.enter(command.folder);
        process_.emplace(command, preparation);
        in_.read.close();
        out_.write.close();
        err_.write.close();
        for (const End* end : {&in_.write, &out_.read, &err_.read}) ::fcntl(end->file(), F_SETFL, O_NONBLOCK);
    }

    Outcome hold() {
        if (command_.input) command_.input([this](std::string_view bytes) { write(bytes); });
        in_.write.close();
        while (out_.read.open() || err_.read.open()) {
            if (serve(tick_ms) || !process_->ended()) continue;
            while (serve(0)) {
            }
            break;  // what the program left in the background may keep the streams open for ever
        }
        outcome_.status = process_->status();
        return std::move(outcome_);
    }

  private:
    void write(std::string_view bytes) {
        while (!bytes.empty() && in_.write.open()) {
            const ssize_t written = ::write(in_.write.file(), bytes.data(), bytes.size());
            if (written >= 0)
                bytes.remove_prefix(static_cast<std::size_t>(written));
            else if (errno == EAGAIN)
                serve(tick_ms);
            else if (errno != EINTR)
                in_.write.close();
        }
    }

    // Waits until a stream can go on, and reads what there is; false when the time went by and none could.
    bool serve(int milliseconds) {
        if (command_.cancelled && command_.cancelled())
            throw Error(ExitCode::interrupted, "interrupted", "stopped while `" + command_.arguments[0] + "` ran");
        std::array<pollfd, 3> streams{pollfd{in_.write.file(), POLLOUT, 0}, pollfd{out_.read.file(), POLLIN, 0},
                                      pollfd{err_.read.file(), POLLIN, 0}};
        if (::poll(streams.data(), streams.size(), milliseconds) == 0) return false;
        if (streams[1].revents != 0) read(out_.read, outcome_.out);
        if (streams[2].revents != 0) read(err_.read, outcome_.err);
        return true;
    }

    static void read(End& from, std::string& to) {
        std::array<char, 1 << 16> buffer;
        const ssize_t count = ::read(from.file(), buffer.data(), buffer.size());
        if (count > 0)
            to.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 || (errno != EAGAIN && errno != EINTR))
            from.close();
    }

    const Command& command_;
    NoBrokenPipe quiet_;
    std::optional<Process> process_;  // goes last of the two: its streams are closed before it is waited for
    Pipe in_, out_, err_;
    Outcome outcome_;
};

}  // namespace

Outcome run(const Command& command) {
    remember_ends();
    return Conversation{command}.hold();
}

}  // namespace benchfolio::system
