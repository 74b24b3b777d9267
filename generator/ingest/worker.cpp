#include "ingest/worker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "archive/unreadable.hpp"
#include "formats/gzip.hpp"
#include "formats/syntax.hpp"
#include "ingest/measured_commit.hpp"
#include "ingest/testbeds.hpp"
#include "stats/summary.hpp"

namespace benchfolio::ingest {
namespace {

model::Rejection broken(std::string reason) {
    return {.file = {}, .kind = model::RejectionKind::broken, .reason = std::move(reason), .where = {}, .bytes = 0};
}

// Places inside the file are the reader's to look up; "path.NAME" is a field of the path.
constexpr std::string_view path_prefix = "path.";

formats::Wanted wanted(const Options& options) {
    const bool in_path = options.suite_from.starts_with(path_prefix);
    return {.commit = options.commit_from, .suite = in_path ? "" : options.suite_from};
}

model::Suite configured_suite(const formats::ParsedRun& parsed, const std::map<std::string, std::string>& path_fields,
                              const Options& options) {
    if (!options.suite_from.starts_with(path_prefix)) return parsed.suite_text;
    const auto field = path_fields.find(options.suite_from.substr(path_prefix.size()));
    return field == path_fields.end() ? std::nullopt : std::optional{field->second};
}

model::Summary summary_of(std::span<const double> ascending) {
    const auto found = stats::summarise(ascending);
    if (!found) return {};
    model::Summary summary;
    summary.n = static_cast<std::uint32_t>(found->n);
    summary.from_samples = true;
    summary.mean = found->mean;
    summary.stddev = found->standard_deviation.value_or(model::absent);
    summary.min = found->min;
    summary.q1 = found->q1;
    summary.median = found->median;
    summary.q3 = found->q3;
    summary.max = found->max;
    summary.whisker_low = found->whisker_low;
    summary.whisker_high = found->whisker_high;
    return summary;
}

// At most `newest_samples_kept` of the values, evenly spread over their ranks, the least and the greatest among them.
void keep_evenly(std::span<const double> ascending, std::vector<double>& kept) {
    const std::size_t count = std::min(ascending.size(), model::newest_samples_kept);
    kept.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        kept[i] = ascending[count == 1 ? 0 : i * (ascending.size() - 1) / (count - 1)];
}

}  // namespace

std::string printable(std::string_view name) {
    std::string text;
    while (!name.empty()) {
        const std::size_t sound = formats::first_invalid_utf8(name).value_or(name.size());
        text += name.substr(0, sound);
        name.remove_prefix(sound);
        if (name.empty()) break;
        text += fmt::format("\\x{:02x}", static_cast<unsigned char>(name.front()));
        name.remove_prefix(1);
    }
    return text;
}

Worker::Worker(const archive::ObjectStore& store, const Options& options)
    : store_(store), options_(options), paths_(options.path_pattern), reader_(wanted(options)) {}

std::uint64_t Worker::read(const archive::Object& object) {
    stored_.clear();
    try {
        read_stored(object);
    } catch (const archive::Unreadable& error) {
        reject(object, broken(error.what()));
    }
    return stored_.size();
}

void Worker::read_stored(const archive::Object& object) {
    if (object.bytes > formats::largest_file) return reject(object, broken("the file is larger than 2 GiB"));
    archive::Object read = object;
    if (!store_.get(read, stored_)) return;
    const bool compressed = formats::is_gzip(stored_);
    std::string& text = compressed ? inflated_ : stored_;
    if (compressed)
        if (auto damage = formats::gunzip(stored_, inflated_, formats::largest_file))
            return reject(object, broken(std::move(*damage)));
    auto outcome = reader_.read(text);
    if (auto* rejection = std::get_if<model::Rejection>(&outcome)) return reject(object, std::move(*rejection));
    if (auto* failure = std::get_if<model::Failure>(&outcome)) return keep_failure(object, std::move(*failure));
    keep(object, text, std::move(std::get<std::vector<formats::ParsedRun>>(outcome)));
}

void Worker::reject(const archive::Object& object, model::Rejection rejection) {
    rejection.file = printable(object.key);
    rejection.bytes = object.bytes;
    rejections.push_back(std::move(rejection));
}

void Worker::keep_failure(const archive::Object& object, model::Failure failure) {
    failure.file = printable(object.key);
    failure.bytes = object.bytes;
    failures.push_back(std::move(failure));
}

void Worker::keep(const archive::Object& object, const std::string& text, std::vector<formats::ParsedRun> parsed) {
    FoundRun found;
    found.digest = model::sha256(text);
    for (formats::ParsedRun& each : parsed) {
        found.run = std::move(each.run);
        found.run.file = printable(object.key);
        found.run.bytes = text.size();
        found.run.id = model::compact_stamp(found.run.time) + "-" + model::hex(found.digest, 8);
        keep_run(found, std::move(each));
        ++found.ordinal;
    }
}

void Worker::keep_run(FoundRun found, formats::ParsedRun parsed) {
    const auto number = static_cast<std::uint32_t>(runs.size());
    const auto fields = paths_.match(found.run.file);
    if (const auto cpu = fields.find("cpu"); cpu != fields.end() && !found.run.machine.cpu_brand)
        found.run.machine.cpu_brand = cpu->second;
    if (!options_.commit_from.empty()) found.run.commit = commit_of_version(parsed.commit_text.value_or(""));
    if (const auto suite = configured_suite(parsed, fields, options_)) found.run.suite = suite;
    found.dimensions = dimensions_of(found.run, fields, options_);
    found.omitted = std::move(parsed.omitted);
    runs.push_back(std::move(found));
    for (const formats::Row& row : parsed.rows) keep_row(row, parsed.samples, number);
}

void Worker::keep_row(const formats::Row& row, std::vector<double>& samples, std::uint32_t run) {
    points.benchmark.push_back(row.benchmark);
    points.measure.push_back(row.measure);
    keep_definition(row, run);
    if (row.samples == 0) return points.columns.append(run, row.summary);
    const std::span<double> own = std::span{samples}.subspan(row.first_sample, row.samples);
    std::ranges::sort(own);
    points.columns.append(run, summary_of(own));
    keep_newest(row, own, run);
}

void Worker::keep_definition(const formats::Row& row, std::uint32_t run) {
    if (row.benchmark >= definitions.size()) definitions.resize(row.benchmark + 1);
    NewestDefinition& newest_so_far = definitions[row.benchmark];
    if (newest_so_far.definition && runs[run].age() < runs[newest_so_far.run].age()) return;
    newest_so_far = {run, row.definition};
}

void Worker::keep_newest(const formats::Row& row, std::span<const double> ascending, std::uint32_t run) {
    const auto [at, first] = newest.try_emplace({row.benchmark, row.measure, testbed_of(runs[run])});
    if (!first && runs[run].age() < runs[at->second.run].age()) return;
    at->second.run = run;
    keep_evenly(ascending, at->second.values);
}

std::uint32_t Worker::testbed_of(const FoundRun& run) {
    return testbeds_.emplace(run.dimensions, static_cast<std::uint32_t>(testbeds_.size())).first->second;
}

}  // namespace benchfolio::ingest
