#include "svg/svg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "svg/forms.hpp"
#include "svg/pen.hpp"

namespace benchfolio::svg {
namespace {

using namespace chart;

std::string_view class_of(Role role) {
    switch (role) {
        case Role::grid:
            return "g";
        case Role::axis:
            return "x";
        case Role::guide:
            return "gl";
        case Role::gap:
            return "nd";
        case Role::tag:
            return "tag";
        case Role::leader:
            return "ld";
        case Role::level:
            return "st f";
        case Role::tick:
            return "st";
        case Role::thin_tick:
            return "st f";
        case Role::spread:
            return "q";
        case Role::interval:
            return "bb";
        case Role::body:
            return "k";
        case Role::outline:
        case Role::summary_outline:
            return "ks";
        case Role::noise:
            return "nd";
        case Role::trace:
            return "sl";
        case Role::worse:
            return "gs cr";
        case Role::better:
            return "gf cr";
        case Role::mean:
            return "gm";
    }
    return "";
}

bool shows_identity(Role role) {
    return role == Role::spread || role == Role::interval || role == Role::body || role == Role::outline ||
           role == Role::summary_outline;
}

void append_class(std::string& out, std::string_view name, bool coloured, Identity identity) {
    (out += " class=\"") += name;
    if (coloured) (out += " c") += static_cast<char>('0' + chart::colour_of(identity));
    out += '"';
}

void append_role(std::string& out, Role role, Identity identity) {
    append_class(out, class_of(role), shows_identity(role), identity);
    if (role == Role::body) out += " fill-opacity=\".3\"";
    if (role == Role::summary_outline) out += " stroke-dasharray=\"4 3\"";
}

void append_attribute(std::string& out, std::string_view name, double pixels) {
    ((out += ' ') += name) += "=\"";
    append_number(out, pixels);
    out += '"';
}

// Straight on from a point, past others that are as good as on it: no further above or below than half of what
// coordinates are rounded to.
class StraightWay {
  public:
    explicit StraightWay(Point from) : from_(from), last_(from) {}

    void pass(Point point) {
        const double distance = std::abs(point.x - from_.x), rise = point.y - from_.y;
        lowest_ = std::max(lowest_, (rise - near) / distance);  // straight up or down, nothing else is on the way
        highest_ = std::min(highest_, (rise + near) / distance);
        last_ = point;
    }

    bool leads_to(Point point) const {
        const bool goes_on = last_.x > from_.x ? point.x > last_.x : point.x < last_.x;
        const double slope = (point.y - from_.y) / std::abs(point.x - from_.x);
        return goes_on && slope >= lowest_ && slope <= highest_;
    }

  private:
    static constexpr double near = .05;
    Point from_, last_;
    double lowest_ = -std::numeric_limits<double>::infinity(), highest_ = std::numeric_limits<double>::infinity();
};

class Drawing {
  public:
    explicit Drawing(std::string& out) : out_{out} {}

    void operator()(const Rules& rules) {
        append_role(out_ += "<path", rules.role, rules.identity);
        if (rules.width != 1) append_attribute(out_, "stroke-width", rules.width);
        out_ += " d=\"";
        Pen pen{out_};
        for (const Segment& segment : rules.segments) {
            pen.move_to(segment.from);
            pen.line_to(segment.to);
        }
        out_ += "\"/>";
    }

    void operator()(const Boxes& boxes) {
        if (boxes.boxes.size() > 1) return draw_as_one(boxes);
        for (const Rect& box : boxes.boxes) {
            append_role(out_ += "<rect", boxes.role, boxes.identity);
            append_attribute(out_, "x", box.x);
            append_attribute(out_, "y", box.y);
            append_attribute(out_, "width", box.width);
            append_attribute(out_, "height", box.height);
            if (boxes.faint) out_ += " fill-opacity=\".4\"";
            out_ += "/>";
        }
    }

    void operator()(const Area& area) {
        append_role(out_ += "<path", area.role, area.identity);
        out_ += " d=\"";
        Pen pen{out_};
        trace(pen, area.points);
        pen.close();
        out_ += "\"/>";
    }

    void operator()(const Curve& curve) {
        out_ += "<path class=\"st f";
        if (curve.style > 0) (out_ += " l") += static_cast<char>('1' + curve.style);
        out_ += "\" d=\"";
        Pen pen{out_};
        trace(pen, curve.points);
        out_ += "\"/>";
    }

    void operator()(const Marks& marks) {
        const bool hollow = marks.fill == Fill::hollow || (marks.identity == other && marks.fill != Fill::full);
        const bool dots = is_round(marks.identity) && !hollow && !marks.rim;
        append_class(out_ += "<path", dots ? "k0" : hollow ? "ho" : marks.rim ? "k o" : "k", true, marks.identity);
        out_ += " d=\"";
        if (dots)
            draw_dots(marks.at);
        else
            draw_forms(marks);
        out_ += "\"/>";
    }

    void operator()(const Specks& specks) {
        out_ += "<path class=\"sp\" d=\"";
        draw_dots(specks.at);
        out_ += "\"/>";
    }

    void operator()(const Arrows& arrows) {
        append_class(out_ += "<path", "k", true, arrows.identity);
        out_ += " d=\"";
        Pen pen{out_};
        for (const Point& point : arrows.at) {
            pen.move_to(point);
            pen.stamp(arrow(arrows.towards));
        }
        out_ += "\"/>";
    }

