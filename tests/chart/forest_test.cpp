#include "chart/forest.hpp"

#include <algorithm>
#include <cmath>

#include "support/catch.hpp"

namespace benchfolio::chart {
namespace {

ForestRow row(double ratio, Certainty certainty = Certainty::within_noise) {
    return {"row", "value", certainty, ratio, std::nullopt, std::nullopt};
}

Forest forest_of(std::vector<ForestRow> rows) {
    Forest forest;
    forest.size = Size::narrow;  // its axis goes from pixel 10 to 334, whatever the labels
    forest.identity = 3;
    forest.groups.push_back({"group", Text::Tone::ink, std::move(rows), ""});
    return forest;
}

template <typename Kind>
std::vector<Kind> all_of(const Picture& picture) {
    std::vector<Kind> found;
    for (const Shape& shape : picture.shapes)
        if (const Kind* kind = std::get_if<Kind>(&shape)) found.push_back(*kind);
    return found;
}

std::vector<Point> marks(const Picture& picture, Fill fill) {
    std::vector<Point> points;
    for (const Marks& each : all_of<Marks>(picture))
        if (each.fill == fill) points.insert(points.end(), each.at.begin(), each.at.end());
    return points;
}

std::vector<Segment> rules(const Picture& picture, Role role) {
    for (const Rules& each : all_of<Rules>(picture))
        if (each.role == role) return each.segments;
    return {};
}

const Text* text(const Picture& picture, std::string_view words) {
    for (const Shape& shape : picture.shapes)
        if (const Text* found = std::get_if<Text>(&shape); found && found->text == words) return found;
    return nullptr;
}

TEST_CASE("a ratio and its inverse lie equally far from 1 in the middle") {
    const Picture picture = lay_out(forest_of({row(1), row(1.25), row(.8), row(std::sqrt(1.25))}));
    const auto points = marks(picture, Fill::hollow);
    REQUIRE(points.size() == 4);
    CHECK(points[0].x == Approx(172));
    CHECK(points[1].x == Approx(334));
    CHECK(points[2].x == Approx(10));
    CHECK(points[3].x == Approx(253));
    CHECK(points[1].y - points[0].y == Approx(36));
}

TEST_CASE("the axis goes as far as it has to") {
    CHECK(span_of(Forest{}) == 1.25);
    CHECK(span_of(forest_of({row(1.2)})) == 1.25);
    CHECK(span_of(forest_of({row(1.25), row(.8)})) == 1.25);
    CHECK(span_of(forest_of({row(1), row(1.26)})) == 1.5);
    CHECK(span_of(forest_of({row(1), row(.6)})) == 2);
    CHECK(span_of(forest_of({row(.5)})) == 2);
    CHECK(span_of(forest_of({row(3)})) == 5);  // there is nothing else to see
    CHECK(span_of(forest_of({row(12), row(.12), row(1)})) == 10);
    CHECK(span_of(forest_of({row(1e9), row(1e9)})) == 1000);
}

TEST_CASE("one far row, or one in twenty, does not squeeze the others") {
    CHECK(span_of(forest_of({row(1), row(1.01), row(40)})) == 2);
    std::vector<ForestRow> rows(38, row(1));
    rows.insert(rows.end(), 2, row(.01));
    CHECK(span_of(forest_of(rows)) == 2);
    rows.push_back(row(70));
    CHECK(span_of(forest_of(rows)) == 100);
}

TEST_CASE("the axis fits intervals, but for those of what is unknown") {
    ForestRow wide = row(1.1);
    wide.interval = Span{.9, 1.4};
    CHECK(span_of(forest_of({wide})) == 1.5);
    wide.certainty = Certainty::unknown;
    CHECK(span_of(forest_of({wide})) == 1.25);
}

TEST_CASE("what lies beyond the axis is an arrow at its edge, never a mark") {
    const Picture picture = lay_out(forest_of({row(1), row(1.01), row(40)}));
    CHECK(marks(picture, Fill::hollow).size() == 2);
    const auto arrows = all_of<Arrows>(picture);
    REQUIRE(arrows.size() == 1);
    CHECK(arrows[0].towards == Towards::right);
    REQUIRE(arrows[0].at.size() == 1);
    CHECK(arrows[0].at[0].x == Approx(334));
}

TEST_CASE("an interval is cut at the edge, with an arrow where it goes on") {
    ForestRow unsure = row(1, Certainty::unknown);
    unsure.interval = Span{.9, 3};
    const Picture picture = lay_out(forest_of({unsure}));
    const auto dashed = rules(picture, Role::summary_outline);
    REQUIRE(dashed.size() == 1);
    CHECK(dashed[0].from.x == Approx(172 + 162 * std::log(.9) / std::log(1.25)));
    CHECK(dashed[0].to.x == Approx(334));
    REQUIRE(all_of<Arrows>(picture).size() == 1);
    CHECK(rules(picture, Role::outline).empty());
}

TEST_CASE("a row beyond the axis is one arrow, whatever its interval") {
    ForestRow far = row(40, Certainty::clear);
    far.interval = Span{30, 50};
    const auto arrows = all_of<Arrows>(lay_out(forest_of({row(1), row(1.01), far})));
    REQUIRE(arrows.size() == 1);
    CHECK(arrows[0].at.size() == 1);
}

TEST_CASE("the fill says whether the interval is clear of the noise") {
    const Picture picture =
        lay_out(forest_of({row(1.2, Certainty::clear), row(1, Certainty::within_noise), row(1, Certainty::unknown)}));
    CHECK(marks(picture, Fill::full).size() == 1);
    CHECK(marks(picture, Fill::hollow).size() == 2);
}

TEST_CASE("the band of noise is centred on 1 and cut at the edges") {
    ForestRow quiet = row(1), loud = row(1);
    quiet.noise = .02;
    loud.noise = 9;
    const auto boxes = all_of<Boxes>(lay_out(forest_of({quiet, loud})));
    REQUIRE(boxes.size() == 1);
    REQUIRE(boxes[0].boxes.size() == 2);
    const double reach = 162 * std::log(1.02) / std::log(1.25);
    CHECK(boxes[0].boxes[0].x == Approx(172 - reach));
    CHECK(boxes[0].boxes[0].width == Approx(2 * reach));
    CHECK(boxes[0].boxes[1].x == Approx(10));
    CHECK(boxes[0].boxes[1].width == Approx(324));
}

TEST_CASE("ticks are readable ratios, and their labels never overlap") {
    for (const double farthest : {1.2, 1.4, 2.0, 5.0, 10.0, 100.0, 1000.0})
        for (const Size size : {Size::wide, Size::narrow}) {
            Forest forest = forest_of({row(farthest), row(1 / farthest), row(1)});
            forest.size = size;
            const Picture picture = lay_out(forest);
            std::vector<Span> labels;
            for (const Text& each : all_of<Text>(picture))
                if (each.at.y == 32) labels.push_back({each.at.x, each.at.x});
            std::sort(labels.begin(), labels.end(), [](Span a, Span b) { return a.from < b.from; });
            CHECK(labels.size() >= 5);
            for (std::size_t i = 1; i < labels.size(); ++i) CHECK(labels[i].from - labels[i - 1].from > 14);
            CHECK(text(picture, "1.00x"));
        }
}

TEST_CASE("the directions are coloured by which is the worse") {
    Forest forest = forest_of({row(1)});
    forest.below_one = "← faster";
    forest.above_one = "slower →";
    CHECK(text(lay_out(forest), "slower →")->tone == Text::Tone::worse);
    CHECK(text(lay_out(forest), "← faster")->tone == Text::Tone::better);
    forest.lower_is_better = false;
    CHECK(text(lay_out(forest), "slower →")->tone == Text::Tone::better);
}

TEST_CASE("a mean is a diamond over its interval, large enough to be seen") {
    Forest forest = forest_of({row(1)});
    forest.means = {{"geometric mean", "1.00x", 1, Span{.8, 1.25}}, {"another", "1.00x", 1, std::nullopt}};
    const auto areas = all_of<Area>(lay_out(forest));
    REQUIRE(areas.size() == 2);
    CHECK(areas[0].role == Role::mean);
    CHECK(areas[0].points[0].x == Approx(10));
    CHECK(areas[0].points[2].x == Approx(334));
    CHECK(areas[1].points[0].x == Approx(168));
    CHECK(areas[1].points[2].x == Approx(176));
}

TEST_CASE("a group without rows has no heading, and says what it left out") {
    Forest forest = forest_of({});
    CHECK_FALSE(text(lay_out(forest), "group"));
    forest.groups[0].rest = "and 5 more";
    CHECK(text(lay_out(forest), "group"));
    CHECK(text(lay_out(forest), "and 5 more"));
}

TEST_CASE("labels of a wide picture end where the axis begins") {
    Forest forest = forest_of({row(1)});
    forest.size = Size::wide;
    forest.groups[0].rows[0].label = std::string(300, 'x');
    const Picture picture = lay_out(forest);
    CHECK(picture.width == 760);
    const auto axis = rules(picture, Role::axis);
    const auto texts = all_of<Text>(picture);
    const auto label = std::find_if(texts.begin(), texts.end(),
                                    [](const Text& each) { return each.text.find("x…x") != std::string::npos; });
    REQUIRE(label != texts.end());
    REQUIRE(axis.size() == 1);
    CHECK(axis[0].from.x > 320);
}

TEST_CASE("a picture of thousands of rows has no more shapes than texts and a handful of paths") {
    const Picture picture = lay_out(forest_of(std::vector<ForestRow>(2000, row(1))));
    CHECK(picture.shapes.size() < 2 * 2000 + 20);
    CHECK(picture.height > 2000 * 36);
}

}  // namespace
}  // namespace benchfolio::chart
