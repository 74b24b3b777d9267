#include "ingest/worker.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/gzip.hpp"
#include "formats/syntax.hpp"
#include "model/run_id.hpp"
#include "model/significant.hpp"
#include "stats/summary.hpp"

namespace benchfolio::ingest {
namespace {

model::Rejection broken(std::string reason) {
    return {.file = {}, .kind = model::RejectionKind::broken, .reason = std::move(reason), .where = {}, .bytes = 0};
}

// About 30 MB of columns: what a block of the cache takes in memory and on the disk.
constexpr std::size_t enough_rows = 400'000;

// To the digits that are published, so that a site built from those files is the same.
model::Summary significant(model::Summary summary) {
    for (double* number : {&summary.mean, &summary.stddev, &summary.min, &summary.q1, &summary.median, &summary.q3,
                           &summary.max, &summary.whisker_low, &summary.whisker_high})
        *number = model::significant(*number);
    return summary;
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

Worker::Worker(const Options& options) : interpreter_(options), reader_(wanted(options)) {}

void Worker::read(Fetched& fetched) {
    block_.sources.push_back({fetched.object});
    if (fetched.refused) {
        reject(broken(*fetched.refused));
    } else {
        read_stored(fetched.bytes);
    }
    if (block_.points.columns.size() >= enough_rows) finish_block();
}

void Worker::read_stored(std::string& stored) {
    const bool compressed = formats::is_gzip(stored);
    std::string& text = compressed ? inflated_ : stored;
    if (compressed)
        if (auto damage = formats::gunzip(stored, inflated_, formats::largest_file))
            return reject(broken(std::move(*damage)));
    auto outcome = reader_.read(text, object().key);
    if (auto* rejection = std::get_if<model::Rejection>(&outcome)) return reject(std::move(*rejection));
    if (auto* failure = std::get_if<model::Failure>(&outcome)) return keep_failure(std::move(*failure));
    keep(text, std::move(std::get<std::vector<formats::ParsedRun>>(outcome)));
}

void Worker::reject(model::Rejection rejection) {
    rejection.file = printable(object().key);
    rejection.bytes = object().bytes;
    block_.rejections.push_back({source(), std::move(rejection)});
}

void Worker::keep_failure(model::Failure failure) {
    failure.file = printable(object().key);
    failure.bytes = object().bytes;
    block_.failures.push_back({source(), std::move(failure)});
}

void Worker::keep(const std::string& text, std::vector<formats::ParsedRun> parsed) {
    RecordedRun recorded;
    recorded.source = source();
    recorded.digest = model::sha256(text);
    for (formats::ParsedRun& each : parsed) {
        recorded.run = std::move(each.run);
        recorded.run.file = printable(object().key);
        recorded.run.bytes = text.size();
        recorded.run.id = model::run_id(recorded.run.time, recorded.digest);
        recorded.texts = std::move(each.texts);
        recorded.omitted = std::move(each.omitted);
        keep_run(recorded, each);
        ++recorded.ordinal;
    }
}

void Worker::keep_run(RecordedRun recorded, formats::ParsedRun& parsed) {
    const auto next = static_cast<std::uint32_t>(testbeds_.size());
    Comparable of = comparable(interpreter_(recorded));
    Belonging belonging{of.seems_aside, 0};
    belonging.testbed = testbeds_.emplace(std::move(of), next).first->second;
    block_.runs.push_back(std::move(recorded));
    for (const formats::Row& row : parsed.rows)
        keep_row(row, std::span{parsed.samples}.subspan(row.first_sample, row.samples), belonging);
}

void Worker::keep_row(const formats::Row& row, std::span<double> samples, const Belonging& belonging) {
    const auto run = static_cast<std::uint32_t>(block_.runs.size() - 1);
    Points& points = block_.points;
    points.benchmark.push_back(row.benchmark);
    points.measure.push_back(row.measure);
    newest_.define(block_, row.benchmark, run, belonging.seems_aside, row.definition);
    if (samples.empty()) return points.columns.append(run, significant(row.summary));
    sort_(samples);
    points.columns.append(run, significant(summary_of(samples)));
    newest_.sample(block_, static_cast<std::uint32_t>(points.columns.size() - 1), belonging.testbed, samples);
}

void Worker::finish_block() {
    const formats::Catalog& catalog = reader_.catalog();
    block_.benchmarks.assign(catalog.benchmarks().begin(), catalog.benchmarks().end());
    block_.measures = catalog.measures();
    block_.points.arrange(block_.benchmarks.size());
    newest_.move_to(block_);
    full_.push_back(std::move(block_));
    block_ = {};
}

std::vector<Block> Worker::take() {
    if (!block_.is_empty()) finish_block();
    return std::move(full_);
}

}  // namespace benchfolio::ingest
