// What stands of a run in many files: made once a build, not once a row of a table.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/history.hpp"

namespace benchfolio::site {

struct RunText {
    std::string time;  // "2026-11-20T02:14:00Z"
    std::string day;   // "20 Nov 2026"
    std::string json;  // its id, in quotes
    std::string csv;   // "id,time", as they follow each other in a row
};

// By run.
std::vector<RunText> run_texts(const model::History& history);

}  // namespace benchfolio::site
