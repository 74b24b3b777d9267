#include "cli/upload_parcel.hpp"

#include <fmt/format.h>

#include <set>

#include "cli/console.hpp"
#include "formats/gzip.hpp"
#include "ingest/measured_commit.hpp"
#include "model/error.hpp"
#include "model/run_id.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

[[noreturn]] void refuse(const std::string& file, const model::Rejection& rejection) {
    throw Error(ExitCode::broken_files, std::string{name_of(rejection.kind)}, rejection.reason,
                rejection.where.empty() ? file : fmt::format("{}: {}", file, rejection.where), "nothing was stored");
}

std::string line(std::string_view what, std::string_view text) {
    return fmt::format("  {:<11} {}\n", what, text);
}

std::string commit_text(const std::optional<model::Commit>& commit) {
    if (!commit) return "not recorded";
    return commit->id + (commit->branch ? " on " + *commit->branch : "") + (commit->dirty ? ", with changes" : "");
}

std::string omitted_lines(const std::vector<formats::Omitted>& omitted) {
    std::string text;
    for (const formats::Omitted& part : omitted) text += line("left out", part.benchmark + ": " + part.reason);
    return text;
}

Parcel describe(const model::Failure& failure, const model::Digest& digest) {
    Parcel parcel;
    parcel.name = "failed-" + model::run_id(failure.time, digest);
    parcel.seen = line("outcome", failure.outcome) + line("time", model::iso8601(failure.time));
    if (failure.workflow) parcel.seen += line("workflow", *failure.workflow);
    if (failure.url) parcel.seen += line("log", *failure.url);
    if (failure.commit) parcel.seen += line("commit", *failure.commit);
    return parcel;
}

// Of a run id, which begins with the year; of a failed night's name likewise, behind a word.
std::string in_its_year(const std::string& name, bool compressed) {
    const std::size_t year = name.starts_with("failed-") ? std::string_view{"failed-"}.size() : 0;
    return fmt::format("{}/{}{}", name.substr(year, 4), name, compressed ? ".json.gz" : ".json");
}

}  // namespace

std::string& text_of(const std::string& file, std::string& bytes, std::string& inflated) {
    if (!formats::is_gzip(bytes)) return bytes;
    if (auto damage = formats::gunzip(bytes, inflated, formats::largest_file)) {
        model::Rejection rejection;
        rejection.reason = std::move(*damage);
        refuse(file, rejection);
    }
    return inflated;
}

ParcelReader::ParcelReader(const ingest::Options& options) : options_(options), reader_({{options.commit_from}}) {}

Parcel ParcelReader::read(const std::string& file, std::string& bytes) {
    std::string& text = text_of(file, bytes, inflated_);
    const model::Digest digest = model::sha256(text);
    auto outcome = reader_.read(text);
    if (const auto* rejection = std::get_if<model::Rejection>(&outcome)) refuse(file, *rejection);
    const auto* failure = std::get_if<model::Failure>(&outcome);
    Parcel parcel = failure ? cli::describe(*failure, digest)
                            : describe(std::get<std::vector<formats::ParsedRun>>(outcome).front(), digest);
    parcel.compressed = formats::is_gzip(bytes);
    parcel.name = in_its_year(parcel.name, parcel.compressed);
    parcel.file = file;
    parcel.digest = digest;
    return parcel;
}

Parcel ParcelReader::describe(const formats::ParsedRun& parsed, const model::Digest& digest) {
    const auto commit =
        options_.commit_from.empty() ? parsed.run.commit : ingest::commit_of_version(parsed.texts.front().value_or(""));
    Parcel parcel;
    parcel.name = model::run_id(parsed.run.time, digest);
    parcel.seen = line("format", parsed.run.format) + line("time", model::iso8601(parsed.run.time)) +
                  line("commit", commit_text(commit)) +
                  line("CPU", parsed.run.machine.cpu_brand.value_or("not recorded")) +
                  line("benchmarks", benchmarks_text(parsed)) + omitted_lines(parsed.omitted);
    return parcel;
}

// "26, 2 measures: a, b, c and 23 more"
std::string ParcelReader::benchmarks_text(const formats::ParsedRun& parsed) {
    constexpr std::size_t shown = 3;
    std::set<std::uint32_t> benchmarks, measures;
    std::string names;
    for (const formats::Row& row : parsed.rows) {
        measures.insert(row.measure);
        if (!benchmarks.insert(row.benchmark).second || benchmarks.size() > shown) continue;
        names += (names.empty() ? ": " : ", ") + reader_.catalog().benchmarks()[row.benchmark];
    }
    if (benchmarks.size() > shown) names += fmt::format(" and {} more", grouped(benchmarks.size() - shown));
    return fmt::format("{}, {}{}", grouped(benchmarks.size()), counted(measures.size(), "measure", "measures"), names);
}

}  // namespace benchfolio::cli
