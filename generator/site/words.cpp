#include "site/words.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "analysis/naming.hpp"
#include "chart/quantity.hpp"

namespace benchfolio::site {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 12> whole_months{"January",   "February", "March",    "April",
                                                        "May",       "June",     "July",     "August",
                                                        "September", "October",  "November", "December"};
constexpr std::size_t longest_value = 32;  // of a parameter in a label
constexpr std::size_t longest_label = 100;

// "tests/a.py::Class::bench_add[2-dense]" is "bench_add[2-dense]".
std::string_view without_file(std::string_view name) {
    const std::size_t colons = name.substr(0, name.find('[')).rfind("::");
    return colons == name.npos ? name : name.substr(colons + 2);
}

bool is_short(const model::Parameter& parameter) {
    return !std::holds_alternative<model::Nested>(parameter.value) && text_of(parameter.value).size() <= longest_value;
}

// Whether the recorded parameters say what the brackets say.
bool has_speaking_parameters(const model::Benchmark& benchmark) {
    for (const model::Parameter& parameter : benchmark.parameters) {
        if (!is_short(parameter)) return false;
    }
    return !benchmark.parameters.empty();
}

struct Comparatives {
    std::string_view worse, better;
};

// Of times slower and faster, of rates likewise, of amounts more and less: which of them is worse is the measure's to
// say. Of anything else nothing but which is better.
Comparatives words_of(const model::Measure& measure) {
    const bool lower = measure.direction == model::Direction::lower_is_better;
    if (measure.unit == "s" && lower) return {"slower", "faster"};
    if (measure.unit.ends_with("/s") && !lower) return {"slower", "faster"};
    if (measure.unit.empty()) return {"worse", "better"};
    return lower ? Comparatives{"more", "less"} : Comparatives{"less", "more"};
}

// January is 0.
std::size_t month_index(std::string_view iso) {
    return static_cast<std::size_t>((iso[5] - '0') * 10 + (iso[6] - '0') - 1);
}

}  // namespace

std::string day(model::Time time) {
    const std::string iso = model::iso_date(time);
    return iso.substr(iso[8] == '0' ? 9 : 8) + " " + std::string{months.at(month_index(iso))} + " " + iso.substr(0, 4);
}

std::string month(model::Time time) {
    const std::string iso = model::iso_date(time);
    return std::string{whole_months.at(month_index(iso))} + " " + iso.substr(0, 4);
}

std::string minute(model::Time time) {
    return day(time) + ", " + model::iso8601(time).substr(11, 5);
}

std::string number(std::size_t count) {
    std::string text = std::to_string(count);
    for (std::size_t place = text.size(); place > 3;) text.insert(place -= 3, ",");
    return text;
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural) {
    std::string text = number(count) + " ";
    if (count != 1 && !plural.empty()) return text.append(plural);
    return text.append(singular).append(count == 1 ? "" : "s");
}

std::string listed(const std::vector<std::string>& items) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
        text += items[i];
    }
    return text;
}

std::string testbeds_text(const model::History& history) {
    std::set<std::string> cpus;
    for (const model::Testbed& testbed : history.testbeds)
        cpus.insert(testbed.dimensions.empty() ? testbed.label : testbed.dimensions.front().value);
    const std::string text = counted(cpus.size(), "CPU");
    return cpus.size() == history.testbeds.size() ? text : counted(history.testbeds.size(), "testbed") + " on " + text;
}

std::string label_of(const model::Benchmark& benchmark) {
    const std::string_view name = without_file(benchmark.name);
    if (!has_speaking_parameters(benchmark)) return std::string{name};
    std::string label{analysis::function_of(name)};
    for (const model::Parameter& parameter : benchmark.parameters) label += " · " + text_of(parameter.value);
    return label.size() <= longest_label ? label : std::string{name};
}

std::string parameters_of(const model::Benchmark& benchmark) {
    std::string text;
    for (const model::Parameter& parameter : benchmark.parameters) {
        text += (text.empty() ? "" : ", ") + parameter.name + " " + text_of(parameter.value);
    }
    return text;
}

