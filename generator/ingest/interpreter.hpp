// What the configuration makes of a run as its file says it: commit, suite, CPU and dimensions.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "formats/reader.hpp"
#include "ingest/block.hpp"
#include "ingest/options.hpp"
#include "ingest/path_pattern.hpp"

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
};

    Stated stated(const RecordedRun& recorded, const PathFields& path_fields, model::Run& run) const;
    // The path's fields, and over them what stands at the declared places of dimensions.
    PathFields with_declared(const PathFields& fields, const RecordedRun& recorded) const;
}  // namespace benchfolio::ingest
