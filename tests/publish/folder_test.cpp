#include "publish/folder.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using benchfolio::model::Error;
using benchfolio::model::ExitCode;
using benchfolio::publish::FolderSite;
using benchfolio::publish::Written;
using benchfolio::support::file_text;
using benchfolio::support::TemporaryFolder;
using benchfolio::support::write_file;

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

Written publish(const fs::path& folder, const Files& files) {
    FolderSite site{folder.string()};
    for (const auto& [path, bytes] : files) site.write(path, bytes);
    return site.commit();
}

// Everything below the folder, sorted, without the manifest.
std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<std::string> paths;
    for (const auto& entry : fs::recursive_directory_iterator{folder})
        if (!entry.is_directory() && entry.path().filename() != ".benchfolio.json")
            paths.push_back(entry.path().lexically_relative(folder));
    std::ranges::sort(paths);
    return paths;
}

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator{folder}) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
}

Error error_of(const fs::path& folder, const Files& files = {{"index.html", "x"}}) {
    try {
        publish(folder, files);
    } catch (const Error& error) {
        return error;
    }
    FAIL("published");
    throw std::logic_error("unreachable");
}

}  // namespace

TEST_CASE("a site goes into a new folder, with the folders above it") {
    const TemporaryFolder place;
    const Written written = publish(place / "a/b/site", {{"index.html", "home"}, {"b/x.html", "page"}});
    CHECK(written.files == 2);
    CHECK(written.changed == 2);
    CHECK(written.removed == 0);
    CHECK(written.bytes == 8);
    CHECK(files_in(place / "a/b/site") == std::vector<std::string>{"b/x.html", "index.html"});
    CHECK(file_text(place / "a/b/site/b/x.html") == "page");
    CHECK(names_in(place / "a/b") == std::vector<std::string>{"site"});
}

TEST_CASE("an empty folder is as good as a new one") {
    const TemporaryFolder place;
    fs::create_directory(place / "site");
    publish(place / "site/", {{"index.html", "home"}});
    CHECK(files_in(place / "site") == std::vector<std::string>{"index.html"});
}

TEST_CASE("stale files of ours are removed, the same bytes keep their time, new bytes are counted") {
    const TemporaryFolder place;
    publish(place / "site", {{"index.html", "one"}, {"b/old.html", "x"}, {"b/same.html", "y"}});
    const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours{48};
    fs::last_write_time(place / "site/b/same.html", long_ago);
    const auto kept_time = fs::last_write_time(place / "site/b/same.html");
    const Written written = publish(place / "site", {{"index.html", "two"}, {"b/same.html", "y"}});
    CHECK(written.files == 2);
    CHECK(written.changed == 1);
    CHECK(written.removed == 1);
    CHECK(files_in(place / "site") == std::vector<std::string>{"b/same.html", "index.html"});
    CHECK(fs::last_write_time(place / "site/b/same.html") == kept_time);
    CHECK(fs::hard_link_count(place / "site/b/same.html") == 1);
    CHECK(file_text(place / "site/index.html") == "two");
}

TEST_CASE("a folder that is not ours is refused and left alone") {
    const TemporaryFolder place;
    write_file(place / "site/thesis.tex", "years of work");
    const Error error = error_of(place / "site");
    CHECK(error.exit_code() == ExitCode::usage);
    CHECK(error.code() == "out");
    CHECK(files_in(place / "site") == std::vector<std::string>{"thesis.tex"});
    CHECK(names_in(place.path()) == std::vector<std::string>{"site"});
}

TEST_CASE("what is no folder, or has somebody else's manifest, is refused") {
    const TemporaryFolder place;
    write_file(place / "file", "x");
    CHECK(error_of(place / "file").exit_code() == ExitCode::usage);
    for (const char* manifest : {"", "{}", "[]", "{\"generator\":\"other\",\"schema_version\":1,\"files\":{}}",
                                 "{\"generator\":\"benchfolio\"}"}) {
        write_file(place / "site/.benchfolio.json", manifest);
        CHECK(error_of(place / "site").exit_code() == ExitCode::usage);
    }
    CHECK(error_of("/").exit_code() == ExitCode::usage);
}

