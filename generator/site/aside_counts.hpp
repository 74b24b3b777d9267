// How many tags, branches, pull requests and requests by hand have results that are in no trend.
#pragma once

#include <cstddef>
#include <string>

#include "model/run.hpp"
#include "site/site.hpp"

namespace benchfolio::site {

struct AsideCounts {
    std::size_t tags = 0, branches = 0, pull_requests = 0, manual = 0, archived = 0;  // branches: without the archived
    std::size_t shown() const { return tags + branches + pull_requests + manual; }
};
AsideCounts counts_of_asides(const Content& content);

// "3 branches, 2 manual results, 5 tags"; empty where there is none.
std::string in_words(const AsideCounts& counts);

// A branch that is over: out of sight, not lost.
bool is_archived(const Options& options, const model::Purpose& purpose);

}  // namespace benchfolio::site
