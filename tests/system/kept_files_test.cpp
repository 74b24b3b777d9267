#include "system/kept_files.hpp"

#include <filesystem>

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using namespace support;
namespace fs = std::filesystem;

TEST_CASE("kept files: written with their folders, in place of what was there, and nothing beside") {
    const TemporaryFolder folder;
    const std::string path = (folder / "a/b/file").string();
    system::write_whole(path, "one");
    system::write_whole(path, std::string("t\0wo", 4));
    CHECK(file_text(path) == std::string("t\0wo", 4));
    const auto files = system::kept_files((folder / "a/b").string());
    REQUIRE(files.size() == 1);
    CHECK(files[0].name == "file");
    CHECK(files[0].bytes == 4);
    CHECK(files[0].age < std::chrono::minutes{1});
}

TEST_CASE("kept files: a disk that refuses is an error with the place, and leaves nothing") {
    const TemporaryFolder folder;
    write_file(folder / "file", "");
    CHECK_THROWS_AS(system::write_whole((folder / "file/below").string(), ""), model::Error);
    fs::create_directory(folder / "taken");
    try {
        system::write_whole((folder / "taken").string(), "x");
        FAIL("a folder became a file");
    } catch (const model::Error& error) {
        CHECK(error.place() == (folder / "taken").string());
        CHECK(error.exit_code() == model::ExitCode::storage);
    }
    CHECK(system::kept_files(folder.path().string()).size() == 1);
}

TEST_CASE("kept files: files and folders apart, none where there is no folder") {
    const TemporaryFolder folder;
    write_file(folder / "b/file", "");
    write_file(folder / "a", "");
    CHECK(system::kept_files(folder.path().string()).size() == 1);
    CHECK(system::kept_folders(folder.path().string()).at(0).name == "b");
    CHECK(system::kept_files((folder / "none").string()).empty());
}

TEST_CASE("kept files: age, and young again") {
    const TemporaryFolder folder;
    write_file(folder / "file", "");
    fs::last_write_time(folder / "file", fs::file_time_type::clock::now() - std::chrono::hours{5});
    CHECK(system::kept_files(folder.path().string()).at(0).age > std::chrono::hours{4});
    system::touch((folder / "file").string());
    CHECK(system::kept_files(folder.path().string()).at(0).age < std::chrono::minutes{1});
    system::touch((folder / "none").string());
}

TEST_CASE("kept files: removed, unless a folder holds something") {
    const TemporaryFolder folder;
    write_file(folder / "b/file", "");
    system::remove_kept((folder / "b").string());
    CHECK(fs::exists(folder / "b/file"));
    system::remove_kept((folder / "b/file").string());
    system::remove_kept((folder / "b").string());
    CHECK_FALSE(fs::exists(folder / "b"));
    system::remove_kept((folder / "none").string());
}
