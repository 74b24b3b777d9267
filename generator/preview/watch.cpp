#include "preview/watch.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace benchfolio::preview {
namespace {

using namespace std::chrono_literals;

constexpr auto quiet = 150ms;         // that ends a burst of changes
constexpr auto longest_burst = 2s;    // a writer that never rests is not waited for
constexpr auto between_looks = 1s;    // without notifications
constexpr auto share_of_looking = 9;  // resting takes at least so many times what a look takes

}  // namespace

Watch::Watch(std::unique_ptr<Notifications> notifications) : notifications_(std::move(notifications)) {}

void Watch::follow(const std::vector<Target>& targets) {
    std::vector<Followed> followed;
    for (const Target& target : targets) {
        const auto known = std::ranges::find(followed_, target, &Followed::target);
        followed.push_back(known != followed_.end() ? std::move(*known) : Followed{target, look(target)});
    }
    followed_ = std::move(followed);
}

Touched Watch::wait(std::chrono::milliseconds patience) {
    if (!stirs(patience)) return {};
    settle();
    return compare();
}

Snapshot Watch::look(const Target& target) {
    return look_at(target, [this](const std::string& folder) {
        if (notifications_ && !notifications_->follow(folder)) notifications_.reset();
    });
}

bool Watch::stirs(std::chrono::milliseconds patience) {
    if (notifications_) return notifications_->wait(patience);
    const auto until = std::min(next_look_, Clock::now() + patience);
    std::this_thread::sleep_until(until);
    return Clock::now() >= next_look_;
}

void Watch::settle() {
    const auto latest = Clock::now() + longest_burst;
    while (notifications_ && Clock::now() < latest && notifications_->wait(quiet)) continue;
}

Touched Watch::compare() {
    const auto began = Clock::now();
    Touched all;
    for (Followed& followed : followed_) {
        Snapshot now = look(followed.target);
        auto paths = touched(followed.last, now);
        if (!paths.empty()) all[followed.target.path] = std::move(paths);
        followed.last = std::move(now);
    }
    next_look_ = Clock::now() + std::max<Clock::duration>(between_looks, share_of_looking * (Clock::now() - began));
    return all;
}

}  // namespace benchfolio::preview
