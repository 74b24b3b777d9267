// The process's environment variables, behind a function so that tests bring their own.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace benchfolio::system {

// The value of a variable; nothing where it is not set or empty.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

Environment process_environment();

// Where caches belong: XDG_CACHE_HOME, else ~/.cache (https://specifications.freedesktop.org/basedir-spec/latest/).
// Nothing where neither is known.
std::optional<std::string> cache_home(const Environment& environment);

}  // namespace benchfolio::system
