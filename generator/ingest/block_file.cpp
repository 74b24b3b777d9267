#include "ingest/block_file.hpp"

#include <algorithm>
#include <cstring>

#include "ingest/checksum.hpp"
#include "ingest/coder.hpp"

namespace benchfolio {

// What is kept of each struct, in this order. Found by the coders through the namespaces of the arguments.
namespace archive {
using ingest::Is;
auto fields(Is<Object> auto& object) {
    return std::tie(object.key, object.bytes, object.version);
}
}  // namespace archive

namespace model {
using ingest::Is;
auto fields(Is<Commit> auto& commit) {
    return std::tie(commit.id, commit.branch, commit.time, commit.dirty, commit.merge_base, commit.fork);
}
auto fields(Is<Machine> auto& machine) {
    return std::tie(machine.cpu_brand, machine.host, machine.architecture, machine.system, machine.release,
                    machine.cores, machine.memory_bytes, machine.details);
}
auto fields(Is<Run> auto& run) {
    return std::tie(run.id, run.time, run.file, run.bytes, run.format, run.commit, run.machine, run.environment,
                    run.suite);
}
auto fields(Is<Rejection> auto& rejection) {
    return std::tie(rejection.file, rejection.kind, rejection.reason, rejection.where, rejection.bytes);
}
auto fields(Is<Failure> auto& failure) {
    return std::tie(failure.time, failure.file, failure.outcome, failure.workflow, failure.url, failure.commit,
                    failure.bytes);
}
auto fields(Is<Measure> auto& measure) {
    return std::tie(measure.name, measure.unit, measure.direction);
}
auto fields(Is<Nested> auto& nested) {
    return std::tie(nested.json);
}
auto fields(Is<Parameter> auto& parameter) {
    return std::tie(parameter.name, parameter.value);
}
}  // namespace model

namespace formats {
using ingest::Is;
auto fields(Is<Omitted> auto& omitted) {
    return std::tie(omitted.benchmark, omitted.reason);
}
auto fields(Is<Definition> auto& definition) {
    return std::tie(definition.group, definition.parameters, definition.tags);
}
}  // namespace formats

namespace ingest {

auto fields(Is<Label> auto& label) {
    return std::tie(label.archive, label.reader);
}
auto fields(Is<Source> auto& source) {
    return std::tie(source.object);
}
auto fields(Is<RecordedRun> auto& run) {
    return std::tie(run.source, run.run, run.digest, run.ordinal, run.texts, run.omitted);
}
auto fields(Is<RecordedRejection> auto& recorded) {
    return std::tie(recorded.source, recorded.rejection);
}
auto fields(Is<RecordedFailure> auto& recorded) {
    return std::tie(recorded.source, recorded.failure);
}
auto fields(Is<RecordedDefinition> auto& recorded) {
    return std::tie(recorded.benchmark, recorded.run, recorded.definition);
}
auto fields(Is<KeptSamples> auto& samples) {
    return std::tie(samples.rows, samples.ends, samples.values);
}

// All of a block but its rows.
auto fields(Is<Block> auto& block) {
    return std::tie(block.sources, block.runs, block.rejections, block.failures, block.benchmarks, block.measures,
                    block.definitions, block.samples);
}

namespace {

constexpr std::string_view magic = "benchfolio block 1\n";
constexpr std::size_t row_bytes = 90;  // at most, of all columns

// Rows of one run are adjacent, so how many it has says of which run each is.
std::vector<std::uint32_t> rows_of_runs(const Block& block) {
    std::vector<std::uint32_t> counts(block.runs.size());
    for (const std::uint32_t run : block.points.columns.run) ++counts[run];
    return counts;
}

void put_points(Encoder& encoder, const Block& block) {
    const std::vector<std::uint32_t> counts = rows_of_runs(block);
    const ColumnViews views = block.points.views();
    encoder.put(block.points.benchmark);
    encoder.put_column(ColumnView{block.points.measure}, block.points.size());
    encoder.put_column(ColumnView{counts}, counts.size());
    std::apply([&](const auto&... column) { (encoder.put_column(column, block.points.size()), ...); }, cells(views));
}

void get_points(Decoder& decoder, Block& block, std::shared_ptr<const void> file) {
    Points& points = block.points;
    decoder.get(points.benchmark);
    const std::size_t rows = points.benchmark.size();
    decoder.get_column(points.measure, rows);
    std::vector<std::uint32_t> counts;
    decoder.get_column(counts, block.runs.size());
    points.columns.run.reserve(rows);
    for (std::uint32_t run = 0; run < counts.size(); ++run) {
        Decoder::require(counts[run] <= rows - points.columns.run.size());
        points.columns.run.insert(points.columns.run.end(), counts[run], run);
    }
    Decoder::require(points.columns.run.size() == rows);
    ColumnViews& views = points.packed.emplace(PackedColumns{std::move(file), {}}).columns;
    std::apply([&](auto&... view) { (decoder.see_column(view, rows), ...); }, cells(views));
}

template <typename T>
void require_below(const std::vector<T>& numbers, std::size_t end) {
    Decoder::require(std::ranges::all_of(numbers, [&](T number) { return number < end; }));
}

template <typename T>
void require_below(const std::vector<T>& values, std::uint32_t T::*number, std::size_t end) {
    Decoder::require(std::ranges::all_of(values, [&](const T& value) { return value.*number < end; }));
}

void require_sound(const KeptSamples& samples, std::size_t rows) {
    require_below(samples.rows, rows);
    Decoder::require(samples.ends.size() == samples.rows.size());
    Decoder::require(std::ranges::is_sorted(samples.ends));
    Decoder::require((samples.ends.empty() ? 0 : samples.ends.back()) == samples.values.size());
}

// That every number points at something.
void require_sound(const Block& block) {
    require_below(block.runs, &RecordedRun::source, block.sources.size());
    require_below(block.rejections, &RecordedRejection::source, block.sources.size());
    require_below(block.failures, &RecordedFailure::source, block.sources.size());
    require_below(block.points.benchmark, block.benchmarks.size());
    require_below(block.points.measure, block.measures.size());
    require_below(block.definitions, &RecordedDefinition::benchmark, block.benchmarks.size());
    require_below(block.definitions, &RecordedDefinition::run, block.runs.size());
    require_sound(block.samples, block.points.size());
}

std::string_view view(const std::uint64_t& number) {
    return {reinterpret_cast<const char*>(&number), sizeof number};
}

}  // namespace

std::string encoded(const Block& block, const Label& label, std::uint64_t generation) {
    Encoder encoder;
    encoder.reserve(block.points.size() * row_bytes);
    encoder.put(label);
    encoder.put(generation);
    encoder.put(block);
    put_points(encoder, block);
    std::string bytes = encoder.bytes(magic);
    const std::uint64_t sum = checksum(bytes);
    bytes += view(sum);
    return bytes;
}

std::variant<Decoded, Refusal> decoded(std::string_view bytes, const Label& label, std::shared_ptr<const void> file) {
    std::uint64_t sum = 0;
    if (!bytes.starts_with(magic) || bytes.size() < magic.size() + sizeof sum) return Refusal::damaged;
    const std::string_view content = bytes.substr(0, bytes.size() - sizeof sum);
    std::memcpy(&sum, bytes.data() + content.size(), sizeof sum);
    if (sum != checksum(content)) return Refusal::damaged;
    try {
        Decoder decoder{content.substr(magic.size())};
        Label found;
        decoder.get(found);
        if (found.reader != label.reader) return Refusal::of_other_days;
        if (found.archive != label.archive) return Refusal::of_another;
        Decoded result;
        decoder.get(result.generation);
        decoder.get(result.block);
        get_points(decoder, result.block, std::move(file));
        decoder.require_end();
        require_sound(result.block);
        result.block.points.find_places(result.block.benchmarks.size());
        return result;
    } catch (const Malformed&) {
        return Refusal::damaged;
    }
}

}  // namespace ingest
}  // namespace benchfolio
