#include "cli/stages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "cli/configuration.hpp"
#include "cli/interrupt.hpp"
#include "ingest/ingest.hpp"
#include "system/environment.hpp"

namespace benchfolio::cli {

namespace {

std::string cache_folder(const std::optional<std::string>& asked) {
    if (asked) return *asked;
    const auto home = system::cache_home(system::process_environment());
    return home ? *home + "/benchfolio" : "";
}

}  // namespace

config::Config configure(const Source& source, Progress& progress) {
    config::Config config = load_configuration(source.config);
    config.ingest.jobs = config.analysis.jobs = config.site.jobs = source.jobs;
    config.ingest.cache = cache_folder(source.cache);
    progress.note("configuration: " + source_text(config));
    return config;
}

void apply(const Look& look, config::Config& config) {
    if (look.templates) config.site.templates_directory = *look.templates;
    if (look.assets) config.site.assets_directory = *look.assets;
    config.site.now = look.now.value_or(std::chrono::floor<model::Time::duration>(std::chrono::system_clock::now()));
}

std::unique_ptr<archive::ObjectStore> open(const Source& source, const config::Config& config) {
    archive::Access access = source.access;
    access.cache = config.ingest.cache;
    access.cancelled = was_interrupted;
    return archive::open(source.archive, access);
}

model::History read(const archive::ObjectStore& store, const config::Config& config, Progress& progress) {
    progress.begin("reading");
    ingest::Progress last;
    model::History history = ingest::ingest(store, config.ingest, [&](const ingest::Progress& now) {
        stop_if_interrupted();
        progress.show(now.files_done, now.files_total, size_text(now.bytes_done));
        last = now;
    });
    const std::size_t files = history.runs.size() + history.rejections.size() + history.duplicates.size();
    progress.end(fmt::format("{}, {}", counted(files, "file", "files"), size_text(last.bytes_done)));
    return history;
}

std::size_t count(const model::History& history, model::RejectionKind kind) {
    return static_cast<std::size_t>(std::ranges::count(history.rejections, kind, &model::Rejection::kind));
}

}  // namespace benchfolio::cli
