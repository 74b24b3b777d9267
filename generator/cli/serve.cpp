#include <fmt/format.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>

#include "archive/object_store.hpp"
#include "cli/browser.hpp"
#include "cli/commands.hpp"
#include "cli/configuration.hpp"
#include "cli/enter_key.hpp"
#include "cli/interrupt.hpp"
#include "cli/stages.hpp"
#include "preview/address.hpp"
#include "preview/board.hpp"
#include "preview/server.hpp"
#include "preview/watch.hpp"
#include "publish/folder.hpp"
#include "site/routes.hpp"
#include "system/file_tree.hpp"
#include "system/private_folder.hpp"

namespace benchfolio::cli {
namespace fs = std::filesystem;
namespace {

using model::Error;
using model::ExitCode;
using Clock = std::chrono::steady_clock;

bool is_result_path(std::string_view path) {
    return archive::is_result(path);
}

// What the pages are made from, as long as neither archive nor configuration is touched.
struct Reading {
    model::History history;
    analysis::Report report;
};

// The site in the making: what is kept from one build to the next, and what the next has to do again.
class Workshop {
  public:
    Workshop(const Serve& arguments, std::string folder)
        : arguments_(arguments), folder_(std::move(folder)), is_local_(system::is_folder(arguments.source.archive)) {}

    bool archive_is_local() const { return is_local_; }
    std::string base() const {
        const std::string root = site::routes::root(config_.site.base_url);
        return root.empty() ? "/" : root;
    }

    // Everything a person may edit.
    std::vector<preview::Target> targets() const {
        std::vector<preview::Target> targets{{arguments_.source.config.value_or(configuration_name)},
                                             {triage_path(arguments_.source.config, config_)}};
        if (is_local_) targets.push_back({arguments_.source.archive, is_result_path});
        for (const std::string& folder : folders_of_the_look())
            if (!folder.empty()) targets.push_back({folder});
        return targets;
    }

    // After this, the next build reads everything again. Templates and assets are read by every build.
    void forget(const preview::Touched& touched) {
        const auto folders = folders_of_the_look();
        for (const auto& [path, files] : touched)
            if (path != folders[0] && path != folders[1]) reading_.reset();
    }
    void forget() { reading_.reset(); }

    // `on_configured` is called when the targets are known, before they are read; `exchange` with what puts the new
    // site in place.
    publish::Written build(Progress& progress, const std::function<void()>& on_configured,
                           const std::function<void(const std::function<void()>&)>& exchange) {
        if (!reading_) read_everything(progress, on_configured);
        publish::FolderSite folder{folder_, config_.site.jobs};
        render(reading_->history, reading_->report, config_, folder, progress);
        publish::Written written;
        exchange([&] { written = put_in_place(folder, progress); });
        return written;
    }

  private:
    std::array<std::string, 2> folders_of_the_look() const {
        return {arguments_.look.templates.value_or(config_.site.templates_directory),
                arguments_.look.assets.value_or(config_.site.assets_directory)};
    }

    void read_everything(Progress& progress, const std::function<void()>& on_configured) {
        config_ = configure(arguments_.source, progress);
        apply(arguments_.look, config_);
        on_configured();
        Reading reading;
        const auto store = open(arguments_.source, config_);
        reading.history = read(*store, config_, progress);
        reading.report = analyse(reading.history, *store, config_, arguments_.source, progress);
        reading_ = std::move(reading);
    }

