#include "chart/trend.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "chart/labels.hpp"
#include "chart/quantity.hpp"
#include "chart/scale.hpp"
#include "chart/ticks.hpp"
#include "chart/time_axis.hpp"

namespace benchfolio::chart {
namespace {

// Sizes in pixels that differ between the two pictures.
struct Measures {
    double width, height, font, label_pitch, rail_pitch, mark_radius, rail_width, least_plot, most_gutter;
};

constexpr Measures narrow{344, 240, 13, 16, 10, 2.6, 2, 110, 122};
constexpr Measures wide{760, 320, 12, 30, 9, 2.2, 1, 170, 190};

constexpr double wide_change = 8, narrowest_change = 2.4, note_baseline = 14, least_level = 4, tick_length = 5,
                 baseline_shift = 4.3;
constexpr double longest_leader = 40;               // from the newest mark: a label of what ended earlier has none
constexpr double gutter_step = 10;                  // so that the value in a label seldom moves what is beside it
constexpr double label_mark = 13, label_text = 21;  // from the plot's right edge
constexpr double rails_from_axis = 26, event_height = 15, cross = 2.6;
constexpr double detail_share = .25;  // of the plot's width

bool draws_interval(double low, double high) {
    return low < high;
}

class TrendLayout {
  public:
    explicit TrendLayout(const Trend& trend)
        : trend_{trend},
          size_{trend.size == Size::narrow ? narrow : wide},
          domain_{domain_of(trend)},
          ticks_{value_ticks(domain_)},
          tick_labels_{tick_labels(ticks_, domain_, is_word(trend.unit) ? "" : trend.unit)},
          y_{domain_, 0, 1} {
        measure();
    }

    Picture picture() {
        draw_value_axis();
        draw_gaps();
        draw_time_axis();
        draw_changes();
        draw_breaks();
        draw_dates();
        for (const TrendSeries& series : trend_.series) draw_points(series);
        for (const TrendSeries& series : trend_.series) draw_levels(series);
        draw_labels();
        draw_rails();
        draw_events();
        return std::move(picture_);
    }

  private:
    static Domain domain_of(const Trend& trend) {
        std::vector<double> values, always;
        for (const TrendSeries& series : trend.series) {
            for (const TrendPoint& point : series.points) values.push_back(point.y);
            for (const Level& level : series.levels) always.push_back(level.y);
        }
        if (trend.reference && !values.empty()) always.push_back(*trend.reference);
        return value_domain(values, always);
    }

    bool empty() const {
        return std::all_of(trend_.series.begin(), trend_.series.end(), [](const auto& s) { return s.points.empty(); });
    }

    // ---- Where everything goes ----

    double widest(const std::vector<std::string>& texts) const {
        double width = 0;
        for (const std::string& text : texts) width = std::max(width, text_width(text, size_.font));
        return width;
    }

    double gutter() const {
        double width = 0;
        for (const TrendSeries& series : trend_.series)
            width = std::max({width, text_width(series.label, size_.font), text_width(series.note, size_.font)});
        return std::min(std::ceil((label_text + width + 2) / gutter_step) * gutter_step, size_.most_gutter);
    }

    double rails_height() const { return size_.rail_pitch * static_cast<double>(trend_.series.size()) + 2; }

    double label_pitch() const { return has_notes() ? size_.label_pitch : narrow.label_pitch; }

    bool has_notes() const {
        return std::any_of(trend_.series.begin(), trend_.series.end(), [](const auto& s) { return !s.note.empty(); });
    }

    void measure() {
        const double events = trend_.events.empty() ? 0 : event_height;
        const double below = rails_from_axis + rails_height() + events;
        left_ = std::max(trend_.events.empty() ? 54.0 : 62.0, std::ceil(widest(tick_labels_)) + 10);
        right_ = size_.width - gutter();
        top_ = trend_.changes.empty() ? 28 : 44;
        const double for_labels = label_pitch() * static_cast<double>(trend_.series.size()) + 6;
        const double plot = std::max({size_.height - top_ - below, size_.least_plot, for_labels});
        bottom_ = top_ + std::round(plot);
        y_ = Scale{domain_, bottom_, top_};
        x_ = time_axis();
        right_ = x_.panels().back().right;
        picture_ = {trend_.size,        size_.width, std::ceil(bottom_ + below), trend_.id, trend_.title,
                    trend_.description, {}};
    }

