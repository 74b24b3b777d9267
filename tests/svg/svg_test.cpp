#include "svg/svg.hpp"

#include <cmath>
#include <sstream>

#include "support/catch.hpp"
#include "svg/pen.hpp"

namespace benchfolio::svg {
namespace {

using namespace chart;

std::string number(double pixels) {
    std::string out;
    append_number(out, pixels);
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    append_escaped(out, text);
    return out;
}

Picture picture_of(Shape shape) {
    Picture picture;
    picture.id = "a";
    picture.title = "title";
    picture.description = "description";
    picture.shapes.push_back(std::move(shape));
    return picture;
}

// What is drawn after the names.
std::string drawn(Shape shape) {
    const std::string svg = draw(picture_of(std::move(shape)));
    const auto begin = svg.find("</desc>") + 7;
    return svg.substr(begin, svg.size() - begin - 6);
}

TEST_CASE("a coordinate has at most one decimal and no needless digit") {
    CHECK(number(0) == "0");
    CHECK(number(12) == "12");
    CHECK(number(12.34) == "12.3");
    CHECK(number(12.35001) == "12.4");
    CHECK(number(.5) == ".5");
    CHECK(number(-.5) == "-.5");
    CHECK(number(-.04) == "0");
    CHECK(number(1e300) == "1000000");
}

TEST_CASE("text is escaped and holds no control characters") {
    CHECK(escaped("a<b>&\"c\"") == "a&lt;b&gt;&amp;&quot;c&quot;");
    CHECK(escaped(std::string_view{"a\0b\x1b", 4}) == "a\uFFFDb\uFFFD");
    CHECK(escaped("µs · ü") == "µs · ü");
}

TEST_CASE("a picture names and describes itself") {
    const std::string svg = draw(picture_of(Text{{1, 2}, "x"}));
    CHECK(svg.find("<svg class=\"n\" width=\"344\" height=\"240\" viewBox=\"0 0 344 240\" role=\"img\" "
                   "aria-labelledby=\"t-a d-a\"><title id=\"t-a\">title</title><desc id=\"d-a\">description</desc>") ==
          0);
}

TEST_CASE("a picture without an id is named by its first children") {
    Picture picture;
    picture.title = "60 nights";
    picture.description = "steady";
    CHECK(draw(picture).find("role=\"img\"><title>60 nights</title><desc>steady</desc></svg>") != std::string::npos);
}

TEST_CASE("dots of a series are one path of round caps") {
    CHECK(drawn(Marks{1, 2, Fill::solid, false, {{1, 2}, {3.5, 1}, {4, 9}}}) ==
          "<path class=\"k0 c1\" d=\"M1 2h0m2.5-1h0m.5 8h0\"/>");
}

TEST_CASE("rounding does not add up along a path") {
    Marks marks{1, 2, Fill::solid, false, {}};
    for (int i = 0; i < 100; ++i) marks.at.push_back({.04 * i, 0});
    const std::string path = drawn(marks);
    double x = 0;
    for (auto at = path.find_first_of("Mm"); at != path.npos; at = path.find('m', at + 1))
        x += std::stod("0" + path.substr(at + 1));
    CHECK(x == Approx(4.0));
}

TEST_CASE("every identity has a form of its own") {
    std::vector<std::string> forms;
    for (Identity identity = 0; identity <= 6; ++identity) {
        std::string form = legend_mark(identity);
        form.erase(form.find(" c" + std::to_string(identity)), 3);
        for (const std::string& earlier : forms) CHECK(form != earlier);
        forms.push_back(form);
    }
}

TEST_CASE("an incomplete point is hollow in its own form") {
    CHECK(drawn(Marks{3, 2, Fill::hollow, false, {{10, 10}}}) ==
          "<path class=\"ho c3\" d=\"M10 7.5l2.5 2.5l-2.5 2.5l-2.5-2.5z\"/>");
}

TEST_CASE("rules are one path of unconnected lines") {
    CHECK(drawn(Rules{Role::grid, other, 1, {{{0, 5}, {10, 5}}, {{0, 9}, {10, 9}}}}) ==
          "<path class=\"g\" d=\"M0 5h10m-10 4h10\"/>");
}

TEST_CASE("a summary is dashed, a text says its place and tone") {
    CHECK(drawn(Boxes{Role::summary_outline, 2, {{1, 2, 3, 4}}}) ==
          "<rect class=\"ks c2\" stroke-dasharray=\"4 3\" x=\"1\" y=\"2\" width=\"3\" height=\"4\"/>");
    CHECK(drawn(Text{{1, 2}, "a & b", Anchor::end, true, false, true}) ==
          "<text x=\"1\" y=\"2\" class=\"mt halo e\">a &amp; b</text>");
    CHECK(drawn(Text{{1, 2}, "▲", Anchor::middle, false, true, false, Text::Tone::worse}) ==
          "<text x=\"1\" y=\"2\" class=\"gs b m\">▲</text>");
}

TEST_CASE("several boxes are one path") {
    CHECK(drawn(Boxes{Role::noise, other, {{1, 2, 3, 4}, {5, 10, 2, 4}}}) ==
          "<path class=\"nd\" d=\"M1 2h3v4h-3zm4 8h2v4h-2z\"/>");
}

TEST_CASE("points straight on are left out, one where the way turns back or stands upright is not") {
    const auto path = [](std::vector<Point> points) {
        const std::string all = drawn(Area{Role::body, 1, std::move(points)});
        const auto begin = all.find(" d=\"") + 4;
        return all.substr(begin, all.size() - begin - 3);
    };
    CHECK(path({{0, 5}, {2, 5}, {4, 5.01}, {6, 5}, {8, 7}, {6, 7}, {4, 7}}) == "M0 5h6l2 2h-4z");
    CHECK(path({{0, 5}, {4, 5}, {2, 5}, {2, 9}}) == "M0 5h4h-2v4z");
    CHECK(path({{0, 0}, {1, 2}, {2, 4}, {3, 6}, {3, 7}, {3, 9}, {2, 9}}) == "M0 0l3 6v1v2h-1z");
    CHECK(path({{0, 0}, {1, .04}, {2, .16}, {3, .36}, {4, .64}, {5, 1}}) == "M0 0l2 .2l2 .4l1 .4z");
}

TEST_CASE("whatever is left out of a curve is within a twentieth of a pixel of what is drawn") {
    std::vector<Point> points;
    for (int i = 0; i <= 400; ++i) points.push_back({i / 2., 40 * std::exp(-std::pow((i - 200) / 30., 2))});
    const std::string svg = drawn(Curve{0, points});
    const auto begin = svg.find(" d=\"M") + 5;
    std::istringstream path{svg.substr(begin)};
    std::vector<Point> kept;
    // "12 3l4-.5h2": each command with one or two numbers
    char command = 'M';
    Point at{};
    while (path && command != '"') {
        double dx = 0, dy = 0;
        if (command != 'v') path >> dx;
        if (command != 'h') path >> dy;
        at = {at.x + dx, at.y + dy};
        kept.push_back(at);
        path >> command;
    }
    CHECK(kept.size() < 80);
    REQUIRE(std::abs(kept.back().x - 200) < 1e-6);
    for (std::size_t i = 0, next = 1; i < points.size(); ++i) {
        while (next + 1 < kept.size() && kept[next].x < points[i].x) ++next;
        const Point a = kept[next - 1], b = kept[next];
        const double drawn_y = a.y + (b.y - a.y) * (points[i].x - a.x) / (b.x - a.x);
        CHECK(std::abs(drawn_y - points[i].y) <= .05 + .05 + 1e-9);  // and as much for rounding
    }
}

TEST_CASE("a full mark is filled, though the identity of all others is hollow elsewhere") {
    CHECK(drawn(Marks{other, 2, Fill::solid, true, {{1, 1}}}).find("class=\"ho c0\"") != std::string::npos);
    CHECK(drawn(Marks{other, 2, Fill::full, true, {{1, 1}}}).find("class=\"k o c0\"") != std::string::npos);
}

TEST_CASE("a file of its own has namespace, style and background") {
    const Picture picture = picture_of(Text{{1, 2}, "x"});
    const std::string file = standalone(picture, draw(picture), ":root{--bg:#fff}");
    CHECK(file.find("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"n\"") == 0);
    CHECK(
        file.find("</desc><style>:root{--bg:#fff}</style><rect style=\"fill:var(--bg)\" width=\"344\" height=\"240\"/>"
                  "<text") != std::string::npos);
    CHECK(file.substr(file.size() - 7) == "</svg>\n");
}

TEST_CASE("a thousand dots take less than ten kilobytes") {
    Marks marks{1, 2.2, Fill::solid, false, {}};
    for (int i = 0; i < 1000; ++i) marks.at.push_back({62 + .55 * i, 150 + 20 * ((i * 7919) % 100 / 100.0 - .5)});
    CHECK(drawn(marks).size() < 10000);
}

}  // namespace
}  // namespace benchfolio::svg
