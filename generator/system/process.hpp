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
    std::vector<std::string> arguments;                                  // the first is looked up in PATH
    std::string folder = {};                                             // where it runs; empty: here
    std::map<std::string, std::optional<std::string>> environment = {};  // on top of ours; nothing: taken away
    std::function<void(const Write&)> input = {};                        // empty: nothing to read
    std::function<bool()> cancelled = {};  // asked ten times a second; where it says so, the program is ended
};

struct Outcome {
    int status = 0;  // exit code; 128 + the signal that ended it
    std::string out, err;
};

// Waits for the program itself, not for what it left running in the background. The program stays in our process group,
// so that it may ask on the terminal and Ctrl-C reaches it. Throws model::Error: (storage) when it cannot be started,
// (interrupted) when it was cancelled; whatever is thrown, the program has ended by then.
Outcome run(const Command& command);

}  // namespace benchfolio::system