    TimeAxis time_axis() const {
        if (!trend_.detail) return TimeAxis{{with_whole_fortnights({trend_.time, left_, right_})}};
        const double knee = right_ - std::round(detail_share * (right_ - left_));
        const double gap = std::ceil(widest(tick_labels_)) + 18;
        return TimeAxis{{{trend_.time, left_, knee - gap}, with_whole_fortnights({*trend_.detail, knee, right_})}};
    }

    // ---- Pieces ----

    void add(Shape shape) { picture_.shapes.push_back(std::move(shape)); }

    void add_muted(Point at, std::string text, Anchor anchor = Anchor::start, bool bold = false, bool halo = false) {
        add(Text{at, std::move(text), anchor, true, bold, halo, Text::Tone::ink});
    }

    void add_rules(Role role, Identity identity, double width, std::vector<Segment> segments) {
        if (!segments.empty()) add(Rules{role, identity, width, std::move(segments)});
    }

    // ---- Axes ----

    void draw_value_axis() {
        add_muted({0, note_baseline}, scale_note());
        if (empty()) return add_muted({(left_ + right_) / 2, (top_ + bottom_) / 2}, trend_.empty_note, Anchor::middle);
        Rules grid{Role::grid, other, 1, {}};
        for (const TimeAxis::Panel& panel : x_.panels())
            for (std::size_t i = 0; i < ticks_.size(); ++i) draw_value_tick(panel, i, grid);
        add(std::move(grid));
        draw_reference();
    }

    void draw_value_tick(const TimeAxis::Panel& panel, std::size_t i, Rules& grid) {
        const double y = y_(ticks_[i]);
        grid.segments.push_back({{panel.left, y}, {panel.right, y}});
        add_muted({panel.left - 7, y + baseline_shift}, tick_labels_[i], Anchor::end);
    }

    void draw_reference() {
        if (!trend_.reference || !domain_.contains(*trend_.reference)) return;
        const double y = y_(*trend_.reference);
        Rules line{Role::axis, other, 1, {}};
        for (const TimeAxis::Panel& panel : x_.panels()) line.segments.push_back({{panel.left, y}, {panel.right, y}});
        add(std::move(line));
    }

    // What is drawn and on which scale, in the most words that there is room for.
    std::string scale_note() const {
        if (empty()) return trend_.scale_note;
        const std::string scale = domain_.logarithmic ? "log" : "linear";
        const bool from_zero = domain_.logarithmic || domain_.low <= 0;
        const std::string what = trend_.scale_note + (is_word(trend_.unit) ? ", in " + trend_.unit : "") + " · ";
        const std::string whole = what + scale + " scale" + (from_zero ? "" : ", not from zero");
        const double room = (trend_.detail ? x_.panels().back().left : size_.width) - 6;
        for (const std::string& text : {whole, what + scale + (from_zero ? "" : ", not from 0")})
            if (text_width(text, size_.font) <= room) return text;
        return fitted(what + scale, size_.font, room);
    }

    void draw_time_axis() {
        Rules axis{Role::axis, other, 1, {}};
        double used_to = 0;
        for (const TimeAxis::Panel& panel : x_.panels()) {
            axis.segments.push_back({{panel.left, bottom_}, {panel.right, bottom_}});
            draw_dates(panel, axis, used_to);
        }
        add(std::move(axis));
        if (trend_.detail) add_muted({x_.panels().back().left, note_baseline}, trend_.detail_note, Anchor::start);
    }

    void draw_dates(const TimeAxis::Panel& panel, Rules& axis, double& used_to) {
        const double room = text_width("28 Sep", size_.font) + 6;
        for (const DateTick& tick : date_ticks(panel.time.from, panel.time.to, panel.right - panel.left, room)) {
            const double x = x_(tick.day), half = text_width(tick.label, size_.font) / 2;
            axis.segments.push_back({{x, bottom_}, {x, bottom_ + tick_length}});
            if (x - half < used_to + 5 || x + half > size_.width) continue;
            add_muted({x, bottom_ + 18}, tick.label, Anchor::middle, tick.year);
            used_to = x + half;
        }
    }

