#include "system/file_tree.hpp"

#include <sys/stat.h>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using support::TemporaryFolder;
using support::write_file;

namespace {

std::vector<std::string> paths_below(const TemporaryFolder& folder) {
    std::vector<std::string> paths;
    for (const system::FileEntry& file : system::files_below(folder.path().string())) paths.push_back(file.path);
    return paths;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("file tree: every file, sorted by its whole path") {
    TemporaryFolder folder;
    write_file(folder / "b.json", "12345");
    write_file(folder / "a/z.json", "");
    write_file(folder / "a.json", "1");
    CHECK(paths_below(folder) == Paths{"a.json", "a/z.json", "b.json"});
    CHECK(system::files_below(folder.path().string())[2].bytes() == 5);
}

TEST_CASE("file tree: what git keeps of itself is left out") {
    TemporaryFolder folder;
    write_file(folder / ".git/config", "1");
    write_file(folder / "a/.git", "1");
    write_file(folder / "b/.git/c/d.json", "1");
    write_file(folder / ".gitignore", "1");
    CHECK(paths_below(folder) == Paths{".gitignore", "a/.git"});
}

TEST_CASE("file tree: links are followed, in a circle only once") {
    TemporaryFolder folder, elsewhere;
    write_file(elsewhere / "far.json", "1");
    write_file(folder / "a/near.json", "1");
    std::filesystem::create_directory_symlink(folder.path(), folder / "a/up");
    std::filesystem::create_directory_symlink(elsewhere.path(), folder / "link");
    std::filesystem::create_symlink(folder / "a/near.json", folder / "same.json");
    CHECK(paths_below(folder) == Paths{"a/near.json", "link/far.json", "same.json"});
}

TEST_CASE("file tree: a link that leads nowhere is listed, and cannot be read") {
    TemporaryFolder folder;
    std::filesystem::create_symlink(folder / "gone", folder / "dangling.json");
    CHECK(paths_below(folder) == Paths{"dangling.json"});
    std::string buffer;
    CHECK_THROWS_AS(system::read_file((folder / "dangling.json").string(), buffer), model::Error);
}

TEST_CASE("file tree: a pipe is no file") {
    TemporaryFolder folder;
    REQUIRE(::mkfifo((folder / "pipe.json").c_str(), 0600) == 0);
    CHECK(paths_below(folder).empty());
}

TEST_CASE("file tree: a folder that is not there") {
    TemporaryFolder folder;
    CHECK_FALSE(system::is_folder((folder / "none").string()));
    try {
        system::files_below((folder / "none").string());
        FAIL("listed a folder that is not there");
    } catch (const model::Error& error) {
        CHECK(error.exit_code() == model::ExitCode::storage);
        CHECK_FALSE(error.hint().empty());
    }
}

TEST_CASE("file tree: what is read ahead stays what it is, and what cannot be is passed over") {
    TemporaryFolder folder;
    write_file(folder / "a.json", "12345");
    REQUIRE(::mkfifo((folder / "pipe.json").c_str(), 0600) == 0);
    for (const char* name : {"a.json", "pipe.json", "none.json", "."}) system::read_ahead((folder / name).string());
    std::string buffer;
    system::read_file((folder / "a.json").string(), buffer);
    CHECK(buffer == "12345");
}

TEST_CASE("file tree: the bytes of a file, whatever was in the buffer") {
    TemporaryFolder folder;
    const std::string long_text(300000, 'x');
    write_file(folder / "long", long_text);
    write_file(folder / "empty", "");
    write_file(folder / "zero", std::string("a\0b", 3));
    std::string buffer = "before";
    system::read_file((folder / "long").string(), buffer);
    CHECK(buffer == long_text);
    system::read_file((folder / "zero").string(), buffer);
    CHECK(buffer == std::string("a\0b", 3));
    system::read_file((folder / "empty").string(), buffer);
    CHECK(buffer.empty());
}

TEST_CASE("file bytes: all of a file, however large, and the reason where there is none") {
    TemporaryFolder folder;
    const std::string large(5 << 20, 'x');
    write_file(folder / "large", large);
    write_file(folder / "empty", "");
    CHECK(system::FileBytes{(folder / "large").string()}.view() == large);
    CHECK(system::FileBytes{(folder / "empty").string()}.view().empty());
    try {
        system::FileBytes{(folder / "none").string()};
        FAIL("there is no such file");
    } catch (const model::Error& error) {
        CHECK(error.place() == (folder / "none").string());
    }
}
