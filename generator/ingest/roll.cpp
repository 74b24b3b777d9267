#include "ingest/roll.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace benchfolio::ingest {

Roll::Roll(std::span<const Block> blocks, const Options& options) {
    place(blocks, Interpreter{options});
    decide(options);
    std::ranges::sort(duplicates, {}, &model::Duplicate::file);
}

namespace {

bool is_said_aside(const Roll::Entry& entry) {
    return entry.is.stated.kind.value_or(model::Kind::nightly) != model::Kind::nightly;
}

bool comes_before(const Roll::Entry& a, const Roll::Entry& b) {
    const bool a_aside = is_said_aside(a), b_aside = is_said_aside(b);
    return std::tie(a.is.run.time, a.is.run.id, a_aside, a.is.run.file) <
           std::tie(b.is.run.time, b.is.run.id, b_aside, b.is.run.file);
}

}  // namespace

// Equal bytes have equal times and ids. Of equal files the first by name comes first and is the run; those in the
// folders of another kind come last, so that a night that was stored again as a tag stays one.
void Roll::place(std::span<const Block> blocks, const Interpreter& interpreter) {
    std::vector<Entry> living;
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
        numbers.emplace_back(blocks[b].runs.size(), unused);
        for (std::uint32_t r = 0; r < blocks[b].runs.size(); ++r)
            if (blocks[b].is_alive(blocks[b].runs[r])) living.push_back({b, r, interpreter(blocks[b].runs[r])});
    }
    std::vector<std::uint32_t> order(living.size());  // entries are too large to be moved about
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, [&](auto a, auto b) { return comes_before(living[a], living[b]); });
    std::map<std::pair<model::Digest, std::uint32_t>, std::uint32_t> originals;  // file and ordinal -> the entry
    for (const std::uint32_t at : order) {
        Entry& entry = living[at];
        const RecordedRun& recorded = blocks[entry.block].runs[entry.run];
        const auto next = static_cast<std::uint32_t>(entries.size());
        const auto [original, first] = originals.emplace(std::pair{recorded.digest, recorded.ordinal}, next);
        numbers[entry.block][entry.run] = original->second;
        if (first) {
            entries.push_back(std::move(entry));
        } else if (recorded.ordinal == 0) {
            duplicates.push_back({recorded.run.file, entries[original->second].is.run.file});
        }
    }
}

void Roll::decide(const Options& options) {
    std::vector<Purposes::Candidate> candidates;
    for (const Entry& entry : entries) candidates.push_back({entry.is.run, entry.is.stated});
    const Purposes purposes{candidates, options};
    for (Entry& entry : entries) {
        Decided decided = purposes({entry.is.run, entry.is.stated});
        entry.is.run.purpose = std::move(decided.purpose);
        count(entry, decided.because);
    }
    std::ranges::sort(kinds.counts, {}, [](const KindCount& each) { return std::pair{each.kind, each.because}; });
    kinds.trend_branches.assign(purposes.trend_branches().begin(), purposes.trend_branches().end());
    kinds.own_fork = purposes.own_fork();
}

void Roll::count(const Entry& entry, Because because) {
    const model::Kind kind = entry.is.run.purpose.kind;
    const auto found = std::ranges::find_if(
        kinds.counts, [&](const KindCount& each) { return each.kind == kind && each.because == because; });
    if (found == kinds.counts.end()) {
        kinds.counts.push_back({kind, because, 1});
    } else {
        ++found->runs;
    }
    if (!entry.is.stated.unknown_kind.empty())
        kinds.unknown_kinds.emplace(entry.is.stated.unknown_kind, entry.is.run.file);
}

bool Roll::has_aside() const {
    return std::ranges::any_of(entries, &Entry::is_aside);
}

}  // namespace benchfolio::ingest
