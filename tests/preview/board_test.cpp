#include "preview/board.hpp"

#include <atomic>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using namespace std::chrono_literals;
using preview::Board;

TEST_CASE("a good build takes the error away and has a name of its own") {
    const support::TemporaryFolder folder;
    Board board{folder.path().string(), "7"};
    CHECK_FALSE(board.news(0, 0ms));
    board.fail("error");
    const auto failed = board.news(0, 0ms);
    REQUIRE(failed);
    CHECK(failed->build.empty());
    CHECK(failed->failure == "error");
    board.renew("/a/", [] {});
    const auto first = board.news(failed->revision, 0ms);
    REQUIRE(first);
    CHECK(first->base == "/a/");
    CHECK(first->failure.empty());
    board.fail("again");
    CHECK(board.news(first->revision, 0ms)->build == first->build);
    board.renew("/a/", [] {});
    CHECK(board.news(first->revision, 0ms)->build != first->build);
}

TEST_CASE("what fails while it is put in place changes nothing") {
    Board board{"none", "7"};
    CHECK_THROWS(board.renew("/", [] { throw std::runtime_error{"disk full"}; }));
    CHECK_FALSE(board.news(0, 0ms));
}

TEST_CASE("who waits is woken by news, and by the end") {
    Board board{"none", "7"};
    std::thread later{[&] { board.fail("late"); }};
    CHECK(board.news(0, 10s)->failure == "late");
    later.join();
    std::thread end{[&] { board.close(); }};
    CHECK_FALSE(board.news(1, 10s));
    end.join();
    CHECK(board.closed());
}

TEST_CASE("no request sees a site half put in place") {
    const support::TemporaryFolder folder;
    Board board{folder.path().string(), "7"};
    const auto put = [&](const std::string& text) {
        support::write_file(folder / "data.json", text.substr(0, 1));
        support::write_file(folder / "data.json", text);
    };
    board.renew("/", [&] { put("old whole"); });
    std::atomic<bool> done{false}, half{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            while (!done) half = half || !board.answer({"GET", "/data.json", "localhost"}).body.ends_with("whole");
        });
    for (int i = 0; i < 100; ++i) board.renew("/", [&] { put("new whole"); });
    done = true;
    for (std::thread& reader : readers) reader.join();
    CHECK_FALSE(half);
}
