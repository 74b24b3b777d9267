// Names of benchmarks that end with their arguments, as Google Benchmark writes them:
// "Prefix/BM_Copy/8/bytes:512/threads:4".
#pragma once

#include <string_view>
#include <vector>

namespace benchfolio::model {

// The name without its arguments, "Prefix/BM_Copy". Arguments are numbers, `name:value`, and the words that say which
// time was taken ("real_time"), each behind a slash, up to the end of the name.
std::string_view without_arguments(std::string_view name);

// The arguments in order: "8", "bytes:512", "threads:4".
std::vector<std::string_view> arguments_of(std::string_view name);

}  // namespace benchfolio::model
