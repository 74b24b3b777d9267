// benchfolio.toml -> the options of each room. The reference is what `benchfolio init` writes.
//
// Pure: which file is read, and reading it, is cli's part. What is not in the file but only on the command line
// (`jobs`, the time of the build) keeps its default here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/options.hpp"
#include "ingest/options.hpp"
#include "site/options.hpp"

namespace benchfolio::config {

struct Config {
    std::string source;  // the file it came from; empty: defaults
    ingest::Options ingest;
    analysis::Options analysis;
    site::Options site;
    // Where `analysis.triage` is to be read from; empty: triage.toml beside the configuration, if it is there.
    std::string triage_file;
};

// Throws model::Error (usage) with file:line:column for broken TOML, an unknown key (naming the nearest known one) or a
// value of the wrong type or range. Relative paths in the file are relative to the folder of `file`.
Config parse(std::string_view toml, const std::string& file);

// The commented file that `benchfolio init` writes: every key with its default or an example, and what it is for. As it
// stands it says the same as no file.
std::string_view reference();

// Every key that `parse` knows, "site.title"; "aliases" where the keys below it are free.
std::vector<std::string> known_keys();

}  // namespace benchfolio::config
