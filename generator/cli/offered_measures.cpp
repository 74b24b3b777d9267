#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "archive/unreadable.hpp"
#include "cli/findings.hpp"
#include "formats/gzip.hpp"
#include "formats/reader.hpp"

namespace benchfolio::cli {
namespace {

constexpr std::size_t most_named = 12;  // of a file; one rule with a star takes more at once

// The newest file of each format, since what a suite records it records every night.
std::map<std::string, std::string> newest_files(const model::History& history) {
    std::map<std::string, std::string> files;
    for (const model::Run& run : history.runs) files[run.format.substr(0, run.format.find(' '))] = run.file;
    for (const model::Rejection& rejection : history.rejections)
        if (rejection.reason.find("[[measure]]") != std::string::npos) files["pystats"] = rejection.file;
    return files;
}

std::set<std::string, std::less<>> offers_of(const archive::ObjectStore& store, const std::string& file,
                                             const config::Config& config) {
    archive::Object object{file, 0, {}};
    std::string stored, text;
    try {
        if (!store.get(object, stored)) return {};
    } catch (const archive::Unreadable&) {
        return {};  // it was read a moment ago; a suggestion is not worth a failure
    }
    if (!formats::is_gzip(stored))
        text.swap(stored);
    else if (formats::gunzip(stored, text, formats::largest_file))
        return {};
    formats::Reader reader{{.places = {}, .measures = config.ingest.measures, .offers = true}};
    static_cast<void>(reader.read(text, file));
    return reader.offers();
}

// Lines for the configuration.
std::string rules_for(const std::set<std::string, std::less<>>& places) {
    std::string lines = "in the configuration:";
    std::size_t named = 0;
    for (const std::string& place : places) {
        if (named++ == most_named) break;
        lines += fmt::format("\n[[measure]]\nfrom = \"{}\"", place);
    }
    return lines;
}

}  // namespace

std::vector<Finding> offered_measures(const model::History& history, const archive::ObjectStore& store,
                                      const config::Config& config) {
    std::vector<Finding> all;
    if (store.holds() != archive::Holds::results) return all;
    for (const auto& [format, file] : newest_files(history)) {
        const auto places = offers_of(store, file, config);
        if (places.empty()) continue;
        const std::string what = places.size() == 1
                                     ? "a number beside the times could be a measure"
                                     : fmt::format("{} numbers beside the times could be measures", places.size());
        all.push_back({FindingKind::suggestion, "measures", what, file, rules_for(places)});
    }
    return all;
}

}  // namespace benchfolio::cli
