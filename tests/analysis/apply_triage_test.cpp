#include "analysis/apply_triage.hpp"

#include "analysis/analysis.hpp"
#include "support/catch.hpp"
#include "support/history_builder.hpp"

namespace benchfolio::analysis {
namespace {

using support::HistoryBuilder;

// Two benchmarks on two CPUs, three runs each; series 0 and 1 are of "add", 2 and 3 of "solve".
model::History two_by_two() {
    HistoryBuilder archive;
    for (const char* brand : {"EPYC 7763", "Xeon 8272CL"}) {
        const auto nights = archive.nights(archive.testbed(brand), 3);
        for (const char* name : {"add", "solve"}) archive.measured(name, nights, {1, 1, 1});
    }
    return archive.build();
}

Change change_of(std::uint32_t series, const char* id, std::uint32_t first_run_after) {
    Change change;
    change.series = series;
    change.id = id;
    change.last_run_before = first_run_after - 1;
    change.first_run_after = first_run_after;
    return change;
}

ReviewRule rule_for(std::vector<std::string> changes, ReviewKind kind = ReviewKind::acknowledged) {
    ReviewRule rule;
    rule.changes = std::move(changes);
    rule.review.kind = kind;
    rule.review.reason = "because";
    return rule;
}

const model::Time january = std::chrono::sys_days{std::chrono::January / 31 / 2024};

// By change, whether a review with this rule alone is on it.
std::vector<bool> reviewed(const ReviewRule& rule) {
    const model::History history = two_by_two();
    std::vector<Change> changes{change_of(0, "aaaaaaaaaa", 1), change_of(1, "bbbbbbbbbb", 4),
                                change_of(2, "cccccccccc", 1), change_of(3, "dddddddddd", 5)};
    changes[2].group = 1;
    changes[3].group = 1;
    const std::vector<ChangeGroup> groups{{"aaaaaaaaaa", {0, 1}, 0, 1}, {"cccccccccc", {2, 3}, 0, 1}};
    Triage triage;
    triage.reviews = {rule};
    apply_reviews(history, triage, january, groups, changes);
    std::vector<bool> has;
    for (const Change& change : changes) has.push_back(change.review.has_value());
    const auto matches = static_cast<std::size_t>(std::ranges::count(has, true));
    CHECK(use_of(history, triage, groups, changes).reviews == std::vector<std::size_t>{matches});
    return has;
}

TEST_CASE("a review is of the change with the id, and of a whole group by the id of that") {
    CHECK(reviewed(rule_for({"dddddddddd"})) == std::vector{false, false, false, true});
    CHECK(reviewed(rule_for({"cccccccccc"})) == std::vector{false, false, true, true});
    CHECK(reviewed(rule_for({"dddddddddd", "bbbbbbbbbb"})) == std::vector{false, true, false, true});
    CHECK(reviewed(rule_for({"eeeeeeeeee"})) == std::vector{false, false, false, false});
}

TEST_CASE("benchmarks and testbeds are patterns on names; a testbed has a label, a slug and a brand") {
    ReviewRule rule;
    rule.benchmarks = {"so*"};
    CHECK(reviewed(rule) == std::vector{false, false, true, true});
    rule.testbeds = {"*8272*"};
    CHECK(reviewed(rule) == std::vector{false, false, false, true});
    rule.testbeds = {model::slug("EPYC 7763")};
    CHECK(reviewed(rule) == std::vector{false, false, true, false});
    rule.benchmarks = {"ad", "*lve"};
    CHECK(reviewed(rule) == std::vector{false, false, true, false});
}

TEST_CASE("a commit is one that any CPU measured within the range: after the run before, up to the first run after") {
    const model::History history = two_by_two();
    const auto matches = [&](const char* commit) {
        std::vector<Change> changes{change_of(3, "dddddddddd", 5)};
        changes[0].last_run_before = 2;
        Triage triage;
        triage.reviews = {rule_for({})};
        triage.reviews[0].commit = commit;
        apply_reviews(history, triage, january, {}, changes);
        return changes[0].review.has_value();
    };
    CHECK_FALSE(matches("1000002"));
    CHECK(matches("1000003"));
    CHECK(matches("1000005"));
    CHECK_FALSE(matches("1000006"));
}

TEST_CASE("a commit is named by its beginning") {
    ReviewRule rule;
    rule.commit = "1000005";
    CHECK(reviewed(rule) == std::vector{false, false, false, true});
    rule.commit = "10000";
    CHECK(reviewed(rule) == std::vector{true, true, true, true});
    rule.commit = "0000005";
    CHECK(reviewed(rule) == std::vector{false, false, false, false});
    rule.commit = "1000001";
    rule.benchmarks = {"solve"};
    CHECK(reviewed(rule) == std::vector{false, false, true, false});
}

TEST_CASE("of several reviews of a change the last counts") {
    const model::History history = two_by_two();
    std::vector<Change> changes{change_of(0, "aaaaaaaaaa", 1)};
    Triage triage;
    triage.reviews = {rule_for({"aaaaaaaaaa"}, ReviewKind::explained), rule_for({"aaaaaaaaaa"}, ReviewKind::ignored),
                      rule_for({"bbbbbbbbbb"}, ReviewKind::acknowledged)};
    apply_reviews(history, triage, january, {}, changes);
    REQUIRE(changes[0].review);
    CHECK(changes[0].review->kind == ReviewKind::ignored);
    CHECK(use_of(history, triage, {}, changes).reviews == std::vector<std::size_t>{1, 1, 0});
}

TEST_CASE("a review has expired from its day on, by the time of the build") {
    const auto expired = [](std::optional<model::Time> until) {
        std::vector<Change> changes{change_of(0, "aaaaaaaaaa", 1)};
        Triage triage;
        triage.reviews = {rule_for({"aaaaaaaaaa"})};
        triage.reviews[0].review.until = until;
        apply_reviews(two_by_two(), triage, january, {}, changes);
        return changes[0].review->expired;
    };
    CHECK_FALSE(expired(std::nullopt));
    CHECK_FALSE(expired(january + std::chrono::seconds{1}));
    CHECK(expired(january));
    CHECK(expired(january - std::chrono::days{1}));
}

TEST_CASE("an outlier rule is of a run, or all whose ids begin so, and of all its benchmarks or some") {
    const model::History history = two_by_two();  // rows by series: runs 0 1 2, 3 4 5, 0 1 2, 3 4 5
    const auto rows = [&](std::vector<OutlierRule> rules) {
        std::vector<std::size_t> marked;
        const auto outlier = outliers(history, rules);
        for (std::size_t row = 0; row < outlier.size(); ++row)
            if (outlier[row]) marked.push_back(row);
        return marked;
    };
    CHECK(rows({}).empty());
    CHECK(rows({{history.runs[1].id, {}, "", ""}}) == std::vector<std::size_t>{1, 7});
    CHECK(rows({{history.runs[1].id, {"so*"}, "", ""}}) == std::vector<std::size_t>{7});
    CHECK(rows({{"202401", {"add"}, "", ""}}) == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
    CHECK(rows({{"20260101", {}, "", ""}}).empty());
    Triage triage;
    triage.outliers = {{history.runs[1].id, {}, "", ""}, {"20260101", {}, "", ""}};
    CHECK(use_of(history, triage, {}, {}).outliers == std::vector<std::size_t>{2, 0});
}

TEST_CASE("the rounds of an outlier are in no noise within runs") {
    HistoryBuilder archive;
    const auto nights = archive.nights(archive.testbed("EPYC 7763"), 3);
    model::Summary calm = support::only_median(1), wild = calm;
    calm.n = wild.n = 100;
    calm.q1 = .99, calm.q3 = 1.01;
    wild.q1 = .5, wild.q3 = 1.5;
    for (const auto& [night, summary] : {std::pair{0, calm}, {1, wild}, {2, wild}})
        archive.measured("add", nights[static_cast<std::size_t>(night)], summary);
    const model::History history = archive.build();
    Options options;
    CHECK(*analyse(history, options).series[0].noise_within == Approx(1 / 1.349));
    for (const std::size_t night : {1, 2}) options.triage.outliers.push_back({history.runs[night].id, {}, "busy", ""});
    CHECK(*analyse(history, options).series[0].noise_within == Approx(.02 / 1.349));
}

TEST_CASE("what is marked as an outlier is in no level, noise, mean or verdict, and stays an estimate") {
    HistoryBuilder archive;
    const auto nights = archive.nights(archive.testbed("EPYC 7763"), 30);
    std::vector<double> times(30, 1.0);
    for (std::size_t i = 12; i < 15; ++i) times[i] = 5;
    archive.measured("add", nights, times);
    const model::History history = archive.build();
    Options options;
    const Report before = analyse(history, options);
    for (std::size_t i = 12; i < 15; ++i) options.triage.outliers.push_back({history.runs[i].id, {}, "busy", ""});
    const Report after = analyse(history, options);
    CHECK(before.outlier == std::vector<std::uint8_t>(30, 0));
    CHECK(std::ranges::count(after.outlier, 1) == 3);
    CHECK(after.estimate == before.estimate);
    REQUIRE(after.series[0].steps.size() == 1);
    CHECK(after.series[0].steps[0].median == 1);
    CHECK(after.changes.empty());
    CHECK(before.aggregates[0].points[13].ratio == Approx(5));
    CHECK(after.aggregates[0].points.size() == 27);
}

}  // namespace
}  // namespace benchfolio::analysis
