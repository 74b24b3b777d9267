#include "cli/stages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>

#include "analysis/analysis.hpp"
#include "cli/clone.hpp"
#include "cli/commit_counts.hpp"
#include "cli/configuration.hpp"
#include "cli/interrupt.hpp"
#include "cli/kept_memo.hpp"
#include "cli/reading.hpp"
#include "ingest/ingest.hpp"
#include "site/earlier.hpp"
#include "site/site.hpp"
#include "system/environment.hpp"

namespace benchfolio::cli {

namespace {

std::string cache_folder(const std::optional<std::string>& asked) {
    if (asked) return *asked;
    const auto home = system::cache_home(system::process_environment());
    return home ? *home + "/benchfolio" : "";
}

// What earlier analyses of an archive found; nothing where there is no cache, or it is not of the archive alone.
struct Found {
    KeptMemo outcomes, states;

    explicit Found(const std::string& folder = {}, const std::string& archive = {})
        : outcomes{folder, "memo", archive}, states{folder, "states", archive} {}
};

analysis::Report analyse(const model::History& history, Found& found, const config::Config& config,
                         const Source& source, Progress& progress) {
    stop_if_interrupted();
    progress.begin("analysing");
    const bool keeps = found.outcomes.is_kept();
    analysis::Report report =
        keeps ? analysis::analyse(history, config.analysis, &found.outcomes.memo(), &found.states.memo())
              : analysis::analyse(history, config.analysis);
    for (const KeptMemo* kept : {&found.outcomes, &found.states}) kept->store(progress);
    progress.end(fmt::format("{}, {}", counted(history.benchmarks.size(), "benchmark", "benchmarks"),
                             counted(history.columns.size(), "result", "results")));
    if (source.clone) count_commits(Clone{*source.clone}, history, config.analysis.jobs, report, progress);
    return report;
}

// The new folder while it is filled, from several threads at once.
class NewSite {
  public:
    // `made`: what earlier builds made, and from now on this one.
    NewSite(publish::FolderSite& folder, analysis::Memo& made) : folder_{folder}, known_{made} {}

    void write(const std::string& path, const std::string& bytes) {
        stop_if_interrupted();
        folder_.write(path, bytes);
        count(path);
    }

    bool keep(std::span<const site::MadeFile> files) {
        stop_if_interrupted();
        std::vector<publish::OldFile> old;
        for (const site::MadeFile& file : files) old.push_back({file.path, file.bytes});
        const publish::Judge judge{
            .knows = [&](std::size_t i, const system::FileStamp& stamp) { return known_.has(files[i], stamp); },
            .finds =
                [&](std::size_t i, const system::FileStamp& stamp, std::string_view bytes) {
                    if (site::digest_of(bytes) != files[i].digest) return false;
                    known_.enter(files[i], stamp);
                    return true;
                }};
        if (!folder_.keep(old, judge)) return false;
        for (const site::MadeFile& file : files) count(file.path);
        kept_ += files.size();
        return true;
    }

    void made(std::span<const site::MadeFile> files) const {
        for (const site::MadeFile& file : files)
            if (const auto stamp = folder_.stamp(file.path)) known_.enter(file, *stamp);
    }

    std::string account() const {
        const std::string all = counted(files_, "file", "files");
        return kept_ == 0 ? all : fmt::format("{}, {} of them as they were", all, grouped(kept_));
    }

    std::size_t pages() const { return pages_; }

  private:
    void count(const std::string& path) {
        pages_ += path.ends_with(".html") ? 1 : 0;
        ++files_;
    }

    publish::FolderSite& folder_;
    site::KnownFiles known_;
    std::atomic<std::size_t> files_{0}, pages_{0}, kept_{0};
};

}  // namespace

config::Config configure(const Source& source, Progress& progress) {
    config::Config config = load_configuration(source.config);
    load_triage(source.config, config);
    config.ingest.jobs = config.analysis.jobs = config.site.jobs = source.jobs;
    config.ingest.cache = cache_folder(source.cache);
    if (source.clone) config.analysis.tags = Clone{*source.clone}.tags();
    progress.note("configuration: " + source_text(config));
    return config;
}

void apply(const Look& look, config::Config& config) {
    if (look.templates) config.site.templates_directory = *look.templates;
    if (look.assets) config.site.assets_directory = *look.assets;
    set_now(look.now, config);
}

void set_now(const std::optional<model::Time>& now, config::Config& config) {
    const auto clock = std::chrono::floor<model::Time::duration>(std::chrono::system_clock::now());
    config.site.now = config.analysis.now = now.value_or(clock);
}

std::unique_ptr<archive::ObjectStore> open(const Source& source, const config::Config& config) {
    archive::Access access = source.access;
    access.cache = config.ingest.cache;
    access.cancelled = was_interrupted;
    return archive::open(source.archive, access);
}

ingest::Ingested ingested(const archive::ObjectStore& store, const config::Config& config, Progress& progress) {
    const auto read = [&](const ingest::OnProgress& tell) { return ingest::ingest(store, config.ingest, tell); };
    return told_reading(progress, read);
}

model::History read(const archive::ObjectStore& store, const config::Config& config, Progress& progress) {
    return ingested(store, config, progress).history;
}

analysis::Report analyse(const model::History& history, const config::Config& config, const Source& source,
                         Progress& progress) {
    Found none;
    return analyse(history, none, config, source, progress);
}

analysis::Report analyse(const model::History& history, const archive::ObjectStore& store, const config::Config& config,
                         const Source& source, Progress& progress) {
    Found earlier{config.ingest.cache, store.identity()};
    return analyse(history, earlier, config, source, progress);
}

std::size_t render(const model::History& history, const analysis::Report& report, const config::Config& config,
                   publish::FolderSite& folder, Progress& progress, analysis::Memo* made) {
    stop_if_interrupted();
    progress.begin("rendering");
    analysis::Memo none;
    NewSite site{folder, made == nullptr ? none : *made};
    const auto sink = [&](const std::string& path, const std::string& bytes) { site.write(path, bytes); };
    const auto tell = [&](std::size_t done, std::size_t total) { progress.show(done, total); };
    const site::Content content{history, report, config.analysis, config.site};
    if (made == nullptr) {
        site::render(content, sink, tell);
    } else {
        const site::Earlier earlier{
            .memo = *made,
            .take_over = [&](std::span<const site::MadeFile> files) { return site.keep(files); },
            .made = [&](std::span<const site::MadeFile> files) { site.made(files); }};
        site::render(content, sink, tell, &earlier);
    }
    progress.end(site.account());
    return site.pages();
}

publish::Written put_in_place(publish::FolderSite& folder, Progress& progress) {
    stop_if_interrupted();
    progress.begin("publishing");
    const publish::Written written = folder.commit();
    progress.end(fmt::format("{} changed, {} removed", grouped(written.changed), grouped(written.removed)));
    return written;
}

std::size_t count(const model::History& history, model::RejectionKind kind) {
    return static_cast<std::size_t>(std::ranges::count(history.rejections, kind, &model::Rejection::kind));
}

void warn_of_unused(const model::History& history, const std::string& archive, Progress& progress) {
    const auto warn = [&](std::size_t files, const char* what) {
        if (files > 0)
            progress.note(fmt::format("warning: {} of {} {}; `benchfolio check` names them",
                                      counted(files, "file", "files"), archive, what));
    };
    warn(count(history, model::RejectionKind::broken), "broken and not used");
    if (history.runs.empty()) warn(count(history, model::RejectionKind::foreign), "in no known format");
}

}  // namespace benchfolio::cli
