#include "config/config.hpp"

#include <algorithm>
#include <sstream>

#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;

namespace {

config::Config parsed(const std::string& text) {
    return config::parse(text, "conf/benchfolio.toml");
}

model::Error error_of(const std::string& text) {
    try {
        parsed(text);
    } catch (const model::Error& error) {
        return error;
    }
    FAIL("accepted: " << text);
    throw std::logic_error("unreachable");
}

void refused(const std::string& text, const std::string& place, const std::string& what, const std::string& hint = {}) {
    const model::Error error = error_of(text);
    INFO(text << " -> " << error.what() << " at " << error.place() << ", " << error.hint());
    CHECK(error.code() == "config");
    CHECK(error.exit_code() == model::ExitCode::usage);
    CHECK(error.place() == "conf/benchfolio.toml:" + place);
    CHECK(std::string{error.what()}.find(what) != std::string::npos);
    CHECK(error.hint().find(hint) != std::string::npos);
}

// The reference with every key switched on: "#key = value" without its "#"; prose has a space after it.
std::string switched_on(std::string_view reference) {
    std::istringstream lines{std::string{reference}};
    std::string text;
    for (std::string line; std::getline(lines, line);)
        text += (line.size() > 1 && line[0] == '#' && line[1] != ' ' ? line.substr(1) : line) + "\n";
    return text;
}

// "section.key" of each key in the text; a free section's name alone.
std::vector<std::string> keys_in(const std::string& text) {
    std::istringstream lines{text};
    std::vector<std::string> keys;
    std::string section;
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line[0] == '#') continue;
        if (line[0] == '[') {
            section = line.substr(line.find_first_not_of('['), line.find(']') - line.find_first_not_of('['));
        } else {
            keys.push_back(line[0] == '"' ? section : section + "." + line.substr(0, line.find(' ')));
        }
    }
    return keys;
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

}  // namespace

TEST_CASE("an empty file is the defaults") {
    const config::Config config = parsed("");
    CHECK(config.source == "conf/benchfolio.toml");
    CHECK(config.site.title == "Benchmarks");
    CHECK(config.ingest.dimensions == std::vector<std::string>{"cpu"});
    CHECK(config.analysis.estimate == analysis::Estimate::median);
    REQUIRE(config.analysis.sets.size() == 1);
    CHECK(config.analysis.sets[0].name == "all");
}