    void draw_gaps() {
        Boxes bands{Role::gap, other, {}};
        for (const Span& gap : trend_.gaps)
            x_.for_each_piece(gap, [&](double from, double to) {
                bands.boxes.push_back({from, top_, to - from, bottom_ - top_});
                label_gap(from, to, {{"no runs"}, {"no", "runs"}});
            });
        for (const Band& pause : trend_.pauses)
            x_.for_each_piece(pause.span, [&](double from, double to) {
                bands.boxes.push_back({from, top_, std::max(to - from, narrowest_change), bottom_ - top_});
                label_gap(from, to, {{"pause: " + pause.label}, {"pause"}});
            });
        if (!bands.boxes.empty()) picture_.shapes.insert(picture_.shapes.begin(), std::move(bands));
    }

    // With the first of the texts, of one line or two, that there is room for.
    void label_gap(double from, double to, const std::vector<std::vector<std::string>>& texts) {
        constexpr double line = 14;
        for (const std::vector<std::string>& lines : texts) {
            if (to - from <= widest(lines) + (lines.size() == 1 ? 6 : 2)) continue;
            double y = bottom_ - 6 - line * static_cast<double>(lines.size() - 1);
            for (const std::string& text : lines) {
                add_muted({(from + to) / 2, y}, text, Anchor::middle);
                y += line;
            }
            return;
        }
    }

    // ---- What happened ----

    void draw_changes() {
        std::vector<Span> taken;
        for (auto change = trend_.changes.rbegin(); change != trend_.changes.rend(); ++change) {
            draw_range(*change, change->worse ? Role::worse : Role::better);
            label_change(*change, middle_of(*change), taken);
        }
    }

    // Of its part in the last panel that shows where it ends.
    double middle_of(const Change& change) const {
        const double to = x_(change.to);
        double from = to;
        for (const TimeAxis::Panel& panel : x_.panels())
            if (panel.shows(change.to)) from = panel.pixel(std::max(change.from, panel.time.from));
        return (from + to) / 2;
    }

    // In each panel its part, since between two of them are the labels of an axis.
    void draw_range(const Change& change, Role role) {
        x_.for_each_piece({std::max(change.from, trend_.time.from), change.to}, [&](double from, double to) {
            const Rect band{from, top_ - 6, std::max(to - from, narrowest_change), bottom_ - top_ + 6};
            if (change.sure)
                add(Boxes{role, other, {band}, band.width > wide_change});
            else
                draw_unsure(band);
        });
    }

    // Dashed lines where the range begins and ends, one where it is a line itself.
    void draw_unsure(const Rect& band) {
        Rules lines{Role::tag, other, 1, {{{band.x, band.y}, {band.x, bottom_}}}};
        if (band.width > narrowest_change)
            lines.segments.push_back({{band.x + band.width, band.y}, {band.x + band.width, bottom_}});
        add(std::move(lines));
    }

    void label_change(const Change& change, double middle, std::vector<Span>& taken) {
        for (const std::string& label : change.labels) {
            const double width = text_width(label, size_.font) * 1.06;  // bold
            const double left = std::max(0.0, std::min(middle - width / 2, size_.width - width));
            const auto collides = [&](const Span& other) {
                return left < other.to + 8 && other.from < left + width + 8;
            };
            if (width > size_.width || std::any_of(taken.begin(), taken.end(), collides)) continue;
            taken.push_back({left, left + width});
            const auto tone = change.worse ? Text::Tone::worse : Text::Tone::better;
            return add(Text{{left + width / 2, top_ - 12}, label, Anchor::middle, false, true, false, tone});
        }
    }

    void draw_breaks() {
        Rules lines{Role::tag, other, 1, {}};
        double used_to = 0;
        for (const Event& event : trend_.breaks) {
            const double x = x_(event.x), width = text_width(event.label, size_.font);
            x_.for_each_piece({event.x, event.x}, [&](double at, double) {
                lines.segments.push_back({{at, top_}, {at, bottom_}});
            });
            const bool to_the_left = x + 4 + width > right_;
            const double left = to_the_left ? x - 4 - width : x + 4;
            if (left < used_to + 4) continue;
            add_muted({to_the_left ? x - 4 : x + 4, top_ + 11}, event.label, to_the_left ? Anchor::end : Anchor::start,
                      false, true);
            used_to = left + width;
        }
        if (!lines.segments.empty()) add(std::move(lines));
    }

