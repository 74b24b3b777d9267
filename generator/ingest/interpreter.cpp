#include "ingest/interpreter.hpp"

#include "ingest/measured_commit.hpp"
#include "ingest/testbeds.hpp"

namespace benchfolio::ingest {
namespace {

// Places inside the file are the reader's to look up; "path.NAME" is a field of the path.
constexpr std::string_view path_prefix = "path.";

model::Suite configured_suite(const RecordedRun& recorded, const std::map<std::string, std::string>& path_fields,
                              const Options& options) {
    if (!options.suite_from.starts_with(path_prefix)) return recorded.suite_text;
    const auto field = path_fields.find(options.suite_from.substr(path_prefix.size()));
    return field == path_fields.end() ? std::nullopt : std::optional{field->second};
}

}  // namespace

formats::Wanted wanted(const Options& options) {
    const bool in_path = options.suite_from.starts_with(path_prefix);
    return {.commit = options.commit_from, .suite = in_path ? "" : options.suite_from};
}

Interpreter::Interpreter(const Options& options) : options_(options), paths_(options.path_pattern) {}

Interpreter::Interpreted Interpreter::operator()(const RecordedRun& recorded) const {
    Interpreted found{recorded.run, {}};
    const auto fields = paths_.match(recorded.run.file);
    if (const auto cpu = fields.find("cpu"); cpu != fields.end() && !found.run.machine.cpu_brand)
        found.run.machine.cpu_brand = cpu->second;
    if (!options_.commit_from.empty()) found.run.commit = commit_of_version(recorded.commit_text.value_or(""));
    if (const auto suite = configured_suite(recorded, fields, options_)) found.run.suite = suite;
    found.dimensions = dimensions_of(found.run, fields, options_);
    return found;
}

}  // namespace benchfolio::ingest
