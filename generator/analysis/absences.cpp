#include "analysis/absences.hpp"

#include <algorithm>
#include <bit>
#include <deque>

namespace benchfolio::analysis {
namespace {

constexpr std::size_t sets_remembered = 64;

// Which benchmarks each run has, a bit each.
class Presence {
  public:
    explicit Presence(const model::History& history)
        : words_{history.benchmarks.size() / 64 + 1}, bits_(history.runs.size() * words_) {
        for (const model::Series& series : history.series)
            for (std::size_t row = series.first; row < series.last; ++row)
                set(history.columns.run[row], series.benchmark);
    }

    std::span<const std::uint64_t> of(std::uint32_t run) const {
        return std::span{bits_}.subspan(run * words_, words_);
    }

  private:
    void set(std::uint32_t run, std::uint32_t benchmark) {
        bits_[run * words_ + benchmark / 64] |= std::uint64_t{1} << (benchmark % 64);
    }

    std::size_t words_;
    std::vector<std::uint64_t> bits_;
};

bool comparable(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
    int in_a = 0, in_b = 0, in_both = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        in_a += std::popcount(a[i]);
        in_b += std::popcount(b[i]);
        in_both += std::popcount(a[i] & b[i]);
    }
    return 2 * in_both >= in_a && 2 * in_both >= in_b && in_both > 0;
}

// The newest runs of a testbed with each set of benchmarks and version of the suite, the latest first.
class RecentSets {
  public:
    RecentSets(const model::History& history, const Presence& presence) : history_{&history}, presence_{&presence} {}

    std::optional<std::uint32_t> comparable_to(std::uint32_t run) const {
        const auto found = std::ranges::find_if(runs_, [&](std::uint32_t earlier) {
            return history_->runs[earlier].suite == history_->runs[run].suite &&
                   comparable(presence_->of(earlier), presence_->of(run));
        });
        return found == runs_.end() ? std::nullopt : std::optional{*found};
    }
    void add(std::uint32_t run) {
        std::erase_if(runs_, [&](std::uint32_t earlier) {
            return history_->runs[earlier].suite == history_->runs[run].suite &&
                   std::ranges::equal(presence_->of(earlier), presence_->of(run));
        });
        runs_.push_front(run);
        if (runs_.size() > sets_remembered) runs_.pop_back();
    }

  private:
    const model::History* history_;
    const Presence* presence_;
    std::deque<std::uint32_t> runs_;
};

void add_absences(std::vector<Absence>& result, const Presence& presence, std::uint32_t before, std::uint32_t run) {
    for (std::uint32_t word = 0; word < presence.of(run).size(); ++word)
        for (std::uint64_t gone = presence.of(before)[word] & ~presence.of(run)[word]; gone != 0; gone &= gone - 1)
            result.push_back({run, word * 64 + static_cast<std::uint32_t>(std::countr_zero(gone))});
}

}  // namespace

std::vector<Absence> absences(const model::History& history) {
    const Presence presence{history};
    std::vector<RecentSets> recent_sets(history.testbeds.size(), RecentSets{history, presence});
    std::vector<Absence> result;
    for (std::uint32_t run = 0; run < history.runs.size(); ++run) {
        RecentSets& sets = recent_sets[history.runs[run].testbed];
        if (const auto before = sets.comparable_to(run)) add_absences(result, presence, *before, run);
        sets.add(run);
    }
    return result;
}

}  // namespace benchfolio::analysis
