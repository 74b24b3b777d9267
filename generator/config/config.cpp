#include "config/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <span>

#include "config/value.hpp"
#include "ingest/testbeds.hpp"
#include "model/nearest.hpp"

namespace benchfolio::config {
namespace {

// To support a new key, add a row to its section below and its text to the reference; a test holds the two together.
struct Key {
    std::string_view name;
    void (*apply)(const Value&, Config&);
};

void require_web_address(const Value& value, const std::string& text) {
    if (text.empty() || text.starts_with("https://") || text.starts_with("http://")) return;
    value.fail(fmt::format("`{}` must start with https:// or http://", value.key()));
}

// An empty pattern would match nothing that exists.
std::vector<std::string> filled_texts(const Value& value) {
    for (const Value& item : value.items())
        if (item.text().empty()) item.fail(fmt::format("`{}` must not be empty", item.key()));
    return value.texts();
}

// [site]

std::string title_of(const Value& value) {
    if (value.text().empty()) value.fail("`site.title` must not be empty");
    return value.text();
}

std::string address_of(const Value& value) {
    require_web_address(value, value.text());
    return value.text();
}

std::string raw_url_of(const Value& value) {
    const std::string url = address_of(value);
    if (!url.empty() && url.find("{file}") == std::string::npos && url.find("{id}") == std::string::npos)
        value.fail("`site.raw_url` must contain {file} or {id}", "https://bucket.example/{file}");
    return url;
}

std::string beside_the_file(const Value& value) {
    if (value.text().empty()) return {};
    return (std::filesystem::path{value.file()}.parent_path() / value.text()).lexically_normal().string();
}

constexpr std::array site_keys{
    Key{"title", [](const Value& v, Config& c) { c.site.title = title_of(v); }},
    Key{"base_url", [](const Value& v, Config& c) { c.site.base_url = address_of(v); }},
    Key{"repository_url", [](const Value& v, Config& c) { c.site.repository_url = address_of(v); }},
    Key{"raw_url", [](const Value& v, Config& c) { c.site.raw_url = raw_url_of(v); }},
    Key{"notice", [](const Value& v, Config& c) { c.site.notice = v.text(); }},
    Key{"templates", [](const Value& v, Config& c) { c.site.templates_directory = beside_the_file(v); }},
    Key{"assets", [](const Value& v, Config& c) { c.site.assets_directory = beside_the_file(v); }},
};

// [archive]

bool is_name(std::string_view text) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && is_letter(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

// The names in the braces of a path pattern.
std::vector<std::string> pattern_names(const Value& value, std::string_view pattern) {
    constexpr auto hint = "{name}, {*} and {**} stand for parts of the path, as in \"{suite}/{*}.json\"";
    std::vector<std::string> names;
    for (auto open = pattern.find_first_of("{}"); open != pattern.npos; open = pattern.find_first_of("{}", open)) {
        const auto close = pattern.find('}', open);
        if (pattern[open] == '}' || close == pattern.npos)
            value.fail("a brace of the path pattern has no partner", hint);
        const std::string name{pattern.substr(open + 1, close - open - 1)};
        if (is_name(name))
            names.push_back(name);
        else if (name != "*" && name != "**")
            value.fail(fmt::format("`{{{}}}` is no name of a path pattern", name), hint);
        open = close + 1;
    }
    return names;
}

std::string path_pattern_of(const Value& value) {
    std::vector<std::string> names = pattern_names(value, value.text());
    std::ranges::sort(names);
    if (const auto twice = std::ranges::adjacent_find(names); twice != names.end())
        value.fail(fmt::format("the path pattern names `{}` twice", *twice));
    return value.text();
}

constexpr std::array archive_keys{
    Key{"path_pattern", [](const Value& v, Config& c) { c.ingest.path_pattern = path_pattern_of(v); }},
    Key{"dimensions", [](const Value& v, Config& c) { c.ingest.dimensions = v.texts(); }},
    Key{"commit_from", [](const Value& v, Config& c) { c.ingest.commit_from = v.text(); }},
    Key{"suite_from", [](const Value& v, Config& c) { c.ingest.suite_from = v.text(); }},
};

// [dimensions]

using Places = std::vector<std::pair<std::string, std::string>>;

Places dimension_places_of(const Value& table) {
    Places places;
    for (const Value& entry : table.entries()) {
        if (!is_name(entry.name()))
            entry.fail_key(fmt::format("`{}` is no name of a dimension", entry.name()), "letters, digits and _");
        if (entry.name() == "cpu")
            entry.fail_key("the CPU is what the result files record",
                           "where they record none, {cpu} in `archive.path_pattern` stands in");
        if (entry.text().empty()) entry.fail(fmt::format("`{}` must not be empty", entry.key()));
        places.emplace_back(entry.name(), entry.text());
    }
    return places;
}

// What may stand in `archive.dimensions`: what a run says of itself, what the path pattern names, what is declared.
std::vector<std::string> known_dimensions(const Value& archive, const Places& declared) {
    std::vector<std::string> known;
    for (const std::string_view name : ingest::builtin_dimensions()) known.emplace_back(name);
    for (const Value& entry : archive.entries())
        if (entry.name() == "path_pattern")
            std::ranges::copy(pattern_names(entry, entry.text()), std::back_inserter(known));
    for (const auto& [name, place] : declared) known.push_back(name);
    return known;
}

void check_dimension(const Value& item, const std::vector<std::string>& known) {
    if (std::ranges::find(known, item.text()) != known.end()) return;
    const std::string guess = model::did_you_mean(item.text(), known);
    item.fail(fmt::format("`{}` is no dimension", item.text()),
              !guess.empty()
                  ? guess
                  : fmt::format("known are {}; a path_pattern or [dimensions] may name more", fmt::join(known, ", ")));
}

void check_archive_dimensions(const Value& archive, const Places& declared) {
    const auto known = known_dimensions(archive, declared);
    for (const Value& entry : archive.entries()) {
        if (entry.name() != "dimensions") continue;
        if (entry.items().empty()) entry.fail("`archive.dimensions` must name at least one dimension", "[\"cpu\"]");
        for (const Value& item : entry.items()) check_dimension(item, known);
    }
}

// A place that no testbed is made of would be read for nothing.
void check_places(const Value& places, const std::vector<std::string>& dimensions) {
    for (const Value& entry : places.entries())
        if (std::ranges::find(dimensions, entry.name()) == dimensions.end())
            entry.fail_key(fmt::format("`archive.dimensions` does not name `{}`", entry.name()),
                           fmt::format("[archive] dimensions = [\"cpu\", \"{}\"]", entry.name()));
}

void check_effects(const Value& effects, const std::vector<std::string>& dimensions) {
    for (const Value& table : effects.items())
        for (const Value& entry : table.entries())
            if (entry.name() == "dimension" && std::ranges::find(dimensions, entry.text()) == dimensions.end())
                entry.fail(fmt::format("`archive.dimensions` does not name `{}`", entry.text()),
                           fmt::format("[archive] dimensions = [\"cpu\", \"{}\"]", entry.text()));
}

// Of the whole file, since one section names what another declares.
void check_dimensions(const Value& root, const Config& config) {
    for (const Value& section : root.entries()) {
        if (section.name() == "archive") check_archive_dimensions(section, config.ingest.dimension_places);
        if (section.name() == "dimensions") check_places(section, config.ingest.dimensions);
        if (section.name() == "effect") check_effects(section, config.ingest.dimensions);
    }
}

// [cpu]

std::vector<std::pair<std::string, int>> colours_of(const Value& value) {
    std::vector<std::pair<std::string, int>> colours;
    for (const Value& entry : value.entries()) colours.emplace_back(entry.name(), static_cast<int>(entry.whole(1, 6)));
    return colours;
}

constexpr std::array cpu_keys{
    Key{"hide", [](const Value& v, Config& c) { c.ingest.hidden_cpus = filled_texts(v); }},
    Key{"colours", [](const Value& v, Config& c) { c.ingest.cpu_colours = colours_of(v); }},
};

// [parameters]

std::vector<std::string> exclusions_of(const Value& value) {
    for (const Value& item : value.items())
        if (const auto at = item.text().find('='); at == 0 || at == std::string::npos)
            item.fail(fmt::format("`{}` must be \"name=pattern\"", item.key()), "\"size=1024\", \"model=*-slow\"");
    return value.texts();
}

constexpr std::array parameter_keys{
    Key{"lines", [](const Value& v, Config& c) { c.analysis.parameters.lines = filled_texts(v); }},
    Key{"pages", [](const Value& v, Config& c) { c.analysis.parameters.pages = filled_texts(v); }},
    Key{"exclude", [](const Value& v, Config& c) { c.analysis.parameters.exclude = exclusions_of(v); }},
};

// [statistics]

analysis::Estimate estimate_of(const Value& value) {
    const std::string text = value.text();
    if (text == "median") return analysis::Estimate::median;
    if (text == "mean") return analysis::Estimate::mean;
    if (text == "min") return analysis::Estimate::min;
    value.fail(fmt::format("`statistics.estimate` must be median, mean or min, not `{}`", text));
}

constexpr std::array statistics_keys{
    Key{"estimate", [](const Value& v, Config& c) { c.analysis.estimate = estimate_of(v); }},
    Key{"baseline", [](const Value& v, Config& c) { c.analysis.baseline = v.text(); }},
};

// [[aggregate]]

std::string set_name_of(const Value& value, const std::vector<analysis::TaggedSet>& sets) {
    const std::string name = value.text();
    if (name.empty()) value.fail("an aggregate needs a name");
    for (std::size_t i = 0; i + 1 < sets.size(); ++i)
        if (sets[i].name == name) value.fail(fmt::format("two aggregates are named `{}`", name));
    return name;
}

// The most particular first: a name has more of the text than a pattern that only fits it, and `?` fits less than `*`.
std::vector<analysis::Weight> weights_of(const Value& table) {
    std::vector<analysis::Weight> weights;
    for (const Value& entry : table.entries()) {
        weights.push_back({entry.name(), entry.number()});
        if (entry.name().empty()) entry.fail_key("a weight needs a pattern", "\"*mesolve*\" = 2");
        if (!(weights.back().value > 0)) entry.fail(fmt::format("the weight of `{}` must be above 0", entry.name()));
    }
    const auto said = [](const analysis::Weight& of) {
        const auto single = std::ranges::count(of.pattern, '?'), any = std::ranges::count(of.pattern, '*');
        return std::pair{std::ssize(of.pattern) - single - any, single};
    };
    const auto before = [&](const analysis::Weight& a, const analysis::Weight& b) {
        return said(a) != said(b) ? said(a) > said(b) : a.pattern < b.pattern;
    };
    std::ranges::sort(weights, before);
    return weights;
}

constexpr std::array aggregate_keys{
    Key{"name", [](const Value& v, Config& c) { c.analysis.sets.back().name = set_name_of(v, c.analysis.sets); }},
    Key{"benchmarks", [](const Value& v, Config& c) { c.analysis.sets.back().benchmarks = filled_texts(v); }},
    Key{"tags", [](const Value& v, Config& c) { c.analysis.sets.back().tags = filled_texts(v); }},
    Key{"weights", [](const Value& v, Config& c) { c.analysis.sets.back().weights = weights_of(v); }},
};

// [[effect]]

analysis::Effect& effect(Config& config) {
    return config.analysis.effects.back();
}

std::string effect_name_of(const Value& value, const std::vector<analysis::Effect>& effects) {
    const std::string name = value.text();
    if (name.empty()) value.fail("an effect needs a name");
    for (std::size_t i = 0; i + 1 < effects.size(); ++i)
        if (effects[i].name == name) value.fail(fmt::format("two effects are named `{}`", name));
    return name;
}

std::string effect_dimension_of(const Value& value) {
    if (value.text() == "cpu")
        value.fail("numbers of different CPUs are not compared", "dimension = \"flags\", one of `archive.dimensions`");
    return value.text();
}

constexpr std::array effect_keys{
    Key{"name", [](const Value& v, Config& c) { effect(c).name = effect_name_of(v, c.analysis.effects); }},
    Key{"dimension", [](const Value& v, Config& c) { effect(c).dimension = effect_dimension_of(v); }},
    Key{"off", [](const Value& v, Config& c) { effect(c).off = v.text(); }},
    Key{"on", [](const Value& v, Config& c) { effect(c).on = v.text(); }},
};

void check_effect(const Value& table, const analysis::Effect& one) {
    if (one.name.empty()) table.fail("an effect needs a name", "name = \"JIT\"");
    if (one.dimension.empty()) table.fail("an effect needs `dimension`", "dimension = \"flags\"");
    if (one.off == one.on)
        table.fail("`off` and `on` of an effect must differ", "off = \"\" is where none is recorded");
}

// [freshness]

struct Unit {
    std::string_view name;
    std::chrono::hours length;
};

constexpr std::array units{Unit{"hour", std::chrono::hours{1}}, Unit{"hours", std::chrono::hours{1}},
                           Unit{"day", std::chrono::days{1}},   Unit{"days", std::chrono::days{1}},
                           Unit{"week", std::chrono::weeks{1}}, Unit{"weeks", std::chrono::weeks{1}}};

// "36 hours", "3 days"
std::chrono::hours duration_of(const Value& value) {
    const std::string text = value.text();
    std::int64_t count = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    const std::string_view word = rest == end ? "" : std::string_view{rest + 1, end};
    const auto unit = std::ranges::find(units, word, &Unit::name);
    if (error != std::errc{} || rest == end || *rest != ' ' || unit == units.end())
        value.fail(fmt::format("`{}` must be a number of hours, days or weeks, not `{}`", value.key(), text),
                   value.name() + " = \"3 days\"");
    if (count < 1 || unit->length * count > std::chrono::days{3650})
        value.fail(fmt::format("`{}` must be between 1 hour and 3650 days", value.key()));
    return unit->length * count;
}

constexpr std::array freshness_keys{
    Key{"max_age", [](const Value& v, Config& c) { c.analysis.max_age = duration_of(v); }},
};

// [[pause]]

std::string reason_of(const Value& value) {
    if (value.text().empty()) value.fail("a pause needs a reason");
    return value.text();
}

// `to` is the last day of the pause.
constexpr std::array pause_keys{
    Key{"from", [](const Value& v, Config& c) { c.analysis.pauses.back().from = v.date(); }},
    Key{"to", [](const Value& v, Config& c) { c.analysis.pauses.back().until = v.date() + std::chrono::days{1}; }},
    Key{"reason", [](const Value& v, Config& c) { c.analysis.pauses.back().reason = reason_of(v); }},
};

// [[transition]]

// A pattern on testbeds, or a table of patterns on what runs record: {testbed = "*i5*", python = "3.12*"}.
analysis::Configuration configuration_of(const Value& value) {
    analysis::Configuration configuration;
    if (value.is_text()) {
        configuration.testbed = value.text();
    } else {
        for (const Value& entry : value.entries()) {
            if (entry.text().empty()) entry.fail(fmt::format("`{}` must not be empty", entry.key()));
            if (entry.name() == "testbed")
                configuration.testbed = entry.text();
            else
                configuration.recorded.emplace_back(entry.name(), entry.text());
        }
    }
    if (configuration == analysis::Configuration{})
        value.fail(fmt::format("`{}` must say which runs it is", value.key()),
                   "{testbed = \"*i5*\", python = \"3.12*\"}");
    std::ranges::sort(configuration.recorded);
    return configuration;
}

std::string transition_reason_of(const Value& value) {
    if (value.text().empty()) value.fail("a transition needs a reason");
    return value.text();
}

std::vector<std::string> commits_of(const Value& value) {
    constexpr std::size_t least = 4;
    for (const Value& item : value.items())
        if (item.text().size() < least)
            item.fail(fmt::format("`{}` is too short for a commit", item.text()), "at least its first seven digits");
    return value.texts();
}

std::vector<analysis::GivenFactor> factors_of(const Value& value) {
    std::vector<analysis::GivenFactor> factors;
    for (const Value& entry : value.entries()) {
        if (!(entry.number() > 0)) entry.fail(fmt::format("the factor of `{}` must be above zero", entry.name()));
        factors.push_back({entry.name(), entry.number()});
    }
    std::ranges::sort(factors, {}, &analysis::GivenFactor::benchmark);
    return factors;
}

analysis::Transition& newest_transition(Config& config) {
    return config.analysis.transitions.back();
}

constexpr std::array transition_keys{
    Key{"from", [](const Value& v, Config& c) { newest_transition(c).from = configuration_of(v); }},
    Key{"to", [](const Value& v, Config& c) { newest_transition(c).to = configuration_of(v); }},
    Key{"reason", [](const Value& v, Config& c) { newest_transition(c).reason = transition_reason_of(v); }},
    Key{"date", [](const Value& v, Config& c) { newest_transition(c).date = v.date(); }},
    Key{"commits", [](const Value& v, Config& c) { newest_transition(c).commits = commits_of(v); }},
    Key{"factors", [](const Value& v, Config& c) { newest_transition(c).factors = factors_of(v); }},
    Key{"relative_factors", [](const Value& v, Config& c) { newest_transition(c).relative_factors = factors_of(v); }},
};

// [[relative]]

std::vector<std::pair<std::string, std::string>> pairs_of(const Value& value) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const Value& entry : value.entries()) {
        if (entry.text().empty()) entry.fail(fmt::format("`{}` needs a baseline", entry.name()));
        if (std::ranges::count(entry.text(), '*') > std::ranges::count(entry.name(), '*'))
            entry.fail(fmt::format("`{}` has more `*` than `{}`, which is to fill them", entry.text(), entry.name()));
        pairs.emplace_back(entry.name(), entry.text());
    }
    if (pairs.empty()) value.fail("no benchmark is named", "{\"*-compiled\" = \"*-interpreted\"}");
    return pairs;
}

analysis::BaselineScope scope_of(const Value& value) {
    if (value.text() == "run") return analysis::BaselineScope::run;
    if (value.text() == "configuration") return analysis::BaselineScope::configuration;
    value.fail(fmt::format("`{}` must be run or configuration, not `{}`", value.key(), value.text()));
}

constexpr std::array relative_keys{
    Key{"pairs", [](const Value& v, Config& c) { c.analysis.relatives.back().pairs = pairs_of(v); }},
    Key{"scope", [](const Value& v, Config& c) { c.analysis.relatives.back().scope = scope_of(v); }},
    Key{"rescale", [](const Value& v, Config& c) { c.analysis.relatives.back().rescale = v.flag(); }},
};

// [kinds]

constexpr std::array kinds_keys{
    Key{"from", [](const Value& v, Config& c) { c.ingest.kind_from = v.text(); }},
    Key{"ref_from", [](const Value& v, Config& c) { c.ingest.ref_from = v.text(); }},
    Key{"owner_from", [](const Value& v, Config& c) { c.ingest.owner_from = v.text(); }},
    Key{"trend_branches", [](const Value& v, Config& c) { c.ingest.trend_branches = filled_texts(v); }},
    Key{"archived", [](const Value& v, Config& c) { c.site.archived_branches = filled_texts(v); }},
};

// [gate]

double share_of(const Value& value, double low, double high) {
    const double number = value.number();
    if (!(number >= low && number <= high))
        value.fail(fmt::format("`{}` must be between {} and {}, not {}", value.key(), low, high, number));
    return number;
}

constexpr std::array gate_keys{
    Key{"false_alarm_rate",
        [](const Value& v, Config& c) { c.analysis.gate.false_alarm_rate = share_of(v, 1e-6, 0.5); }},
    Key{"minimum_effect", [](const Value& v, Config& c) { c.analysis.gate.minimum_effect = share_of(v, 0, 10); }},
    Key{"base_branch", [](const Value& v, Config& c) { c.analysis.gate.base_branch = v.text(); }},
};

// [[measure]]

formats::MeasureRule& measure(Config& config) {
    return config.ingest.measures.back();
}

std::string place_of_measure(const Value& value) {
    constexpr std::array prefixes{formats::extra_info_prefix, formats::counter_prefix, formats::metadata_prefix,
                                  formats::pystats_prefix};
    const std::string place = value.text();
    const auto leads = [&](std::string_view prefix) {
        return place.starts_with(prefix) && place.size() > prefix.size();
    };
    if (std::ranges::none_of(prefixes, leads))
        value.fail(fmt::format("`{}` must be a pattern of the numbers in result files", value.key()),
                   "extra_info.NAME of pytest-benchmark, counter.NAME of Google Benchmark, metadata.NAME of pyperf, "
                   "pystats.NAME");
    return place;
}

// Pages and units are text: no line ends, nothing that moves the cursor.
std::string short_text(const Value& value, std::size_t longest) {
    const std::string text = value.text();
    const bool is_plain = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' '; });
    if (text.size() > longest || !is_plain)
        value.fail(fmt::format("`{}` must be one line of at most {} characters", value.key(), longest));
    return text;
}

