// The git program, asked without the surroundings that are not meant for it.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "system/process.hpp"

namespace benchfolio::system {

using Variables = std::map<std::string, std::optional<std::string>>;

// What every git gets: none of the variables of a hook or a trace that happens around us, messages in one language, and
// no question where nobody is there to answer.
Variables plain_surroundings();

struct Git {
    std::string folder;  // where it runs
    Variables variables = plain_surroundings();
    std::function<bool()> cancelled = {};

    // Whatever comes of it. Throws model::Error: (storage) where git cannot be started, (interrupted) where it was
    // cancelled.
    Outcome run(std::vector<std::string> arguments, std::function<void(const Write&)> input = {}) const;
};

}  // namespace benchfolio::system
