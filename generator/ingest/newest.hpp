// Of what is kept for the newest run only: definitions and samples, while a block is being filled.
#pragma once

#include <array>
#include <map>
#include <span>
#include <tuple>
#include <vector>

#include "ingest/block.hpp"

namespace benchfolio::ingest {

class Newest {
  public:
    // `testbed` is any number that tells testbeds apart. Runs are those of `block`, which must be the same for all
    // calls and hold the run already. Runs that seem to be in no trend have definitions and samples of their own.
    void define(const Block& block, std::uint32_t benchmark, std::uint32_t run, bool is_aside,
                const std::shared_ptr<const formats::Definition>& definition);
    void sample(const Block& block, std::uint32_t row, std::uint32_t testbed, std::span<const double> ascending);

    // Moves all of it into the block.
    void move_to(Block& block);

  private:
    struct Samples {
        std::uint32_t row = 0;
        std::vector<double> values;
    };
    std::array<std::vector<RecordedDefinition>, 2> definitions_;  // of trends and others; by benchmark
    std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>, Samples> samples_;  // benchmark, measure, testbed
};

}  // namespace benchfolio::ingest
