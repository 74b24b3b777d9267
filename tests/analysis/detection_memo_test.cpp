// What the detector keeps between builds changes nothing that it says: each state of an archive is looked at with what
// the looks at other states left, and without.
#include <cmath>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/detection.hpp"
#include "analysis/estimate.hpp"
#include "analysis/memo.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"
#include "support/noise.hpp"

using namespace benchfolio;
using analysis::Detection;

namespace {

constexpr int nights = 150, benchmarks = 8;

struct Kind {
    std::string name;
    double two_modes = 0;   // share of benchmarks
    double busy = 0.02;     // share of nights on which all takes longer
    double missing = 0.02;  // share of results
    bool odd = false;       // zeros, equal values and outliers
    int second_suite = nights, whole_suite_moves = nights, new_cpu = 0, new_benchmark = 0;  // nights
};

const std::vector<Kind> kinds{
    {"plain"},
    {.name = "two modes", .two_modes = 0.6},
    {.name = "busy hosts and gaps", .busy = 0.2, .missing = 0.3},
    {.name = "odd values", .odd = true},
    {.name = "everything is new", .second_suite = 100, .whole_suite_moves = 126, .new_cpu = 90, .new_benchmark = 64},
};

double value(const Kind& kind, int benchmark, int night, support::Noise& noise) {
    double result = std::exp(0.01 * noise.normal());
    if (benchmark % 3 == 0 && night >= 40) result *= 1.15;
    if (benchmark % 3 == 0 && night >= 110) result *= 0.9;
    if (benchmark < kind.two_modes * benchmarks && noise.uniform() < 0.4) result *= 1.4;
    if (night >= kind.whole_suite_moves) result *= 1.3;
    if (!kind.odd) return result;
    if (benchmark == 1) return 4;
    const double u = noise.uniform();
    return u < 0.03 ? 0 : u < 0.06 ? 10 * result : result;
}

// A night's results do not depend on what other nights there are.
void add_night(support::HistoryBuilder& archive, const Kind& kind, int night) {
    support::Noise noise{static_cast<std::uint64_t>(night) + 1};
    std::uint32_t cpu = noise.uniform() < 0.6 ? 0 : 1;
    if (kind.new_cpu > 0 && night >= kind.new_cpu && noise.uniform() < 0.3) cpu = 2;
    const auto run = archive.run(cpu, night, night >= kind.second_suite ? "second" : "first");
    const double host = noise.uniform() < kind.busy ? 1.5 : 1;
    for (int benchmark = 0; benchmark < benchmarks; ++benchmark) {
        const double result = host * value(kind, benchmark, night, noise);
        if (noise.uniform() < kind.missing || (benchmark == 4 && night < kind.new_benchmark)) continue;
        archive.measured("b" + std::to_string(benchmark), run, support::only_median(result));
    }
}

// The archive of the nights before `end`, but for one.
model::History archive_of(const Kind& kind, int end, int without = -1) {
    support::HistoryBuilder archive;
    for (const auto* name : {"first CPU", "second CPU", "late CPU"}) archive.testbed(name);
    for (int night = 0; night < end; ++night)
        if (night != without) add_night(archive, kind, night);
    return archive.build();
}

auto members(const Detection& found) {
    return std::tuple{found.series, found.last_row_before, found.first_row_after, found.runs_after,
                      found.state,  found.confirmed_by,    found.retracted_by,    found.sigma};
}

bool are_same(const std::vector<Detection>& a, const std::vector<Detection>& b) {
    return std::ranges::equal(a, b, {}, members, members);
}

std::vector<Detection> detected(const model::History& history, analysis::Memo* memo, int marked = -1, unsigned jobs = 1,
                                analysis::Memo* states = nullptr) {
    auto estimate = analysis::estimates(history.columns, analysis::Estimate::median).value;
    if (marked >= 0) estimate.at(static_cast<std::size_t>(marked)) = model::absent;  // an outlier by triage.toml
    analysis::Options options;
    options.jobs = jobs;
    return analysis::detect({history, options, estimate, memo, states});
}

std::vector<Detection> detected(const model::History& history, analysis::Memo& memo, analysis::Memo& states) {
    return detected(history, &memo, -1, 1, &states);
}

// A build that finds what an earlier one left, and leaves what the next one finds.
std::vector<Detection> built(const model::History& history, std::string& kept, int marked = -1) {
    analysis::Memo memo{kept};
    auto found = detected(history, &memo, marked);
    kept = memo.bytes();
    return found;
}

}  // namespace

