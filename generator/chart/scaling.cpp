#include "chart/scaling.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "chart/labels.hpp"
#include "chart/quantity.hpp"
#include "chart/scale.hpp"
#include "chart/ticks.hpp"

namespace benchfolio::chart {
namespace {

constexpr double width = 344, base_height = 270, top = 30, below = 44, font = 13, label_pitch = 17;
constexpr double most_gutter = 150, baseline_shift = 4.3, mark_radius = 3.4;
constexpr int styles = 4;

using Position = double Point::*;

class ScalingLayout {
  public:
    explicit ScalingLayout(const ScalingPlot& plot)
        : plot_{plot}, x_{domain_of(plot, &Point::x), 0, 1}, y_{domain_of(plot, &Point::y), 0, 1} {
        const auto labels = value_labels();
        left_ = 30;
        for (const std::string& label : labels) left_ = std::max(left_, text_width(label, font) + 10);
        right_ = width - gutter();
        bottom_ = std::max(base_height - below, top + label_pitch * static_cast<double>(plot.curves.size()) + 10);
        x_ = Scale{x_.domain(), left_, right_};
        y_ = Scale{y_.domain(), bottom_, top};
        picture_ = {Size::narrow, width, bottom_ + below, plot.id, plot.title, plot.description, {}};
    }

    Picture picture() {
        add_text({0, 14}, is_word(plot_.unit) ? plot_.unit + ", " + plot_.note : plot_.note, Anchor::start);
        draw_value_axis();
        draw_guides();
        draw_parameter_axis();
        for (std::size_t i = 0; i < plot_.curves.size(); ++i) draw_curve(plot_.curves[i], static_cast<int>(i) % styles);
        draw_labels();
        return std::move(picture_);
    }

  private:
    template <typename Visit>
    static void for_each_point(const ScalingPlot& plot, Visit visit) {
        for (const ScalingCurve& curve : plot.curves)
            for (const auto& piece : curve.pieces)
                for (const Point& point : piece) visit(point);
    }

    // All values, always logarithmic, with a little air; a single value gets a third of a decade.
    static Domain domain_of(const ScalingPlot& plot, Position position) {
        double low = HUGE_VAL, high = 0;
        for_each_point(plot, [&](const Point& point) {
            low = std::min(low, point.*position);
            high = std::max(high, point.*position);
        });
        if (high == 0) return {1, 10, true};
        const double air = std::max(std::pow(high / low, .06), high / low < 1.5 ? 1.5 : 1.0);
        return {low / air, high * air, true};
    }

    double gutter() const {
        double widest = 30;
        for (const ScalingCurve& curve : plot_.curves) widest = std::max(widest, text_width(curve.label, font));
        return std::min(widest + 16, most_gutter);
    }

    void add(Shape shape) { picture_.shapes.push_back(std::move(shape)); }

    void add_text(Point at, std::string text, Anchor anchor, bool muted = true, bool halo = false) {
        add(Text{at, std::move(text), anchor, muted, false, halo, Text::Tone::ink});
    }

    // ---- Axes ----

    // A unit that is a word stands in the note.
    std::vector<std::string> value_labels() const {
        return tick_labels(value_ticks(y_.domain()), y_.domain(), is_word(plot_.unit) ? "" : plot_.unit);
    }

    void draw_value_axis() {
        const auto ticks = value_ticks(y_.domain());
        const auto labels = value_labels();
        Rules grid{Role::grid, other, 1, {}};
        for (std::size_t i = 0; i < ticks.size(); ++i) {
            grid.segments.push_back({{left_, y_(ticks[i])}, {right_, y_(ticks[i])}});
            add_text({left_ - 6, y_(ticks[i]) + baseline_shift}, labels[i], Anchor::end);
        }
        add(std::move(grid));
    }

