// The two parts of a history: its trends, and beside them, as History::aside, the runs that are in none.
#pragma once

#include "ingest/purpose.hpp"
#include "model/history.hpp"

namespace benchfolio::ingest {

// Lays `aside` beside the trends. Testbeds of both have one label, colour and form: those of the trends. A testbed that
// no trend has keeps its label and gets no colour of theirs, unless there are no trends at all.
void set_aside(model::History& trends, model::History aside);

// How many runs of a history there are of each kind, where only that is known of them: a published site says no more.
KindsFound kinds_of(const model::History& history);

}  // namespace benchfolio::ingest
