// What was asked for on the command line.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "model/time.hpp"

namespace benchfolio::cli {

enum class Colour { automatic, always, never };

// How to talk to the person, of every command.
struct Appearance {
    Colour colour = Colour::automatic;
    bool quiet = false;  // no progress; results and errors still come
};

struct Build {
    std::string archive, out;
    std::optional<std::string> config, templates;
    unsigned jobs = 1;
    std::optional<model::Time> now;  // nothing: the clock's
    bool strict = false;
};

struct Check {
    std::string archive;
    std::optional<std::string> config;
    unsigned jobs = 1;
    bool json = false;
};

struct Init {
    std::string config = "benchfolio.toml";  // the file to write
};

// --help, --version: the text is the result.
struct Answer {
    std::string text;
};

using Command = std::variant<Answer, Build, Check, Init>;

// Throws model::Error (usage) with the nearest known word as a hint. `appearance` is set as far as the arguments could
// be read even then, so that the error looks as asked for.
Command parse(int argc, const char* const* argv, Appearance& appearance);

}  // namespace benchfolio::cli
