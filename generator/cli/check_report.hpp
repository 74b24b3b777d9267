// The report of `check`, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/console.hpp"
#include "cli/findings.hpp"
#include "ingest/purpose.hpp"

namespace benchfolio::cli {

// What was read, and what there is to say about it.
struct CheckReport {
    const std::string& archive;
    const model::History& history;
    const config::Config& config;
    const std::vector<Finding>& findings;
    const ingest::KindsFound& kinds;
};

std::string text_report(const CheckReport& report, const Screen& screen);

// {schema_version, archive, configuration, counts, kinds[], trend_branches[], fork, testbeds[], failures[], rejected[],
// duplicates[], omissions[], findings[]}
std::string json_report(const CheckReport& report);

}  // namespace benchfolio::cli