TEST_CASE("every option can be reached") {
    const config::Config config = parsed(R"(
[site]
title = "QuTiP"
base_url = "https://qutip.org/b/"
repository_url = "http://example.org/r"
raw_url = "https://bucket.example/{file}"
notice = "Synthetic"
templates = "own"
assets = "looks"
[archive]
path_pattern = "{suite}/{*}.json"
dimensions = ["cpu", "suite", "backend"]
commit_from = "package_versions.qutip"
suite_from = "path.suite"
[dimensions]
backend = "machine_info.backend"
[triage]
file = "decided/triage.toml"
[cpu]
hide = ["*E5-26*"]
colours = {"*7763*" = 3, "*8370C*" = 1}
[parameters]
lines = ["*type*"]
pages = ["density"]
exclude = ["size=1024"]
[statistics]
estimate = "min"
baseline = "1ede0b8"
[[aggregate]]
name = "solvers"
benchmarks = ["*mesolve*"]
tags = ["slow"]
weights = { "*" = 0.5, "mesolve_?" = 2.5, "mesolve_b" = 3, "mesolve_*" = 2 }
[[aggregate]]
name = "all"
[freshness]
max_age = "36 hours"
[[pause]]
from = 2026-12-24
to = 2027-01-06
reason = "holidays"
[[pause]]
from = "2026-08-01"
to = "2026-08-01"
reason = "power"
[aliases]
"old_*" = "new_*"
[group_aliases]
"a" = "b"
)");
    const std::vector<analysis::Weight>& weights = config.analysis.sets.at(0).weights;
    REQUIRE(weights.size() == 4);  // a text that is longer says more of a name, and one letter more than any text
    CHECK((weights[0].pattern == "mesolve_b" && weights[0].value == 3));
    CHECK((weights[1].pattern == "mesolve_?" && weights[1].value == 2.5));
    CHECK((weights[2].pattern == "mesolve_*" && weights[2].value == 2));
    CHECK((weights[3].pattern == "*" && weights[3].value == 0.5));
    CHECK(config.analysis.sets.at(1).weights.empty());
    CHECK(config.analysis.max_age == std::chrono::hours{36});
    REQUIRE(config.analysis.pauses.size() == 2);  // by their beginning
    CHECK(config.analysis.pauses[0].reason == "power");
    CHECK(config.analysis.pauses[0].until - config.analysis.pauses[0].from == std::chrono::days{1});
    CHECK(model::iso8601(config.analysis.pauses[1].from) == "2026-12-24T00:00:00Z");
    CHECK(model::iso8601(config.analysis.pauses[1].until) == "2027-01-07T00:00:00Z");
    CHECK(config.site.title == "QuTiP");
    CHECK(config.site.base_url == "https://qutip.org/b/");
    CHECK(config.site.repository_url == "http://example.org/r");
    CHECK(config.site.raw_url == "https://bucket.example/{file}");
    CHECK(config.site.notice == "Synthetic");
    CHECK(config.site.templates_directory == "conf/own");
    CHECK(config.site.assets_directory == "conf/looks");
    CHECK(config.ingest.path_pattern == "{suite}/{*}.json");
    CHECK(config.ingest.dimensions == std::vector<std::string>{"cpu", "suite", "backend"});
    CHECK(config.ingest.dimension_places ==
          std::vector<std::pair<std::string, std::string>>{{"backend", "machine_info.backend"}});
    CHECK(config.ingest.commit_from == "package_versions.qutip");
    CHECK(config.ingest.suite_from == "path.suite");
    CHECK(config.ingest.hidden_cpus == std::vector<std::string>{"*E5-26*"});
    CHECK(config.ingest.cpu_colours == std::vector<std::pair<std::string, int>>{{"*7763*", 3}, {"*8370C*", 1}});
    CHECK(config.analysis.parameters.lines == std::vector<std::string>{"*type*"});
    CHECK(config.analysis.parameters.pages == std::vector<std::string>{"density"});
    CHECK(config.analysis.parameters.exclude == std::vector<std::string>{"size=1024"});
    CHECK(config.analysis.estimate == analysis::Estimate::min);
    CHECK(config.analysis.baseline == "1ede0b8");
    CHECK(config.triage_file == "conf/decided/triage.toml");  // relative to the configuration
    REQUIRE(config.analysis.sets.size() == 2);
    CHECK(config.analysis.sets[0].name == "solvers");
    CHECK(config.analysis.sets[0].benchmarks == std::vector<std::string>{"*mesolve*"});
    CHECK(config.analysis.sets[0].tags == std::vector<std::string>{"slow"});
    CHECK(config.analysis.sets[1].benchmarks.empty());
    CHECK(config.ingest.benchmark_aliases == std::vector<std::pair<std::string, std::string>>{{"old_*", "new_*"}});
    CHECK(config.ingest.group_aliases == std::vector<std::pair<std::string, std::string>>{{"a", "b"}});
}

TEST_CASE("what the first match decides keeps the order of the file, not of the alphabet") {
    const config::Config config =
        parsed("[aliases]\n\"z*\" = \"one\"\n\"a*\" = \"two\"\n[cpu.colours]\n\"z\" = 2\n\"*\" = 1\n");
    CHECK(config.ingest.benchmark_aliases ==
          std::vector<std::pair<std::string, std::string>>{{"z*", "one"}, {"a*", "two"}});
    CHECK(config.ingest.cpu_colours == std::vector<std::pair<std::string, int>>{{"z", 2}, {"*", 1}});
}

TEST_CASE("an unknown key is told with its place and the nearest name") {
    refused("[site]\n  titel = \"x\"\n", "2:3", "unknown key `site.titel`", "did you mean `title`?");
    refused("[sit]\ntitle = \"x\"\n", "1:2", "unknown key `sit`", "did you mean `site`?");
    refused("[site]\nestimate = \"min\"\n", "2:1", "unknown key `site.estimate`", "belongs under [statistics]");
    refused("title = \"x\"\n", "1:1", "unknown key `title`", "belongs under [site]");
    refused("[archive]\nwhatever_this_is = 1\n", "2:1", "unknown key", "known are path_pattern, dimensions");
    refused("[[aggregate]]\nname = \"a\"\nbenchmark = []\n", "3:1", "unknown key `aggregate[0].benchmark`",
            "`benchmarks`");
}

TEST_CASE("a value of the wrong type is told with its place") {
    refused("[site]\ntitle = 3\n", "2:9", "`site.title` must be a string, not a whole number");
    refused("[cpu]\nhide = \"x\"\n", "2:8", "`cpu.hide` must be an array, not a string");
    refused("[cpu]\nhide = [\"a\", 1]\n", "2:14", "`cpu.hide[1]` must be a string");
    refused("site = 1\n", "1:8", "`site` must be a table");
    refused("[cpu.colours]\n\"*\" = 1.5\n", "2:7",
            "`cpu.colours.\"*\"` must be a whole number, not a number with a fraction");
    refused("[aggregate]\nname = \"x\"\n", "1:1", "`aggregate` must be an array, not a table");
    refused("[aliases]\na = [\"b\"]\n", "2:5", "`aliases.a` must be a string, not an array");
}

