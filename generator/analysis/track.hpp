// One series while its runs come in: the evidence for a change of its level at any place, and the changes it has.
//
// Places are counted from the first result that counts. A change at a place lies between the result before it and the
// one there; a stretch is what lies between two changes. Evidence is twice the logarithm of the likelihood ratio of a
// change there.
//
// The oldest results may be forgotten: no place before those that are left is judged again. Rows are counted from the
// first of the series.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/benchmark_noise.hpp"
#include "analysis/changes.hpp"
#include "stats/level_scan.hpp"
#include "stats/two_modes.hpp"

namespace benchfolio::analysis {

// A change of one series.
struct Cut {
    std::size_t at = 0, begin = 0;  // places; begin: of the stretch before it
    ChangeState state = ChangeState::confirmed;
    std::uint32_t confirmed_by = 0;             // a run
    std::optional<std::uint32_t> retracted_by;  // a run
    double sigma = 0;
    double kept = 0;  // the evidence without which it is retracted
    std::uint32_t row_before = 0, row_after = 0;

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(at, begin, state, confirmed_by, retracted_by, sigma, kept, row_before, row_after);
    }
};

class Track {
  public:
    struct Shift {
        double difference = 0, error = 0, gain = 0;
    };
    struct Best {
        std::size_t at = 0;
        double gain = 0;  // its sign is that of the difference
    };

    Track();

    void push(std::uint32_t row, std::uint32_t run, double value, const SeriesNoise& noise);
    // Nothing before is comparable with what comes.
    void start_anew();
    // All but the newest, as many as are needed to judge the newest places, and those that are newest elsewhere.
    void forget();

    std::size_t size() const { return scan_.size(); }
    std::size_t begin() const { return begin_; }           // of the present stretch
    std::size_t oldest() const { return scan_.oldest(); }  // of those that are left
    std::uint32_t row(std::size_t at) const { return rows_[at - scan_.oldest()]; }
    std::uint32_t run(std::size_t at) const { return runs_[at - scan_.oldest()]; }
    const std::vector<Cut>& cuts() const { return cuts_; }
    double sigma() const { return noise_.sigma; }
    bool restless() const { return noise_.restless; }

    // Whether a change there can be judged: in the present stretch, and not forgotten.
    bool can_judge(std::size_t at) const { return at > begin_ && at > scan_.oldest() && at < size(); }
    // The first place whose run is not before this one, of those that are left.
    std::size_t place(std::uint32_t run) const;
    // The first of the places at which a change is looked for.
    std::size_t oldest_tried() const;
    // Whether a change there was retracted: it does not come back.
    bool refused(std::size_t at) const;
    // Below about 1 % nobody wants to be told, unless the series has next to no noise, as counts have.
    bool too_small(double difference) const;

    // The evidence for a change at a place of the present stretch; its sign is that of the difference.
    double gain(std::size_t at) const;
    // The same, and by how much.
    Shift shift(std::size_t first, std::size_t at) const;
    // The same where few values are to be trusted.
    Shift wary_shift(std::size_t first, std::size_t at) const;
    // The one or the other, by how few they are.
    Shift shift_where_few(std::size_t first, std::size_t at) const;
    // By how much a change there lowers the sum of squares of the values as they came.
    double explained(std::size_t at) const;

    // Whether it is worth while to look for a change with so much evidence.
    bool may_have(double evidence);
    Best best() const;
    // Where the series itself sees the change of about this place, if it is sure that it is not there.
    std::size_t own_place(std::size_t at, double sign) const;

    void confirm(std::size_t at, std::uint32_t by, double kept);
    // A confirmed change loses its standing when the level is the same on both sides after all.
    void retest(std::uint32_t by);

    // All it is made of, to be kept or restored.
    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(scan_, rows_, runs_, begin_, noise_, level_, odd_at_, cuts_, standing_);
    }

  private:
    stats::LevelScan scan_;
    std::vector<std::uint32_t> rows_, runs_;  // as scan_ has the values
    std::size_t begin_ = 0;
    SeriesNoise noise_;            // gap: stays once it is known
    std::optional<double> level_;  // of the lower of two modes, once it was asked for
    std::size_t odd_at_ = 0;       // when a value was last at neither of them
    std::vector<Cut> cuts_;
    std::vector<std::size_t> standing_;  // of the cuts: each begins the stretch that the next one ends

    double signed_gain(const Shift& found) const;
    Shift weighed(stats::LevelScan::Shift found) const;
    double least_difference() const;
    double variance() const;  // of a mean, times how many values it is of
    bool has_coarsely(double evidence) const;

    // Values with two modes about a place, and what each side says of their level.
    struct Sides {
        std::span<const double> all;
        double before = 0, after = 0;  // how many
        stats::ModeFit left, right;
        double difference() const { return right.level - left.level; }
    };
    Sides sides(std::size_t first, std::size_t at) const;
    Shift shift_of_modes(const Sides& found) const;
    double gain_of_modes(std::size_t at) const;
    double level_of_modes() const;
    bool stirred();
    Best likeliest_of_modes() const;
    Best best_of_modes() const;
};

}  // namespace benchfolio::analysis
