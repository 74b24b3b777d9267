// The report of `check`, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/findings.hpp"

namespace benchfolio::cli {

// What was read, and what there is to say about it.
struct CheckReport {
    const std::string& archive;
    const model::History& history;
    const config::Config& config;
    const std::vector<Finding>& findings;
};

std::string text_report(const CheckReport& report, const Screen& screen);

// {schema_version, archive, configuration, counts, testbeds[], failures[], rejected[], duplicates[], omissions[],
// findings[]}
std::string json_report(const CheckReport& report);

}  // namespace benchfolio::cli