TEST_CASE("a value out of range is told with its place") {
    refused("[cpu.colours]\n\"*\" = 7\n", "2:7", "between 1 and 6, not 7");
    refused("[cpu.colours]\n\"*\" = 0\n", "2:7", "between 1 and 6");
    refused("[site]\ntitle = \"\"\n", "2:9", "must not be empty");
    refused("[site]\nbase_url = \"ftp://x\"\n", "2:12", "https://");
    refused("[site]\nrepository_url = \"javascript:alert(1)\"\n", "2:18", "https://");
    refused("[site]\nraw_url = \"https://x/y\"\n", "2:11", "{file} or {id}");
    refused("[statistics]\nestimate = \"avg\"\n", "2:12", "median, mean or min, not `avg`");
    refused("[parameters]\nexclude = [\"size\"]\n", "2:12", "name=pattern");
    refused("[aliases]\n\"a*\" = \"*b*\"\n", "2:8", "more `*`");
    refused("[aliases]\n\"a\" = \"\"\n", "2:7", "renamed to nothing");
    refused("[[aggregate]]\nname = \"a\"\nweights = { \"*\" = 0 }\n", "3:19", "must be above 0");
    refused("[[aggregate]]\nname = \"a\"\nweights = { \"*\" = -1.5 }\n", "3:19", "must be above 0");
    refused("[[aggregate]]\ntags = []\n", "1:1", "needs a name");
    refused("[[aggregate]]\nname = \"a\"\n[[aggregate]]\nname = \"a\"\n", "4:8", "two aggregates");
}

TEST_CASE("dimensions are known ones or names of the path pattern") {
    refused("[archive]\ndimensions = [\"cpu\", \"pyhton\"]\n", "2:22", "`pyhton` is no dimension",
            "did you mean `python`?");
    refused("[archive]\ndimensions = []\n", "2:14", "at least one");
    refused("[archive]\npath_pattern = \"{suite/{*}\"\n", "2:16", "no name of a path pattern");
    refused("[archive]\npath_pattern = \"{suite\"\n", "2:16", "no partner");
    refused("[archive]\npath_pattern = \"{a}/{a}\"\n", "2:16", "names `a` twice");
    CHECK(parsed("[archive]\ndimensions = [\"lab\"]\npath_pattern = \"{lab}/{**}\"\n").ingest.dimensions.size() == 1);
}

TEST_CASE("a declared dimension has a place, and is one that testbeds are made of") {
    CHECK(parsed("[dimensions]\nblas = \"x.y\"\n[archive]\ndimensions = [\"blas\"]\n").ingest.dimension_places.size() ==
          1);
    refused("[dimensions]\nblas = \"x.y\"\n", "2:1", "`archive.dimensions` does not name `blas`",
            "dimensions = [\"cpu\", \"blas\"]");
    refused("[dimensions]\nblas = \"\"\n", "2:8", "must not be empty");
    refused("[dimensions]\nblas = 3\n", "2:8", "");
    refused("[dimensions]\n\"a b\" = \"x\"\n", "2:1", "`a b` is no name of a dimension");
    refused("[dimensions]\ncpu = \"x\"\n", "2:1", "the CPU is what the result files record", "{cpu}");
}

TEST_CASE("an effect is of a dimension, between two values of it") {
    const std::string archive = "[archive]\ndimensions = [\"os\"]\n[[effect]]\n";
    const config::Config config = parsed(archive + "name = \"WSL\"\ndimension = \"os\"\non = \"WSL\"\n");
    REQUIRE(config.analysis.effects.size() == 1);
    CHECK(config.analysis.effects[0].name == "WSL");
    CHECK(config.analysis.effects[0].dimension == "os");
    CHECK(config.analysis.effects[0].off.empty());
    CHECK(config.analysis.effects[0].on == "WSL");
    refused(archive + "dimension = \"os\"\non = \"a\"\n", "3:1", "an effect needs a name");
    refused(archive + "name = \"a\"\non = \"a\"\n", "3:1", "an effect needs `dimension`");
    refused(archive + "name = \"a\"\ndimension = \"os\"\n", "3:1", "must differ");
    refused(archive + "name = \"a\"\ndimension = \"cpu\"\non = \"a\"\n", "5:13", "different CPUs");
    refused(archive + "name = \"a\"\ndimension = \"flags\"\non = \"a\"\n", "5:13", "does not name `flags`");
}

