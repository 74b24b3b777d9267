// What the workers found, as one history that does not depend on who found what.
#pragma once

#include <memory>
#include <vector>

#include "ingest/options.hpp"
#include "ingest/worker.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

model::History merge(std::vector<std::unique_ptr<Worker>> workers, const Options& options);

}  // namespace benchfolio::ingest
