// What a pull request is told of its benchmarks: the gate's report in Markdown, as a comment and as the summary of a
// check.
//
// The same values give the same bytes. Whatever the names, no Markdown or HTML of theirs is active; however many there
// are, both stay below what GitHub takes, and what is left out is counted.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "analysis/gate.hpp"
#include "model/history.hpp"
#include "site/options.hpp"

namespace benchfolio::summary {

// GitHub refuses the text of a comment or check beyond 65,535 characters; counted in bytes, which are never fewer.
inline constexpr std::size_t largest_comment = 65'535;

struct GateContent {
    const model::History& history;  // the archive and the new results
    const analysis::GateReport& gate;
    const site::Options& options;
    std::string key;      // what tells this comment from those of other suites and jobs; empty: the site's title
    bool failed = false;  // whether the gate's exit code says so
};

// Begins with the marker. Ends with a line end.
std::string comment(const GateContent& content);

enum class Conclusion { success, neutral, failure };

std::string_view name_of(Conclusion conclusion);  // as GitHub's API spells it

struct CheckText {
    std::string name;   // "benchfolio: Lattice benchmarks"
    std::string title;  // the verdict in a sentence, plain text
    std::string summary;
    Conclusion conclusion = Conclusion::neutral;
};

CheckText check(const GateContent& content);

}  // namespace benchfolio::summary