TEST_CASE("broken TOML is told with its place") {
    refused("[site]\ntitle = \"x\n", "2:11", "this is not TOML", "toml.io");
    refused("[site]\ntitle = \"x\"\ntitle = \"y\"\n", "3:9", "cannot redefine");
    CHECK(parsed("\xEF\xBB\xBF[site]\r\ntitle = \"x\"\r\n").site.title == "x");
}

TEST_CASE("the reference says what no file says, and names every key") {
    CHECK(parsed(std::string{config::reference()}).site.title == config::Config{}.site.title);
    const std::string all = switched_on(config::reference());
    const config::Config config = parsed(all);
    CHECK(config.analysis.sets.front().name == "solvers");
    CHECK(sorted(keys_in(all)) == sorted(config::known_keys()));
    for (const char* comment : {"#title", "#[[aggregate]]"})
        CHECK(config::reference().find(comment) != std::string::npos);
}

TEST_CASE("ages are read in hours, days and weeks, and nothing else") {
    const auto age = [](const std::string& text) {
        return *parsed("[freshness]\nmax_age = \"" + text + "\"").analysis.max_age;
    };
    CHECK(age("1 hour") == std::chrono::hours{1});
    CHECK(age("1 day") == std::chrono::days{1});
    CHECK(age("3 days") == std::chrono::days{3});
    CHECK(age("2 weeks") == std::chrono::days{14});
    for (const char* text :
         {"", "3", "days", "3days", "3  days", "three days", "3 months", "-1 days x", "1.5 days", "3 days "})
        refused("[freshness]\nmax_age = \"" + std::string{text} + "\"", "2:11", "hours, days or weeks",
                "max_age = \"3 days\"");
    for (const char* text : {"0 days", "-1 days", "3651 days"})
        refused("[freshness]\nmax_age = \"" + std::string{text} + "\"", "2:11", "between 1 hour and 3650 days");
    refused("[freshness]\nmax_age = 3", "2:11", "must be a string, not a whole number");
    refused("[freshness]\nmaxage = \"3 days\"", "2:1", "unknown key `freshness.maxage`", "did you mean `max_age`?");
}

TEST_CASE("a pause has a beginning, an end and a reason") {
    const std::string from = "from = 2026-08-01\n", to = "to = 2026-08-14\n", reason = "reason = \"x\"\n";
    refused("[[pause]]\n" + to + reason, "1:1", "a pause needs `from`", "from = ");
    refused("[[pause]]\n" + from + reason, "1:1", "a pause needs `to`", "last day");
    refused("[[pause]]\n" + from + to, "1:1", "a pause needs `reason`", "holidays");
    refused("[[pause]]\n" + from + to + "reason = \"\"", "4:10", "a pause needs a reason");
    refused("[[pause]]\n" + from + "to = 2026-07-31\n" + reason, "1:1", "ends before it begins");
    refused("[[pause]]\nfrom = \"in August\"\n" + to + reason, "2:8", "`pause[0].from` must be a date",
            "from = 2026-12-24");
    refused("[[pause]]\nfrom = 20260801\n" + to + reason, "2:8", "must be a date");
    refused("[[pause]]\nfrom = \"2026-02-30\"\n" + to + reason, "2:8", "must be a date");
    refused("[[pause]]\nuntil = 2026-08-14\n" + from + to + reason, "2:1", "unknown key `pause[0].until`");
    refused("[pause]\n" + from + to + reason, "1:1", "must be an array, not a table");
}

TEST_CASE("config: the gate and its thresholds") {
    const auto config = parsed(R"([gate]
false_alarm_rate = 0.01
minimum_effect = 0.02
base_branch = "main"

[[threshold]]
test = "percentage"
upper = 0.1
benchmarks = ["*solve*"]

[[threshold]]
lower = 0.98
test = "z_score"
min_sample_size = 5
max_sample_size = 20
measures = ["time"]
testbeds = ["EPYC"]
branches = ["main"]
)");
    const analysis::GateOptions& gate = config.analysis.gate;
    CHECK(gate.false_alarm_rate == 0.01);
    CHECK(gate.minimum_effect == 0.02);
    CHECK(gate.base_branch == "main");
    REQUIRE(gate.thresholds.size() == 2);
    CHECK(gate.thresholds[0].test == analysis::ThresholdTest::percentage);
    CHECK(gate.thresholds[0].upper == 0.1);
    CHECK_FALSE(gate.thresholds[0].lower);
    CHECK(gate.thresholds[0].place == "benchfolio.toml:6");
    CHECK(gate.thresholds[1].min_sample_size == 5);
    CHECK(gate.thresholds[1].max_sample_size == 20);
    CHECK(gate.thresholds[1].branches == std::vector<std::string>{"main"});
}