std::string short_commit(const model::Commit& commit) {
    return commit.id.substr(0, 7);
}

std::string_view name_of(analysis::Estimate estimate) {
    switch (estimate) {
        case analysis::Estimate::mean:
            return "mean";
        case analysis::Estimate::min:
            return "minimum";
        case analysis::Estimate::median:
            break;
    }
    return "median";
}

std::string_view name_of(analysis::EstimateSource source) {
    switch (source) {
        case analysis::EstimateSource::median:
            return "median";
        case analysis::EstimateSource::mean:
            return "mean";
        case analysis::EstimateSource::min:
            return "minimum";
        case analysis::EstimateSource::none:
            break;
    }
    return "nothing";
}

std::string capitalised(std::string_view text) {
    std::string result{text};
    if (!result.empty() && result[0] >= 'a' && result[0] <= 'z') result[0] = static_cast<char>(result[0] - 'a' + 'A');
    return result;
}

std::string uncapitalised(std::string_view text) {
    std::string result{text};
    const auto is_capital = [&](std::size_t i) { return i < text.size() && text[i] >= 'A' && text[i] <= 'Z'; };
    if (is_capital(0) && !is_capital(1)) result[0] = static_cast<char>(result[0] - 'A' + 'a');
    return result;
}

std::string heading_of(const model::Measure& measure) {
    if (measure.name == "time") return "Time";
    if (measure.name == "cpu_time") return "CPU time";
    if (measure.name == "max_rss") return "Peak memory";
    std::string words = measure.name;
    std::ranges::replace(words, '_', ' ');
    return capitalised(words);
}

std::string heading_within(const model::Measure& measure) {
    return uncapitalised(heading_of(measure));
}

std::string unbroken(std::string_view text) {
    constexpr std::string_view no_break = "\u00a0";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        const bool before_unit = rest.starts_with(" %");
        const bool in_count = (rest.starts_with(" = ") && text.substr(0, i).ends_with("n")) ||
                              (rest.starts_with(" ") && text.substr(0, i).ends_with("n ="));
        if (before_unit || in_count)
            out += no_break;
        else
            out += text[i];
    }
    return out;
}

bool goes_without_saying(const model::Measure& measure) {
    return measure.name == "time";
}

std::string_view glyph_of(analysis::Verdict verdict) {
    switch (verdict) {
        case analysis::Verdict::slower:
            return "▲";
        case analysis::Verdict::faster:
            return "▼";
        case analysis::Verdict::no_evidence:
            return "≈";
        case analysis::Verdict::cannot_tell:
            break;
    }
    return "?";
}

std::string verdict_word(analysis::Verdict verdict, const model::Measure& measure) {
    switch (verdict) {
        case analysis::Verdict::slower:
            return std::string{words_of(measure).worse};
        case analysis::Verdict::faster:
            return std::string{words_of(measure).better};
        case analysis::Verdict::no_evidence:
            return "no evidence";
        case analysis::Verdict::cannot_tell:
            break;
    }
    return "cannot tell";
}

std::string verdict_text(const analysis::LatestChange& change, const model::Measure& measure) {
    const bool changed = change.verdict == analysis::Verdict::slower || change.verdict == analysis::Verdict::faster;
    const std::string word = verdict_word(change.verdict, measure);
    return changed && change.ratio ? chart::signed_percent(*change.ratio - 1) + " " + word : word;
}

std::string change_text(const analysis::Change& change, const model::Measure& measure) {
    const std::string word = verdict_word(change.direction, measure);
    return change.ratio ? chart::signed_percent(*change.ratio - 1) + " " + word : word;
}

std::string counted_testbeds(const model::History& history, std::size_t count) {
    const auto by_more = [](const model::Testbed& testbed) { return testbed.dimensions.size() > 1; };
    return counted(count, std::ranges::any_of(history.testbeds, by_more) ? "testbed" : "CPU");
}

std::string agreement_text(const model::History& history, const analysis::Change& change) {
    return number(change.agreement.agreeing) + " of " + counted_testbeds(history, change.agreement.able);
}

}  // namespace benchfolio::site
