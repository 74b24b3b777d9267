// Renamed benchmarks and groups: old and new names are one history.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace benchfolio::ingest {

// The name that the first matching pattern gives, `*` for `*`; the name itself where none matches.
std::string renamed(const std::vector<std::pair<std::string, std::string>>& aliases, const std::string& name);

}  // namespace benchfolio::ingest
