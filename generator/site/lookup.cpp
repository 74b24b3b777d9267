#include "site/lookup.hpp"

#include <algorithm>
#include <tuple>

#include "site/tag_dates.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

template <class Item>
std::span<const Item> items_of(const std::vector<Item>& items, std::uint32_t run) {
    struct ByRun {
        bool operator()(const Item& item, std::uint32_t value) const { return item.run < value; }
        bool operator()(std::uint32_t value, const Item& item) const { return value < item.run; }
    };
    const auto [first, last] = std::equal_range(items.begin(), items.end(), run, ByRun{});
    return {first, last};
}

std::uint32_t first_since(const std::vector<model::Run>& runs, model::Time start) {
    const auto first = std::lower_bound(runs.begin(), runs.end(), start,
                                        [](const model::Run& run, model::Time time) { return run.time < time; });
    return static_cast<std::uint32_t>(first - runs.begin());
}

std::vector<std::optional<std::uint32_t>> previous_runs(const Content& content) {
    std::vector<std::optional<std::uint32_t>> previous(content.history.runs.size());
    for (const analysis::TestbedReport& testbed : content.report.testbeds) {
        for (std::size_t i = 1; i < testbed.runs.size(); ++i) previous[testbed.runs[i]] = testbed.runs[i - 1];
    }
    return previous;
}

std::vector<std::optional<std::uint32_t>> groups_of(const Content& content) {
    std::vector<std::optional<std::uint32_t>> group(content.history.benchmarks.size());
    for (std::uint32_t i = 0; i < content.report.groups.size(); ++i) {
        for (const std::uint32_t benchmark : content.report.groups[i].benchmarks) group[benchmark] = i;
    }
    return group;
}

std::vector<std::vector<std::uint32_t>> scalings_of(const Content& content) {
    std::vector<std::vector<std::uint32_t>> scalings(content.history.benchmarks.size());
    for (std::uint32_t i = 0; i < content.report.scalings.size(); ++i) {
        for (const analysis::ScalingLine& line : content.report.scalings[i].lines) {
            for (const std::uint32_t benchmark : line.benchmarks) {
                std::vector<std::uint32_t>& of = scalings[benchmark];
                if (of.empty() || of.back() != i) of.push_back(i);
            }
        }
    }
    return scalings;
}

std::vector<std::string> labels_of(const model::History& history) {
    std::vector<std::string> labels;
    labels.reserve(history.benchmarks.size());
    for (const model::Benchmark& benchmark : history.benchmarks) labels.push_back(label_of(benchmark));
    return labels;
}

std::vector<std::vector<std::uint32_t>> changes_by_benchmark(const Content& content) {
    std::vector<std::vector<std::uint32_t>> changes(content.history.benchmarks.size());
    for (std::uint32_t i = 0; i < content.report.changes.size(); ++i)
        changes[content.history.series[content.report.changes[i].series].benchmark].push_back(i);
    return changes;
}

std::vector<std::vector<Row>> rows_since(const Content& content, std::uint32_t first_run) {
    std::vector<std::vector<Row>> rows(content.history.runs.size() - first_run);
    for (std::uint32_t i = 0; i < content.history.series.size(); ++i) {
        const model::Series& series = content.history.series[i];
        for (std::size_t row = series.last; row-- > series.first;) {
            const std::uint32_t run = content.history.columns.run[row];
            if (run < first_run) break;
            rows[run - first_run].push_back({i, row});
        }
    }
    return rows;
}

std::optional<std::uint32_t> reference_of(const model::History& history, std::uint32_t first_recent) {
    std::vector<std::uint32_t> recent(history.testbeds.size());
    for (std::size_t i = first_recent; i < history.runs.size(); ++i) ++recent[history.runs[i].testbed];
    std::optional<std::uint32_t> best;
    for (std::uint32_t i = 0; i < recent.size(); ++i) {
        if (!history.testbeds[i].hidden && recent[i] > 0 && (!best || recent[i] > recent[*best])) best = i;
    }
    return best;
}

}  // namespace

Lookup::Lookup(const Content& content)
    : group(groups_of(content)),
      scalings(scalings_of(content)),
      changes_of(changes_by_benchmark(content)),
      run_texts(site::run_texts(content.history)),
      labels(labels_of(content.history)),
      version_changes(site::version_changes(content)),
      tags(tag_dates(content)),
      changes(content),
      dimensions(analysis::dimension_values(content.history)) {
    asides = counts_of_asides(content);
    const std::vector<model::Run>& runs = content.history.runs;
    if (!runs.empty()) {
        newest = runs.back().time;
        first_recent_run = first_since(runs, *newest - recent_window);
    }
    previous = previous_runs(content);
    rows = rows_since(content, first_recent_run);
    reference_testbed = reference_of(content.history, first_recent_run);
}

std::span<const analysis::Absence> absences_of(const Content& content, std::uint32_t run) {
    return items_of(content.report.absences, run);
}

std::span<const model::Omission> omissions_of(const Content& content, std::uint32_t run) {
    return items_of(content.history.omissions, run);
}

std::pair<std::uint32_t, std::uint32_t> series_range(const Content& content, std::uint32_t benchmark) {
    const std::span<const model::Series> all = content.history.series_of(benchmark);
    const auto first = static_cast<std::uint32_t>(all.data() - content.history.series.data());
    return {first, first + static_cast<std::uint32_t>(all.size())};
}

std::optional<std::uint32_t> leading_series(const Content& content, const Lookup& lookup, std::uint32_t benchmark) {
    const auto [begin, last] = series_range(content, benchmark);
    if (begin == last) return std::nullopt;
    const std::uint32_t first = begin;
    const auto rank = [&](std::uint32_t index) {
        const model::Series& series = content.history.series[index];
        return std::tuple{series.measure != content.history.series[first].measure,
                          series.testbed != lookup.reference_testbed, content.history.testbeds[series.testbed].hidden,
                          content.report.series[index].retired, ~series.size()};
    };
    std::uint32_t best = first;
    for (std::uint32_t i = first + 1; i < last; ++i) {
        if (rank(i) < rank(best)) best = i;
    }
    return best;
}

}  // namespace benchfolio::site
