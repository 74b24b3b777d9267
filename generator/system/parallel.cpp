#include "system/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace benchfolio::system {
namespace {

// What the threads share: the next index to do, and the first failure.
struct Shared {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::exception_ptr failure;

    void fail() {
        const std::lock_guard lock{mutex};
        if (!failure) failure = std::current_exception();
        failed = true;
    }
};

}  // namespace

void parallel_for(unsigned jobs, std::size_t count, const std::function<void(unsigned, std::size_t)>& work) {
    Shared shared;
    const auto run = [&](unsigned worker) {
        try {
            for (std::size_t i = shared.next++; i < count && !shared.failed; i = shared.next++) work(worker, i);
        } catch (...) {
            shared.fail();
        }
    };
    std::vector<std::thread> threads;
    const auto wanted =
        static_cast<unsigned>(std::min<std::size_t>(std::max(jobs, 1U), std::max<std::size_t>(count, 1)));
    for (unsigned worker = 1; worker < wanted; ++worker) threads.emplace_back(run, worker);
    run(0);
    for (std::thread& thread : threads) thread.join();
    if (shared.failure) std::rethrow_exception(shared.failure);
}

}  // namespace benchfolio::system
