// What was asked for on the command line.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "archive/access.hpp"
#include "model/time.hpp"
#include "publish/branch.hpp"

namespace benchfolio::cli {

enum class Colour { automatic, always, never };

// How to talk to the person, of every command.
struct Appearance {
    Colour colour = Colour::automatic;
    bool quiet = false;  // no progress; results and errors still come
};

// The archive and how it is read, of every command that reads one.
struct Source {
    std::string archive;
    archive::Access access;
    std::optional<std::string> config;
    std::optional<std::string> cache;  // the folder; nothing: the user's cache, empty: none
    unsigned jobs = 1;
};

// What pages are made with, besides the archive.
struct Look {
    std::optional<std::string> templates, assets;
    std::optional<model::Time> now;  // nothing: the clock's
};

struct Build {
    Source source;
    Look look;
    std::string out;
    std::optional<std::string> summary;  // a file that gets a Markdown account of this night appended
    bool strict = false;
};

struct Check {
    Source source;
    bool json = false;
};

struct Init {
    std::string config = "benchfolio.toml";  // the file to write
};

// What could not be measured, for `upload --failed`.
struct FailedNight {
    std::string outcome;  // "failure", "cancelled", "timed_out"
    std::optional<std::string> workflow, url, commit;
    std::optional<model::Time> time;  // nothing: the clock's
};

struct Upload {
    std::vector<std::string> files;
    std::string archive;
    archive::Access access;
    std::optional<std::string> config;  // where the measured commit stands
    std::string folder;                 // below the archive, where the files belong; empty: its root
    std::optional<FailedNight> failed;
    bool dry_run = false;
};

struct Publish {
    publish::BranchOptions options;
};

struct Serve {
    Source source;
    Look look;
    unsigned short port = 1111;
    bool open = false;
};

// --help, --version: the text is the result.
struct Answer {
    std::string text;
};

using Command = std::variant<Answer, Build, Check, Init, Upload, Publish, Serve>;

// Throws model::Error (usage) with the nearest known word as a hint. `appearance` is set as far as the arguments could
// be read even then, so that the error looks as asked for.
Command parse(int argc, const char* const* argv, Appearance& appearance);

}  // namespace benchfolio::cli