TEST_CASE("other people's files in our folder are carried over") {
    const TemporaryFolder place;
    publish(place / "site", {{"index.html", "one"}, {"b/x.html", "x"}});
    write_file(place / "site/CNAME", "bench.example");
    write_file(place / "site/b/notes/a.txt", "mine");
    fs::create_directories(place / "site/.git/refs");
    fs::create_symlink("CNAME", place / "site/link");
    const Written written = publish(place / "site", {{"index.html", "two"}});
    CHECK(written.kept == 3);
    CHECK(written.removed == 1);
    CHECK(files_in(place / "site") == std::vector<std::string>{"CNAME", "b/notes/a.txt", "index.html", "link"});
    CHECK(fs::read_symlink(place / "site/link") == "CNAME");
    CHECK(fs::is_directory(place / "site/.git/refs"));
    CHECK(file_text(place / "site/b/notes/a.txt") == "mine");
}

TEST_CASE("a file of ours that somebody changed or made a link is written anew, of whatever size it is") {
    const TemporaryFolder place;
    publish(place / "site", {{"a", "one"}, {"b", "two"}, {"c", "xyz"}});
    write_file(place / "site/a", "ONE");
    write_file(place / "site/b", "longer than it was");
    fs::remove(place / "site/c");
    write_file(place / "outside", "xyz");
    fs::create_symlink("../outside", place / "site/c");
    const Written written = publish(place / "site", {{"a", "one"}, {"b", "two"}, {"c", "xyz"}});
    CHECK(written.changed == 3);
    CHECK(file_text(place / "site/a") == "one");
    CHECK(file_text(place / "site/b") == "two");
    CHECK_FALSE(fs::is_symlink(place / "site/c"));
    CHECK(file_text(place / "outside") == "xyz");
}

