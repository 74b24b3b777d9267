// What the gate says, for a terminal and as JSON.
#pragma once

#include <string>

#include "analysis/gate.hpp"
#include "cli/console.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

// The verdict, the counts, what it was held against, and the rows that are not simply green.
std::string gate_text(const model::History& history, const analysis::GateReport& gate, const Screen& screen);

// All of it: {schema_version, verdict, red, amber, green, unknown, false_alarm_rate, bases[], shifts[], rows[],
// missing[], unmatched[]}. What is not known is null.
std::string gate_json(const model::History& history, const analysis::GateReport& gate,
                      const analysis::GateOptions& options);

}  // namespace benchfolio::cli
