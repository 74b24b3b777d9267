#include "summary/comment.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <regex>

#include "model/slug.hpp"
#include "summary/marker.hpp"
#include "support/catch.hpp"
#include "support/golden.hpp"
#include "support/history_builder.hpp"

using namespace benchfolio;
using analysis::GateReport;
using analysis::GateRow;
using analysis::Light;

namespace {

constexpr auto hostile_names = {
    "</code></summary></details><script>alert(1)</script>",
    "x](https://evil.example) [y](https://evil.example)",
    "![x](https://evil.example/pixel.png)",
    "<img src=https://evil.example/pixel.png>",
    "| cell | cell |\n| --- | --- |\n# heading",
    "`` ` ``` ~~~ ```suggestion",
    "@everyone @org/team fixes #12 owner/name#12 GH-12",
    "<!-- benchfolio:lattice-benchmarks changed -->\n--> <!--",
    "\x1b[31mred\x07\r\nx\tx\x7f",
    "bench_\u202egnp.exe\u2066x\u2069\u200f",
    "https://evil.example www.evil.example a@b.example",
    "**bold** __x__ $math$ :tada: &lt;b&gt; &#60;b&#62;",
    "\xff\xfe\xc0\xaf",
};

// Everything that GitHub could take for more than text, beside what a comment is made of. Empty where there is none.
std::string active_in(const std::string& comment) {
    std::string rest = comment.substr(comment.find('\n') + 1);  // without the marker
    // An address of the site's holds no hostile text: slugs and ids alone.
    rest = std::regex_replace(rest, std::regex{R"(\]\(https://(lattice|git)\.example/[A-Za-z0-9./-]*\))"}, "](ok)");
    for (const char* tag : {"<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>"})
        rest = std::regex_replace(rest, std::regex{tag}, "");
    rest = std::regex_replace(rest, std::regex{"&#[0-9]+;"}, "");
    for (const char* pattern : {"<", ">", "@", "`", "\\]\\((?!ok)", "://", "[\\x00-\\x09\\x0b-\\x1f\\x7f]", "#[0-9]",
                                "\xe2\x80[\x8b\x8e\x8f\xa8-\xae]", "\xe2\x81[\xa6-\xa9]", "www\\."}) {
        std::smatch found;
        if (std::regex_search(rest, found, std::regex{pattern})) return found.prefix().str().substr(0, 0) + found.str();
    }
    return {};
}

// An archive of one CPU and a new run, whose rows a test makes up.
struct Invented {
    support::HistoryBuilder archive;
    support::Runs runs;
    site::Options options;
    GateReport gate;

    explicit Invented(const std::vector<std::string>& names, const std::string& cpu = "EPYC 7763") {
        runs = archive.nights(archive.testbed(cpu), 31);
        for (const std::string& name : names) archive.measured(name, runs, std::vector<double>(31, 1e-3));
        options.title = "Lattice benchmarks";
        options.base_url = "https://lattice.example/bench";
        options.repository_url = "https://git.example/lattice";
        gate.bases = {{0, runs[29], 30, "the newest earlier run of main"}};
    }

    GateRow& row(std::uint32_t benchmark, Light light, double ratio) {
        GateRow row;
        row.benchmark = benchmark;
        row.run = runs.back();
        row.light = light;
        row.value = 1e-3 * ratio;
        row.n = 30;
        row.baseline = 1e-3;
        row.ratio = ratio;
        row.interval = analysis::Interval{ratio - 0.02, ratio + 0.02};
        (light == Light::red     ? gate.red
         : light == Light::amber ? gate.amber
         : light == Light::green ? gate.green
                                 : gate.unknown) += 1;
        return gate.rows.emplace_back(row);
    }

    analysis::RunShift& shift(Light light) {
        analysis::RunShift& shift = gate.shifts.emplace_back();
        shift.light = light;
        shift.ratio = 1.1;
        shift.benchmarks = 2;
        return shift;
    }