TEST_CASE("files larger than what is read at once are compared to their end") {
    const TemporaryFolder place;
    const std::string large(100'000, 'x');
    publish(place / "site", {{"a", large + "1"}, {"b", large + "1"}});
    const Written written = publish(place / "site", {{"a", large + "2"}, {"b", large + "1"}});
    CHECK(written.changed == 1);
    CHECK(file_text(place / "site/a") == large + "2");
}

TEST_CASE("old sites go with all their folders, by several threads") {
    const TemporaryFolder place;
    Files files;
    for (int i = 0; i < 300; ++i) files.emplace_back("d" + std::to_string(i % 7) + "/e/" + std::to_string(i), "x");
    publish(place / "site", files);
    {
        FolderSite site{(place / "site").string(), 4};
        site.write("d1/e/1", "x");
        CHECK(site.commit().removed == 299);
    }
    CHECK(files_in(place / "site") == std::vector<std::string>{"d1/e/1"});
    CHECK(names_in(place.path()) == std::vector<std::string>{"site"});
}

TEST_CASE("a file of other people is never overwritten") {
    const TemporaryFolder place;
    publish(place / "site", {{"index.html", "one"}});
    write_file(place / "site/robots.txt", "mine");
    const Error error = error_of(place / "site", {{"index.html", "two"}, {"robots.txt", "ours"}});
    CHECK(error.exit_code() == ExitCode::usage);
    CHECK(error.place().ends_with("site/robots.txt"));
    CHECK(file_text(place / "site/robots.txt") == "mine");
    CHECK(file_text(place / "site/index.html") == "one");
    CHECK(names_in(place.path()) == std::vector<std::string>{"site"});
}

TEST_CASE("without a commit the old site stands, and nothing is left beside it") {
    const TemporaryFolder place;
    publish(place / "site", {{"index.html", "one"}});
    {
        FolderSite site{(place / "site").string()};
        site.write("index.html", "two");
    }
    CHECK(file_text(place / "site/index.html") == "one");
    CHECK(names_in(place.path()) == std::vector<std::string>{"site"});
}

TEST_CASE("what killed builds left is cleared away, and an old site put aside comes back") {
    const TemporaryFolder place;
    write_file(place / ".site.benchfolio-tmp-1/index.html", "half made");
    write_file(place / ".site.benchfolio-lock", "");
    write_file(place / ".site2.benchfolio-tmp-1/index.html", "of another site");
    publish(place / "site", {{"index.html", "one"}});
    CHECK(names_in(place.path()) == std::vector<std::string>{".site2.benchfolio-tmp-1", "site"});
    fs::rename(place / "site", place / ".site.benchfolio-old-7");
    { const FolderSite never_committed{(place / "site").string()}; }
    CHECK(file_text(place / "site/index.html") == "one");
}

TEST_CASE("two builds into one folder exclude each other") {
    const TemporaryFolder place;
    FolderSite first{(place / "site").string()};
    first.write("index.html", "first");
    const Error error = error_of(place / "site");
    CHECK(error.exit_code() == ExitCode::storage);
    CHECK(error.code() == "busy");
    first.commit();
    CHECK(file_text(place / "site/index.html") == "first");
}

TEST_CASE("a manifest that names files outside of the folder reaches none of them") {
    const TemporaryFolder place;
    write_file(place / "precious.txt", "x");
    write_file(place / "site/.benchfolio.json",
               "{\"generator\":\"benchfolio\",\"schema_version\":1,\"files\":{\"../precious.txt\":1,\"" +
                   (place / "precious.txt").string() + "\":1,\"\":1,\"a//b\":1,\"index.html\":-1}}");
    write_file(place / "site/index.html", "old");
    const Written written = publish(place / "site", {{"index.html", "new"}});
    CHECK(written.removed == 0);
    CHECK(file_text(place / "precious.txt") == "x");
}

TEST_CASE("a link to the folder is followed, not replaced") {
    const TemporaryFolder place;
    fs::create_directory(place / "real");
    fs::create_symlink("real", place / "site");
    publish(place / "site", {{"index.html", "one"}});
    CHECK(fs::is_symlink(place / "site"));
    CHECK(file_text(place / "real/index.html") == "one");
}

TEST_CASE("a disk that refuses is told with the path") {
    const Error error = error_of("/proc/benchfolio/site");
    CHECK(error.exit_code() == ExitCode::storage);
    CHECK(error.place().starts_with("/proc/benchfolio"));
}

TEST_CASE("a path that leads out of the site is a fault of ours, told as such") {
    const TemporaryFolder place;
    FolderSite site{(place / "site").string()};
    for (const char* path : {"../x", "/x", "a/../../x", "", "a//b", "."})
        CHECK_THROWS_AS(site.write(path, "x"), std::logic_error);
}

TEST_CASE("files come from several threads at once") {
    const TemporaryFolder place;
    FolderSite site{(place / "site").string()};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&site, t] {
            for (int i = 0; i < 50; ++i) site.write("d" + std::to_string(i) + "/" + std::to_string(t) + ".html", "x");
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(site.commit().files == 200);
    CHECK(files_in(place / "site").size() == 200);
}

TEST_CASE("the manifest is the same for the same site") {
    const TemporaryFolder place;
    publish(place / "one", {{"index.html", "x"}, {"a", "y"}});
    publish(place / "two", {{"a", "y"}, {"index.html", "x"}});
    CHECK(file_text(place / "one/.benchfolio.json") == file_text(place / "two/.benchfolio.json"));
}

namespace {

using benchfolio::publish::Judge;
using benchfolio::publish::OldFile;
using benchfolio::system::FileStamp;

// Of what only its bytes tell.
Judge by_bytes(std::function<bool(std::size_t, std::string_view)> same) {
    return {.knows = [](std::size_t, const FileStamp&) { return false; },
            .finds = [same = std::move(same)](std::size_t i, const FileStamp&,
                                              std::string_view bytes) { return same(i, bytes); }};
}

// Whether the file may stay, where its bytes must be `wanted`.
bool keep(FolderSite& site, const std::string& path, const std::string& wanted) {
    const OldFile file{path, wanted.size()};
    return site.keep({&file, 1}, by_bytes([&](std::size_t, std::string_view bytes) { return bytes == wanted; }));
}

// Whether the file may stay where it carries this stamp, and how often it was read to find out.
struct Known {
    bool kept = false;
    int reads = 0;
};
Known keep_known(const fs::path& folder, const std::string& path, const FileStamp& stamp) {
    FolderSite site{folder.string()};
    const OldFile file{path, stamp.bytes};
    Known known;
    known.kept = site.keep({&file, 1}, {.knows = [&](std::size_t, const FileStamp& found) { return found == stamp; },
                                        .finds =
                                            [&](std::size_t, const FileStamp&, std::string_view) {
                                                ++known.reads;
                                                return false;
                                            }});
    return known;
}

// As if the site had been written a minute ago, the manifest last.
FileStamp written_long_ago(const fs::path& folder, const std::string& path) {
    const auto then = fs::file_time_type::clock::now() - std::chrono::minutes{1};
    fs::last_write_time(folder / path, then - std::chrono::seconds{1});
    fs::last_write_time(folder / ".benchfolio.json", then);
    return benchfolio::system::stamp_of((folder / path).string()).value();
}

}  // namespace

TEST_CASE("files of the old site are kept as they are, and count as written") {
    const TemporaryFolder home;
    const fs::path folder = home.path() / "site";
    publish(folder, {{"a.html", "same"}, {"b/c.html", "deep"}});
    const auto time = fs::last_write_time(folder / "b/c.html");
    FolderSite site{folder.string()};
    CHECK(keep(site, "b/c.html", "deep"));
    const Written written = site.commit();
    CHECK(written.files == 1);
    CHECK(written.changed == 0);
    CHECK(written.removed == 1);
    CHECK(written.bytes == 4);
    CHECK(files_in(folder) == std::vector<std::string>{"b/c.html"});
    CHECK(fs::last_write_time(folder / "b/c.html") == time);
}

TEST_CASE("what is not as it was thought to be is not kept, and may be written") {
    const TemporaryFolder home;
    const fs::path folder = home.path() / "site";
    publish(folder, {{"a.html", "same"}, {"gone.html", "x"}, {"link.html", "same"}});
    write_file(folder / "theirs.html", "same");
    fs::remove(folder / "gone.html");
    fs::remove(folder / "link.html");
    fs::create_symlink("a.html", folder / "link.html");
    FolderSite site{folder.string()};
    CHECK_FALSE(keep(site, "a.html", "SAME"));
    CHECK_FALSE(keep(site, "a.html", "longer"));
    CHECK_FALSE(keep(site, "gone.html", "x"));
    CHECK_FALSE(keep(site, "link.html", "same"));
    CHECK_FALSE(keep(site, "theirs.html", "same"));
    CHECK_FALSE(keep(site, "new.html", "n"));
    site.write("a.html", "other");
    site.commit();
    CHECK(file_text(folder / "a.html") == "other");
    CHECK(files_in(folder) == std::vector<std::string>{"a.html", "theirs.html"});
}

TEST_CASE("of files that belong together all are kept or none") {
    const TemporaryFolder home;
    const fs::path folder = home.path() / "site";
    publish(folder, {{"a.html", "same"}, {"b.html", "changed"}});
    FolderSite site{folder.string()};
    const std::vector<OldFile> both{{"a.html", 4}, {"b.html", 7}};
    CHECK_FALSE(site.keep(both, by_bytes([](std::size_t i, std::string_view) { return i == 0; })));
    site.write("a.html", "anew");  // which would fail, were it there already
    site.write("b.html", "anew");
    CHECK(site.commit().files == 2);
}

TEST_CASE("a file that carries a known stamp is kept without being read") {
    const TemporaryFolder home;
    const fs::path folder = home.path() / "site";
    publish(folder, {{"a.html", "same"}});
    const FileStamp stamp = written_long_ago(folder, "a.html");
    const Known known = keep_known(folder, "a.html", stamp);
    CHECK(known.kept);
    CHECK(known.reads == 0);
    {
        FolderSite site{folder.string()};
        CHECK(keep(site, "a.html", "same"));
        CHECK(site.stamp("a.html") == stamp);  // as long as it is another name of the same file
        CHECK_FALSE(site.stamp("b.html"));
        site.commit();
    }
    CHECK(benchfolio::system::stamp_of((folder / "a.html").string()) == stamp);
}

TEST_CASE("a file is read where anything about its stamp is otherwise, and where it may have changed since") {
    const TemporaryFolder home;
    const fs::path folder = home.path() / "site";
    publish(folder, {{"a.html", "same"}});
    const FileStamp stamp = written_long_ago(folder, "a.html");
    const auto read_and_refused = [&] {
        const Known known = keep_known(folder, "a.html", stamp);
        return !known.kept && known.reads == 1;
    };
    SECTION("edited in place") {
        write_file(folder / "a.html", "SAME");
        CHECK(read_and_refused());
    }
    SECTION("another file in its place, of the same size and time") {
        const auto time = fs::last_write_time(folder / "a.html");
        write_file(folder / "other", "SAME");
        fs::rename(folder / "other", folder / "a.html");
        fs::last_write_time(folder / "a.html", time);
        CHECK(read_and_refused());
    }
    SECTION("written in the very moment in which the site was complete") {
        fs::last_write_time(folder / ".benchfolio.json", fs::last_write_time(folder / "a.html"));
        CHECK(read_and_refused());
    }
    SECTION("of another size") {
        write_file(folder / "a.html", "longer");
        const Known known = keep_known(folder, "a.html", stamp);
        CHECK_FALSE(known.kept);
        CHECK(known.reads == 0);
    }
}
