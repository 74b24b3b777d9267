// Everything that is known of an archive and follows from it, as tables for other programs.
#pragma once

#include <functional>
#include <string>

#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "exporter/writer.hpp"
#include "model/history.hpp"

namespace benchfolio::exporter {

struct Content {
    const model::History& history;  // with its `aside`
    const analysis::Report& report;
    const analysis::Options& options;
    std::string generator;  // "benchfolio 1.0"
};

// Hands every table to the writer, in the order of the schema, and finishes it. The same content makes the same rows.
// Memory does not grow with the results. `tick` is called every few thousand rows: a place to stop.
void write(const Content& content, Writer& writer, const std::function<void()>& tick);

}  // namespace benchfolio::exporter
