// Names that come again in every file, kept once and called by number. One per thread; numbers of two catalogs have
// nothing to do with each other.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/familiar.hpp"
#include "formats/parsed_run.hpp"

namespace benchfolio::formats {

class Catalog {
  public:
    std::uint32_t benchmark(std::string_view name);
    std::uint32_t measure(const model::Measure& measure);

    const std::deque<std::string>& benchmarks() const { return names_; }
    const std::vector<model::Measure>& measures() const { return measures_; }

    // The definition that this benchmark had when its file last had exactly these bytes for it; null where they differ.
    // Only the latest of each benchmark is kept, so that the memory does not grow with the archive.
    std::shared_ptr<const Definition> known(std::uint32_t benchmark, std::string_view group,
                                            std::string_view rest) const;
    void remember(std::uint32_t benchmark, std::string_view group, std::string_view rest,
                  std::shared_ptr<const Definition> definition);

    // For formats whose files say each benchmark in one piece.
    Familiar& familiar() { return familiar_; }

  private:
    struct Known {
        std::string group, rest;  // raw bytes of the file
        std::shared_ptr<const Definition> definition;
    };

    std::deque<std::string> names_;  // a deque, so that the keys below stay where they are
    std::unordered_map<std::string_view, std::uint32_t> numbers_;
    std::vector<model::Measure> measures_;
    std::vector<Known> known_;  // by benchmark
    Familiar familiar_;
};

}  // namespace benchfolio::formats
