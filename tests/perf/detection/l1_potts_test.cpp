#include "perf/detection/l1_potts.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "support/catch.hpp"
#include "support/noise.hpp"

using namespace benchfolio::detection;
using Values = std::vector<double>;
using Indices = std::vector<std::size_t>;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

Values ones(const Values& values) {
    return Values(values.size(), 1.0);
}

Indices ends(const std::vector<Piece>& pieces) {
    Indices result;
    for (const Piece& piece : pieces) result.push_back(piece.last);
    return result;
}

Values levels(const std::vector<Piece>& pieces) {
    Values result;
    for (const Piece& piece : pieces) result.push_back(piece.level);
    return result;
}

struct Jump {
    std::size_t at = 0;
    double size = 0;
};

// Levels that jump, with a little uniform noise: the shape of asv's own tests.
Values jumping(std::size_t count, const std::vector<Jump>& jumps, double noise_size) {
    benchfolio::support::Noise noise(7);
    Values values(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = noise_size * noise.uniform();
        for (const Jump& jump : jumps) values[i] += i >= jump.at ? jump.size : 0;
    }
    return values;
}

const std::vector<Jump> five_jumps{{5, 0.4}, {10, 0.9}, {20, -0.2}, {50, 0.2}, {70, 1.1}};
const Indices five_ends{5, 10, 20, 50, 70, 100};

// What a fit costs, computed apart from the method.
double cost(const Values& values, const Values& weights, const Indices& piece_ends, double gamma) {
    double total = gamma * static_cast<double>(piece_ends.size() - 1);
    std::size_t first = 0;
    for (const std::size_t last : piece_ends) {
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t candidate = first; candidate < last; ++candidate) {
            double distance = 0;
            for (std::size_t k = first; k < last; ++k) distance += weights[k] * std::abs(values[k] - values[candidate]);
            least = std::min(least, distance);
        }
        total += least;
        first = last;
    }
    return total;
}

// The least cost over all ways to cut.
double least_cost(const Values& values, const Values& weights, double gamma) {
    double least = std::numeric_limits<double>::infinity();
    for (unsigned cuts = 0; cuts < 1U << (values.size() - 1); ++cuts) {
        Indices piece_ends;
        for (std::size_t k = 1; k < values.size(); ++k)
            if ((cuts >> (k - 1) & 1U) != 0) piece_ends.push_back(k);
        piece_ends.push_back(values.size());
        least = std::min(least, cost(values, weights, piece_ends, gamma));
    }
    return least;
}

}  // namespace

TEST_CASE("L1 Potts: nothing and one value") {
    CHECK(potts({}, {}, 1).empty());
    CHECK(potts_auto({}, {}).empty());
    CHECK(ends(potts_auto(Values{3}, Values{1})) == Indices{1});
    CHECK(ends(potts_auto(Values(30, 2.5), Values(30, 1.0))) == Indices{30});
}

TEST_CASE("L1 Potts: asv's easy case") {
    const Values values{1, 1, 1, 2, 2, 2, 3, 3, 3};
    const auto fine = potts(values, ones(values), 0.1);
    CHECK(ends(fine) == Indices{3, 6, 9});
    CHECK(levels(fine) == Values{1, 2, 3});
    const auto coarse = potts(values, ones(values), 8);
    CHECK(ends(coarse) == Indices{9});
    CHECK(levels(coarse) == Values{2});
    CHECK(coarse[0].distance == 6);
}

TEST_CASE("L1 Potts: asv's bigger case, exact, merged, and with a gamma of its own") {
    const Values values = jumping(100, five_jumps, 0.05);
    CHECK(ends(potts(values, ones(values), 0.1)) == five_ends);
    CHECK(ends(potts_merged(values, ones(values), 0.1)) == five_ends);
    CHECK(ends(potts_auto(values, ones(values))) == five_ends);
}

TEST_CASE("L1 Potts: asv's largest case: small noise disturbs nothing, large noise hides everything") {
    const std::vector<Jump> jumps{{10, 0.4}, {30, 0.9}, {200, -0.2}, {600, 0.2}, {2500, 1.1}, {2990, -0.5}};
    const Values values = jumping(3000, jumps, 0.05);
    CHECK(ends(potts_auto(values, ones(values))) == Indices{10, 30, 200, 600, 2500, 2990, 3000});
    const Values noisy = jumping(3000, jumps, 20);
    CHECK(ends(potts_auto(noisy, ones(noisy))) == Indices{3000});
}

TEST_CASE("L1 Potts: asv's weights: an outlier of little weight is no step") {
    Values values = jumping(100, five_jumps, 0.05);
    values[15] = 3;
    Values weights = ones(values);
    const Indices with_outlier{5, 10, 15, 16, 20, 50, 70, 100};
    CHECK(ends(potts(values, weights, 0.1)) == with_outlier);
    CHECK(ends(potts_auto(values, weights)) == with_outlier);
    weights[15] = 0.05;
    CHECK(ends(potts(values, weights, 0.1)) == five_ends);
    CHECK(ends(potts_auto(values, weights)) == five_ends);
}

TEST_CASE("L1 Potts: no way to cut costs less than the one found") {
    benchfolio::support::Noise noise(3);
    for (int repeat = 0; repeat < 20; ++repeat) {
        Values values(10), weights(10);
        for (double& value : values) value = noise.normal();
        for (double& weight : weights) weight = 0.2 + noise.uniform();
        for (const double gamma : {0.05, 0.3, 1.0, 5.0}) {
            const auto fit = potts(values, weights, gamma);
            CHECK(cost(values, weights, ends(fit), gamma) == Approx(least_cost(values, weights, gamma)));
            CHECK(cost(values, weights, ends(potts_merged(values, weights, gamma)), gamma) ==
                  Approx(least_cost(values, weights, gamma)));  // ten values: no piece is cut short
        }
    }
}

TEST_CASE("L1 Potts: weighted medians, by hand") {
    CHECK(weighted_median(Values{3, 1, 2}, Values{1, 1, 1}) == 2);
    CHECK(weighted_median(Values{1, 2}, Values{1, 1}) == 1.5);
    CHECK(weighted_median(Values{1, 2, 10}, Values{1, 1, 3}) == 10);
    CHECK(weighted_median(Values{4}, Values{0}) == 4);
}

TEST_CASE("L1 Potts: weights are relative to their median, and 1 where there is no interval") {
    CHECK(potts_weights(Values{0.1, 0.2, 0.4}) == Values{2, 1, 0.5});
    CHECK(potts_weights(Values{unknown, 0.2, std::numeric_limits<double>::infinity()}) == Values{1, 2, 0});
    CHECK(potts_weights(Values{unknown, unknown}) == Values{1, 1});
    CHECK(potts_weights({}).empty());
}

TEST_CASE("L1 Potts: golden section finds a minimum inside, and at either end") {
    const auto at = [](double place) { return [place](double x) { return (x - place) * (x - place); }; };
    CHECK(golden_section(at(0.3), -1, 1, 1e-6) == Approx(0.3).margin(1e-5));
    CHECK(golden_section(at(-1), -1, 1, 1e-6) == Approx(-1).margin(1e-5));
    CHECK(golden_section(at(1), -1, 1, 1e-6) == Approx(1).margin(1e-5));
}
