#include "ingest/interpreter.hpp"

#include <algorithm>
#include <set>

#include "ingest/measured_commit.hpp"
#include "ingest/partitions.hpp"
#include "ingest/testbeds.hpp"

namespace benchfolio::ingest {
namespace {

// Places inside the file are the reader's to look up; "path.NAME" is a field of the path.
constexpr std::string_view path_prefix = "path.";

template <typename Fields>
std::optional<std::string> field(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() ? std::nullopt : std::optional{found->second};
}

// The parts of a path that say what its run was made for, by the names that they have as folders and in a pattern.
template <typename Fields>
Hints said_in(const Fields& fields) {
    return {field(fields, "kind"), field(fields, "ref"), field(fields, "owner")};
}

}  // namespace

formats::Wanted wanted(const Options& options) {
    std::set<std::string> places;
    const auto want = [&](const std::string& place) {
        if (!place.empty() && !place.starts_with(path_prefix)) places.insert(place);
    };
    for (const std::string* place :
         {&options.commit_from, &options.suite_from, &options.kind_from, &options.ref_from, &options.owner_from})
        want(*place);
    for (const auto& [dimension, place] : options.dimension_places) want(place);
    return {.places = {places.begin(), places.end()}, .measures = options.measures};
}

std::optional<std::string> Interpreter::text_at(const std::string& place, const RecordedRun& recorded,
                                                const PathFields& path_fields) const {
    if (place.starts_with(path_prefix)) {
        const auto field = path_fields.find(place.substr(path_prefix.size()));
        return field == path_fields.end() ? std::nullopt : std::optional{field->second};
    }
    const auto found = std::ranges::lower_bound(places_, place);
    if (found == places_.end() || *found != place) return std::nullopt;
    return recorded.texts.at(static_cast<std::size_t>(found - places_.begin()));
}

Interpreter::Interpreter(const Options& options)
    : options_(options), paths_(options.path_pattern), places_(wanted(options).places) {}

Interpreter::Interpreted Interpreter::operator()(const RecordedRun& recorded) const {
    Interpreted found{recorded.run, {}, {}};
    const auto fields = paths_.match(recorded.run.file);
    if (const auto cpu = fields.find("cpu"); cpu != fields.end() && !found.run.machine.cpu_brand)
        found.run.machine.cpu_brand = cpu->second;
    if (!options_.commit_from.empty())
        found.run.commit = commit_of_version(text_at(options_.commit_from, recorded, fields).value_or(""));
    if (const auto suite = text_at(options_.suite_from, recorded, fields)) found.run.suite = suite;
    found.dimensions = dimensions_of(found.run, with_declared(fields, recorded), options_);
    found.stated = stated(recorded, fields, found.run);
    return found;
}

// Where its branch began is told by a folder, too, for files that do not say.
Stated Interpreter::stated(const RecordedRun& recorded, const PathFields& path_fields, model::Run& run) const {
    const auto folders = partitions_of(run.file);
    if (const auto start = field(folders, "start"); start && run.commit && !run.commit->merge_base)
        run.commit->merge_base = start;
    const auto at = [&](const std::string& place) {
        return place.empty() ? std::nullopt : text_at(place, recorded, path_fields);
    };
    return stated_of(run, {at(options_.kind_from), at(options_.ref_from), at(options_.owner_from)}, said_in(folders),
                     said_in(path_fields));
}

Interpreter::PathFields Interpreter::with_declared(const PathFields& fields, const RecordedRun& recorded) const {
    PathFields all = fields;
    for (const auto& [dimension, place] : options_.dimension_places) {
        const auto in_file = text_at(place, recorded, fields);
        all[dimension] = in_file ? *in_file : environment_value(recorded.run, place);
    }
    return all;
}

Comparable comparable(Interpreter::Interpreted of) {
    return {of.stated.seems_aside(), std::move(of.dimensions)};
}

}  // namespace benchfolio::ingest
