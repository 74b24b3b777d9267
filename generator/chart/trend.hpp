// Values over time, one series an identity: points never joined, levels as lines, and below them which dates had a
// value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/picture.hpp"
#include "chart/span.hpp"

namespace benchfolio::chart {

// Times are days since 1970-01-01, with a fraction.

struct TrendPoint {
    double x = 0, y = 0;
    double low = 0, high = 0;  // its own spread; low == high draws none
    bool whole = true;         // false: drawn hollow, something is missing in it
};

// A stretch that has a level. Drawn from its first to its last point, at least a few pixels long.
struct Level {
    double from = 0, to = 0;
    double y = 0;
    double low = 0, high = 0;  // an interval of y; low == high draws none
};

struct TrendSeries {
    std::string label;
    std::string note;  // second line of the label: the newest value, or when it was last seen
    Identity identity = other;
    bool ended = false;                            // no leader from the last point to the label
    std::vector<TrendPoint> points;                // by x
    std::vector<Level> levels;                     // by x, none across a gap
    std::vector<std::vector<TrendPoint>> ribbons;  // stretches whose intervals, low to high, are drawn as a band
    std::vector<double> present, missing;          // the rail: dates with a value, dates without one
};

struct Event {
    double x = 0;
    std::string label;
};

// A stretch of time with a reason.
struct Band {
    Span span;
    std::string label;
};

struct Change {
    double from = 0, to = 0;
    bool worse = true;
    bool sure = true;                 // else its range is dashed
    std::vector<std::string> labels;  // the same in ever fewer words
};

struct Trend {
    Size size = Size::wide;
    std::string id, title, description;
    std::string scale_note;  // "median of a run"; the kind of scale is added
    std::string unit;
    Span time;
    std::optional<Span> detail;       // shown a second time beside the whole, wider, with labels of its own
    std::string detail_note;          // "newest weeks"
    std::optional<double> reference;  // a value to compare with
    std::vector<TrendSeries> series;
    std::vector<Span> gaps;     // nothing was measured at all
    std::vector<Band> pauses;   // nothing was to be measured, and why
    std::vector<Event> breaks;  // dashed lines over the full height, labelled: what follows is not what came before
    std::vector<Event> dates;   // dashed lines too, named at the foot where there is room; nothing breaks there
    std::vector<Event> events;  // on a rail of their own
    std::vector<Change> changes;
    std::string empty_note = "no values";
};

// The base is 344 x 240 (narrow) or 760 x 320 (wide); more series than fit make it taller.
Picture lay_out(const Trend& trend);

// A small picture of one series without axes: 168 x 36, points, levels, reference.
Picture lay_out_small(const Trend& trend);

}  // namespace benchfolio::chart
