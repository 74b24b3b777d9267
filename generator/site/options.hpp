// What the configuration says about the pages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/time.hpp"

namespace benchfolio::site {

struct Options {
    unsigned jobs = 1;
    std::string title = "Benchmarks";
    std::string base_url;        // "https://qutip.org/qutip-benchmark/"; only for absolute links (feeds, canonical)
    std::string repository_url;  // "https://github.com/qutip/qutip": commits are linked to REPOSITORY/commit/ID
    std::string raw_url;         // "https://bucket.example/{file}": where a reader fetches the raw result
    std::string triage_url;      // where triage.toml is edited; empty: on the HEAD of the repository
    std::vector<std::string> archived_branches;  // patterns: no entry in navigation and lists, their pages stay
    std::string notice;                          // shown on every page, "Synthetic data: ..."; empty: none
    std::string templates_directory;  // files here replace the built-in templates of the same name; empty: none
    std::string assets_directory;     // likewise for the stylesheet and the script
    model::Time now{};                // for freshness only; never changes a number
};

}  // namespace benchfolio::site
