// One measure of a benchmark on all its testbeds: their results taken in the order of the runs, and the changes of
// level found in them. What one testbed shows counts on the others (analysis/detection.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/benchmark_noise.hpp"
#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/run_noise.hpp"
#include "analysis/track.hpp"
#include "analysis/vote.hpp"

namespace benchfolio::analysis {

class Panel {
  public:
    // Of the series [first, last) of the history.
    Panel(const Context& context, const NoiseOfRuns& runs, std::uint32_t first, std::uint32_t last);

    std::vector<Detection> run();

  private:
    // A result that may have been disturbed, until the next one tells.
    struct Held {
        std::size_t row = 0;
        SeriesNoise noise;
    };
    // A series of the panel.
    struct Member {
        Track track;
        std::vector<Held> held;
        std::size_t settled = 0;  // events that it can no longer follow, all from the first on
    };
    // A change that some testbeds have.
    struct Event {
        RunRange range;
        double difference = 0;
        std::size_t testbeds = 0;
    };
    // What each series says for a change before a run, while the runs are gone through in order: so the evidence of a
    // series is asked for once a place, not once a run of any series.
    struct Voice {
        std::size_t at = 0;  // the first place that is not before the run
        double evidence = 0;
    };
    struct Result {
        std::uint32_t run = 0, member = 0;
        std::size_t row = 0;
        auto operator<=>(const Result&) const = default;
    };

    const Context& context_;
    const NoiseOfRuns& runs_;
    std::uint32_t first_;
    std::uint32_t measure_;
    BenchmarkNoise noise_;
    std::vector<Member> members_;
    std::vector<Voice> voices_;    // by member
    std::vector<Result> results_;  // in the order of the runs
    std::vector<Event> events_;
    std::uint32_t now_ = 0;

    void take(const Result& result);
    void count(std::size_t member, std::size_t row, const SeriesNoise& noise);
    void look(Member& member);

    std::uint32_t best_run(const Track& asking, const Track::Best& own, double sign);
    void listen(std::uint32_t run, double sign, const Track& asking);
    Voice voice(std::size_t member, std::size_t at, double sign, const Track& asking) const;
    std::uint32_t next_run() const;
    void pass(std::uint32_t run, double sign, const Track& asking);

    void decide(std::uint32_t run, double sign);
    RunRange range_of(std::uint32_t run) const;
    std::vector<Vote> votes_for(RunRange range, double sign) const;
    void follow(Member& member);
    static bool follows(const Vote& vote, const Event& event);

    void report(std::uint32_t series, const Track& track, std::vector<Detection>& result) const;
    Track::Best watched(const Track& track) const;
};

}  // namespace benchfolio::analysis