    // The newest first, since they are the ones that are asked for.
    void draw_dates() {
        Rules lines{Role::tag, other, 1, {}};
        double free_to = right_;
        for (auto date = trend_.dates.rbegin(); date != trend_.dates.rend(); ++date) {
            const double x = x_(date->x), width = text_width(date->label, size_.font);
            x_.for_each_piece({date->x, date->x}, [&](double at, double) {
                lines.segments.push_back({{at, top_}, {at, bottom_}});
            });
            if (x + 4 + width > free_to) continue;
            add_muted({x + 4, bottom_ - 5}, date->label, Anchor::start, false, true);
            free_to = x - 4;
        }
        if (!lines.segments.empty()) add(std::move(lines));
    }

    // ---- Series ----

    // Each panel by itself: nothing goes over the labels between two of them.
    void draw_points(const TrendSeries& series) {
        for (const TimeAxis::Panel& panel : x_.panels()) {
            const std::span<const TrendPoint> points = shown(series.points, panel);
            for (const auto& ribbon : series.ribbons) draw_ribbon(series, panel, shown(ribbon, panel));
            draw_spreads(series, panel, points);
            draw_marks(series, panel, points);
        }
    }

    void draw_marks(const TrendSeries& series, const TimeAxis::Panel& panel, std::span<const TrendPoint> points) {
        Marks whole{series.identity, size_.mark_radius, Fill::solid, false, {}};
        Marks partial{series.identity, size_.mark_radius, Fill::hollow, false, {}};
        Arrows above{series.identity, Towards::up, {}}, below{series.identity, Towards::down, {}};
        whole.at.reserve(points.size());
        for (const TrendPoint& point : points) {
            const double x = panel.pixel(point.x);
            if (point.y > domain_.high)
                above.at.push_back({x, top_});
            else if (point.y < domain_.low)
                below.at.push_back({x, bottom_});
            else
                (point.whole ? whole : partial).at.push_back({x, y_(point.y)});
        }
        add_marks(std::move(whole), std::move(partial));
        if (!above.at.empty()) add(std::move(above));
        if (!below.at.empty()) add(std::move(below));
    }

    void add_marks(Marks whole, Marks partial) {
        if (!whole.at.empty()) add(std::move(whole));
        if (!partial.at.empty()) add(std::move(partial));
    }

    void draw_ribbon(const TrendSeries& series, const TimeAxis::Panel& panel, std::span<const TrendPoint> points) {
        if (points.empty()) return;
        Area band{Role::interval, series.identity, {}};
        for (const TrendPoint& point : points) band.points.push_back({panel.pixel(point.x), y_.clipped(point.low)});
        for (auto point = points.rbegin(); point != points.rend(); ++point)
            band.points.push_back({panel.pixel(point->x), y_.clipped(point->high)});
        add(std::move(band));
    }

    void draw_spreads(const TrendSeries& series, const TimeAxis::Panel& panel, std::span<const TrendPoint> points) {
        Rules spreads{Role::spread, series.identity, 1, {}};
        for (const TrendPoint& point : points)
            if (draws_interval(point.low, point.high)) {
                const double x = panel.pixel(point.x);
                spreads.segments.push_back({{x, y_.clipped(point.low)}, {x, y_.clipped(point.high)}});
            }
        if (!spreads.segments.empty()) add(std::move(spreads));
    }

    void draw_levels(const TrendSeries& series) {
        Boxes intervals{Role::interval, series.identity, {}};
        Rules lines{Role::level, other, 1, {}};
        for (const Level& level : series.levels)
            x_.for_each_piece({level.from, level.to}, [&](double from, double to) {
                to = std::max(to, from + least_level);
                const double y = y_.clipped(level.y);
                lines.segments.push_back({{from, y}, {to, y}});
                if (!draws_interval(level.low, level.high)) return;
                const double upper = y_.clipped(level.high);
                intervals.boxes.push_back({from, upper, to - from, y_.clipped(level.low) - upper});
            });
        if (!intervals.boxes.empty()) add(std::move(intervals));
        if (!lines.segments.empty()) add(std::move(lines));
    }

    // ---- Labels in the gutter ----

    // A label stands beside the newest level, or the newest value where that has none: a level moves less. The pixel is
    // a whole one, so that it need not move at all.
    double label_at(const TrendSeries& series) const {
        if (series.points.empty()) return bottom_;
        const bool goes_on = !series.levels.empty() && series.levels.back().to >= series.points.back().x;
        return std::round(y_.clipped(goes_on ? series.levels.back().y : series.points.back().y));
    }

