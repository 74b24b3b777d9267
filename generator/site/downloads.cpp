#include "site/downloads.hpp"

#include <algorithm>
#include <iterator>

#include "model/digest.hpp"
#include "model/percent.hpp"
#include "site/downloads/benchmark_data.hpp"
#include "site/downloads/changes_document.hpp"
#include "site/downloads/comparison_document.hpp"
#include "site/downloads/documents.hpp"
#include "site/routes.hpp"
#include "system/parallel.hpp"

namespace benchfolio::site {
namespace {

// Of the path of a file: the slashes between segments stay.
bool stays(char c) {
    return c == '/' || model::is_unreserved(c);
}

std::string replaced(std::string text, std::string_view name, std::string_view value) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
        text.replace(at, name.size(), value);
    return text;
}

Download deliver(const FileSink& sink, std::string path, std::string what, std::string bytes) {
    Download download{std::move(path), std::move(what), bytes.size(), model::hex(model::sha256(bytes)), std::nullopt};
    sink(download.path, std::move(bytes));
    return download;
}

// JSON and CSV of each benchmark, in this order.
std::vector<Download> render_benchmarks(const Content& content, const FileSink& sink) {
    const auto& benchmarks = content.history.benchmarks;
    std::vector<Download> all(2 * benchmarks.size());
    system::parallel_for(content.options.jobs, benchmarks.size(), [&](unsigned, std::size_t i) {
        const auto index = static_cast<std::uint32_t>(i);
        Download& json = all[2 * i];
        Download& csv = all[2 * i + 1];
        json = deliver(sink, routes::benchmark_data(benchmarks[i]), benchmarks[i].name,
                       downloads::benchmark_json(content, index));
        csv = deliver(sink, routes::benchmark_csv(benchmarks[i]), benchmarks[i].name,
                      downloads::benchmark_csv(content, index));
        json.benchmark = csv.benchmark = index;
    });
    return all;
}

}  // namespace

std::vector<Download> render_downloads(const Content& content, std::span<const ShownComparison> comparisons,
                                       const FileSink& sink) {
    std::vector<Download> all{
        deliver(sink, std::string{routes::runs_data}, "every run, and every file that is not used with its reason",
                downloads::runs_document(content)),
        deliver(sink, std::string{routes::geomean_data}, "geometric means against the baseline, by testbed",
                downloads::geomean_document(content)),
        deliver(sink, std::string{routes::changes_data}, "every change of a level, with its runs and commits",
                downloads::changes_document(content))};
    for (const ShownComparison& shown : comparisons)
        all.push_back(deliver(sink, routes::comparison_data(shown.slug), shown.title,
                              downloads::comparison_document(content, std::span{&shown.result, 1})));
    std::ranges::move(render_benchmarks(content, sink), std::back_inserter(all));
    all.insert(all.begin(),
               deliver(sink, std::string{routes::index_data}, "testbeds, benchmarks and where their data is",
                       downloads::index_document(content, all)));
    return all;
}

std::optional<std::string> raw_url(const Options& options, const model::Run& run) {
    if (options.raw_url.empty()) return std::nullopt;
    return replaced(replaced(options.raw_url, "{id}", run.id), "{file}", model::percent_encoded(run.file, stays));
}

}  // namespace benchfolio::site
