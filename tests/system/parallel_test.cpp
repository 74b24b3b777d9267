#include "system/parallel.hpp"

#include <atomic>
#include <stdexcept>
#include <vector>

#include "support/catch.hpp"

using benchfolio::system::parallel_for;

TEST_CASE("parallel_for: every index once") {
    for (const unsigned jobs : {0U, 1U, 2U, 7U}) {
        std::vector<std::atomic<int>> seen(1000);
        parallel_for(jobs, seen.size(), [&](unsigned, std::size_t index) { ++seen[index]; });
        for (const auto& times : seen) REQUIRE(times == 1);
    }
}

TEST_CASE("parallel_for: a worker's state is its own") {
    std::vector<std::size_t> counts(4);
    parallel_for(4, 10000, [&](unsigned worker, std::size_t) { ++counts.at(worker); });
    CHECK(counts[0] + counts[1] + counts[2] + counts[3] == 10000);
}

TEST_CASE("parallel_for: nothing to do") {
    parallel_for(4, 0, [](unsigned, std::size_t) { FAIL("there is no index"); });
}

TEST_CASE("parallel_for: what work throws is thrown after all threads ended") {
    std::atomic<int> running = 0;
    const auto work = [&](unsigned, std::size_t index) {
        ++running;
        if (index == 10) {
            --running;
            throw std::runtime_error("ten");
        }
        --running;
    };
    CHECK_THROWS_WITH(parallel_for(3, 1000, work), "ten");
    CHECK(running == 0);
}
