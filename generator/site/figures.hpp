// Analysis values -> pictures. The only place that turns a benchmark into something a chart can draw.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/aside_verdict.hpp"
#include "analysis/comparison.hpp"
#include "analysis/effects.hpp"
#include "chart/trend.hpp"
#include "site/site.hpp"
#include "site/value_table.hpp"

namespace benchfolio::site {

struct Lookup;

// Where there is nothing to draw (no result on the CPUs in question), all of it is empty.
struct Figure {
    std::string svg;         // inline: inherits the page's colours
    std::string narrow;      // inline, laid out anew for a phone; empty where the picture itself suits one
    std::string standalone;  // the same picture as a file of its own: xmlns, both themes in a <style>; may be empty
    std::string finding;     // one sentence, also the picture's description: "EPYC 7763: 1.39 ms, ..."
    ValueTable values;
};

// One benchmark, one measure, all CPUs. `hidden`: draw the hidden CPUs instead of the shown ones.
Figure recent_trend(const Content& content, const Lookup& lookup, std::uint32_t benchmark,
                    std::uint32_t measure);  // three months, 344x240
Figure history_trend(const Content& content, const Lookup& lookup, std::uint32_t benchmark, std::uint32_t measure,
                     bool hidden = false);  // 760x320

// The samples (or the summary) of the newest run of each CPU, relative to its median.
Figure spread_within(const Content& content, std::uint32_t benchmark, std::uint32_t measure);
// The nightly estimates of each CPU relative to their step.
Figure spread_between(const Content& content, std::uint32_t benchmark, std::uint32_t measure);
// The same pooled over the benchmarks of a group.
Figure group_spread(const Content& content, std::uint32_t group, std::uint32_t measure);

// Log-log, one testbed: time against the parameter, a line a variant.
Figure scaling(const Content& content, std::uint32_t scaling, std::uint32_t testbed);

// The ratios of one measure, after against before, as a forest plot. `id` tells the pictures of a page apart.
Figure forest(const Content& content, const analysis::Comparison& comparison, std::uint32_t measure,
              std::string_view id);

// What a configuration does, commit by commit, on one pair of testbeds. 760x320
Figure effect_trend(const Content& content, const analysis::EffectPair& pair, const analysis::EffectTrend& trend,
                    std::string_view id);

// `tags`: dates to be named.
// One set and measure: every release against the oldest of its table, as a forest plot.
Figure release_forest(const analysis::Releases& releases, const analysis::ReleaseTable& table,
                      const analysis::ComparedAggregate& of, std::string_view id);

// A series over declared upgrades, 760x320: rescaled results hollow, each upgrade a line with its reason.
Figure continuous_trend(const Content& content, std::uint32_t series);
// Likewise the geometric mean of such series, by its index in the report.
Figure continuous_mean(const Content& content, std::uint32_t mean);
std::string heading_of(const Content& content, const analysis::ContinuousMean& mean);

Figure geomean_trend(const Content& content, std::uint32_t aggregate,
                     const std::vector<chart::Event>& tags = {});       // 760x320
Figure geomean_small(const Content& content, std::uint32_t aggregate);  // half a year, for the home page

// What is in no trend, after the trends up to its base: points, never joined, of two kinds. `id` tells the pictures of
// a page apart.
Figure aside_trend(const analysis::AsideVerdict& verdict, const std::string& label, std::string_view id);  // 760x320

// 120x24, the last months of one series, with its noise band; the label in words is its <title>.
Figure sparkline(const Content& content, std::uint32_t series, int months = 2);

// The smallest of a page's pieces: a CPU's mark alone, as in a legend.
std::string testbed_mark(const model::Testbed& testbed);

}  // namespace benchfolio::site
