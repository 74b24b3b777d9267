// What the figures share: who is drawn, when it was, how a picture becomes a figure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chart/picture.hpp"
#include "chart/trend.hpp"
#include "site/figures.hpp"

namespace benchfolio::site {

// Nothing is joined across a longer time without runs, in days.
inline constexpr double longest_pause = 14;

// Days since 1970-01-01 UTC.
double days_of(model::Time time);

// Of the newest run; there is one.
double newest_date(const Content& content);

chart::Identity identity_of(const model::Testbed& testbed);

// A series with everything a figure asks about it.
struct DrawnSeries {
    std::uint32_t index = 0;  // into History::series
    const model::Series* series = nullptr;
    const analysis::SeriesReport* report = nullptr;
    const model::Testbed* testbed = nullptr;
};

DrawnSeries drawn_series(const Content& content, std::uint32_t series);

// The shown (or the hidden) series of a benchmark and measure, by testbed.
std::vector<DrawnSeries> series_to_draw(const Content& content, std::uint32_t benchmark, std::uint32_t measure,
                                        bool hidden);

// The last row of a series that has an estimate.
std::optional<std::size_t> newest_row(const Content& content, const model::Series& series);

// By time: the first row of a series at `from` (days) or later, and a testbed's runs between two dates.
std::size_t first_row_since(const Content& content, const model::Series& series, double from);
std::span<const std::uint32_t> runs_between(const Content& content, std::uint32_t testbed, chart::Span time);

// "median of a run", where the rows differ "estimate of a run".
std::string estimate_note(const Content& content, const std::vector<DrawnSeries>& drawn);

// "Median", as the heading of a column.
std::string estimate_heading(const Content& content, const std::vector<DrawnSeries>& drawn);

// "EPYC 7763: 1.39 ms, 34.1 % slower since 16 Nov 2026".
std::string finding_of(const Content& content, const DrawnSeries& drawn, std::string_view unit);
std::string findings_of(const Content& content, const std::vector<DrawnSeries>& drawn, std::string_view unit);

// The stretches between `from` and `to` in which none of the given testbeds had a run for longer than the pause.
std::vector<chart::Span> pauses(const Content& content, const std::vector<DrawnSeries>& drawn, chart::Span time);

// Declared pauses within a stretch of time.
std::vector<chart::Band> declared_pauses(const Content& content, chart::Span time);

// Unique within a page: the kind, the last digits of the slug, the measure.
std::string picture_id(std::string_view kind, std::string_view slug, std::uint32_t measure);

// The description of the picture is the figure's finding.
Figure figure_of(const chart::Picture& picture, ValueTable values);

// The rules of the stylesheet that pictures need: what stands between its svg marks, without comments.
std::string_view svg_style();

}  // namespace benchfolio::site
