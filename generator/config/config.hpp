// benchfolio.toml -> the options of each room. The reference is what `benchfolio init` writes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/options.hpp"
#include "ingest/options.hpp"
#include "site/options.hpp"

namespace benchfolio::config {

struct Config {
    std::string source;  // the file it came from; empty: defaults
    ingest::Options ingest;
    analysis::Options analysis;
    site::Options site;
};

// Throws model::Error (usage) with file:line:column for broken TOML, an unknown key (naming the nearest known one) or a
// value of the wrong type or range.
Config parse(std::string_view toml, const std::string& file);

// `path` if given; else ./benchfolio.toml if it is there; else the defaults.
Config load(const std::optional<std::string>& path);

// The commented file that `benchfolio init` writes: every key with its default and what it is for.
std::string_view reference();

}  // namespace benchfolio::config