std::string name_of_measure(const Value& value) {
    constexpr std::size_t longest = 80;
    const std::string name = short_text(value, longest);
    if (name.empty()) value.fail("a measure's name must not be empty");
    if (name == "time")
        value.fail("`time` is what every format measures itself", "another name, such as \"setup_time\"");
    return name;
}

model::Direction direction_of(const Value& value) {
    if (value.text() == "lower") return model::Direction::lower_is_better;
    if (value.text() == "higher") return model::Direction::higher_is_better;
    value.fail(fmt::format("`{}` must be \"lower\" or \"higher\", whichever is better", value.key()));
}

constexpr std::size_t longest_unit = 24;

constexpr std::array measure_keys{
    Key{"from", [](const Value& v, Config& c) { measure(c).from = place_of_measure(v); }},
    Key{"name", [](const Value& v, Config& c) { measure(c).name = name_of_measure(v); }},
    Key{"unit", [](const Value& v, Config& c) { measure(c).unit = short_text(v, longest_unit); }},
    Key{"direction", [](const Value& v, Config& c) { measure(c).direction = direction_of(v); }},
};

void check_measure(const Value& table, const formats::MeasureRule& rule) {
    if (rule.from.empty()) table.fail("a measure needs `from`", "from = \"extra_info.peak_bytes\"");
    if (std::ranges::count(rule.name, '*') > std::ranges::count(rule.from, '*'))
        table.fail(fmt::format("`{}` has more `*` than `{}`, which is to fill them", rule.name, rule.from));
}

