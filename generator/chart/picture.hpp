// A picture as shapes on a canvas: what every layout of this room makes and what a renderer draws. Coordinates are
// pixels of the canvas, y downwards. A shape says what it is (its role), not how it looks; the renderer knows that.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace benchfolio::chart {

struct Point {
    double x = 0, y = 0;
};

struct Segment {
    Point from, to;
};

struct Rect {
    double x = 0, y = 0, width = 0, height = 0;
};

// The place in the palette of identities, colour and form at once: 1 circle, 2 square, 3 diamond, 4 triangle to the
// right, 5 triangle to the left, 6 plus; 0 is the hollow grey circle of all others. What shares a colour without being
// the same is told apart by its form: the colour's own one for the first variant, the next one for the next.
using Identity = int;
inline constexpr Identity other = 0;
inline constexpr int palette = 6;

constexpr Identity variant_of(Identity colour, int variant) {
    return colour == other ? other : colour + 10 * (variant % palette);
}
constexpr int colour_of(Identity identity) {
    return identity % 10;
}
constexpr int form_of(Identity identity) {
    return identity == other ? 0 : (colour_of(identity) - 1 + identity / 10) % palette + 1;
}

enum class Role {
    grid,
    axis,
    guide,   // what could be expected, faint
    gap,     // nothing was measured here
    tag,     // a dated event
    leader,  // from a mark to its label
    level,   // the median of a stretch
    tick,    // a short line in ink: a median, a cross
    thin_tick,
    spread,           // quartiles of a point
    interval,         // of a level or a curve
    body,             // of a violin or a box
    outline,          // of a body, whiskers, marks of a rail
    summary_outline,  // the same where only a summary is known
    noise,            // the band of what noise does
    trace,            // the curve of a sparkline's level
    worse,            // a change
    better,
    mean,  // what all rows come to
};

// Unconnected lines, drawn alike.
struct Rules {
    Role role = Role::grid;
    Identity identity = other;
    double width = 1;
    std::vector<Segment> segments;
};

struct Boxes {
    Role role = Role::gap;
    Identity identity = other;
    std::vector<Rect> boxes;
    bool faint = false;  // large, and behind what matters
};

// One closed outline.
struct Area {
    Role role = Role::body;
    Identity identity = other;
    std::vector<Point> points;
};

// One connected line. `style` tells variants apart: 0 solid, 1 dashed, 2 dotted, 3 dash-dot.
struct Curve {
    int style = 0;
    std::vector<Point> points;
};

// A solid mark of the identity `other` is hollow all the same; a full one is not: where the fill says something.
enum class Fill { solid, hollow, full };

// Marks of one identity. With a rim of the background a mark keeps its contrast on a band.
struct Marks {
    Identity identity = other;
    double radius = 2;
    Fill fill = Fill::solid;
    bool rim = false;
    std::vector<Point> at;
};

// Plain dots of a sparkline, without identity.
struct Specks {
    std::vector<Point> at;
};

enum class Towards { up, down, left, right };

// What lies beyond an axis, at its edge.
struct Arrows {
    Identity identity = other;
    Towards towards = Towards::up;
    std::vector<Point> at;
};

enum class Anchor { start, middle, end };

struct Text {
    Point at;
    std::string text;
    Anchor anchor = Anchor::start;
    bool muted = false, bold = false, halo = false;
    enum class Tone { ink, worse, better } tone = Tone::ink;
};

using Shape = std::variant<Rules, Boxes, Area, Curve, Marks, Specks, Arrows, Text>;

// Which set of sizes the renderer uses: text of 13 px for a narrow screen, 12 px for a wide one, or small dots.
enum class Size { narrow, wide, small };

struct Picture {
    Size size = Size::narrow;
    double width = 344, height = 240;
    std::string id;             // unique within a page; empty: the picture is named by its first child alone
    std::string title;          // what is drawn
    std::string description;    // what it shows
    std::vector<Shape> shapes;  // back to front
};

}  // namespace benchfolio::chart
