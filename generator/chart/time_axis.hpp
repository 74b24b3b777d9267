// An axis of dates in one or more panels, each with its own scale, so that few nights can be seen beside many years.
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "chart/span.hpp"
#include "chart/time_window.hpp"

namespace benchfolio::chart {

class TimeAxis {
  public:
    // The panel shows dates `time` between the pixels `left` and `right`.
    struct Panel {
        Span time;
        double left = 0, right = 0;

        double pixels_a_day() const { return (right - left) / std::max(time.to - time.from, 1e-6); }
        double pixel(double date) const { return left + pixels_a_day() * (date - time.from); }
        bool shows(double date) const { return time.from <= date && date <= time.to; }
    };

    TimeAxis() = default;
    explicit TimeAxis(std::vector<Panel> panels) : panels_{std::move(panels)} {}  // at least one

    // In the last panel that shows the date, the one with the most room for it; else beside the first.
    double operator()(double date) const {
        for (std::size_t i = panels_.size(); i-- > 1;)
            if (panels_[i].shows(date)) return panels_[i].pixel(date);
        return panels_[0].pixel(date);
    }

    // Calls piece(from, to) in pixels for the part of `span` in each panel it touches.
    template <typename Piece>
    void for_each_piece(const Span& span, Piece piece) const {
        for (const Panel& panel : panels_) {
            const double from = std::max(span.from, panel.time.from), to = std::min(span.to, panel.time.to);
            const bool only_touches = from == to && span.from < span.to;
            if (from <= to && !only_touches) piece(panel.pixel(from), panel.pixel(to));
        }
    }

    const std::vector<Panel>& panels() const { return panels_; }

  private:
    std::vector<Panel> panels_;
};

// The panel made as much narrower as it takes for a fortnight to be a number of whole pixels: when the window moves on
// by one, everything in it moves by whole pixels and keeps its distances. Where a fortnight is only a few pixels wide,
// which windows of years are, that would cost too much of the width; they are left as they are.
inline TimeAxis::Panel with_whole_fortnights(TimeAxis::Panel panel) {
    constexpr double least = 10;
    const double pixels = std::floor(fortnight * panel.pixels_a_day() + 1e-9);
    if (pixels >= least) panel.right = panel.left + pixels / fortnight * (panel.time.to - panel.time.from);
    return panel;
}

// Those of `items`, sorted by their x, that the panel shows.
template <typename Item>
std::span<const Item> shown(const std::vector<Item>& items, const TimeAxis::Panel& panel) {
    const auto first =
        std::partition_point(items.begin(), items.end(), [&](const Item& item) { return item.x < panel.time.from; });
    const auto last =
        std::partition_point(first, items.end(), [&](const Item& item) { return item.x <= panel.time.to; });
    return {first, last};
}

}  // namespace benchfolio::chart
