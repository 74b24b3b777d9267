// An axis of dates in one or more panels, each with its own scale, so that few nights can be seen beside many years.
#pragma once

#include <algorithm>
#include <vector>

#include "chart/span.hpp"

namespace benchfolio::chart {

class TimeAxis {
  public:
    // The panel shows dates `time` between the pixels `left` and `right`.
    struct Panel {
        Span time;
        double left = 0, right = 0;
        double pixel(double date) const {
            return left + (right - left) * (date - time.from) / std::max(time.to - time.from, 1e-6);
        }
    };

    TimeAxis() = default;
    explicit TimeAxis(std::vector<Panel> panels) : panels_{std::move(panels)} {}  // by time, adjacent, at least one

    // A date on the border of two panels belongs to the later one.
    std::size_t panel_of(double date) const {
        for (std::size_t i = panels_.size(); i-- > 1;)
            if (date >= panels_[i].time.from) return i;
        return 0;
    }

    double operator()(double date) const { return panels_[panel_of(date)].pixel(date); }

    // Calls piece(from, to) in pixels for the part of `span` in each panel it touches.
    template <typename Piece>
    void for_each_piece(const Span& span, Piece piece) const {
        for (std::size_t i = 0; i < panels_.size(); ++i) {
            const double from = std::max(span.from, panels_[i].time.from), to = std::min(span.to, panels_[i].time.to);
            const bool on_border = from == to && i + 1 < panels_.size() && from == panels_[i].time.to;
            const bool only_touches = from == to && span.from < span.to;
            if (from <= to && !on_border && !only_touches) piece(panels_[i].pixel(from), panels_[i].pixel(to));
        }
    }

    const std::vector<Panel>& panels() const { return panels_; }

  private:
    std::vector<Panel> panels_;
};

}  // namespace benchfolio::chart
