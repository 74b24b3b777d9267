// What `plan` says, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "analysis/rerun_plan.hpp"
#include "cli/console.hpp"
#include "cli/reruns.hpp"

namespace benchfolio::cli {

struct PlanReport {
    analysis::RerunPlan plan;
    std::vector<analysis::SuiteVersion> suites;  // that runs recorded, by first run
};

std::vector<Measurement> measurements_of(const analysis::RerunPlan& plan);

std::string plan_text(const PlanReport& report, const Screen& screen);

// {schema_version, suite, suites: [...], nights: {from, until}, reruns: [...], done, left_out: {...}, tags_unmeasured};
// the shape is described in the README.
std::string plan_json(const PlanReport& report);

}  // namespace benchfolio::cli