TEST_CASE("config: thresholds that cannot be meant are refused where they stand") {
    const std::string head = "[[threshold]]\n";
    refused("[gate]\nfalse_alarm_rate = 2\n", "2:20", "between");
    refused("[gate]\nminimum_effect = \"1 %\"\n", "2:18", "must be a number");
    refused(head + "test = \"ttest\"\nupper = 0.9\n", "2:8", "no test", "t_test");
    refused(head + "upper = 0.9\n", "1:1", "needs `test`");
    refused(head + "test = \"iqr\"\n", "1:1", "needs `lower` or `upper`");
    refused(head + "upper = 1.0\ntest = \"z_score\"\n", "2:9", "below 1");
    refused(head + "upper = 0.4\ntest = \"log_normal\"\n", "2:9", "at least 0.5");
    refused(head + "upper = -1\ntest = \"iqr\"\n", "2:9", "negative");
    refused(head + "upper = 1\nlower = 2\ntest = \"static\"\n", "1:1", "above");
    refused(head + "upper = nan\ntest = \"static\"\n", "2:9", "finite");
    refused(head + "upper = 1\ntest = \"iqr\"\nmin_sample_size = 80\n", "1:1", "80");
    refused(head + "upper = 1\ntest = \"iqr\"\nmin_sample_size = 0\n", "4:19", "between");
    refused(head + "upper = 1\ntest = \"iqr\"\nbranch = [\"main\"]\n", "4:1", "unknown key", "branches");
}

TEST_CASE("a transition says what gave way to what, and why") {
    const std::string from = "from = \"i7*\"\n", to = "to = {testbed = \"i5\", python = \"3.8*\"}\n",
                      reason = "reason = \"new\"\n";
    const auto config =
        parsed("[[transition]]\n" + from + to + reason +
               "date = 2026-06-12\ncommits = [\"8d57ffa\"]\n[transition.relative_factors]\nb = 2\na = 0.5");
    REQUIRE(config.analysis.transitions.size() == 1);
    const analysis::Transition& one = config.analysis.transitions[0];
    CHECK(one.from.testbed == "i7*");
    CHECK(one.to.testbed == "i5");
    REQUIRE(one.to.recorded.size() == 1);
    CHECK(one.to.recorded[0].second == "3.8*");
    REQUIRE(one.relative_factors.size() == 2);
    CHECK(one.relative_factors[0].benchmark == "a");
    CHECK(one.commits == std::vector<std::string>{"8d57ffa"});
    refused("[[transition]]\n" + to + reason, "1:1", "a transition needs `from`", "from = ");
    refused("[[transition]]\n" + from + reason, "1:1", "a transition needs `to`", "to = ");
    refused("[[transition]]\n" + from + to, "1:1", "a transition needs `reason`", "reason = ");
    refused("[[transition]]\n" + from + to + "reason = \"\"", "4:10", "a transition needs a reason");
    refused("[[transition]]\n" + from + "to = \"i7*\"\n" + reason, "1:1", "are the same runs", "`date` says");
    refused("[[transition]]\nfrom = {}\n" + to + reason, "2:8", "must say which runs it is");
    refused("[[transition]]\n" + from + to + reason + "factors = {a = 0}", "5:16", "must be above zero");
    refused("[[transition]]\n" + from + to + reason + "commits = [\"8d\"]", "5:12", "too short for a commit");
}

TEST_CASE("a relative series names its baselines") {
    const auto config = parsed("[[relative]]\npairs = {\"*-c\" = \"*-i\"}\nscope = \"configuration\"\nrescale = false");
    REQUIRE(config.analysis.relatives.size() == 1);
    CHECK(config.analysis.relatives[0].pairs[0].second == "*-i");
    CHECK(config.analysis.relatives[0].scope == analysis::BaselineScope::configuration);
    CHECK_FALSE(config.analysis.relatives[0].rescale);
    refused("[[relative]]\nscope = \"run\"", "1:1", "a relative needs `pairs`");
    refused("[[relative]]\npairs = {a = \"*\"}", "2:14", "more `*` than");
    refused("[[relative]]\npairs = {a = \"b\"}\nscope = \"machine\"", "3:9", "must be run or configuration");
    refused("[[relative]]\npairs = {a = \"b\"}\nrescale = 1", "3:11", "must be true or false");
}
