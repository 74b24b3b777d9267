#include "preview/board.hpp"

#include <fmt/format.h>

#include <utility>

namespace benchfolio::preview {

Board::Board(std::string folder, std::string name) : name_(std::move(name)) {
    shown_.folder = std::move(folder);
}

void Board::renew(const std::string& base, const std::function<void()>& exchange) {
    const std::lock_guard lock{folder_};
    exchange();
    change([&] {
        shown_.base = base;
        shown_.failure.clear();
        shown_.build = fmt::format("{}-{}", name_, ++builds_);
    });
}

void Board::fail(const std::string& failure) {
    change([&] { shown_.failure = failure; });
}

void Board::close() {
    change([&] { closed_ = true; });
}

Answer Board::answer(const Request& request) const {
    const std::lock_guard lock{folder_};
    return preview::answer(request, shown());
}

std::optional<Shown> Board::news(std::uint64_t revision, std::chrono::milliseconds patience) const {
    std::unique_lock lock{mutex_};
    const bool came = changed_.wait_for(lock, patience, [&] { return closed_ || shown_.revision > revision; });
    if (!came || closed_) return std::nullopt;
    return shown_;
}

bool Board::closed() const {
    const std::lock_guard lock{mutex_};
    return closed_;
}

void Board::change(const std::function<void()>& edit) {
    const std::lock_guard lock{mutex_};
    edit();
    ++shown_.revision;
    changed_.notify_all();
}

Shown Board::shown() const {
    const std::lock_guard lock{mutex_};
    return shown_;
}

}  // namespace benchfolio::preview
