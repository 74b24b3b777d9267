#include "chart/spread.hpp"

#include <algorithm>
#include <cmath>

#include "chart/labels.hpp"
#include "chart/scale.hpp"
#include "chart/ticks.hpp"

namespace benchfolio::chart {
namespace {

struct Measures {
    double width, font, pitch, head, row_middle;
};

constexpr Measures wide{760, 12, 46, 26, 23};
constexpr Measures narrow{344, 13, 58, 30, 38};  // labels stand above the row

constexpr double beyond_whiskers = .5;  // outliers as near as that are shown in place
constexpr double least_reach = .01, violin_height = 14, box_height = 9, whisker_height = 5, median_height = 11;
constexpr double dot_radius = 2, baseline_shift = 4.3;

class SpreadLayout {
  public:
    explicit SpreadLayout(const Spread& spread)
        : spread_{spread}, size_{spread.size == Size::narrow ? narrow : wide}, x_{domain_of(spread), 0, 1} {
        const bool is_narrow = spread.size == Size::narrow;
        left_ = is_narrow ? 8 : std::clamp(widest_label() + 30, 120.0, 240.0);
        right_ = is_narrow ? size_.width - 8 : size_.width - widest_count() - 22;
        x_ = Scale{x_.domain(), left_ + 2, right_ - 2};
        bottom_ = size_.head + size_.pitch * static_cast<double>(spread.rows.size()) + 4;
        picture_ = {spread.size, size_.width, bottom_ + 2, spread.id, spread.title, spread.description, {}};
    }

    Picture picture() {
        draw_axis();
        for (std::size_t i = 0; i < spread_.rows.size(); ++i)
            draw_row(spread_.rows[i], size_.head + size_.pitch * static_cast<double>(i) + size_.row_middle);
        return std::move(picture_);
    }

  private:
    // What the whiskers span; of dots, what they span; what lies far beyond becomes an arrow.
    static Domain domain_of(const Spread& spread) {
        std::vector<double> ends;
        for (const SpreadRow& row : spread.rows) {
            for (const auto& end : {row.whisker_low, row.q1, row.q3, row.whisker_high})
                if (end) ends.push_back(*end);
            if (row.form == SpreadForm::dots) add_unsuspicious(row.values, ends);
        }
        const double reach = ends.empty() ? 0 : largest(ends) * (1 + beyond_whiskers);
        return difference_domain(ends, std::max(least_reach, std::min(reach, farthest_value(spread))));
    }

    // Of few ascending values, those within 1.5 middle halves of the middle half (Tukey's fences).
    static void add_unsuspicious(const std::vector<double>& values, std::vector<double>& ends) {
        const std::size_t quarter = values.size() / 4;
        if (values.empty()) return;
        const double low = values[quarter], high = values[values.size() - 1 - quarter], fence = 1.5 * (high - low);
        for (const double value : values)
            if (low - fence <= value && value <= high + fence) ends.push_back(value);
    }

    static double largest(const std::vector<double>& values) {
        double most = 0;
        for (const double value : values) most = std::max(most, std::abs(value));
        return most;
    }

    static double farthest_value(const Spread& spread) {
        double most = 0;
        for (const SpreadRow& row : spread.rows) most = std::max(most, largest(row.values));
        return most;
    }

    double widest_label() const {
        double width = 0;
        for (const SpreadRow& row : spread_.rows)
            width = std::max({width, text_width(row.label, size_.font), text_width(row.note, size_.font)});
        return width;
    }

    double widest_count() const {
        double width = 0;
        for (const SpreadRow& row : spread_.rows) width = std::max(width, text_width(row.count, size_.font));
        return width;
    }

    void add(Shape shape) { picture_.shapes.push_back(std::move(shape)); }

    void add_text(Point at, std::string text, Anchor anchor, bool muted, bool halo) {
        if (!text.empty()) add(Text{at, std::move(text), anchor, muted, false, halo, Text::Tone::ink});
    }

    double at(double value) const { return x_.clipped(value); }

    // ---- Axis ----

    void draw_axis() {
        const auto ticks = value_ticks(x_.domain());
        const auto labels = tick_labels(ticks, x_.domain(), "%");
        Rules grid{Role::grid, other, 1, {}};
        double used_to = -1;
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            grid.segments.push_back({{x_(ticks[i]), size_.head - 6}, {x_(ticks[i]), bottom_}});
            label_tick(x_(ticks[i]), labels[i], used_to);
        }
        add(std::move(grid));
        add(Rules{Role::axis, other, 1, {{{x_(0), size_.head - 6}, {x_(0), bottom_}}}});
    }

    void label_tick(double x, const std::string& label, double& used_to) {
        const double half = text_width(label, size_.font) / 2;
        const double middle = std::clamp(x, half, size_.width - half);
        if (middle - half < used_to + 4) return;
        used_to = middle + half;
        add_text({middle, size_.head - 12}, label, Anchor::middle, true, false);
    }

    // ---- Rows ----

    void draw_row(const SpreadRow& row, double y) {
        label_row(row, y);
        if (!row.unknown.empty())
            return add_text({x_(0) + 8, y + baseline_shift}, row.unknown, Anchor::start, true, true);
        if (row.form == SpreadForm::violin) draw_violin(row, y);
        if (row.form == SpreadForm::box || row.form == SpreadForm::summary) draw_box(row, y);
        draw_values(row, y);
        draw_median(row, y);
    }

