#include "chart/forest.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "chart/labels.hpp"

namespace benchfolio::chart {
namespace {

// Distances in pixels, from the top of a row, that differ between the two pictures.
struct Measures {
    double width, font, pitch, label_baseline, middle;
};

constexpr Measures wide{760, 12, 19, 13.8, 9.5};
constexpr Measures narrow{344, 13, 36, 14, 25};  // a row's label stands above it

constexpr double directions_baseline = 13, ticks_baseline = 32, head = 38;
constexpr double heading_height = 30, heading_baseline = 19, heading_rule = 26;
constexpr double band_height = 13, mark_radius = 4, diamond_height = 5, least_diamond = 4;
constexpr double between_ticks = 7, beside_one = 14, beside_plot = 16;
constexpr double bold_width = 1.1;  // of that of the same text in regular type
constexpr double least_labels = 120, most_labels = 320, most_values = 170;

// Larger spans come after 2.
constexpr std::array spans{1.25, 1.5, 2.0, 5.0, 10.0, 100.0, 1000.0};

struct RatioTick {
    double ratio;
    const char* label;
};

// Those that say most first: where there is no room, the later ones are left out.
constexpr std::array<RatioTick, 27> ratio_ticks{
    {{1, "1.00x"}, {1.1, "1.1"},     {.9, "0.9"},    {1.25, "1.25"},  {.8, "0.8"},     {2, "2"},       {.5, "0.5"},
     {1.5, "1.5"}, {2. / 3, "0.67"}, {1.05, "1.05"}, {.95, "0.95"},   {10, "10"},      {.1, "0.1"},    {5, "5"},
     {.2, "0.2"},  {100, "100"},     {.01, "0.01"},  {1000, "1000"},  {.001, "0.001"}, {20, "20"},     {.05, "0.05"},
     {50, "50"},   {.02, "0.02"},    {200, "200"},   {.005, "0.005"}, {500, "500"},    {.002, "0.002"}}};

double reach_of(double ratio) {
    return std::max(ratio, 1 / ratio);
}

double reach_of(const ForestRow& row) {
    const double reach = reach_of(row.ratio);
    if (!row.interval || row.certainty == Certainty::unknown) return reach;
    return std::max({reach, reach_of(row.interval->from), reach_of(row.interval->to)});
}

// The least of the spans from `first` on that `reach` fits in.
double least_span(double reach, double first) {
    for (const double span : spans)
        if (span >= first && reach <= span) return span;
    return spans.back();
}

class ForestLayout {
  public:
    explicit ForestLayout(const Forest& forest)
        : forest_{forest},
          is_narrow_{forest.size == Size::narrow},
          size_{is_narrow_ ? narrow : wide},
          span_{span_of(forest)} {
        const double labels = std::clamp(widest(&ForestRow::label, &ForestMean::label), least_labels, most_labels);
        values_ = std::min(widest(&ForestRow::value, &ForestMean::value), most_values);
        left_ = is_narrow_ ? 10 : labels + beside_plot;
        right_ = is_narrow_ ? size_.width - 10 : size_.width - values_ - beside_plot;
        picture_ = {forest.size, size_.width, 0, forest.id, forest.title, forest.description, {}};
    }

    Picture picture() {
        place_groups();
        place_means();
        picture_.height = y_ + 4;
        draw_axis();
        draw_marks();
        for (Shape& text : texts_) add(std::move(text));
        return std::move(picture_);
    }

  private:
    void add(Shape shape) { picture_.shapes.push_back(std::move(shape)); }
    void add_rules(Rules rules) {
        if (!rules.segments.empty()) add(std::move(rules));
    }

    double widest(std::string ForestRow::*of_row, std::string ForestMean::*of_mean) const {
        double width = 0;
        for (const ForestGroup& group : forest_.groups)
            for (const ForestRow& row : group.rows) width = std::max(width, text_width(row.*of_row, size_.font));
        for (const ForestMean& mean : forest_.means) width = std::max(width, text_width(mean.*of_mean, size_.font));
        return width + 4;  // the bold ones are a little wider
    }

    // ---- The axis: the logarithm of the ratio, 1 in the middle ----

    double middle() const { return (left_ + right_) / 2; }
    double x(double ratio) const { return middle() + std::log(ratio) / std::log(span_) * (right_ - left_) / 2; }
    double clipped(double ratio) const { return std::clamp(x(ratio), left_, right_); }
    bool shows(double ratio) const { return reach_of(ratio) <= span_ * (1 + 1e-9); }