    const Serve& arguments_;
    const std::string folder_;
    const bool is_local_;
    config::Config config_;
    std::optional<Reading> reading_;  // nothing: the next build reads everything
};

// "results/0206.json", "site.css, home.html and 3 more".
std::string names_text(const preview::Touched& touched) {
    constexpr std::size_t most = 2;
    std::string text;
    std::size_t count = 0;
    for (const auto& [target, paths] : touched)
        for (const std::string& path : paths)
            if (count++ < most) text += (text.empty() ? "" : ", ") + path;
    return count > most ? fmt::format("{} and {} more", text, grouped(count - most)) : text;
}

// Told from a preview under the same address before this one.
std::string preview_name() {
    return std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
}

// The preview's own site would be read as results.
void refuse_around(const std::string& archive, const std::string& folder) {
    if (!system::is_folder(archive)) return;
    const std::string around = fs::canonical(archive).string() + "/";
    if (fs::canonical(folder).string().starts_with(around))
        throw Error(ExitCode::usage, "archive", "temporary files would lie inside the archive", archive,
                    "TMPDIR names another place for them");
}

class Preview {
  public:
    Preview(const Serve& arguments, const Session& session)
        : arguments_(arguments),
          session_(session),
          workshop_(arguments, folder_.path() + "/site"),
          board_(folder_.path() + "/site", preview_name()),
          server_(board_, arguments.port) {
        refuse_around(arguments.source.archive, folder_.path());
    }

    // Until the person has enough of it.
    void run() {
        first_build();
        server_.start();
        announce();
        remark();
        if (arguments_.open) browser_.emplace(url_);
        while (!was_interrupted()) turn();
    }

  private:
    // What no edit of a watched file can mend ends the program, as it ends a build.
    void first_build() {
        Progress progress{session_.err, session_.quiet};
        watch_.follow(workshop_.targets());
        try {
            build(progress);
        } catch (const Error& error) {
            if (error.exit_code() != ExitCode::usage || error.code() == "archive") throw;
            show(error);
        }
    }

    void turn() {
        const preview::Touched touched = watch_.wait(std::chrono::milliseconds{200});
        workshop_.forget(touched);
        if (!touched.empty()) rebuild(names_text(touched));
        if (enter_was_pressed()) {
            workshop_.forget();
            rebuild("everything");
        }
        note_browser();
    }

    void rebuild(const std::string& what) {
        const auto began = Clock::now();
        Progress silent{session_.err, true};
        try {
            const publish::Written written = build(silent);
            const std::chrono::duration<double> took = Clock::now() - began;
            print_result(fmt::format("rebuilt {}: {} changed, {} removed ({})\n", what,
                                     counted(written.changed, "file", "files"), grouped(written.removed),
                                     duration_text(took.count())));
            announce();
        } catch (const Error& error) {
            if (error.exit_code() == ExitCode::interrupted) throw;
            show(error);
        }
    }

    publish::Written build(Progress& progress) {
        return workshop_.build(
            progress, [this] { watch_.follow(workshop_.targets()); },
            [this](const auto& exchange) { board_.renew(workshop_.base(), exchange); });
    }

    void show(const Error& error) {
        board_.fail(text_of(error));
        print(session_.err, error);
    }

    // The address, whenever it is another than before.
    void announce() {
        const std::string url =
            fmt::format("http://127.0.0.1:{}{}", server_.port(), preview::encoded(workshop_.base()));
        if (url == url_) return;
        url_ = url;
        print_result("serving " + url_ + "\n");
    }

    void note(const std::string& line) { Progress{session_.err, session_.quiet}.note(line); }

    void remark() {
        const std::string again = has_enter_key() ? "press Enter" : "start again";
        if (!workshop_.archive_is_local()) note("the archive is not watched: " + again + " to read it again");
        if (!watch_.is_told()) note("the system watches no more folders: they are looked at now and then");
        note("Ctrl-C ends this");
    }

    void note_browser() {
        if (!browser_) return;
        if (const auto complaint = browser_->complaint()) note(*complaint);
    }

    const Serve& arguments_;
    const Session& session_;
    system::PrivateFolder folder_{"preview"};
    Workshop workshop_;
    preview::Watch watch_;
    preview::Board board_;
    preview::Server server_;
    std::string url_;
    std::optional<Browser> browser_;
};

}  // namespace

// Being interrupted is how a preview ends, not a failure.
ExitCode serve(const Serve& arguments, const Session& session) {
    try {
        Preview{arguments, session}.run();
    } catch (const Error& error) {
        if (error.exit_code() != ExitCode::interrupted) throw;
    }
    return ExitCode::ok;
}

}  // namespace benchfolio::cli
