// What the memo keeps changes nothing that a report says: nights come one by one, each looked at with what the night
// before left, and without.
#include <cmath>
#include <string>

#include "analysis/analysis.hpp"
#include "analysis/digest.hpp"
#include "analysis/memo.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;

namespace {

constexpr int nights = 140;

// Of five benchmarks on two CPUs, one of them seldom; the suite changes, a benchmark goes and another one comes.
model::History archive_of(int end) {
    support::HistoryBuilder archive;
    for (const auto* name : {"first CPU", "second CPU"}) archive.testbed(name);
    for (int night = 0; night < end; ++night) {
        support::Noise noise{static_cast<std::uint64_t>(night) + 1};
        const auto run = archive.run(night % 5 == 2 ? 1 : 0, night, night < 100 ? "first" : "second");
        for (int benchmark = 0; benchmark < 5; ++benchmark) {
            if ((benchmark == 3 && night > 20) || (benchmark == 4 && night < 70)) continue;
            const double step = benchmark == 1 && night >= 50 ? 1.2 : 1;
            const double mode = benchmark == 2 && noise.uniform() < 0.4 ? 1.5 : 1;
            archive.measured("b" + std::to_string(benchmark), run,
                             support::only_median(step * mode * std::exp(0.01 * noise.normal())));
        }
    }
    return archive.build();
}

analysis::MemoKey digest_of(const analysis::Report& report) {
    return analysis::Digest{}.add(report).key("report");
}

struct Kept {
    std::string memo, states;
};

analysis::MemoKey analysed(const model::History& history, const analysis::Options& options, Kept& kept) {
    analysis::Memo memo{kept.memo}, states{kept.states};
    const auto report = analysis::analyse(history, options, &memo, &states);
    kept = {memo.bytes(), states.bytes()};
    return digest_of(report);
}

}  // namespace

TEST_CASE("a report of nights that came one by one is that of all of them at once") {
    const analysis::Options options;
    Kept kept;
    for (int end = 1; end <= nights; ++end) {
        INFO(end << " nights");
        const auto history = archive_of(end);
        REQUIRE(analysed(history, options, kept) == digest_of(analysis::analyse(history, options)));
    }
}

TEST_CASE("what is kept is believed for no other options") {
    const auto history = archive_of(nights);
    analysis::Options pinned, marked, weighted;
    pinned.baseline = history.runs[30].id;
    marked.triage.outliers.push_back({history.runs[60].id, {}, "a busy host", {}});
    weighted.sets[0].weights.push_back({"b0", 3});
    Kept kept;
    analysed(history, {}, kept);
    for (const auto& options : {pinned, marked, weighted}) {
        const auto computed = digest_of(analysis::analyse(history, options));
        CHECK(computed != digest_of(analysis::analyse(history, {})));
        Kept copy = kept;
        CHECK(analysed(history, options, copy) == computed);
    }
}

TEST_CASE("where nothing is new the memo stays as it is") {
    const auto history = archive_of(nights);
    Kept kept;
    analysed(history, {}, kept);
    analysis::Memo memo{kept.memo}, states{[&] { return kept.states; }};
    analysis::analyse(history, {}, &memo, &states);
    CHECK_FALSE(memo.changed());  // the intervals of the aggregates, too, are there for the next night
    CHECK_FALSE(states.changed());
}
