#include "system/private_folder.hpp"

#include <filesystem>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using benchfolio::support::write_file;
using benchfolio::system::PrivateFolder;
namespace fs = std::filesystem;

TEST_CASE("private folder: nobody else may enter it, and it goes with all that is in it") {
    fs::path path;
    {
        const PrivateFolder folder{"unit"};
        path = folder.path();
        write_file(path / "a/b", "x");
        CHECK((fs::status(path).permissions() & fs::perms::others_all) == fs::perms::none);
        CHECK((fs::status(path).permissions() & fs::perms::group_all) == fs::perms::none);
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("private folder: what a killed run left goes; what is in use stays, and what is somebody else's") {
    const fs::path left = fs::temp_directory_path() / "benchfolio-unit-left-over";
    const fs::path others = fs::temp_directory_path() / "benchfolio-unit-of-others";
    write_file(left / "a/b", "x");
    write_file(left / ".benchfolio-private", "");
    write_file(others / "a/b", "x");
    const PrivateFolder in_use{"unit"};
    const PrivateFolder next{"unit"};
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(others / "a/b"));
    CHECK(fs::exists(in_use.path()));
    CHECK(next.path() != in_use.path());
    fs::remove_all(others);
}
