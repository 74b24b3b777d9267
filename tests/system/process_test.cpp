#include "system/process.hpp"

#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using benchfolio::model::Error;
using benchfolio::model::ExitCode;
using benchfolio::support::file_text;
using benchfolio::support::TemporaryFolder;
using benchfolio::system::Command;
using benchfolio::system::Outcome;
using benchfolio::system::run;
using benchfolio::system::Write;
using Clock = std::chrono::steady_clock;

namespace {

Command shell(const std::string& script) {
    return {.arguments = {"sh", "-c", script}};
}

Command feeding(const std::string& script, std::function<void(const Write&)> input) {
    return {.arguments = {"sh", "-c", script}, .input = std::move(input)};
}

ExitCode refused(const Command& command) {
    try {
        run(command);
    } catch (const Error& error) {
        return error.exit_code();
    }
    return ExitCode::ok;
}

bool is_alive(const std::string& id) {
    return ::kill(std::stoi(id), 0) == 0;
}

}  // namespace

TEST_CASE("a program's streams and exit code come back apart") {
    const Outcome done = run(shell("echo result; echo complaint >&2; exit 3"));
    CHECK(done.status == 3);
    CHECK(done.out == "result\n");
    CHECK(done.err == "complaint\n");
}

TEST_CASE("arguments reach a program as they are: no shell is between") {
    CHECK(run({.arguments = {"printf", "%s|", "a b", "$HOME", "*", "", "'\"\n"}}).out == "a b|$HOME|*||'\"\n|");
}

TEST_CASE("a program that a signal ended is told as a shell tells it") {
    CHECK(run(shell("kill -9 $$")).status == 128 + SIGKILL);
}

TEST_CASE("what is not given to a program to read is empty, not ours") {
    CHECK(run({.arguments = {"cat"}}).out.empty());
}

TEST_CASE("megabytes go in and come out on both streams without a standstill") {
    const std::string piece(1 << 20, 'x');
    const Outcome done = run(feeding("tee /dev/stderr", [&](const Write& write) {
        for (int i = 0; i < 8; ++i) write(piece);
    }));
    CHECK(done.out.size() == 8 * piece.size());
    CHECK(done.err == done.out);
}

TEST_CASE("a program that stops reading is no error, and no signal for us") {
    const std::string piece(1 << 20, 'x');
    const Outcome done = run(feeding("head -c 3; exec 0<&-; sleep 0.05; echo end", [&](const Write& write) {
        for (int i = 0; i < 8; ++i) write(piece);
    }));
    CHECK(done.status == 0);
    CHECK(done.out == "xxxend\n");
}

TEST_CASE("a program's own SIGPIPE is as it should be") {
    CHECK(run(shell("kill -PIPE $$; echo survived")).out.empty());
}

TEST_CASE("variables are added, replaced and taken away; the folder is the one asked for") {
    const TemporaryFolder place;
    ::setenv("BENCHFOLIO_TEST_OURS", "ours", 1);
    ::setenv("BENCHFOLIO_TEST_GONE", "ours", 1);
    ::setenv("BENCHFOLIO_TEST_KEPT", "kept", 1);
    Command command =
        shell("echo $BENCHFOLIO_TEST_OURS ${BENCHFOLIO_TEST_GONE-none} $BENCHFOLIO_TEST_KEPT; pwd -P > here");
    command.environment = {{"BENCHFOLIO_TEST_OURS", "theirs"}, {"BENCHFOLIO_TEST_GONE", std::nullopt}};
    command.folder = place.path();
    CHECK(run(command).out == "theirs none kept\n");
    CHECK(file_text(place / "here") == std::filesystem::canonical(place.path()).string() + "\n");
}

TEST_CASE("a program that is not there is an error that names it") {
    try {
        run({.arguments = {"benchfolio-no-such-program"}});
        FAIL("it ran");
    } catch (const Error& error) {
        CHECK(error.exit_code() == ExitCode::storage);
        CHECK(std::string{error.what()} == "cannot start `benchfolio-no-such-program`: No such file or directory");
    }
}

TEST_CASE("cancelling ends the program, and throws") {
    const TemporaryFolder place;
    Command command = shell("echo $$ > id; while :; do sleep 0.01; done");
    command.folder = place.path();
    command.cancelled = [&] { return !file_text(place / "id").empty(); };
    CHECK(refused(command) == ExitCode::interrupted);
    CHECK_FALSE(is_alive(file_text(place / "id")));
}

TEST_CASE("cancelling works while the program does not read what it is given") {
    const auto began = Clock::now();
    Command command = feeding("exec sleep 60", [](const Write& write) { write(std::string(1 << 20, 'x')); });
    command.cancelled = [&] { return Clock::now() - began > std::chrono::milliseconds{50}; };
    CHECK(refused(command) == ExitCode::interrupted);
    CHECK(Clock::now() - began < std::chrono::seconds{20});
}

TEST_CASE("what throws while feeding a program ends it, and is thrown on") {
    const TemporaryFolder place;
    Command command = feeding("echo $$ > id; cat > /dev/null", [&](const Write&) {
        while (file_text(place / "id").empty()) std::this_thread::yield();
        throw std::runtime_error{"the disk"};
    });
    command.folder = place.path();
    CHECK_THROWS_WITH(run(command), "the disk");
    CHECK_FALSE(is_alive(file_text(place / "id")));
}

TEST_CASE("what a program leaves running in the background is not waited for") {
    const auto began = Clock::now();
    const Outcome done = run(shell("sleep 60 & echo $!"));
    CHECK(done.status == 0);
    CHECK(Clock::now() - began < std::chrono::seconds{20});
    ::kill(std::stoi(done.out), SIGTERM);
}

TEST_CASE("exit codes are known even where the caller had ignored SIGCHLD") {
    ::signal(SIGCHLD, SIG_IGN);
    CHECK(run(shell("exit 7")).status == 7);
}

TEST_CASE("programs run from several threads at once, none keeping another's streams open") {
    std::vector<std::thread> threads;
    std::vector<int> wrong(4);
    for (std::size_t t = 0; t < wrong.size(); ++t)
        threads.emplace_back([t, &wrong] {
            for (int i = 0; i < 20; ++i) {
                const Outcome done = run(feeding("cat", [&](const Write& write) { write(std::to_string(t)); }));
                wrong[t] += done.out == std::to_string(t) ? 0 : 1;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == std::vector<int>(4));
}
