#include "archive/directory_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

#include "archive/unreadable.hpp"
#include "contract.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using support::file_text;
using support::TemporaryFolder;
using support::write_file;

namespace {

archive::Object object(const std::string& key) {
    return {.key = key, .bytes = 0, .version = {}};
}

// Long enough for a change of a file to show in its times.
void let_it_settle() {
    ::usleep(1'100'000);
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) names.push_back(entry.path().filename());
    return names;
}

}  // namespace

TEST_CASE("directory store: what every store promises") {
    TemporaryFolder folder;
    archive::check_contract({
        .open = [&] { return archive::open(folder.path().string()); },
        .replace = [&](const std::string& key, const std::string& bytes) { write_file(folder / key, bytes); },
        .remove = [&](const std::string& key) { std::filesystem::remove(folder / key); },
        .more_keys = {"line\nfeed.json", std::string("\xff\xfe.json")},
    });
}

TEST_CASE("directory store: a file's version changes with its content") {
    TemporaryFolder folder;
    write_file(folder / "x.json", "1");
    const archive::DirectoryStore store{folder.path().string()};
    let_it_settle();
    archive::Object read = object("x.json");
    std::string buffer;
    CHECK(store.get(read, buffer));
    const std::string version = store.list().at(0).version;
    CHECK_FALSE(version.empty());
    CHECK(read.version == version);
    SECTION("same length, same time of modification") {
        struct stat before {};
        REQUIRE(::stat((folder / "x.json").c_str(), &before) == 0);
        write_file(folder / "x.json", "2");
        const timespec times[] = {before.st_atim, before.st_mtim};
        REQUIRE(::utimensat(AT_FDCWD, (folder / "x.json").c_str(), times, 0) == 0);
    }
    SECTION("another file in its place") {
        write_file(folder / "y", "2");
        std::filesystem::rename(folder / "y", folder / "x.json");
    }
    let_it_settle();
    CHECK_FALSE(store.list().at(0).version.empty());
    CHECK(store.list().at(0).version != version);
}

TEST_CASE("directory store: of a file written a moment ago nothing is promised") {
    TemporaryFolder folder;
    write_file(folder / "x.json", "1");
    const archive::DirectoryStore store{folder.path().string()};
    archive::Object read = object("x.json");
    std::string buffer;
    CHECK(store.list().at(0).version.empty());
    CHECK(store.get(read, buffer));
    CHECK(read.version.empty());
}

TEST_CASE("directory store: one folder, one identity") {
    TemporaryFolder folder;
    write_file(folder / "a/b/x.json", "1");
    std::filesystem::create_directory_symlink(folder / "a", folder / "link");
    const auto identity = [&](const std::string& name) { return archive::open((folder / name).string())->identity(); };
    CHECK(identity("a").starts_with("file:///"));
    CHECK(identity("a/") == identity("a"));
    CHECK(identity("a/b/..") == identity("a"));
    CHECK(identity("link") == identity("a"));
    CHECK(identity("a/b") != identity("a"));
}

TEST_CASE("directory store: what git keeps of itself is no part of an archive in a checkout") {
    TemporaryFolder folder;
    write_file(folder / ".git/refs/heads/x.json", "1");
    write_file(folder / "submodule/.git", "gitdir: elsewhere");
    write_file(folder / ".github/x.json", "1");
    write_file(folder / "results/x.json", "1");
    const archive::DirectoryStore store{folder.path().string()};
    REQUIRE(store.list().size() == 2);
    CHECK(store.list()[0].key == ".github/x.json");
    CHECK_THROWS_AS(store.put(".git/x.json", "1"), model::Error);
}

TEST_CASE("directory store: one file that cannot be read is not the end of the others") {
    TemporaryFolder folder;
    std::filesystem::create_symlink(folder / "nowhere", folder / "x.json");
    const archive::DirectoryStore store{folder.path().string()};
    REQUIRE(store.list().size() == 1);
    archive::Object dangling = store.list()[0];
    std::string buffer;
    CHECK_THROWS_AS(store.get(dangling, buffer), archive::Unreadable);
}

TEST_CASE("directory store: nothing is stored outside the folder") {
    TemporaryFolder folder;
    write_file(folder / "archive/x.json", "1");
    const archive::DirectoryStore store{(folder / "archive").string()};
    for (const std::string key : {"../y.json", "a/../../y.json", "/y.json", "./y.json", "", ".."}) {
        INFO(key);
        try {
            store.put(key, "1");
            FAIL("stored");
        } catch (const model::Error& error) {
            CHECK(error.exit_code() == model::ExitCode::usage);
        }
    }
    CHECK_THROWS_AS(store.put(std::string("a\0.json", 7), "1"), model::Error);
    CHECK(names_in(folder.path()) == std::vector<std::string>{"archive"});
    CHECK(store.list().size() == 1);
}

TEST_CASE("directory store: nothing but the file is left, and what a killed process left is no part") {
    TemporaryFolder folder;
    write_file(folder / "a/.benchfolio-0123456789abcdef.part", "half");
    const archive::DirectoryStore store{folder.path().string()};
    store.put("new/folder/x.json", "1");
    CHECK_THROWS_AS(store.put("new/folder/x.json", "2"), model::Error);
    CHECK(names_in(folder / "new/folder") == std::vector<std::string>{"x.json"});
    CHECK(store.list().size() == 1);
}

TEST_CASE("directory store: a disk that does not take a file says why") {
    TemporaryFolder folder;
    write_file(folder / "file", "1");
    const archive::DirectoryStore store{folder.path().string()};
    try {
        store.put("file/x.json", "1");
        FAIL("stored");
    } catch (const model::Error& error) {
        CHECK(error.exit_code() == model::ExitCode::storage);
        CHECK(error.place() == (folder / "file/x.json").string());
        CHECK_FALSE(error.hint().empty());
    }
}
