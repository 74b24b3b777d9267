// What the configuration makes of a run as its file says it: commit, suite, CPU and dimensions.
#pragma once

#include <vector>

#include "formats/reader.hpp"
#include "ingest/block.hpp"
#include "ingest/options.hpp"
#include "ingest/path_pattern.hpp"

namespace benchfolio::ingest {

// The places in a file that the configuration wants read besides. All else of it is applied to what was read, so that a
// change of it needs nothing to be read again.
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
    const Options& options_;
    PathPattern paths_;
};

}  // namespace benchfolio::ingest
