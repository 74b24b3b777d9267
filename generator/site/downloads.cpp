#include "site/downloads.hpp"

#include "analysis/plain_bytes.hpp"
#include "model/digest.hpp"
#include "model/percent.hpp"
#include "site/downloads/aside_documents.hpp"
#include "site/downloads/benchmark_data.hpp"
#include "site/downloads/changes_document.hpp"
#include "site/downloads/comparison_document.hpp"
#include "site/downloads/continuity_document.hpp"
#include "site/downloads/documents.hpp"
#include "site/downloads/effects_document.hpp"
#include "site/downloads/releases_document.hpp"
#include "site/routes.hpp"

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

}  // namespace

Download delivered(const FileSink& sink, std::string path, std::string what, std::string bytes) {
    Download download{std::move(path), std::move(what), bytes.size(), model::hex(model::sha256(bytes)), {}, false};
    sink(download.path, std::move(bytes));
    return download;
}

Downloads::Downloads(const Content& content, std::span<const ShownComparison> comparisons,
                     std::span<const RunText> runs, const FileSink& sink,
                     std::span<const analysis::EffectReport> effects)
    : content_(content), runs_(runs), sink_(sink) {
    shared_ = {{std::string{routes::runs_data}, "every run, and every file that is not used with its reason",
                [&] { return downloads::runs_document(content); }},
               {std::string{routes::geomean_data}, "geometric means against the baseline, by testbed",
                [&] { return downloads::geomean_document(content); }},
               {std::string{routes::changes_data}, "every change of a level, with its runs and commits",
                [&] { return downloads::changes_document(content); }}};
    if (!content.report.releases.tables.empty())
        shared_.push_back({std::string{routes::releases_data}, "the releases against each other, and their values",
                           [&content] { return downloads::releases_document(content.report.releases); }});
    if (!effects.empty())
        shared_.push_back({std::string{routes::effects_data}, "what each declared configuration does",
                           [&content, effects] { return downloads::effects_document(content, effects); }});
    if (!content.report.continuity.empty()) {
        shared_.push_back({std::string{routes::continuity_data}, "factors of each benchmark over declared upgrades",
                           [&content] { return downloads::continuity_document(content); }});
        for (auto& [benchmark, series] : downloads::continuous_benchmarks(content))
            shared_.push_back({routes::continuity_of(content.history.benchmarks[benchmark]),
                               "rescaled results of " + content.history.benchmarks[benchmark].name,
                               [&content, series] { return downloads::continuity_document(content, series); }});
    }
    for (const ShownComparison& shown : comparisons)
        shared_.push_back({routes::comparison_data(shown.slug), shown.title, [&content, &shown] {
                               return downloads::comparison_document(content, std::span{&shown.result, 1});
                           }});
    if (content.history.aside) {
        shared_.push_back({std::string{routes::aside_runs_data},
                           "runs that are in no trend, and where their results are",
                           [&content] { return downloads::aside_document(*content.history.aside); }});
        aside_rows_ = downloads::rows_of_runs(*content.history.aside);
    }
    made_.resize(shared_.size() + 2 * content.history.benchmarks.size() + aside_rows_.size());
}

void Downloads::make(std::size_t piece) {
    if (piece >= shared_.size()) return make_aside_run(static_cast<std::uint32_t>(piece - shared_.size()));
    const Shared& file = shared_[piece];
    made_[piece] = delivered(sink_, file.path, file.what, file.bytes());
}

std::string Downloads::make_benchmark(std::uint32_t benchmark, const FileSink& sink) const {
    const model::Benchmark& of = content_.history.benchmarks[benchmark];
    downloads::BenchmarkData data = downloads::benchmark_data(content_, benchmark, runs_);
    analysis::ByteWriter made;
    for (const std::string* bytes : {&data.json, &data.csv})
        made.add(std::uint64_t{bytes->size()}).add(model::hex(model::sha256(*bytes)));
    sink(routes::benchmark_data(of), std::move(data.json));
    sink(routes::benchmark_csv(of), std::move(data.csv));
    return std::move(made).taken();
}

void Downloads::enter_benchmark(std::uint32_t benchmark, std::string_view made) {
    const model::Benchmark& of = content_.history.benchmarks[benchmark];
    analysis::ByteReader reader{made};
    std::size_t at = shared_.size() + 2 * benchmark;
    for (std::string path : {routes::benchmark_data(of), routes::benchmark_csv(of)}) {
        const auto bytes = reader.take<std::uint64_t>();
        made_[at++] = {std::move(path), of.name, bytes, std::string{reader.take_text()}, benchmark, false};
    }
}

void Downloads::make_aside_run(std::uint32_t run) {
    const model::Run& of = content_.history.aside->runs[run];
    Download& file = made_[shared_.size() + 2 * content_.history.benchmarks.size() + run];
    file = delivered(sink_, routes::aside_run_data(of), of.id,
                     downloads::aside_run_document(content_, run, aside_rows_[run]));
    file.beside = true;
}

std::vector<Download> Downloads::index() {
    made_.insert(made_.begin(),
                 delivered(sink_, std::string{routes::index_data}, "testbeds, benchmarks and where their data is",
                           downloads::index_document(content_, made_)));
    return std::move(made_);
}

std::optional<std::string> raw_url(const Options& options, const model::Run& run) {
    if (options.raw_url.empty()) return std::nullopt;
    return replaced(replaced(options.raw_url, "{id}", run.id), "{file}", model::percent_encoded(run.file, stays));
}

}  // namespace benchfolio::site
