// What the configuration makes of a run as its file says it: commit, suite, CPU, dimensions and what it was made for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/reader.hpp"
#include "ingest/block.hpp"
#include "ingest/options.hpp"
#include "ingest/path_pattern.hpp"
#include "ingest/purpose.hpp"

namespace benchfolio::ingest {

// The places in a file that the configuration wants read besides, in order, each once. All else of it is applied to
// what was read, so that a change of it needs nothing to be read again.
formats::Wanted wanted(const Options& options);

class Interpreter {
  public:
    // Throws model::Error (usage) where the path pattern is none.
    explicit Interpreter(const Options& options);

    struct Interpreted {
        model::Run run;
        std::vector<model::Dimension> dimensions;
        Stated stated;  // what it was made for, as far as it says itself; the run's purpose is not set
    };
    Interpreted operator()(const RecordedRun& recorded) const;

  private:
    using PathFields = std::map<std::string, std::string>;

    const Options& options_;
    PathPattern paths_;
    std::vector<std::string> places_;  // those of `wanted`

    // What stands there: "path.NAME" is a field of the path, all else a place in the file.
    std::optional<std::string> text_at(const std::string& place, const RecordedRun& recorded,
                                       const PathFields& path_fields) const;
    Stated stated(const RecordedRun& recorded, const PathFields& path_fields, model::Run& run) const;
    // The path's fields, and over them what stands at the declared places of dimensions.
    PathFields with_declared(const PathFields& fields, const RecordedRun& recorded) const;
};

// What the runs of a series have in common, as far as each tells it by itself.
struct Comparable {
    bool seems_aside = false;
    std::vector<model::Dimension> dimensions;
    auto operator<=>(const Comparable&) const = default;
};
Comparable comparable(Interpreter::Interpreted of);

}  // namespace benchfolio::ingest
