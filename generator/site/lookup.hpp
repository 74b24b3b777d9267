// Where a page finds what it needs without searching the history for it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/dimension_values.hpp"
#include "site/aside_counts.hpp"
#include "site/change_pages.hpp"
#include "site/events.hpp"
#include "site/run_texts.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

// A row of the history and the series it belongs to.
struct Row {
    std::uint32_t series = 0;
    std::size_t row = 0;
};

struct Lookup {
    explicit Lookup(const Content& content);

    std::optional<model::Time> newest;  // of all runs; nothing in an empty archive
    bool recent(std::uint32_t run) const { return run >= first_recent_run; }

    std::uint32_t first_recent_run = 0;                  // runs are by time: from here on they are of the last 90 days
    std::vector<std::optional<std::uint32_t>> previous;  // by run: the run before it on its testbed
    std::vector<std::optional<std::uint32_t>> group;     // by benchmark
    std::vector<std::vector<std::uint32_t>> scalings;    // by benchmark
    std::vector<std::vector<Row>> rows;                  // by run - first_recent_run, by series
    std::vector<std::vector<std::uint32_t>> changes_of;  // by benchmark: indices into Report::changes
    std::vector<RunText> run_texts;                      // by run
    std::vector<std::string> labels;                     // by benchmark: label_of it
    VersionChanges version_changes;                      // by testbed
    std::vector<chart::Event> tags;                      // by date
    ChangePages changes;
    std::vector<analysis::DimensionValues> dimensions;  // that tell testbeds apart, besides the CPU
    AsideCounts asides;                                 // results that are in no trend
    std::optional<std::uint32_t> reference_testbed;     // whose values stand in the lists: the shown one with most runs
};

// A page shows 90 days, and the pages of runs are kept for as long: their count then depends on how often there are
// runs, not on how long there have been.
inline constexpr std::chrono::days recent_window{90};

std::span<const analysis::Absence> absences_of(const Content& content, std::uint32_t run);
std::span<const model::Omission> omissions_of(const Content& content, std::uint32_t run);

// The series of a benchmark, as indices into History::series.
std::pair<std::uint32_t, std::uint32_t> series_range(const Content& content, std::uint32_t benchmark);

// The series whose value stands for the benchmark in a list: its first measure's on the reference testbed, else on the
// shown testbed (else any) with most runs. Nothing for a benchmark none of whose results could be used.
std::optional<std::uint32_t> leading_series(const Content& content, const Lookup& lookup, std::uint32_t benchmark);

}  // namespace benchfolio::site
