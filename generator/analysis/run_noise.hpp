// The noise of all runs, found in the order of the runs, testbed by testbed and suite by suite
// (analysis/testbed_noise.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/suite_parts.hpp"
#include "analysis/testbed_noise.hpp"

namespace benchfolio::analysis {

class RunNoises {
  public:
    // As known before the run `begin`: nothing, unless it is then restored.
    RunNoises(const Context& context, const SuiteParts& suites, std::uint32_t begin);

    // Takes the runs before this one.
    void advance(std::uint32_t end);

    const RunNoise& at(std::uint32_t run, std::uint32_t measure) const { return noise_[run * measures_ + measure]; }
    // By row, on the scale of detection: absent where there is none, where the testbed is not comparable, and before
    // the beginning.
    std::span<const double> values() const { return values_; }

    // By run and measure: of the noise of the runs of its testbed up to it. Of runs that were taken.
    std::vector<MemoKey> keys_up_to_each() const;

    // What is known of the runs that were taken, to be kept or restored.
    template <typename Visitor>
    void visit_state(Visitor& visit) {
        for (RunNoise& noise : std::span{noise_}.first(taken_ * measures_)) visit(noise);
        for (Group& group : groups_)
            if (const std::size_t series = started(group); series > 0) group.noise.visit_state(series, visit);
    }

  private:
    // The results of one testbed, measure and suite, run by run.
    struct Group {
        std::vector<SuitePart> parts;     // by the run of their first result
        std::vector<std::uint32_t> runs;  // that are still to be taken
        std::vector<std::size_t> starts;  // of each of them in `cells`, and the end
        std::vector<Cell> cells;
        TestbedNoise noise;
        std::size_t next = 0;  // of `runs`
    };

    const Context& context_;
    const SuiteParts& suites_;
    std::size_t measures_;
    std::uint32_t taken_;  // runs
    std::vector<double> values_;
    std::vector<RunNoise> noise_;  // by run and measure
    std::vector<Group> groups_;    // by the run of their first result

    void add_groups();
    void fill(Group& group);
    void scale(const SuitePart& part);
    void take(Group& group, std::uint32_t end);
    std::size_t started(const Group& group) const;  // parts with a result before the runs that are to be taken
};

}  // namespace benchfolio::analysis
