#include "cli/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace benchfolio::cli {
namespace {

constexpr std::size_t bar_width = 30;
constexpr std::chrono::milliseconds between_drawings{100};
constexpr double too_early_to_tell = 1;  // seconds: the pace of the first files says little

std::string time_left(std::size_t done, std::size_t total, double elapsed) {
    if (done == 0 || elapsed < too_early_to_tell) return "";
    const auto left = elapsed * static_cast<double>(total - done) / static_cast<double>(done);
    const auto seconds = static_cast<long>(std::ceil(left));
    return seconds < 60 ? fmt::format("ETA {} s", seconds)
                        : fmt::format("ETA {} min {:02} s", seconds / 60, seconds % 60);
}

}  // namespace

std::string progress_line(const std::string& phase, std::size_t done, std::size_t total, double elapsed,
                          const std::string& detail) {
    const std::size_t all = std::max<std::size_t>(total, 1), part = std::min(done, all);
    const std::size_t filled = bar_width * part / all;
    return fmt::format("{:<10} [{}{}] {:3} %  {}/{}  {}{}{}", phase, std::string(filled, '#'),
                       std::string(bar_width - filled, '.'), 100 * part / all, part, total, detail,
                       detail.empty() ? "" : "  ", time_left(part, all, elapsed));
}

void Progress::note(const std::string& line) {
    if (!quiet_) std::fputs((line + "\n").c_str(), screen_.stream);
}

void Progress::begin(const std::string& phase) {
    phase_ = phase;
    began_ = Clock::now();
    drawn_ = {};
    if (screen_.terminal) draw(fmt::format("{:<10} ...", phase_));
}

void Progress::show(std::size_t done, std::size_t total, const std::string& detail) {
    if (!screen_.terminal || Clock::now() - drawn_ < between_drawings) return;
    drawn_ = Clock::now();
    draw(progress_line(phase_, done, total, seconds(), detail));
}

void Progress::end(const std::string& summary) {
    clear();
    note(fmt::format("{:<10} {} ({})", phase_, summary, duration_text(seconds())));
}

double Progress::seconds() const {
    return std::chrono::duration<double>(Clock::now() - began_).count();
}

// Draws over the line before without any escape sequence, so that NO_COLOR's promise holds.
void Progress::draw(const std::string& line) {
    if (quiet_) return;
    const std::string blank(width_ > line.size() ? width_ - line.size() : 0, ' ');
    fmt::print(screen_.stream, "\r{}{}", line, blank);
    std::fflush(screen_.stream);
    width_ = line.size();
}

void Progress::clear() {
    if (width_ == 0) return;
    fmt::print(screen_.stream, "\r{}\r", std::string(width_, ' '));
    width_ = 0;
}

}  // namespace benchfolio::cli
