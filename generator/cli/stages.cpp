#include "cli/stages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/configuration.hpp"
#include "cli/interrupt.hpp"
#include "ingest/ingest.hpp"

namespace benchfolio::cli {

config::Config configure(const std::optional<std::string>& path, unsigned jobs, Progress& progress) {
    config::Config config = load_configuration(path);
    config.ingest.jobs = config.analysis.jobs = config.site.jobs = jobs;
    progress.note("configuration: " + source_text(config));
    return config;
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