// [[threshold]]

constexpr std::array threshold_tests{analysis::ThresholdTest::static_limit, analysis::ThresholdTest::percentage,
                                     analysis::ThresholdTest::z_score,      analysis::ThresholdTest::t_test,
                                     analysis::ThresholdTest::log_normal,   analysis::ThresholdTest::iqr,
                                     analysis::ThresholdTest::delta_iqr};

analysis::ThresholdTest test_of(const Value& value) {
    std::vector<std::string> names;
    for (const analysis::ThresholdTest test : threshold_tests) {
        names.emplace_back(name_of(test));
        if (names.back() == value.text()) return test;
    }
    const std::string guess = model::did_you_mean(value.text(), names);
    value.fail(fmt::format("`{}` is no test of a threshold", value.text()),
               !guess.empty() ? guess : fmt::format("known are {}", fmt::join(names, ", ")));
}

std::uint32_t sample_size_of(const Value& value) {
    return static_cast<std::uint32_t>(value.whole(1, 100'000));
}

analysis::Threshold& threshold(Config& config) {
    return config.analysis.gate.thresholds.back();
}

constexpr std::array threshold_keys{
    Key{"test", [](const Value& v, Config& c) { threshold(c).test = test_of(v); }},
    Key{"lower", [](const Value& v, Config& c) { threshold(c).lower = v.number(); }},
    Key{"upper", [](const Value& v, Config& c) { threshold(c).upper = v.number(); }},
    Key{"min_sample_size", [](const Value& v, Config& c) { threshold(c).min_sample_size = sample_size_of(v); }},
    Key{"max_sample_size", [](const Value& v, Config& c) { threshold(c).max_sample_size = sample_size_of(v); }},
    Key{"measures", [](const Value& v, Config& c) { threshold(c).measures = filled_texts(v); }},
    Key{"benchmarks", [](const Value& v, Config& c) { threshold(c).benchmarks = filled_texts(v); }},
    Key{"testbeds", [](const Value& v, Config& c) { threshold(c).testbeds = filled_texts(v); }},
    Key{"branches", [](const Value& v, Config& c) { threshold(c).branches = filled_texts(v); }},
};

bool is_probability(analysis::ThresholdTest test) {
    return test == analysis::ThresholdTest::z_score || test == analysis::ThresholdTest::t_test ||
           test == analysis::ThresholdTest::log_normal;
}

// What a boundary may be depends on the test, which may stand below it.
void check_boundary(const Value& entry, analysis::ThresholdTest test) {
    if (entry.name() != "lower" && entry.name() != "upper") return;
    const double boundary = entry.number();
    if (is_probability(test) && !(boundary >= 0.5 && boundary < 1))
        entry.fail(
            fmt::format("`{}` of {} must be at least 0.5 and below 1, not {}", entry.key(), name_of(test), boundary),
            entry.name() + " = 0.99, the share of unchanged results that stay within");
    if (test != analysis::ThresholdTest::static_limit && boundary < 0)
        entry.fail(fmt::format("`{}` of {} must not be negative", entry.key(), name_of(test)));
}

bool has_key(const Value& table, std::string_view name) {
    return std::ranges::any_of(table.entries(), [&](const Value& entry) { return entry.name() == name; });
}

void check_threshold(const Value& table, const analysis::Threshold& one) {
    if (!has_key(table, "test")) table.fail("a threshold needs `test`", "test = \"t_test\"");
    if (!one.lower && !one.upper) table.fail("a threshold needs `lower` or `upper`, or both", "upper = 0.99");
    for (const Value& entry : table.entries()) check_boundary(entry, one.test);
    if (one.test == analysis::ThresholdTest::static_limit && one.lower && one.upper && *one.lower > *one.upper)
        table.fail("`lower` is above `upper`: every result would be outside");
    if (one.min_sample_size > one.max_sample_size)
        table.fail(fmt::format("`min_sample_size` is {}, but no more than {} runs are looked at", one.min_sample_size,
                               one.max_sample_size),
                   "raise `max_sample_size`");
}

// [triage]

constexpr std::array triage_keys{
    Key{"file", [](const Value& v, Config& c) { c.triage_file = beside_the_file(v); }},
    Key{"edit_url", [](const Value& v, Config& c) { c.site.triage_url = address_of(v); }},
};

// [aliases], [group_aliases]

using Aliases = std::vector<std::pair<std::string, std::string>>;

Aliases aliases_of(const Value& value) {
    Aliases aliases;
    for (const Value& entry : value.entries()) {
        const std::string name = entry.text();
        if (name.empty()) entry.fail(fmt::format("`{}` must not be renamed to nothing", entry.name()));
        if (std::ranges::count(name, '*') > std::ranges::count(entry.name(), '*'))
            entry.fail(fmt::format("`{}` has more `*` than `{}`, which is to fill them", name, entry.name()));
        aliases.emplace_back(entry.name(), name);
    }
    return aliases;
}

// The file

struct Section {
    std::string_view name;
    std::span<const Key> keys;  // empty: the keys are free
    void (*apply)(const Value&, Config&);
};
extern const std::array<Section, 19> sections;

std::vector<std::string> names_of(std::span<const Key> keys) {
    std::vector<std::string> names;
    for (const Key& key : keys) names.emplace_back(key.name);
    return names;
}

// The section a key was probably meant to stand in: `estimate` under [site] belongs under [statistics].
std::optional<std::string> section_of(const std::string& name) {
    for (const Section& section : sections)
        if (std::ranges::find(section.keys, name, &Key::name) != section.keys.end()) return std::string{section.name};
    return std::nullopt;
}

[[noreturn]] void fail_unknown(const Value& entry, const std::vector<std::string>& known) {
    std::string hint = fmt::format("known are {}; `benchfolio init` writes them all", fmt::join(known, ", "));
    if (std::string guess = model::did_you_mean(entry.name(), known); !guess.empty()) hint = std::move(guess);
    if (const auto section = section_of(entry.name()))
        hint = fmt::format("`{}` belongs under [{}]", entry.name(), *section);
    entry.fail_key(fmt::format("unknown key `{}`", entry.key()), hint);
}

void read_keys(const Value& table, std::span<const Key> keys, Config& config) {
    for (const Value& entry : table.entries()) {
        const auto key = std::ranges::find(keys, entry.name(), &Key::name);
        if (key == keys.end()) fail_unknown(entry, names_of(keys));
        key->apply(entry, config);
    }
}

void read_aggregates(const Value& array, Config& config) {
    config.analysis.sets.clear();
    for (const Value& table : array.items()) {
        config.analysis.sets.push_back({.name = "", .benchmarks = {}, .tags = {}, .weights = {}});
        read_keys(table, aggregate_keys, config);
        if (config.analysis.sets.back().name.empty()) table.fail("an aggregate needs a name", "name = \"all\"");
    }
}

void read_effects(const Value& array, Config& config) {
    for (const Value& table : array.items()) {
        config.analysis.effects.emplace_back();
        read_keys(table, effect_keys, config);
        check_effect(table, effect(config));
    }
}

void require_key(const Value& table, std::string_view what, std::string_view name, const std::string& hint) {
    if (!has_key(table, name)) table.fail(fmt::format("a {} needs `{}`", what, name), hint);
}

void read_pauses(const Value& array, Config& config) {
    for (const Value& table : array.items()) {
        const analysis::Pause& pause = config.analysis.pauses.emplace_back();
        read_keys(table, pause_keys, config);
        require_key(table, "pause", "from", "from = 2026-12-24");
        require_key(table, "pause", "to", "to = 2027-01-06, its last day");
        require_key(table, "pause", "reason", "reason = \"holidays\"");
        if (pause.until <= pause.from) table.fail("the pause ends before it begins");
    }
    std::ranges::stable_sort(config.analysis.pauses, {}, &analysis::Pause::from);
}

void read_transitions(const Value& array, Config& config) {
    for (const Value& table : array.items()) {
        config.analysis.transitions.emplace_back().place = table.place();
        read_keys(table, transition_keys, config);
        require_key(table, "transition", "from", "from = \"*i7-2600K*\"");
        require_key(table, "transition", "to", "to = \"*i5-1145G7*\"");
        require_key(table, "transition", "reason", "reason = \"new machine\"");
        const analysis::Transition& one = newest_transition(config);
        if (one.from == one.to && !one.date)
            table.fail("both sides of the transition are the same runs", "`date` says where the one ends");
    }
}

void read_relatives(const Value& array, Config& config) {
    for (const Value& table : array.items()) {
        config.analysis.relatives.emplace_back();
        read_keys(table, relative_keys, config);
        require_key(table, "relative", "pairs", "pairs = {\"*-compiled\" = \"*-interpreted\"}");
    }
}

void read_measures(const Value& array, Config& config) {
    for (const Value& table : array.items()) {
        config.ingest.measures.emplace_back();
        read_keys(table, measure_keys, config);
        check_measure(table, measure(config));
    }
}

void read_thresholds(const Value& array, Config& config) {
    for (const Value& table : array.items()) {
        config.analysis.gate.thresholds.emplace_back().place = table.place();
        read_keys(table, threshold_keys, config);
        check_threshold(table, config.analysis.gate.thresholds.back());
    }
}

template <const auto& keys>
void read_section(const Value& table, Config& config) {
    read_keys(table, keys, config);
}

const std::array<Section, 19> sections{{
    {"site", site_keys, read_section<site_keys>},
    {"archive", archive_keys, read_section<archive_keys>},
    {"dimensions", {}, [](const Value& v, Config& c) { c.ingest.dimension_places = dimension_places_of(v); }},
    {"cpu", cpu_keys, read_section<cpu_keys>},
    {"parameters", parameter_keys, read_section<parameter_keys>},
    {"statistics", statistics_keys, read_section<statistics_keys>},
    {"aggregate", aggregate_keys, read_aggregates},
    {"effect", effect_keys, read_effects},
    {"freshness", freshness_keys, read_section<freshness_keys>},
    {"pause", pause_keys, read_pauses},
    {"transition", transition_keys, read_transitions},
    {"relative", relative_keys, read_relatives},
    {"kinds", kinds_keys, read_section<kinds_keys>},
    {"gate", gate_keys, read_section<gate_keys>},
    {"measure", measure_keys, read_measures},
    {"threshold", threshold_keys, read_thresholds},
    {"triage", triage_keys, read_section<triage_keys>},
    {"aliases", {}, [](const Value& v, Config& c) { c.ingest.benchmark_aliases = aliases_of(v); }},
    {"group_aliases", {}, [](const Value& v, Config& c) { c.ingest.group_aliases = aliases_of(v); }},
}};

// "python" of "https://github.com/python/cpython".
std::string owner_in(const std::string& repository_url) {
    const auto host = repository_url.find("://");
    if (host == std::string::npos) return {};
    const auto path = repository_url.find('/', host + 3);
    const auto end = path == std::string::npos ? path : repository_url.find('/', path + 1);
    return end == std::string::npos ? "" : repository_url.substr(path + 1, end - path - 1);
}

// What one section says means something for another, too.
void complete(Config& config) {
    config.ingest.repository_owner = owner_in(config.site.repository_url);
    if (config.ingest.trend_branches.empty() && !config.analysis.gate.base_branch.empty())
        config.ingest.trend_branches = {config.analysis.gate.base_branch};
}

std::vector<Key> top_keys() {
    std::vector<Key> keys;
    for (const Section& section : sections) keys.push_back({section.name, section.apply});
    return keys;
}

}  // namespace

Config parse(std::string_view text, const std::string& file) {
    const toml::table table = table_of(text, file);
    Config config;
    config.source = file;
    const Value root = Value::root(table, file);
    read_keys(root, top_keys(), config);
    check_dimensions(root, config);
    complete(config);
    return config;
}

std::vector<std::string> known_keys() {
    std::vector<std::string> all;
    for (const Section& section : sections) {
        if (section.keys.empty()) all.emplace_back(section.name);
        for (const Key& key : section.keys) all.push_back(fmt::format("{}.{}", section.name, key.name));
    }
    return all;
}

}  // namespace benchfolio::config