    void draw_axis() {
        std::vector<Span> taken;
        Rules grid{Role::grid, other, 1, {}};
        for (const RatioTick& tick : ratio_ticks) {
            if (!shows(tick.ratio) || !label_tick(tick, taken)) continue;
            if (tick.ratio != 1) grid.segments.push_back({{x(tick.ratio), head}, {x(tick.ratio), picture_.height}});
        }
        add_rules(std::move(grid));
        const auto tone = [](bool worse) { return worse ? Text::Tone::worse : Text::Tone::better; };
        add(Text{{middle() - beside_one, directions_baseline},
                 forest_.below_one,
                 Anchor::end,
                 false,
                 true,
                 false,
                 tone(!forest_.lower_is_better)});
        add(Text{{middle() + beside_one, directions_baseline},
                 forest_.above_one,
                 Anchor::start,
                 false,
                 true,
                 false,
                 tone(forest_.lower_is_better)});
    }

    // Whether there was room for it.
    bool label_tick(const RatioTick& tick, std::vector<Span>& taken) {
        const double half = text_width(tick.label, size_.font) / 2;
        const double at = std::clamp(x(tick.ratio), half, size_.width - half);
        const auto overlaps = [&](const Span& other_label) {
            return at - half < other_label.to + between_ticks && other_label.from < at + half + between_ticks;
        };
        if (std::any_of(taken.begin(), taken.end(), overlaps)) return false;
        taken.push_back({at - half, at + half});
        add(Text{{at, ticks_baseline}, tick.label, Anchor::middle, true, false, false, Text::Tone::ink});
        return true;
    }

    // ---- Rows, from the top down ----

    void place_groups() {
        for (const ForestGroup& group : forest_.groups) {
            if (group.rows.empty() && group.rest.empty()) continue;
            place_heading(group);
            for (const ForestRow& row : group.rows) place_row(row, group.tone);
            if (!group.rest.empty()) place_rest(group.rest);
        }
    }

    void place_heading(const ForestGroup& group) {
        texts_.push_back(Text{{0, y_ + heading_baseline}, group.heading, Anchor::start, false, true, true, group.tone});
        lines_.segments.push_back({{0, y_ + heading_rule}, {size_.width, y_ + heading_rule}});
        y_ += heading_height;
    }

    void place_rest(const std::string& rest) {
        texts_.push_back(Text{{0, y_ + size_.label_baseline}, rest, Anchor::start, true, false, true, Text::Tone::ink});
        y_ += wide.pitch;
    }

    void place_row(const ForestRow& row, Text::Tone tone) {
        const bool plain = tone == Text::Tone::ink;
        label_row(row.label, row.value, false, plain ? Value::muted : Value::bold, tone);
        const double y = y_ + size_.middle;
        if (row.noise) bands_.boxes.push_back(band(*row.noise, y));
        if (row.interval) draw_interval(row, y);
        if (shows(row.ratio))
            (row.certainty == Certainty::clear ? filled_ : hollow_).at.push_back({x(row.ratio), y});
        else
            arrows_towards(row.ratio).at.push_back({clipped(row.ratio), y});
        y_ += size_.pitch;
    }

    enum class Value { muted, bold };

    void label_row(const std::string& label, const std::string& value, bool bold, Value how, Text::Tone tone) {
        const double y = y_ + size_.label_baseline;
        const double of_value = text_width(value, size_.font) * (how == Value::bold ? bold_width : 1);
        const double room =
            (is_narrow_ ? size_.width - of_value - 12 : left_ - beside_plot + 4) / (bold ? bold_width : 1);
        texts_.push_back(Text{
            {0, y}, fitted_inside(label, size_.font, room), Anchor::start, false, bold, is_narrow_, Text::Tone::ink});
        const Point at{is_narrow_ ? size_.width : right_ + beside_plot, y};
        texts_.push_back(Text{at, fitted(value, size_.font, is_narrow_ ? size_.width : most_values),
                              is_narrow_ ? Anchor::end : Anchor::start, how == Value::muted, how == Value::bold,
                              is_narrow_, tone});
    }

    Rect band(double noise, double y) const {
        const double from = clipped(1 / (1 + noise)), to = clipped(1 + noise);
        return {from, y - band_height / 2, to - from, band_height};
    }

