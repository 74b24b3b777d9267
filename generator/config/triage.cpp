#include "config/triage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "config/value.hpp"
#include "model/nearest.hpp"

namespace benchfolio::config {
namespace {

using analysis::OutlierRule;
using analysis::ReviewKind;
using analysis::ReviewRule;

// What a rule is read into, besides the rule: what it must say is asked for when all of it is read.
struct Draft {
    const std::string& repository_url;
    ReviewRule review;
    std::optional<ReviewKind> state;
    OutlierRule outlier;
};

struct Key {
    std::string_view name;
    void (*apply)(const Value&, Draft&);
};

std::string filled(const Value& value) {
    if (value.text().empty()) value.fail(fmt::format("`{}` must not be empty", value.key()));
    return value.text();
}

// "one", or ["one", "two"].
std::vector<Value> one_or_more(const Value& value) {
    std::vector<Value> values = value.is_text() ? std::vector{value} : value.items();
    if (values.empty()) value.fail(fmt::format("`{}` must not be empty", value.key()));
    return values;
}

std::vector<std::string> patterns_of(const Value& value) {
    std::vector<std::string> patterns;
    for (const Value& item : one_or_more(value)) patterns.push_back(filled(item));
    return patterns;
}

bool is_hex(std::string_view text) {
    return text.find_first_not_of("0123456789abcdef") == text.npos;
}

std::vector<std::string> ids_of(const Value& value) {
    std::vector<std::string> ids;
    for (const Value& item : one_or_more(value)) {
        ids.push_back(filled(item));
        if (ids.back().size() != 10 || !is_hex(ids.back()))
            item.fail(
                fmt::format("`{}` must be the id of a change, 10 hexadecimal digits, not `{}`", item.key(), ids.back()),
                "`benchfolio changes` and the changes page print them");
    }
    return ids;
}

std::string commit_of(const Value& value) {
    const std::string commit = filled(value);
    if (commit.size() < 4 || commit.size() > 64 || !is_hex(commit))
        value.fail(fmt::format("`{}` must be the beginning of a commit's id, 4 to 64 hexadecimal digits", value.key()));
    return commit;
}

constexpr std::array states{ReviewKind::acknowledged, ReviewKind::explained, ReviewKind::ignored};

ReviewKind state_of(const Value& value) {
    for (const ReviewKind state : states)
        if (value.text() == name_of(state)) return state;
    value.fail(fmt::format("`{}` must be acknowledged, explained or ignored, not `{}`", value.key(), value.text()),
               model::did_you_mean(value.text(), {"acknowledged", "explained", "ignored"}));
}

bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

// "#123" is an issue of the repository; anything else is an address, which becomes a link on the pages.
std::string issue_of(const Value& value, const std::string& repository_url) {
    const std::string issue = filled(value);
    if (issue.starts_with("https://")) return issue;
    if (!issue.starts_with('#') || !is_number(issue.substr(1)))
        value.fail(fmt::format("`{}` must begin with https://, or be a number like #123", value.key()));
    if (repository_url.empty())
        value.fail(fmt::format("`{}` is of a repository that the configuration does not name", issue),
                   "set `site.repository_url`, or give the whole address");
    return repository_url + (repository_url.ends_with('/') ? "" : "/") + "issues/" + issue.substr(1);
}

std::string run_of(const Value& value) {
    const std::string run = filled(value);
    if (run.size() < 8 || run.find_first_not_of("0123456789abcdefTZ-") != run.npos)
        value.fail(fmt::format("`{}` must be a run's id or its beginning, not `{}`", value.key(), run),
                   "20261120T021400Z-1f2e3d4c, or 20261120 for a whole day");
    return run;
}

constexpr std::array review_keys{
    Key{"change", [](const Value& v, Draft& d) { d.review.changes = ids_of(v); }},
    Key{"benchmarks", [](const Value& v, Draft& d) { d.review.benchmarks = patterns_of(v); }},
    Key{"testbeds", [](const Value& v, Draft& d) { d.review.testbeds = patterns_of(v); }},
    Key{"commit", [](const Value& v, Draft& d) { d.review.commit = commit_of(v); }},
    Key{"state", [](const Value& v, Draft& d) { d.state = state_of(v); }},
    Key{"reason", [](const Value& v, Draft& d) { d.review.review.reason = filled(v); }},
    Key{"issue", [](const Value& v, Draft& d) { d.review.review.issue = issue_of(v, d.repository_url); }},
    Key{"until", [](const Value& v, Draft& d) { d.review.review.until = v.date(); }},
};

constexpr std::array outlier_keys{
    Key{"run", [](const Value& v, Draft& d) { d.outlier.run = run_of(v); }},
    Key{"benchmarks", [](const Value& v, Draft& d) { d.outlier.benchmarks = patterns_of(v); }},
    Key{"reason", [](const Value& v, Draft& d) { d.outlier.reason = filled(v); }},
};

[[noreturn]] void fail_unknown(const Value& entry, const std::vector<std::string>& known) {
    std::string hint = model::did_you_mean(entry.name(), known);
    if (hint.empty()) hint = fmt::format("known are {}", fmt::join(known, ", "));
    entry.fail_key(fmt::format("unknown key `{}`", entry.key()), hint);
}

void read_keys(const Value& table, std::span<const Key> keys, Draft& draft) {
    for (const Value& entry : table.entries()) {
        const auto key = std::ranges::find(keys, entry.name(), &Key::name);
        if (key == keys.end()) {
            std::vector<std::string> known;
            for (const Key& one : keys) known.emplace_back(one.name);
            fail_unknown(entry, known);
        }
        key->apply(entry, draft);
    }
}

void require(bool there, const Value& table, const char* what, const char* hint) {
    if (!there) table.fail(what, hint);
}

ReviewRule review_of(const Value& table, const std::string& repository_url) {
    Draft draft{repository_url, {}, {}, {}};
    read_keys(table, review_keys, draft);
    ReviewRule& rule = draft.review;
    require(!rule.changes.empty() || !rule.benchmarks.empty() || !rule.testbeds.empty() || rule.commit, table,
            "a review does not say of which change it is", "change = \"0a1b2c3d4e\", benchmarks, testbeds or commit");
    require(draft.state.has_value(), table, "a review needs `state`", "acknowledged, explained or ignored");
    require(!rule.review.reason.empty(), table, "a review needs `reason`", "reason = \"The new solver is exact.\"");
    require(draft.state != ReviewKind::ignored || rule.review.until, table, "what is ignored needs `until`",
            "until = 2027-03-01, when it counts again");
    rule.review.kind = *draft.state;
    rule.review.place = table.place();
    return std::move(rule);
}

OutlierRule outlier_of(const Value& table, const std::string& repository_url) {
    Draft draft{repository_url, {}, {}, {}};
    read_keys(table, outlier_keys, draft);
    OutlierRule& rule = draft.outlier;
    require(!rule.run.empty(), table, "an outlier needs `run`", "run = \"20261120T021400Z-1f2e3d4c\"");
    require(!rule.reason.empty(), table, "an outlier needs `reason`", "reason = \"The machine was compiling.\"");
    rule.place = table.place();
    return std::move(rule);
}

}  // namespace

analysis::Triage parse_triage(std::string_view text, const std::string& file, const std::string& repository_url) {
    const toml::table table = table_of(text, file);
    analysis::Triage triage;
    triage.source = file;
    for (const Value& entry : Value::root(table, file).entries()) {
        if (entry.name() == "review")
            for (const Value& item : entry.items()) triage.reviews.push_back(review_of(item, repository_url));
        else if (entry.name() == "outlier")
            for (const Value& item : entry.items()) triage.outliers.push_back(outlier_of(item, repository_url));
        else
            fail_unknown(entry, {"review", "outlier"});
    }
    return triage;
}

std::string_view triage_reference() {
    return R"(# What was decided about changes and results. Nothing is silenced by it without being counted and shown.
#
# A review is of the changes that all its conditions match; of several that match one change, the last counts.

#[[review]]
# The id of a change; that of an event's first change is the whole event. `benchfolio changes` prints them.
#change = ["0a1b2c3d4e", "5f6a7b8c9d"]
# Patterns on benchmarks' names, and on CPUs' names, slugs or brands: * stands for any characters, ? for one.
#benchmarks = ["solvers.py::*"]
#testbeds = ["*8370C*"]
# The commit that made the change, or its beginning: measured by a run within the change's range, on whatever CPU.
#commit = "1ede0b8"
# "acknowledged" (it is being worked on), "explained" (it is meant to be so), or "ignored" (it does not matter).
#state = "ignored"
#reason = "The cold cache is measured on purpose."
# An https:// address, or a number of the repository that `site.repository_url` names.
#issue = "#123"
# From this day on it counts again. What is ignored needs it.
#until = 2027-03-01

# Results that are known to be wrong: they stay on the plots, and are in no level, mean or verdict.
#[[outlier]]
# A run's id, or its beginning: "20261120" is a whole day.
#run = "20261120T021400Z-1f2e3d4c"
# Without patterns, all that was measured in that run.
#benchmarks = ["solvers.py::*"]
#reason = "The machine was compiling something else."
)";
}

}  // namespace benchfolio::config