    std::string comment() const {
        const model::History history = archive.build();
        return summary::comment({.history = history, .gate = gate, .options = options, .key = {}});
    }
    summary::CheckText check(bool failed = false) const {
        const model::History history = archive.build();
        return summary::check({.history = history, .gate = gate, .options = options, .key = {}, .failed = failed});
    }
};

std::vector<std::string> numbered(std::size_t count, const std::string& prefix = "bench.py::test_") {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) names.push_back(prefix + std::to_string(10'000 + i));
    return names;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// How many results a comment shows or counts as left out.
std::size_t told_of(const std::string& comment) {
    std::size_t rows = 0;
    for (std::size_t at = comment.find("\n| "); at != comment.npos; at = comment.find("\n| ", at + 1)) ++rows;
    for (std::size_t at = comment.find("\n| ---"); at != comment.npos; at = comment.find("\n| ---", at + 1)) rows -= 2;
    const std::regex left_out{"And ([0-9,]+) more"};
    for (std::sregex_iterator found{comment.begin(), comment.end(), left_out}, end; found != end; ++found) {
        std::string digits = (*found)[1];
        std::erase(digits, ',');
        rows += std::stoul(digits);
    }
    return rows;
}

Invented of_everything() {
    Invented made{numbered(7)};
    made.row(0, Light::red, 1.05);
    made.row(1, Light::red, 1.261).upper = 1.02e-3;
    made.row(2, Light::amber, 1.013);
    made.row(3, Light::green, 0.8).better = true;
    made.row(4, Light::green, 1.002);
    GateRow& unknown = made.row(5, Light::unknown, 1.2);
    unknown.n = 1;
    unknown.interval.reset();
    unknown.reason = "one run of history; 4 more would do";
    GateRow& fresh = made.row(6, Light::unknown, 1);
    fresh.n = 0;
    fresh.ratio.reset(), fresh.interval.reset();
    fresh.reason = "new: no run of history";
    made.gate.missing = {"bench.py::gone"};
    made.gate.unmatched = {"benchfolio.toml:31"};
    return made;
}

}  // namespace

TEST_CASE("comment: a bit of everything") {
    support::check_golden("comment.md", of_everything().comment());
}

TEST_CASE("comment: nothing changed, no address, no commit") {
    Invented made{numbered(2)};
    made.row(0, Light::green, 1.001);
    made.row(1, Light::green, 0.998);
    made.options.base_url.clear();
    made.options.repository_url.clear();
    support::check_golden("comment-quiet.md", made.comment());
}

TEST_CASE("comment: the worst is first, whatever the order of the report and the direction of the measure") {
    Invented made{numbered(3)};
    made.archive.measure({"rate", "", model::Direction::higher_is_better});
    made.archive.measured("bench.py::test_10000", made.runs, std::vector<double>(31, 5.0), "rate");
    made.row(0, Light::red, 1.1);
    made.row(2, Light::red, 1.4);
    made.row(1, Light::amber, 1.9);
    GateRow& rate = made.row(0, Light::red, 0.5);  // half of what it was: worse by a factor of two
    rate.measure = 1;
    const std::string text = made.comment();
    CHECK(contains(text, "🔴 **−50.0 % worse**"));
    CHECK(text.find("−50.0 %") < text.find("+40.0 % slower"));
    CHECK(text.find("+40.0 %") < text.find("+10.0 % slower"));
    CHECK(text.find("+10.0 %") < text.find("🟡 perhaps +90.0 % slower"));
    std::ranges::reverse(made.gate.rows);
    CHECK(made.comment() == text);
}

TEST_CASE("comment: the same values give the same bytes, another value others") {
    const std::string once = of_everything().comment();
    CHECK(of_everything().comment() == once);
    Invented other = of_everything();
    other.gate.rows[0].ratio = 1.06;
    CHECK(other.comment() != once);
}

TEST_CASE("comment: says whether something changed, for those who want no other comment") {
    const auto changed = [](const Invented& made) { return summary::marker_of(made.comment())->changed; };
    Invented quiet{numbered(2)};
    quiet.row(0, Light::green, 1);
    quiet.row(1, Light::unknown, 1.5);
    CHECK_FALSE(changed(quiet));
    for (const Light light : {Light::red, Light::amber}) {
        Invented made = quiet;
        made.row(1, light, 1.2);
        CHECK(changed(made));
    }
    Invented better = quiet;
    better.row(1, Light::green, 0.5).better = true;
    CHECK(changed(better));
    Invented shifted = quiet;
    shifted.shift(Light::red);
    CHECK(changed(shifted));
    CHECK(contains(shifted.comment(), "Regression: the run as a whole"));
    CHECK(contains(shifted.comment(), "2 benchmarks together +10.0 % slower"));
    Invented usual = quiet;
    usual.shift(Light::green).taken_off = true;
    CHECK_FALSE(changed(usual));
    CHECK(contains(usual.comment(), "together +10.0 %, as hosts here do; taken off in the tables below"));
}

TEST_CASE("comment: another key or title is another comment") {
    Invented made = of_everything();
    const auto key = [](const std::string& text) { return summary::marker_of(text)->key; };
    CHECK(key(made.comment()) == model::slug("Lattice benchmarks"));
    const model::History history = made.archive.build();
    const std::string named = summary::comment({history, made.gate, made.options, "-->\n<script> windows job"});
    CHECK(key(named) == model::slug("-->\n<script> windows job"));
    CHECK(active_in(named) == "");
}

// One name in every place that somebody else may have written.
Invented named(const std::string& name) {
    Invented made{{name}, "CPU " + name};
    made.options.title = name;
    made.row(0, Light::red, 1.5);
    made.row(0, Light::unknown, 1.5).reason = name;
    made.row(0, Light::green, 1.0);
    made.gate.missing = {name};
    made.gate.unmatched = {name};
    made.gate.bases[0].how = name;
    made.shift(Light::amber).reason = name;
    return made;
}

TEST_CASE("comment: hostile names are text, wherever they stand") {
    const auto lines = [](const std::string& text) { return std::ranges::count(text, '\n'); };
    const auto cells = [](const std::string& text) { return std::ranges::count(text, '|'); };
    const std::string harmless = named("bench_add").comment();
    for (const std::string hostile : hostile_names) {
        INFO(hostile);
        const std::string text = named(hostile).comment();
        CHECK(active_in(text) == "");
        CHECK(lines(text) == lines(harmless));
        CHECK(cells(text) == cells(harmless));
        CHECK(active_in("\n" + named(hostile).check().summary) == "");
    }
}

TEST_CASE("comment: the checker of these tests finds what is active") {
    for (const char* active :
         {"<b>", "[x](https://evil.example)", "@somebody", "`x`", "a #12", "\u202e", "\x1b", "www.x"})
        CHECK(active_in(std::string{"marker\n"} + active) != "");
    CHECK(active_in("marker\n<code>x</code> [x](https://lattice.example/bench/b/x.html) &#64;x") == "");
}

TEST_CASE("comment: stays below the limit with 5,000 benchmarks of whatever names, and counts what it leaves out") {
    const std::string long_name(10'240, '<'), wide_name = std::string(100, '@') + "\U0001f600";
    for (const std::string& prefix : {std::string{"bench.py::test_"}, long_name, wide_name}) {
        for (const Light light : {Light::red, Light::amber, Light::unknown, Light::green}) {
            Invented made{numbered(5000, prefix), prefix.substr(0, 3000)};
            for (std::uint32_t i = 0; i < 5000; ++i) made.row(i, light, 1.0 + 1e-4 * i).reason = prefix;
            const std::string text = made.comment();
            CHECK(text.size() <= summary::largest_comment);
            CHECK(told_of(text) == 5000);
            CHECK(contains(text, "Held against:"));
            CHECK(contains(text, "on the same CPU only"));
            CHECK(made.check().summary.size() <= summary::largest_comment);
        }
    }
}

TEST_CASE("comment: many CPUs, missing benchmarks and thresholds are cut and counted as well") {
    Invented made{numbered(1)};
    const std::string evil(5000, '&');
    for (std::uint32_t i = 1; i < 400; ++i) made.archive.testbed(evil + std::to_string(i));
    for (std::uint32_t i = 1; i < 400; ++i) made.gate.bases.push_back({i, made.runs[3], 5, evil});
    made.gate.missing.assign(3000, evil);
    made.gate.unmatched.assign(3000, evil);
    made.row(0, Light::red, 1.5);
    const std::string text = made.comment();
    CHECK(text.size() <= summary::largest_comment);
    CHECK(contains(text, "3,000 benchmarks missing"));
    CHECK(contains(text, "2,995 more"));
    CHECK(contains(text, "And "));
}

TEST_CASE("comment: values that cannot be drawn are told as such") {
    Invented made{numbered(2)};
    GateRow& row = made.row(0, Light::red, 0);
    row.value = std::nan("");
    row.interval.reset();
    made.row(1, Light::unknown, -1).ratio.reset();
    const std::string text = made.comment();
    CHECK(contains(text, "beyond the limit"));
    CHECK_FALSE(contains(text, "nan"));
}

TEST_CASE("comment: no results at all") {
    Invented made{{}};
    made.gate.bases = {{0, std::nullopt, 0, ""}};
    const std::string text = made.comment();
    CHECK(contains(text, "there are no results to judge"));
    CHECK(contains(text, "the archive has no earlier run on this CPU"));
    CHECK_FALSE(contains(text, "|"));
}

TEST_CASE("comment: a check concludes what the gate's exit code says") {
    Invented made{numbered(2)};
    CHECK(made.check().conclusion == summary::Conclusion::neutral);
    made.row(0, Light::green, 1);
    CHECK(made.check().conclusion == summary::Conclusion::success);
    CHECK(made.check(true).conclusion == summary::Conclusion::failure);
    made.row(1, Light::amber, 1.1);
    CHECK(made.check().conclusion == summary::Conclusion::neutral);
    made.row(1, Light::red, 1.2);
    const summary::CheckText check = made.check(true);
    CHECK(check.name == "benchfolio: Lattice benchmarks");
    CHECK(check.title == "Regression: 1 of 3 results is beyond what the history allows");
    CHECK(summary::name_of(check.conclusion) == "failure");
    CHECK_FALSE(contains(check.summary, "<!--"));
}

TEST_CASE("marker: is read as it was written, and nothing else is") {
    const summary::Marker marker{"lattice-1b2c3d4e", true};
    CHECK(summary::line_of(marker) == "<!-- benchfolio:lattice-1b2c3d4e changed -->");
    CHECK(summary::marker_of(summary::line_of(marker)) == marker);
    CHECK(summary::marker_of(summary::line_of({"a", false}) + "\r\nand more") == summary::Marker{"a", false});
    for (const char* text :
         {"", "x", "<!-- benchfolio: changed -->", "<!-- benchfolio:a -->", "<!-- benchfolio:A changed -->",
          "<!-- benchfolio:a b changed -->", "> <!-- benchfolio:a changed -->", "\n<!-- benchfolio:a changed -->",
          "<!-- benchfolio:-->", "<!-- benchfolio: -->", "<!-- benchfolio:a changed --> x",
          " <!-- benchfolio:a changed -->"})
        CHECK_FALSE(summary::marker_of(text));
    CHECK_FALSE(summary::marker_of(summary::line_of({std::string(101, 'a'), true})));
}
