// Other programs: started without a shell, waited for.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::system {

// Takes what goes to the program's standard input, piece by piece; a program that has stopped reading is no error here.
using Write = std::function<void(std::string_view)>;

struct Command {
    std::vector<std::string> arguments;                             // the first is looked up in PATH
    std::string folder;                                             // where it runs; empty: here
    std::map<std::string, std::optional<std::string>> environment;  // on top of ours; nothing: taken away
    std::function<void(const Write&)> input;                        // empty: nothing to read
};

struct Outcome {
    int status = 0;  // exit code; 128 + the signal that ended it
    std::string out, err;
};

// Throws model::Error (storage) when the program cannot be started.
Outcome run(const Command& command);

}  // namespace benchfolio::system
