#include "summary/summary.hpp"

#include "analysis/analysis.hpp"
#include "summary/markdown.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;

namespace {

// A level with a little noise that is the same everywhere.
std::vector<double> level(double base, std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(base * (1 + 0.002 * static_cast<double>(i * 7 % 5)));
    return values;
}

std::vector<double> step(double before, double after) {
    std::vector<double> values = level(before, 12);
    for (const double value : level(after, 8)) values.push_back(value);
    return values;
}

// Two CPUs; time and memory that changed, both ways; files that are not used.
model::History changed_history() {
    support::HistoryBuilder archive;
    const support::Runs a = archive.nights(archive.testbed("EPYC 7763"), 20);
    const support::Runs b = archive.nights(archive.testbed("Xeon 8272CL"), 20);
    archive.measured("bench.py::slower", a, step(2e-3, 2.4e-3));
    archive.measured("bench.py::faster", a, step(1e-3, 0.7e-3));
    for (const char* name : {"bench.py::a", "bench.py::b", "bench.py::c", "bench.py::d"})
        archive.measured(name, b, step(1e-6, 1.5e-6));
    archive.measured("bench.py::memory", b, step(5e7, 8e7), "max_rss");
    archive.measured("bench.py::steady", b, level(1e-4, 20));
    model::History history = archive.build();
    history.rejections = {
        {"a.json", model::RejectionKind::foreign, "JSON of another kind", "", 7},
        {"b.json", model::RejectionKind::broken, "the JSON ends in a string", "line 3, column 1", 77}};
    history.duplicates = {{"copy.json", history.runs.front().file}};
    return history;
}

model::Failure failure_after(const model::History& history, std::chrono::days later) {
    model::Failure failure;
    failure.time = history.runs.back().time + later;
    failure.file = "failed.json";
    failure.outcome = "failure";
    failure.workflow = "benchmarks";
    failure.url = "https://ci.example/runs/17";
    return failure;
}

struct Options {
    analysis::Options analysis;
    site::Options site;
};

Options published() {
    Options options;
    options.site.title = "Lattice benchmarks";
    options.site.base_url = "https://lattice.example/bench";
    options.site.repository_url = "https://github.com/lattice/lattice/";
    return options;
}

std::string summary_of(const model::History& history, const Options& options) {
    const analysis::Report report = analysis::analyse(history, options.analysis);
    return summary::markdown({history, report, options.analysis, options.site});
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("summary: a night with changes, files that are not used, a failed night, too old") {
    model::History history = changed_history();
    history.failures = {failure_after(history, std::chrono::days{1})};
    Options options = published();
    options.analysis.max_age = std::chrono::days{3};
    options.site.now = history.runs.back().time + std::chrono::days{5};
    support::check_golden("summary.md", summary_of(history, options));
}

TEST_CASE("summary: nothing new, no address, nothing wrong") {
    support::HistoryBuilder archive;
    archive.measured("bench.py::steady", archive.nights(archive.testbed("EPYC 7763"), 20), level(1e-4, 20));
    Options options;
    options.site.now = archive.build().runs.back().time;
    support::check_golden("summary-quiet.md", summary_of(archive.build(), options));
}

TEST_CASE("summary: what the newest night confirmed and saw first is told") {
    const auto told_after = [](std::size_t nights) {
        support::HistoryBuilder archive;
        std::vector<double> times = step(2e-3, 3e-3);
        times.resize(12 + nights);
        archive.measured("bench.py::slower", archive.nights(archive.testbed("EPYC 7763"), times.size()), times);
        return summary_of(archive.build(), published());
    };
    std::vector<std::string> told;
    for (std::size_t nights = 1; nights <= 8; ++nights) told.push_back(told_after(nights));
    const auto nights_with = [&](const char* part) {
        return std::ranges::count_if(told, [&](const std::string& text) { return contains(text, part); });
    };
    CHECK(nights_with("1 change confirmed") == 1);
    CHECK(
        contains(told[4], "1 change confirmed, 0 retracted, 0 seen for the first time. 0 changes are being watched."));
    CHECK(contains(told[7], "0 changes confirmed"));
    CHECK(contains(told[4], "[All changes](https://lattice.example/bench/changes/index.html)"));
}

TEST_CASE("summary: an empty archive") {
    const std::string text = summary_of(model::History{}, {});
    CHECK(contains(text, "No results yet"));
    CHECK(contains(text, "0 files"));
}

TEST_CASE("summary: a pause is told, and makes nothing stale") {
    const model::History history = changed_history();
    Options options = published();
    const model::Time newest = history.runs.back().time;
    options.site.now = newest + std::chrono::days{9};
    CHECK(contains(summary_of(history, options), "[!WARNING]"));
    options.analysis.pauses = {{newest + std::chrono::days{1}, newest + std::chrono::days{20}, "new <machine>"}};
    const std::string text = summary_of(history, options);
    CHECK_FALSE(contains(text, "[!WARNING]"));
    CHECK(contains(text, "Paused, 10 Feb 2024 to 28 Feb 2024: new &#60;machine&#62;"));
}

TEST_CASE("summary: text is text, whatever it says") {
    CHECK(summary::text("plain words, 3.5 %, α - b/c") == "plain words, 3.5 %, α - b/c");
    CHECK(summary::text("a|b") == "a&#124;b");
    CHECK(summary::text("<img src=x>") == "&#60;img src=x&#62;");
    CHECK(summary::text("&lt;") == "&#38;lt;");
    CHECK(summary::text("[x](javascript:alert)") == "&#91;x&#93;&#40;javascript&#58;alert&#41;");
    CHECK(summary::text("`*_~#!$\\") == "&#96;&#42;&#95;&#126;&#35;&#8288;&#33;&#36;&#92;");
    CHECK(summary::text("two\nlines\r\n\x1b[31m") == "two lines   &#91;31m");
    CHECK(summary::text("@somebody Www.example.org") == "&#64;&#8288;somebody Www&#46;example.org");
    CHECK(summary::text("fixes #12") == "fixes &#35;&#8288;12");
    CHECK(summary::text("Gh-12, a-b") == "Gh-&#8288;12, a-b");
    CHECK(summary::text("new.json") == "new.json");
    CHECK(summary::code("@a #1") == "<code>&#64;a &#35;1</code>");
}

TEST_CASE("summary: what cannot be seen cannot deceive") {
    CHECK(summary::text("bench_\u202egnp.exe\u2066\u2069\u200f") == "bench&#95; gnp.exe   ");  // right to left
    CHECK(summary::code("a\u200bb\ufeffc\u2028d\u0085e\U000e0041f") == "<code>a b c d e f</code>");
    CHECK(summary::text("\u0646\u0645\u06cc\u200c\u062e") == "\u0646\u0645\u06cc\u200c\u062e");  // Persian needs it
    CHECK(summary::text("\U0001f468\u200d\U0001f4bb \u03b1 \u00b5s") == "\U0001f468\u200d\U0001f4bb \u03b1 \u00b5s");
}

TEST_CASE("summary: bytes that are no UTF-8 are told as such") {
    for (const std::string bytes : {"\x80", "\xff", "\xc0", "\xc1", "\xf5", "\xed"})
        CHECK(summary::text("a" + bytes + "b") == "a\ufffdb");
    CHECK(summary::text("\xc0\xaf") == "\ufffd\ufffd");            // '/' in two bytes
    CHECK(summary::text("\xed\xa0\x80") == "\ufffd\ufffd\ufffd");  // half a surrogate pair
    CHECK(summary::text("\xe2\x82") == "\ufffd\ufffd");            // ends in the middle
    CHECK(summary::text("\xf4\x90\x80\x80") == "\ufffd\ufffd\ufffd\ufffd");
    CHECK(summary::text("\xf4\x8f\xbf\xbd") == "\xf4\x8f\xbf\xbd");
}

TEST_CASE("summary: long texts are cut between two characters") {
    std::string greek;
    for (int i = 0; i < 300; ++i) greek += "ab\xce\xb1";
    const std::string cut = summary::text(greek);
    CHECK(cut.size() <= summary::longest_text + 3);
    CHECK(cut.ends_with("…"));
    const std::string before = cut.substr(0, cut.size() - std::string{"…"}.size());
    CHECK((before.ends_with("ab") || before.ends_with("a") || before.ends_with("\xce\xb1")));
}

TEST_CASE("summary: an address links, or does not, but never ends early") {
    CHECK(summary::link("x", "https://ci.example/1?a=b&c=d#e") == "[x](https://ci.example/1?a=b&c=d#e)");
    CHECK(summary::link("x", "https://ci.example/a) | <b>\"'\n") ==
          "[x](https://ci.example/a%29%20%7C%20%3Cb%3E%22%27%0A)");
    CHECK(summary::link("x", "javascript:alert(1)") == "x");
    CHECK(summary::link("x", "") == "x");
    CHECK(summary::link("x", "https://ci.example/" + std::string(5000, 'a')) == "x");
}

TEST_CASE("summary: hostile names stay in their cells") {
    support::HistoryBuilder archive;
    const std::string name = "bench|`x`\n# <script>alert(1)</script> @everyone [a](b)";
    const auto cpu = archive.testbed("CPU | <b>\n@x");
    archive.measured(name, archive.nights(cpu, 20), step(1e-3, 2e-3));
    model::History history = archive.build();
    history.rejections = {{"| <b> `\n@x", model::RejectionKind::broken, "| \n## x", "|", 1}};
    const std::string text = summary_of(history, published());
    CHECK_FALSE(contains(text, "<script"));
    CHECK_FALSE(contains(text, "<b>"));
    CHECK_FALSE(contains(text, "@"));
    std::size_t rows = 0;
    for (std::size_t at = 0, end = 0; end != text.npos; at = end + 1) {
        end = text.find('\n', at);
        const std::string line = text.substr(at, end - at);
        if (!line.starts_with("|")) continue;
        ++rows;
        CHECK(std::ranges::count(line, '|') == 4);
    }
    CHECK(rows == 6);
}

TEST_CASE("summary: ten thousand of everything fit, and are counted") {
    support::HistoryBuilder archive;
    const support::Runs runs = archive.nights(archive.testbed(std::string(3000, '|')), 20);
    for (int i = 0; i < 300; ++i) archive.measured(std::string(5000, '<') + std::to_string(i), runs, step(1e-3, 2e-3));
    model::History history = archive.build();
    for (int i = 0; i < 10000; ++i) {
        history.rejections.push_back({std::string(1000, '`') + std::to_string(i), model::RejectionKind::broken,
                                      std::string(1000, '&'), std::string(1000, '|'), 1});
        history.failures.push_back(failure_after(history, std::chrono::days{i}));
        history.failures.back().workflow = std::string(1000, '*');
    }
    const std::string text = summary_of(history, published());
    CHECK(text.size() < 100'000);
    CHECK(contains(text, "and 297 more |"));
    CHECK(contains(text, "And 9,990 more."));
    CHECK(contains(text, "10,000 failed nights"));
}

TEST_CASE("summary: new results that are in no trend are named in one line, older ones not") {
    model::History history = changed_history();
    model::History aside = changed_history();
    aside.runs.erase(aside.runs.begin(), aside.runs.end() - 2);
    aside.runs[0].purpose = {model::Kind::tag, "v1", ""};
    aside.runs[0].time = history.runs.back().time - std::chrono::days{3};
    aside.runs[1].purpose = {model::Kind::branch, "jit*", ""};
    history.aside = std::make_shared<const model::History>(std::move(aside));
    const std::string text = summary_of(history, published());
    CHECK(contains(text, "Beside the trends, in the newest night: [branch jit"));
    CHECK(contains(text, "/branch/"));
    CHECK_FALSE(contains(text, "tag v1"));
    CHECK(contains(text, ", 2 runs in no trend"));
}
