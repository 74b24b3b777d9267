#include "preview/watch.hpp"

#include <filesystem>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace benchfolio;
using namespace std::chrono_literals;
using preview::Notifications;
using preview::Target;
using preview::Touched;
using preview::Watch;

namespace {

using Paths = std::vector<std::string>;

bool is_json(std::string_view path) {
    return path.ends_with(".json");
}

// An archive, a configuration that is not there yet, and a watch over both.
class Watched {
  public:
    explicit Watched(std::unique_ptr<Notifications> notifications = Notifications::open())
        : watch(std::move(notifications)) {
        support::write_file(archive / "1.json", "1");
        fs::create_directory(archive / "sub");
        watch.follow({{archive.string(), is_json}, {config.string()}});
    }

    // What of the archive is seen to be touched, relative to it; waits until something is.
    Paths seen() {
        Touched all = touched();
        Paths paths;
        for (const std::string& path : all[archive.string()])
            paths.push_back(fs::path{path}.lexically_relative(archive));
        return paths;
    }
    Touched touched() {
        const auto latest = Watch::Clock::now() + 10s;
        Touched touched;
        while (touched.empty() && Watch::Clock::now() < latest) touched = watch.wait(200ms);
        return touched;
    }
    bool is_quiet() { return watch.wait(300ms).empty(); }

    support::TemporaryFolder folder;
    fs::path archive = folder / "archive", config = folder / "benchfolio.toml";
    Watch watch;
};

}  // namespace

TEST_CASE("files that are written, replaced, moved and removed are seen") {
    Watched here;
    CHECK(here.is_quiet());
    support::write_file(here.archive / "2.json", "2");
    CHECK(here.seen() == Paths{"2.json"});
    support::write_file(here.archive / "2.json", "3");  // as many bytes as before
    CHECK(here.seen() == Paths{"2.json"});
    support::write_file(here.folder / "elsewhere.json", "an editor's new text");
    fs::rename(here.folder / "elsewhere.json", here.archive / "2.json");
    CHECK(here.seen() == Paths{"2.json"});
    fs::rename(here.archive / "2.json", here.archive / "sub/2.json");
    CHECK(here.seen() == Paths{"2.json", "sub/2.json"});
    fs::remove(here.archive / "sub/2.json");
    CHECK(here.seen() == Paths{"sub/2.json"});
    CHECK(here.is_quiet());
}

TEST_CASE("folders that are made or moved here are watched with all that is in them") {
    Watched here;
    support::write_file(here.archive / "new/deep/2.json", "2");
    CHECK(here.seen() == Paths{"new/deep/2.json"});
    support::write_file(here.archive / "new/deep/3.json", "3");
    CHECK(here.seen() == Paths{"new/deep/3.json"});
    support::write_file(here.folder / "moved/4.json", "4");
    fs::rename(here.folder / "moved", here.archive / "moved");
    CHECK(here.seen() == Paths{"moved/4.json"});
    fs::remove_all(here.archive / "new");
    CHECK(here.seen() == Paths{"new/deep/2.json", "new/deep/3.json"});
}

TEST_CASE("what does not matter is not told") {
    Watched here;
    support::write_file(here.archive / "notes.txt", "a");
    support::write_file(here.folder / "benchfolio.toml.swp", "an editor's");
    CHECK(here.is_quiet());
}

TEST_CASE("a file that was not there is seen when it comes, and a folder when it comes back") {
    Watched here;
    support::write_file(here.config, "[site]");
    CHECK(here.touched() == Touched{{here.config.string(), {here.config.string()}}});
    fs::rename(here.archive, here.folder / "away");
    CHECK(here.seen() == Paths{"1.json"});
    fs::rename(here.folder / "away", here.archive);
    CHECK(here.seen() == Paths{"1.json"});
    support::write_file(here.archive / "sub/2.json", "2");
    CHECK(here.seen() == Paths{"sub/2.json"});
}

TEST_CASE("a target deep below what exists is seen when it comes") {
    Watched here;
    const fs::path config = here.folder / "a/b/c.toml";
    here.watch.follow({{config.string()}});
    support::write_file(config, "x");
    CHECK(here.touched().contains(config.string()));
}

TEST_CASE("links are followed, and each of their ends is watched") {
    Watched here;
    support::write_file(here.folder / "real/lab.toml", "1");
    support::write_file(here.folder / "real/results/5.json", "5");
    fs::create_symlink(here.folder / "real/lab.toml", here.config);
    fs::create_directory_symlink(here.folder / "real/results", here.archive / "results");
    fs::create_directory_symlink(here.archive, here.archive / "round");
    CHECK(here.seen() == Paths{"results/5.json"});
    support::write_file(here.folder / "real/lab.toml", "2");
    CHECK(here.touched().contains(here.config.string()));
    support::write_file(here.folder / "real/results/6.json", "6");
    CHECK(here.seen() == Paths{"results/6.json"});
}

TEST_CASE("what is touched between following and following again is not missed") {
    Watched here;
    support::write_file(here.archive / "2.json", "2");
    fs::create_directory(here.folder / "templates");
    here.watch.follow({{here.archive.string(), is_json}, {(here.folder / "templates").string()}});
    CHECK(here.seen() == Paths{"2.json"});
    support::write_file(here.config, "no longer followed");
    CHECK(here.is_quiet());
}

TEST_CASE("a burst of changes is told together") {
    Watched here;
    for (int i = 10; i < 60; ++i) support::write_file(here.archive / (std::to_string(i) + ".json"), "x");
    CHECK(here.seen().size() == 50);
}

TEST_CASE("without notifications the files are looked at now and then") {
    Watched here{nullptr};
    CHECK_FALSE(here.watch.is_told());
    support::write_file(here.archive / "new/2.json", "2");
    CHECK(here.seen() == Paths{"new/2.json"});
    fs::remove(here.archive / "1.json");
    CHECK(here.seen() == Paths{"1.json"});
}
