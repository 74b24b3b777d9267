#include "site/issue_link.hpp"

#include <algorithm>

#include "chart/quantity.hpp"
#include "model/percent.hpp"
#include "site/routes.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t longest_title = 200;  // bytes; GitHub takes 256 characters
constexpr std::size_t longest_fact = 500;   // bytes
constexpr std::string_view ellipsis = "…";

bool continues_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// The beginning of `text`, of whole UTF-8 characters, at most `bytes` long with its ellipsis.
std::string cut(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return std::string{text};
    std::size_t end = bytes > ellipsis.size() ? bytes - ellipsis.size() : 0;
    while (end > 0 && continues_character(text[end])) --end;
    return std::string{text.substr(0, end)}.append(ellipsis);
}

// One line: whatever would begin another, or write into a terminal, is a space.
std::string one_line(std::string_view text) {
    std::string line{text};
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return line;
}

std::string encoded(std::string_view text) {
    return model::percent_encoded(text, model::is_unreserved);
}

// In an indented block of Markdown nothing has a meaning: no mention, no markup, no fence to break out of.
std::string as_block(const std::vector<std::string>& facts) {
    std::string block;
    for (const std::string& fact : facts) block += "    " + one_line(cut(fact, longest_fact)) + "\n";
    return block;
}

// As much of the body as there is room for: the links go first, then the end of the facts.
std::string encoded_body(const Issue& issue, std::size_t room) {
    std::string body = encoded(issue.opening + "\n\n");
    for (const std::string& fact : issue.facts) {
        std::string line = encoded(as_block({fact}));
        if (body.size() + line.size() > room) return body;
        body += line;
    }
    for (const std::string& link : issue.links) {
        std::string line = encoded("\n" + one_line(link) + "\n");
        if (body.size() + line.size() > room) return body;
        body += line;
    }
    return body;
}

std::string change_in_words(const analysis::Change& change, const model::Measure& measure) {
    std::string text =
        chart::quantity(change.before, measure.unit) + " to " + chart::quantity(change.after, measure.unit);
    if (change.ratio) text += ", " + chart::signed_percent(*change.ratio - 1);
    text += " " + verdict_word(change.direction, measure);
    if (change.interval)
        text += " (" + chart::signed_percent(change.interval->low - 1) + " to " +
                chart::signed_percent(change.interval->high - 1) + ", 95 % interval)";
    return text;
}

std::string run_in_words(const model::Run& run) {
    return run.id + (run.commit ? ", commit " + run.commit->id : ", commit not recorded");
}

std::string suspects_in_words(const analysis::Change& change) {
    std::vector<std::string> items;
    for (const analysis::Suspect& suspect : change.suspects)
        items.push_back(suspect.name + " " + suspect.before + " to " + suspect.after);
    return items.empty() ? "nothing on record" : listed(items);
}

std::vector<std::string> facts_of(const Content& content, const analysis::Change& change) {
    const model::Series& series = content.history.series[change.series];
    const model::Measure& measure = content.history.measures[series.measure];
    return {"benchmark         " + content.history.benchmarks[series.benchmark].name,
            "CPU               " + content.history.testbeds[series.testbed].label,
            "measure           " + heading_of(measure),
            "change            " + change_in_words(change, measure),
            "last run before   " + run_in_words(content.history.runs[change.last_run_before]),
            "first run after   " + run_in_words(content.history.runs[change.first_run_after]),
            "also different    " + suspects_in_words(change),
            "change id         " + change.id};
}

std::vector<std::string> links_of(const Content& content, const analysis::Change& change) {
    std::vector<std::string> links;
    const auto& before = content.history.runs[change.last_run_before].commit;
    const auto& after = content.history.runs[change.first_run_after].commit;
    if (before && after && before->id != after->id)
        if (auto url = commits_url(content.options, before->id, after->id)) links.push_back(std::move(*url));
    if (!content.options.base_url.empty()) {
        const model::Series& series = content.history.series[change.series];
        links.push_back(
            routes::below(content.options.base_url, routes::benchmark(content.history.benchmarks[series.benchmark])));
    }
    return links;
}

}  // namespace

std::optional<std::string> issue_url(const Options& options, const Issue& issue) {
    if (options.repository_url.empty()) return std::nullopt;
    std::string url = routes::below(options.repository_url, "issues/new?title=");
    url += encoded(one_line(cut(issue.title, longest_title))) + "&body=";
    const std::size_t room = longest_issue_url - std::min(longest_issue_url, url.size());
    return url + encoded_body(issue, room);
}

Issue issue_about(const Content& content, std::uint32_t index) {
    const analysis::Change& change = content.report.changes[index];
    const model::Series& series = content.history.series[change.series];
    const model::Measure& measure = content.history.measures[series.measure];
    Issue issue;
    issue.title = label_of(content.history.benchmarks[series.benchmark]) + ": ";
    if (change.ratio) issue.title += chart::signed_percent(*change.ratio - 1) + " ";
    issue.title += verdict_word(change.direction, measure) + " on " + content.history.testbeds[series.testbed].label;
    issue.opening = "The benchmarks show a change:";
    issue.facts = facts_of(content, change);
    issue.links = links_of(content, change);
    return issue;
}

std::optional<std::string> commits_url(const Options& options, std::string_view from, std::string_view to) {
    if (options.repository_url.empty()) return std::nullopt;
    return routes::below(options.repository_url, "compare/") + encoded(from) + "..." + encoded(to);
}

}  // namespace benchfolio::site
