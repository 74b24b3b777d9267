// The benchmarks that were read so far, by the shape of their text, so that they are recognised in the next file. One a
// thread, kept from file to file; of each benchmark only the latest shape, so that the memory does not grow with the
// archive.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/extra.hpp"
#include "formats/parsed_run.hpp"
#include "formats/shape.hpp"

namespace benchfolio::formats {

class Familiar {
  public:
    struct Benchmark {
        std::uint32_t number;  // of the Catalog
        std::shared_ptr<const Definition> definition;
        std::vector<Extra> extras = {};  // what the values behind those of the format count as
    };

    // Reads a benchmark that was read before, at the front of `text`. Null where none of the shapes fits. The rest as
    // `Shape::read`.
    const Benchmark* read(std::string_view& text, std::span<double> values, std::vector<double>& samples);

    bool is_empty() const { return known_.empty(); }

    // How many values `read` may set: room for all that any of the benchmarks has.
    std::size_t values() const { return values_; }

    // A benchmark that was read in full, from `text`; the slots are where its measurements stood in it.
    void remember(std::string_view text, std::span<const Slot> slots, Benchmark benchmark);

  private:
    struct Known {
        Benchmark benchmark;
        Shape shape;
        std::size_t key = 0;
        std::uint32_t next = 0;  // the benchmark that stood behind this one when it was seen last
    };
    std::vector<Known> known_;                             // by benchmark
    std::unordered_map<std::size_t, std::uint32_t> keys_;  // -> the benchmark
    std::uint32_t previous_ = 0;
    std::size_t values_ = 0;

    const Benchmark* read_as(std::uint32_t number, std::string_view& text, std::span<double> values,
                             std::vector<double>& samples);
    void follows(std::uint32_t number);
};

}  // namespace benchfolio::formats