    double newest_mark() const {
        double newest = left_;
        for (const TrendSeries& series : trend_.series)
            if (!series.points.empty()) newest = std::max(newest, x_(series.points.back().x));
        return newest;
    }

    void draw_labels() {
        std::vector<double> wanted;
        for (const TrendSeries& series : trend_.series) wanted.push_back(label_at(series));
        const double pitch = label_pitch(), newest = newest_mark();
        const auto placed = place_labels(wanted, pitch, top_ + 6, bottom_ - pitch + 10);
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const TrendSeries& series = trend_.series[i];
            const double y = std::round(placed[i]);
            const bool leads = !series.ended && !series.points.empty();
            if (leads && newest - x_(series.points.back().x) < longest_leader)
                add_rules(Role::leader, other, 1, {{{right_ - 4, wanted[i]}, {right_ + 6, y}}});
            draw_label(series, y);
        }
    }

    void draw_label(const TrendSeries& series, double y) {
        add(Marks{series.identity, 4, Fill::solid, true, {{right_ + label_mark, y}}});
        const double room = size_.width - right_ - label_text;
        add(Text{{right_ + label_text, y + baseline_shift}, fitted(series.label, size_.font, room)});
        if (!series.note.empty())
            add_muted({right_ + label_text, y + baseline_shift + 14}, fitted(series.note, size_.font, room));
    }

    // ---- Rails ----

    void draw_rails() {
        double y = bottom_ + rails_from_axis;
        const double middle = y + size_.rail_pitch * static_cast<double>(trend_.series.size()) / 2;
        if (!trend_.series.empty()) add_muted({left_ - 20, middle + 3}, "runs", Anchor::end);
        for (const TrendSeries& series : trend_.series) {
            draw_rail(series, y);
            y += size_.rail_pitch;
        }
    }

    void draw_rail(const TrendSeries& series, double y) {
        const double height = size_.rail_pitch - 3;
        add(Marks{series.identity, 3, Fill::solid, true, {{left_ - 11, y + height / 2}}});
        std::vector<Segment> present, crosses;
        for (const TimeAxis::Panel& panel : x_.panels()) {
            for (const double x : distinct(series.present, panel, 1)) present.push_back({{x, y}, {x, y + height}});
            for (const double x : distinct(series.missing, panel, 3)) add_cross({x, y + height / 2}, crosses);
        }
        add_rules(Role::outline, series.identity, size_.rail_width, std::move(present));
        add_rules(Role::thin_tick, other, 1, std::move(crosses));
    }

    static void add_cross(Point at, std::vector<Segment>& crosses) {
        crosses.push_back({{at.x - cross, at.y - cross}, {at.x + cross, at.y + cross}});
        crosses.push_back({{at.x - cross, at.y + cross}, {at.x + cross, at.y - cross}});
    }

    // Dates as whole pixels, those that fall together taken once.
    static std::vector<double> distinct(const std::vector<double>& dates, const TimeAxis::Panel& panel, double apart) {
        std::vector<double> pixels;
        for (const double date : dates) {
            if (!panel.shows(date)) continue;
            const double x = std::round(panel.pixel(date));
            if (pixels.empty() || x >= pixels.back() + apart) pixels.push_back(x);
        }
        return pixels;
    }

    void draw_events() {
        if (trend_.events.empty()) return;
        const double y = bottom_ + rails_from_axis + rails_height() + 9;
        add_muted({left_ - 7, y}, "changed", Anchor::end);
        double free_to = size_.width;
        std::vector<Segment> ticks;
        for (auto event = trend_.events.rbegin(); event != trend_.events.rend(); ++event) {
            const double x = x_(event->x);
            x_.for_each_piece({event->x, event->x}, [&](double at, double) {
                ticks.push_back({{at, y - 9}, {at, y}});
            });
            if (x + 3 + text_width(event->label, size_.font) > free_to - 5) continue;
            add_muted({x + 3, y}, event->label);
            free_to = x;
        }
        add_rules(Role::axis, other, 1, std::move(ticks));
    }

    const Trend& trend_;
    const Measures& size_;
    Domain domain_;
    std::vector<double> ticks_;
    std::vector<std::string> tick_labels_;
    Scale y_;
    TimeAxis x_;
    double left_ = 0, right_ = 0, top_ = 0, bottom_ = 0;
    Picture picture_;
};

}  // namespace

Picture lay_out(const Trend& trend) {
    return TrendLayout{trend}.picture();
}

}  // namespace benchfolio::chart