TEST_CASE("nights added one by one give the changes that all of them give at once") {
    for (const Kind& kind : kinds) {
        INFO(kind.name);
        std::string kept;
        std::size_t found = 0;
        for (int end = 1; end <= nights; ++end) {
            INFO(end << " nights");
            const auto history = archive_of(kind, end);
            const auto all = detected(history, nullptr);
            REQUIRE(are_same(built(history, kept), all));
            found += all.size();
        }
        CHECK(found > 100);
    }
}

TEST_CASE("what was known after the last multiple of 64 runs is found again, and only that is computed anew") {
    analysis::Memo first, first_states;
    detected(archive_of(kinds[0], 130), first, first_states);
    CHECK(first_states.changed());
    for (const int end : {131, 150}) {
        analysis::Memo memo{first.bytes()}, states{first_states.bytes()};
        const auto history = archive_of(kinds[0], end);
        CHECK(are_same(detected(history, memo, states), detected(history, nullptr)));
        CHECK(memo.changed());
        CHECK_FALSE(states.changed());
    }
    analysis::Memo other{first.bytes()}, other_states{first_states.bytes()};
    detected(archive_of(kinds[1], 131), other, other_states);
    CHECK(other_states.changed());
}

TEST_CASE("where nothing is new no state is looked at") {
    const auto history = archive_of(kinds[0], 130);
    analysis::Memo first, first_states;
    const auto found = detected(history, first, first_states);
    analysis::Memo memo{first.bytes()}, states{[]() -> std::string { throw std::logic_error{"looked at"}; }};
    CHECK(are_same(detected(history, memo, states), found));
    CHECK_FALSE(memo.changed());
}

TEST_CASE("of a benchmark without new results no state is needed") {
    support::HistoryBuilder archive;
    archive.testbed("CPU");
    const auto add = [&](int first, int last, const std::string& benchmark) {
        for (int night = first; night < last; ++night)
            archive.measured(benchmark, archive.run(0, night, "suite"), support::only_median(1 + night % 7));
    };
    add(0, 70, "gone");
    const auto before = archive.build();
    analysis::Memo first, first_states;
    detected(before, first, first_states);
    add(70, 72, "new");
    const auto after = archive.build();
    analysis::Memo memo{first.bytes()};
    analysis::Memo unwanted;
    CHECK(are_same(detected(after, memo, unwanted), detected(after, nullptr)));
    CHECK_FALSE(unwanted.changed());  // else all would have been computed from the first run on
}

TEST_CASE("states that are lost cost time alone") {
    analysis::Memo first, first_states;
    detected(archive_of(kinds[0], 130), first, first_states);
    const auto history = archive_of(kinds[0], 131);
    analysis::Memo memo{first.bytes()}, lost, damaged{first_states.bytes() + "more"};
    CHECK(are_same(detected(history, memo, lost), detected(history, nullptr)));
    CHECK(lost.changed());
    analysis::Memo again{first.bytes()};
    CHECK(are_same(detected(history, again, damaged), detected(history, nullptr)));
    CHECK(damaged.damaged());
}

TEST_CASE("what is kept is believed for no other past") {
    for (const Kind& kind : kinds) {
        INFO(kind.name);
        const auto whole = archive_of(kind, 140);
        for (const int night : {0, 20, 63, 64, 127, 128, 139}) {
            INFO("night " << night << " is missing");
            const auto part = archive_of(kind, 140, night);
            std::string kept;
            built(part, kept);
            CHECK(are_same(built(whole, kept), detected(whole, nullptr)));  // a run that comes late
            CHECK(are_same(built(part, kept), detected(part, nullptr)));    // and one that is removed
        }
    }
}

TEST_CASE("a result that is marked as wrong is no longer known") {
    const auto history = archive_of(kinds[0], 140);
    for (const int row : {0, 10, 47, 300}) {
        std::string kept;
        built(history, kept);
        CHECK(are_same(built(history, kept, row), detected(history, nullptr, row)));
        CHECK(are_same(built(history, kept), detected(history, nullptr)));
    }
}

TEST_CASE("the same is kept whatever the number of threads") {
    const auto history = archive_of(kinds[1], 140);
    analysis::Memo one{std::string{}}, three{std::string{}};
    CHECK(are_same(detected(history, &one), detected(history, &three, -1, 3)));
    CHECK(one.bytes() == three.bytes());
}
