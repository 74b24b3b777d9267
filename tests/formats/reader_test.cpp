#include "formats/reader.hpp"

#include "fixtures.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using namespace benchfolio::formats;

namespace {

constexpr auto broken = model::RejectionKind::broken;
constexpr auto foreign = model::RejectionKind::foreign;

// Every outcome names a reason, or is a run; the point is that there is one.
void require_classified(const std::string& text) {
    const auto outcome = outcome_of(text);
    if (const auto* rejection = std::get_if<model::Rejection>(&outcome)) REQUIRE_FALSE(rejection->reason.empty());
}

}  // namespace

TEST_CASE("reader: files that are no JSON are broken") {
    CHECK(rejected("").reason == "the file is empty");
    CHECK(rejected("\xEF\xBB\xBF").reason == "the file is empty");
    CHECK(rejected(" \r\n").reason == "the file holds nothing but white space");
    const auto text = rejected("not json\n");
    CHECK(text.kind == broken);
    CHECK(text.reason == "something that is no JSON value");
    CHECK(text.where == "line 1, column 1");
    CHECK(rejected("{\"hello\": \"x\"} more").reason == "something follows the end of the JSON");
    CHECK(rejected("{\"hello\": tru}").kind == broken);
}

TEST_CASE("reader: a result that is cut off, or goes on, is broken, and the place is named") {
    const std::string whole = fixture("pytest-benchmark/reported_summary.json");
    const auto cut = rejected(whole.substr(0, whole.find("4b548d57") + 4));
    CHECK(cut.kind == broken);
    CHECK(cut.reason == "the JSON ends in the middle of a string");
    CHECK(cut.where.starts_with("line "));
    CHECK(rejected(whole + "{}").reason == "something follows the end of the JSON");
}

TEST_CASE("reader: damage in what nobody needs is damage") {
    std::string text = fixture("pytest-benchmark/reported_summary.json");
    text.replace(text.find("\"perf_counter\""), 14, "perf_counter  ");
    CHECK(rejected(text).reason == "something that is no JSON value");
    std::string comma = fixture("pytest-benchmark/reported_summary.json");
    comma.replace(comma.find("\"disable_gc\": false,"), 20, "\"disable_gc\": false ");
    CHECK(rejected(comma).reason == "'}' is missing in an object");
}

TEST_CASE("reader: invalid UTF-8 is broken") {
    std::string text = fixture("pytest-benchmark/reported_summary.json");
    text[text.find("bench-1")] = '\xff';
    const auto rejection = rejected(text);
    CHECK(rejection.kind == broken);
    CHECK(rejection.reason == "invalid UTF-8");
    CHECK(rejection.where == "line 3, column 14");
}

TEST_CASE("reader: JSON of no known format is foreign, and says what it looks like") {
    const auto plain = rejected("{\"hello\": \"not a result\"}\n");
    CHECK(plain.kind == foreign);
    CHECK(plain.reason == "none of pytest-benchmark, pyperf and Google Benchmark: it has no `benchmarks`");
    CHECK(rejected("[1, 2]").kind == foreign);
    CHECK(rejected("3").kind == foreign);
    CHECK(rejected("{}").kind == foreign);
    CHECK(rejected("{\"_stats_defines\": {}, \"metadata\": {}}").reason.find("pystats") != std::string::npos);
    CHECK(rejected("[{\"name\": \"pip\", \"version\": \"23\"}]").reason.find("packages") != std::string::npos);
    CHECK(rejected("{\"benchmarks\": [{\"name\": \"x\"}]}").reason.find("`stats`") != std::string::npos);
}

TEST_CASE("reader: nesting without end is refused, not followed") {
    CHECK(rejected("{\"machine_info\": " + std::string(100000, '[')).kind == broken);
    const std::string deep = std::string(700, '[') + std::string(700, ']');
    CHECK(rejected("{\"machine_info\": {\"x\": " + deep + "}, \"commit_info\": null}").kind == broken);
}

TEST_CASE("reader: the same file twice gives the same numbers, also after a broken one") {
    Reader reader;
    const std::string text = fixture("pytest-benchmark/samples_in_data.json");
    const ParsedRun first = parsed(reader, text);
    std::string cut = text.substr(0, text.size() / 2);
    CHECK(std::holds_alternative<model::Rejection>(reader.read(cut)));
    const ParsedRun second = parsed(reader, text);
    CHECK(second.samples == first.samples);
    CHECK(second.rows.at(0).benchmark == first.rows.at(0).benchmark);
}

TEST_CASE("reader: whatever a file is cut to, it is classified") {
    for (const char* name : {"pytest-benchmark/bare_nan.json", "pyperf/version_3_raw_samples_under_names.json"}) {
        const std::string whole = fixture(name);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto outcome = outcome_of(whole.substr(0, size));
            const auto* rejection = std::get_if<model::Rejection>(&outcome);
            const bool only_the_end = whole.find_first_not_of(" \n", size) == std::string::npos;
            REQUIRE((only_the_end || (rejection && rejection->kind == broken)));
        }
    }
}

TEST_CASE("reader: whatever byte is changed, the file is classified") {
    for (const char* name : {"pytest-benchmark/reported_summary.json", "pyperf/units.json"}) {
        const std::string whole = fixture(name);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            for (const char other : {'"', '{', '}', ',', '\\', '9', 'N', '\0', '\xff'}) {
                std::string changed = whole;
                changed[at] = other;
                require_classified(changed);
            }
        }
    }
}
