// One measure of a benchmark on all its testbeds, by one version of the suite: their results taken in the order of the
// runs, and the changes of level found in them. What one testbed shows counts on the others (analysis/detection.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/arrivals.hpp"
#include "analysis/benchmark_noise.hpp"
#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/run_noise.hpp"
#include "analysis/suite_parts.hpp"
#include "analysis/track.hpp"
#include "analysis/vote.hpp"

namespace benchfolio::analysis {

class Panel {
  public:
    // As known before the run `begin`: nothing, unless it is then restored.
    Panel(const Context& context, const SuiteParts& suites, std::span<const SuitePart> parts, const RunNoises& runs,
          std::uint32_t begin);

    // Takes the runs before this one.
    void advance(std::uint32_t end);

    // A change of one of the series, by rows of it.
    struct Finding {
        Detection change;              // series: counted in the panel
        std::uint32_t newest_run = 0;  // of the series, of those that count
    };
    // The changes of level in the runs that were taken; those that are being watched though no run may come any more.
    std::vector<Finding> found() const;

    // What is known, to be kept or restored: of those parts that had results by then.
    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(noise_, events_);
        for (std::uint32_t i = 0; i < members_.size(); ++i) {
            if (!has_started(i)) continue;
            noise_.visit_state_of(i, visit);
            visit(members_[i]);
        }
    }

  private:
    // A result that may have been disturbed, until the next one tells.
    struct Held {
        std::uint32_t row = 0, run = 0;
        double value = 0;
        SeriesNoise noise;

        template <typename Visitor>
        void visit_state(Visitor& visit) {
            visit(row, run, value, noise);
        }
    };
    // A series of the panel, as far as the suite measured it.
    struct Member {
        Track track;
        std::vector<Held> held;
        std::size_t settled = 0;  // events that it can no longer follow, all from the first on

        template <typename Visitor>
        void visit_state(Visitor& visit) {
            visit(track, held, settled);
        }
    };
    // A change that some testbeds have.
    struct Event {
        RunRange range;
        double difference = 0;
        std::size_t testbeds = 0;

        template <typename Visitor>
        void visit_state(Visitor& visit) {
            visit(range, difference, testbeds);
        }
    };
    // What each series says for a change before a run, while the runs are gone through in order: so the evidence of a
    // series is asked for once a place, not once a run of any series.
    struct Voice {
        std::size_t at = 0;                  // the first place that is not before the run
        std::uint32_t run = Arrivals::none;  // there
        double evidence = 0;
    };
    // What all say together, and before which run.
    struct Chorus {
        double evidence = 0;
        std::uint32_t next_run = Arrivals::none;
    };

    const Context& context_;
    const SuiteParts& suites_;
    std::span<const SuitePart> parts_;  // by member
    const RunNoises& runs_;
    std::uint32_t measure_;
    std::uint32_t taken_;  // runs
    BenchmarkNoise noise_;
    std::vector<Member> members_;
    std::vector<Voice> voices_;  // by member
    Arrivals arrivals_;          // by member: what is still to be taken
    std::vector<Event> events_;
    std::uint32_t now_ = 0;

    const model::Series& series(std::size_t member) const { return context_.history.series[parts_[member].series]; }
    // Whether it has a result in the runs that were taken.
    bool has_started(std::size_t member) const { return parts_[member].first_run < taken_; }
    // Whether another version of the suite measured the series between these rows of it.
    bool is_interrupted(std::size_t member, std::uint32_t from, std::uint32_t to) const;
    // Whether another version of the suite measured it since.
    bool is_over(std::size_t member) const { return suites_.rows(parts_[member]).back().last < series(member).last; }

    void forget();
    void take(const Arrivals::Arrival& result);
    void count(std::size_t member, const Held& result);
    void look(Member& member);

    std::uint32_t best_run(const Track& asking, const Track::Best& own, double sign);
    void listen(std::uint32_t run, double sign, const Track& asking);
    Voice voice(std::size_t member, std::size_t at, double sign, const Track& asking) const;
    Chorus chorus() const;
    void pass(std::uint32_t run, double sign, const Track& asking);

    void decide(std::uint32_t run, double sign);
    RunRange range_of(std::uint32_t run) const;
    std::vector<Vote> votes_for(RunRange range, double sign) const;
    void follow(Member& member);
    static bool follows(const Vote& vote, const Event& event);

    void report(std::uint32_t member, std::vector<Finding>& result) const;
    Track::Best watched(std::size_t member) const;
};

}  // namespace benchfolio::analysis