    // The measured sizes themselves; where there is no room for all, every second or third is labelled.
    void draw_parameter_axis() {
        const auto sizes = distinct_sizes();
        const std::size_t every = stride(sizes);
        Rules axis{Role::axis, other, 1, {{{left_, bottom_}, {right_, bottom_}}}};
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            const double x = x_(sizes[i]);
            axis.segments.push_back({{x, bottom_}, {x, bottom_ + 5}});
            if (i % every == 0) add_text({x, bottom_ + 18}, quantity(sizes[i], ""), Anchor::middle);
        }
        add(std::move(axis));
        add_text({(left_ + right_) / 2, bottom_ + 35}, plot_.parameter, Anchor::middle);
    }

    std::vector<double> distinct_sizes() const {
        std::set<double> sizes;
        for_each_point(plot_, [&](const Point& point) { sizes.insert(point.x); });
        return {sizes.begin(), sizes.end()};
    }

    std::size_t stride(const std::vector<double>& sizes) const {
        std::size_t every = 1;
        while (every < sizes.size() && !fits(sizes, every)) ++every;
        return every;
    }

    bool fits(const std::vector<double>& sizes, std::size_t every) const {
        double used_to = 0;
        for (std::size_t i = 0; i < sizes.size(); i += every) {
            const double half = text_width(quantity(sizes[i], ""), font) / 2;
            if (x_(sizes[i]) - half < used_to + 4) return false;
            used_to = x_(sizes[i]) + half;
        }
        return true;
    }

    // ---- Growth as n, n² and n³, from the lower left corner ----

    void draw_guides() {
        static constexpr std::array names{"n", "n²", "n³"};
        for (int power = 1; power <= 3; ++power) draw_guide(power, names[static_cast<std::size_t>(power - 1)]);
    }

    void draw_guide(double power, const char* name) {
        const Domain &x = x_.domain(), &y = y_.domain();
        const double reach = std::min(x.high / x.low, std::pow(y.high / y.low, 1 / power));
        const Point from{left_, bottom_}, to{x_(x.low * reach), y_(y.low * std::pow(reach, power))};
        add(Rules{Role::guide, other, 1, {{from, to}}});
        add_text({to.x - 4, to.y + 14}, name, Anchor::end, true, true);
    }

    // ---- Curves ----

    Point pixel(const Point& point) const { return {x_(point.x), y_(point.y)}; }

    void draw_curve(const ScalingCurve& curve, int style) {
        Marks marks{plot_.identity, mark_radius, Fill::solid, true, {}};
        for (const auto& piece : curve.pieces) {
            Curve line{style, {}};
            for (const Point& point : piece) line.points.push_back(pixel(point));
            marks.at.insert(marks.at.end(), line.points.begin(), line.points.end());
            if (line.points.size() > 1) add(std::move(line));
        }
        if (!marks.at.empty()) add(std::move(marks));
    }

    void draw_labels() {
        std::vector<Point> ends;
        std::vector<double> wanted;
        for (const ScalingCurve& curve : plot_.curves) {
            ends.push_back(curve.pieces.empty() ? Point{right_, bottom_} : pixel(curve.pieces.back().back()));
            wanted.push_back(ends.back().y);
        }
        const auto placed = place_labels(wanted, label_pitch, top + 4, bottom_ - 2);
        for (std::size_t i = 0; i < placed.size(); ++i) {
            add(Rules{Role::leader, other, 1, {{{ends[i].x + 5, ends[i].y}, {right_ + 8, placed[i]}}}});
            const std::string label = fitted(plot_.curves[i].label, font, width - right_ - 12);
            add_text({right_ + 11, placed[i] + baseline_shift}, label, Anchor::start, false);
        }
    }

    const ScalingPlot& plot_;
    Scale x_, y_;
    double left_ = 0, right_ = 0, bottom_ = 0;
    Picture picture_;
};

}  // namespace

Picture lay_out(const ScalingPlot& plot) {
    return ScalingLayout{plot}.picture();
}

std::string power_text(double exponent) {
    static constexpr std::array superscripts{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text{"n"};
    for (const char c : grouped(std::abs(exponent), 2))
        text += c == '.' ? "·" : c == ',' ? "" : superscripts[static_cast<std::size_t>(c - '0')];
    if (exponent < 0) text.insert(1, "⁻");
    return text;
}

}  // namespace benchfolio::chart
