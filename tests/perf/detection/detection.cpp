// Runs every method of detection over one archive, read as benchfolio reads it.
//
//     detection ARCHIVE OUT    writes OUT/METHOD.json for each method, in the form of `benchfolio changes --format
//     json`
//                              as far as the scorer reads it, and prints how long each took, as JSON
//     detection --speed SERIES POINTS    prints how long each takes for so many series of so many points
//     detection --time ARCHIVE ROUNDS    prints how long ours takes for an archive, as many times
//
// Every method sees the same series: the estimates of one benchmark, measure and testbed under one version of the
// suite. What a peer finds is confirmed: their tools know nothing in between.
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>

#include <nlohmann/json.hpp>

#include "analysis/analysis.hpp"
#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/estimate.hpp"
#include "archive/object_store.hpp"
#include "ingest/ingest.hpp"
#include "perf/detection/methods.hpp"
#include "perf/detection/speed.hpp"

namespace {

using namespace benchfolio;
using nlohmann::ordered_json;

// Rows of one series that may be compared, without those that have no estimate.
struct Stretch {
    const model::Series* series = nullptr;
    std::vector<std::size_t> rows;
    std::vector<double> estimates;
};

void append_stretches(const model::History& history, const std::vector<double>& estimate, const model::Series& series,
                      std::vector<Stretch>& stretches) {
    const model::Suite* suite = nullptr;
    for (std::size_t row = series.first; row < series.last; ++row) {
        if (!model::present(estimate[row])) continue;
        const model::Run& run = history.runs[history.columns.run[row]];
        if (suite == nullptr || run.suite != *suite) stretches.push_back({&series, {}, {}});
        suite = &run.suite;
        stretches.back().rows.push_back(row);
        stretches.back().estimates.push_back(estimate[row]);
    }
}

std::vector<Stretch> stretches(const model::History& history) {
    const auto estimate = analysis::estimates(history.columns, analysis::Estimate::median).value;
    std::vector<Stretch> result;
    for (const model::Series& series : history.series)
        if (history.testbeds[series.testbed].comparable()) append_stretches(history, estimate, series, result);
    return result;
}

ordered_json change(const model::History& history, const model::Series& series, std::string_view state,
                    std::uint32_t before, std::uint32_t after) {
    return {{"name", history.benchmarks[series.benchmark].name}, {"measure", history.measures[series.measure].name},
            {"testbed", history.testbeds[series.testbed].slug},  {"state", state},
            {"last_run_before", history.runs[before].id},        {"first_run_after", history.runs[after].id}};
}

ordered_json changes_of(const detection::Method& method, const model::History& history,
                        const std::vector<Stretch>& stretches) {
    ordered_json changes = ordered_json::array();
    for (const Stretch& stretch : stretches)
        for (const std::size_t at : method.changes(stretch.estimates))
            changes.push_back(change(history, *stretch.series, "confirmed", history.columns.run[stretch.rows[at - 1]],
                                     history.columns.run[stretch.rows[at]]));
    return changes;
}

ordered_json changes_of_ours(const model::History& history) {
    ordered_json changes = ordered_json::array();
    const auto report = analysis::analyse(history, {});
    for (const analysis::Change& found : report.changes)
        changes.push_back(change(history, history.series[found.series], analysis::name_of(found.state),
                                 found.last_run_before, found.first_run_after));
    return changes;
}

// Of processor time, which other programs on the machine disturb less than the clock's.
template <typename Work>
double seconds(Work work) {
    const std::clock_t begin = std::clock();
    work();
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

// The finding alone, on one core, of each method.
ordered_json times(const model::History& history, const std::vector<Stretch>& stretches) {
    const auto estimate = analysis::estimates(history.columns, analysis::Estimate::median).value;
    const analysis::Options options;  // one job
    const analysis::Context context{history, options, estimate};
    ordered_json result = ordered_json::array();
    result.push_back({{"method", "ours"}, {"seconds", seconds([&] { analysis::detect(context); })}});
    for (const auto& peer : detection::peers()) {
        const auto work = [&] {
            for (const Stretch& stretch : stretches) peer.changes(stretch.estimates);
        };
        result.push_back({{"method", peer.name}, {"seconds", seconds(work)}});
    }
    return {{"series", stretches.size()}, {"points", history.columns.size()}, {"methods", result}};
}

void write(const std::filesystem::path& out, const std::string& method, const ordered_json& changes) {
    std::ofstream(out / (method + ".json"))
        << ordered_json{{"schema_version", 1}, {"changes", changes}}.dump(1) << '\n';
}

ordered_json on_archive(const std::string& archive, const std::filesystem::path& out) {
    const auto history = ingest::ingest(*archive::open(archive), {}, {}).history;
    const auto series = stretches(history);
    std::filesystem::create_directories(out);
    write(out, "ours", changes_of_ours(history));
    for (const auto& peer : detection::peers()) write(out, peer.name, changes_of(peer, history, series));
    return times(history, series);
}

ordered_json on_noise(const std::string& series, const std::string& points) {
    const auto history = detection::history_to_time(std::stoul(series), std::stoul(points));
    return times(history, stretches(history));
}

// Ours alone: some peers take minutes for a large archive.
ordered_json times_of_ours(const std::string& archive, const std::string& rounds) {
    const auto history = ingest::ingest(*archive::open(archive), {}, {}).history;
    const auto estimate = analysis::estimates(history.columns, analysis::Estimate::median).value;
    const analysis::Options options;  // one job
    const analysis::Context context{history, options, estimate};
    ordered_json taken = ordered_json::array();
    for (unsigned long left = std::stoul(rounds); left > 0; --left)
        taken.push_back(seconds([&] { analysis::detect(context); }));
    return {{"points", history.columns.size()}, {"seconds", taken}};
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    try {
        if (arguments.size() == 2)
            std::puts(on_archive(arguments[0], arguments[1]).dump().c_str());
        else if (arguments.size() == 3 && arguments[0] == "--speed")
            std::puts(on_noise(arguments[1], arguments[2]).dump().c_str());
        else if (arguments.size() == 3 && arguments[0] == "--time")
            std::puts(times_of_ours(arguments[1], arguments[2]).dump().c_str());
        else
            return std::fputs("usage: detection ARCHIVE OUT | --speed SERIES POINTS | --time ARCHIVE ROUNDS\n", stderr),
                   2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "detection: %s\n", error.what());
        return 1;
    }
    return 0;
}
