#include "system/file_stamp.hpp"

#include <chrono>
#include <filesystem>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using benchfolio::support::TemporaryFolder;
using benchfolio::support::write_file;
using benchfolio::system::stamp_of;

TEST_CASE("a file keeps its stamp under another name, and loses it when its bytes, its time or it itself are others") {
    const TemporaryFolder home;
    const fs::path file = home / "a";
    write_file(file, "one");
    const auto stamp = stamp_of(file.string());
    REQUIRE(stamp);
    CHECK(stamp->bytes == 3);
    const auto since = fs::last_write_time(file) - std::chrono::file_clock::from_sys(std::chrono::sys_seconds{});
    CHECK(stamp->modified == std::chrono::duration_cast<std::chrono::nanoseconds>(since).count());

    fs::create_hard_link(file, home / "b");
    CHECK(stamp_of((home / "b").string()) == stamp);
    CHECK(stamp_of(file.string()) == stamp);

    fs::copy_file(file, home / "c");
    fs::last_write_time(home / "c", fs::last_write_time(file));
    CHECK(stamp_of((home / "c").string()) != stamp);

    fs::last_write_time(file, fs::last_write_time(file) + std::chrono::nanoseconds{100});
    CHECK(stamp_of(file.string()) != stamp);
    write_file(file, "longer");
    CHECK(stamp_of(file.string())->bytes == 6);
}

TEST_CASE("what is no regular file has no stamp") {
    const TemporaryFolder home;
    write_file(home / "file", "x");
    fs::create_symlink("file", home / "link");
    CHECK_FALSE(stamp_of((home / "link").string()));
    CHECK_FALSE(stamp_of(home.path().string()));
    CHECK_FALSE(stamp_of((home / "none").string()));
}