    // What of it lies on the axis. An end beyond is an arrow, unless the mark itself is one there.
    void draw_interval(const ForestRow& row, double y) {
        Rules& rules = row.certainty == Certainty::unknown ? dashed_ : solid_;
        const double from = clipped(row.interval->from), to = clipped(row.interval->to);
        if (from < to) rules.segments.push_back({{from, y}, {to, y}});
        for (const double end : {row.interval->from, row.interval->to}) {
            const bool said = !shows(row.ratio) && (row.ratio < 1) == (end < 1);
            if (!shows(end) && !said) arrows_towards(end).at.push_back({clipped(end), y});
        }
    }

    Arrows& arrows_towards(double ratio) { return ratio < 1 ? to_the_left_ : to_the_right_; }

    // ---- Means ----

    void place_means() {
        if (forest_.means.empty()) return;
        y_ += 9;
        mean_line_.segments.push_back({{0, y_}, {size_.width, y_}});
        y_ += 3;
        for (const ForestMean& mean : forest_.means) {
            label_row(mean.label, mean.value, true, Value::bold, Text::Tone::ink);
            if (shows(mean.ratio))
                diamonds_.push_back(diamond(mean, y_ + size_.middle));
            else
                arrows_towards(mean.ratio).at.push_back({clipped(mean.ratio), y_ + size_.middle});
            y_ += size_.pitch;
        }
    }

    // As wide as the interval, but never too small to be seen.
    Area diamond(const ForestMean& mean, double y) const {
        const double at = x(mean.ratio);
        const double from = std::min(at - least_diamond, mean.interval ? clipped(mean.interval->from) : at);
        const double to = std::max(at + least_diamond, mean.interval ? clipped(mean.interval->to) : at);
        return {Role::mean, other, {{from, y}, {at, y - diamond_height}, {to, y}, {at, y + diamond_height}}};
    }

    // ---- Everything of a kind at once: one path each, whatever the number of rows ----

    void draw_marks() {
        add_rules(std::move(lines_));
        if (!bands_.boxes.empty()) add(std::move(bands_));
        add(Rules{Role::axis, other, 1, {{{middle(), head}, {middle(), picture_.height}}}});
        add_rules(std::move(mean_line_));
        for (Rules* rules : {&solid_, &dashed_}) add_identified(*rules, rules->segments.empty());
        for (Marks* marks : {&filled_, &hollow_}) add_identified(*marks, marks->at.empty());
        for (Arrows* arrows : {&to_the_left_, &to_the_right_}) add_identified(*arrows, arrows->at.empty());
        for (Area& area : diamonds_) add(std::move(area));
    }

    template <typename Kind>
    void add_identified(Kind& kind, bool empty) {
        kind.identity = forest_.identity;
        if (!empty) add(std::move(kind));
    }

    const Forest& forest_;
    const bool is_narrow_;
    const Measures& size_;
    double span_ = 2, left_ = 0, right_ = 0, values_ = 0, y_ = head;
    std::vector<Shape> texts_;
    std::vector<Area> diamonds_;
    Rules lines_{Role::grid, other, 1, {}}, mean_line_{Role::axis, other, 1, {}};
    Rules solid_{Role::outline, other, 2, {}}, dashed_{Role::summary_outline, other, 2, {}};
    Boxes bands_{Role::noise, other, {}, false};
    Marks filled_{other, mark_radius, Fill::full, true, {}}, hollow_{other, mark_radius, Fill::hollow, false, {}};
    Arrows to_the_left_{other, Towards::left, {}}, to_the_right_{other, Towards::right, {}};
    Picture picture_;
};

}  // namespace

double span_of(const Forest& forest) {
    std::vector<double> reaches;
    for (const ForestGroup& group : forest.groups)
        for (const ForestRow& row : group.rows) reaches.push_back(reach_of(row));
    for (const ForestMean& mean : forest.means) reaches.push_back(reach_of(mean.ratio));
    if (reaches.empty()) return spans.front();
    std::sort(reaches.begin(), reaches.end());
    if (reaches.back() <= 2) return least_span(reaches.back(), spans.front());
    const std::size_t beyond = std::max<std::size_t>(1, reaches.size() / 20);
    return least_span(reaches[reaches.size() - 1 - std::min(beyond, reaches.size() - 1)], 2);
}

Picture lay_out(const Forest& forest) {
    return ForestLayout{forest}.picture();
}

}  // namespace benchfolio::chart