    void operator()(const Text& text) {
        out_ += "<text";
        append_attribute(out_, "x", text.at.x);
        append_attribute(out_, "y", text.at.y);
        append_text_class(text);
        append_escaped(out_ += '>', text.text);
        out_ += "</text>";
    }

  private:
    // The outline of a violin has a hundred points for each of its sides, most of them along flat ends: those that say
    // nothing are left out.
    static void trace(Pen& pen, const std::vector<Point>& points) {
        if (points.empty()) return;
        pen.move_to(points.front());
        StraightWay way{points.front()};
        for (std::size_t i = 1; i < points.size(); ++i) {
            way.pass(points[i]);
            if (i + 1 < points.size() && way.leads_to(points[i + 1])) continue;
            pen.line_to(points[i]);
            way = StraightWay{points[i]};
        }
    }

    // A path takes a fifth of the bytes of as many rectangles.
    void draw_as_one(const Boxes& boxes) {
        append_role(out_ += "<path", boxes.role, boxes.identity);
        if (boxes.faint) out_ += " fill-opacity=\".4\"";
        out_ += " d=\"";
        Pen pen{out_};
        for (const Rect& box : boxes.boxes) {
            pen.move_to({box.x, box.y});
            pen.line_to({box.x + box.width, box.y});
            pen.line_to({box.x + box.width, box.y + box.height});
            pen.line_to({box.x, box.y + box.height});
            pen.close();
        }
        out_ += "\"/>";
    }

    void draw_dots(const std::vector<Point>& points) {
        Pen pen{out_};
        for (const Point& point : points) {
            pen.move_to(point);
            pen.dot();
        }
    }

    void draw_forms(const Marks& marks) {
        const Point start = form_start(marks.identity, marks.radius);
        const std::string path = form_path(marks.identity, marks.radius);
        Pen pen{out_};
        for (const Point& point : marks.at) {
            pen.move_to({point.x + start.x, point.y + start.y});
            pen.stamp(path);
        }
    }

    // The tip lies at the edge of the plot.
    static std::string_view arrow(Towards towards) {
        switch (towards) {
            case Towards::up:
                return "l3 6h-6z";
            case Towards::down:
                return "l3-6h-6z";
            case Towards::left:
                return "l7-4.5v9z";
            case Towards::right:
                return "l-7-4.5v9z";
        }
        return "";
    }

    void append_text_class(const Text& text) {
        std::string names;
        const auto add = [&](bool applies, std::string_view name) {
            if (applies) (names += names.empty() ? "" : " ") += name;
        };
        add(text.tone == Text::Tone::worse, "gs");
        add(text.tone == Text::Tone::better, "gf");
        add(text.muted, "mt");
        add(text.bold, "b");
        add(text.halo, "halo");
        add(text.anchor == Anchor::middle, "m");
        add(text.anchor == Anchor::end, "e");
        if (!names.empty()) ((out_ += " class=\"") += names) += '"';
    }

    std::string& out_;
};

std::string_view class_of(Size size) {
    switch (size) {
        case Size::narrow:
            return "n";
        case Size::wide:
            return "w";
        case Size::small:
            return "w s";
    }
    return "";
}

void append_size(std::string& out, const Picture& picture) {
    append_attribute(out, "width", picture.width);
    append_attribute(out, "height", picture.height);
    append_number(out += " viewBox=\"0 0 ", picture.width);
    append_number(out += ' ', picture.height);
    out += '"';
}

// Without an id, a picture is named by its first children alone, which SVG-AAM provides for; thousands of small ones on
// a page need no ids then.
void append_names(std::string& out, const Picture& picture) {
    const bool named = !picture.id.empty();
    if (named) ((((out += " aria-labelledby=\"t-") += picture.id) += " d-") += picture.id) += '"';
    out += named ? "><title id=\"t-" + picture.id + "\">" : "><title>";
    append_escaped(out, picture.title);
    out += named ? "</title><desc id=\"d-" + picture.id + "\">" : "</title><desc>";
    append_escaped(out, picture.description);
    out += "</desc>";
}

}  // namespace

std::string draw(const Picture& picture) {
    std::string out;
    out.reserve(4096);
    ((out += "<svg class=\"") += class_of(picture.size)) += '"';
    append_size(out, picture);
    out += " role=\"img\"";
    append_names(out, picture);
    Drawing drawing{out};
    for (const Shape& shape : picture.shapes) std::visit(drawing, shape);
    return out += "</svg>";
}

std::string standalone(const Picture& picture, std::string_view drawn, std::string_view style) {
    constexpr std::string_view opening = "<svg", names_end = "</desc>";
    const auto body = drawn.find(names_end) + names_end.size();
    std::string out{"<svg xmlns=\"http://www.w3.org/2000/svg\""};
    out.reserve(drawn.size() + style.size() + 200);
    out.append(drawn.substr(opening.size(), body - opening.size())).append("<style>").append(style);
    out += "</style><rect style=\"fill:var(--bg)\"";
    append_attribute(out, "width", picture.width);
    append_attribute(out, "height", picture.height);
    return (out += "/>").append(drawn.substr(body)) += '\n';
}

std::string legend_mark(Identity identity) {
    std::string out{"<svg width=\"14\" height=\"14\" viewBox=\"0 0 14 14\" aria-hidden=\"true\">"};
    Drawing{out}(Marks{identity, 5, Fill::solid, true, {{7, 7}}});
    return out += "</svg>";
}

}  // namespace benchfolio::svg