    void label_row(const SpreadRow& row, double y) {
        spread_.size == Size::narrow ? label_above(row, y) : label_beside(row, y);
    }

    void label_above(const SpreadRow& row, double y) {
        add(Marks{row.identity, 4, Fill::solid, true, {{5, y - 26}}});
        const double room = size_.width - 14 - text_width(row.count, size_.font) - 8;
        const std::string label = row.note.empty() ? row.label : row.label + " · " + row.note;
        add_text({14, y - 21.5}, fitted(label, size_.font, room), Anchor::start, false, true);
        add_text({size_.width, y - 21.5}, row.count, Anchor::end, true, true);
    }

    void label_beside(const SpreadRow& row, double y) {
        const double up = row.note.empty() ? 0 : 7;
        add(Marks{row.identity, 4, Fill::solid, true, {{5, y - up}}});
        add_text({14, y - up + baseline_shift}, fitted(row.label, size_.font, left_ - 22), Anchor::start, false, false);
        add_text({14, y + 12}, fitted(row.note, size_.font, left_ - 22), Anchor::start, true, false);
        add_text({right_ + 14, y + baseline_shift}, row.count, Anchor::start, true, false);
    }

    // In pixels, the part that lies on the axis.
    std::vector<Point> visible_density(const SpreadRow& row) const {
        double highest = 0;
        for (const Point& point : row.density) highest = std::max(highest, point.y);
        std::vector<Point> curve;
        for (const Point& point : row.density)
            if (x_.domain().contains(point.x)) curve.push_back({x_(point.x), violin_height * point.y / highest});
        return curve;
    }

    void draw_violin(const SpreadRow& row, double y) {
        Area body{Role::body, row.identity, {}};
        const auto curve = visible_density(row);
        for (const Point& point : curve) body.points.push_back({point.x, y - point.y});
        for (auto point = curve.rbegin(); point != curve.rend(); ++point)
            body.points.push_back({point->x, y + point->y});
        Area outline = body;
        outline.role = Role::outline;
        add(std::move(body));
        add(std::move(outline));
        draw_quartiles(row, y);
    }

    void draw_quartiles(const SpreadRow& row, double y) {
        Rules ticks{Role::thin_tick, other, 1, {}};
        for (const auto& quartile : {row.q1, row.q3})
            if (quartile) ticks.segments.push_back({{at(*quartile), y - 6}, {at(*quartile), y + 6}});
        if (!ticks.segments.empty()) add(std::move(ticks));
    }

    void draw_box(const SpreadRow& row, double y) {
        draw_whiskers(row, y);
        if (!row.q1 || !row.q3) return;
        const Rect box{at(*row.q1), y - box_height, at(*row.q3) - at(*row.q1), 2 * box_height};
        add(Boxes{Role::body, row.identity, {box}});
        add(Boxes{row.form == SpreadForm::summary ? Role::summary_outline : Role::outline, row.identity, {box}});
    }

    void draw_whiskers(const SpreadRow& row, double y) {
        Rules whiskers{Role::outline, row.identity, 1.5, {}};
        const auto whisker = [&](std::optional<double> end, std::optional<double> quartile) {
            if (!end) return;
            whiskers.segments.push_back({{at(*end), y}, {at(quartile.value_or(*end)), y}});
            whiskers.segments.push_back({{at(*end), y - whisker_height}, {at(*end), y + whisker_height}});
        };
        whisker(row.whisker_low, row.q1);
        whisker(row.whisker_high, row.q3);
        if (!whiskers.segments.empty()) add(std::move(whiskers));
    }

    void draw_median(const SpreadRow& row, double y) {
        if (row.median)
            add(Rules{
                Role::tick, other, 1, {{{at(*row.median), y - median_height}, {at(*row.median), y + median_height}}}});
    }

    // Boxes show their values off the line, at heights that depend on nothing but their order.
    static double lift(const SpreadRow& row, std::size_t i) {
        if (row.form != SpreadForm::box) return 0;
        constexpr double heights[] = {-4, 3, -1, 5, -5, 1, 4, -2};
        return heights[i % std::size(heights)];
    }

    void draw_values(const SpreadRow& row, double y) {
        Marks dots{row.identity, row.form == SpreadForm::dots ? 3 : dot_radius, Fill::solid, false, {}};
        Arrows below{row.identity, Towards::left, {}}, above{row.identity, Towards::right, {}};
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            const double value = row.values[i];
            if (x_.domain().contains(value))
                dots.at.push_back({x_(value), y + lift(row, i)});
            else
                (value < 0 ? below : above).at.push_back({at(value), y});
        }
        if (!dots.at.empty()) add(std::move(dots));
        for (Arrows* arrows : {&below, &above})
            if (!arrows->at.empty()) add(std::move(*arrows));
    }

    const Spread& spread_;
    const Measures& size_;
    Scale x_;
    double left_ = 0, right_ = 0, bottom_ = 0;
    Picture picture_;
};

}  // namespace

Picture lay_out(const Spread& spread) {
    return SpreadLayout{spread}.picture();
}

}  // namespace benchfolio::chart
