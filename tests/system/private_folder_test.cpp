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
        const PrivateFolder folder{"test"};
        path = folder.path();
        write_file(path / "a/b", "x");
        CHECK((fs::status(path).permissions() & fs::perms::others_all) == fs::perms::none);
        CHECK((fs::status(path).permissions() & fs::perms::group_all) == fs::perms::none);
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("private folder: what a killed run left goes, what is in use stays") {
    const PrivateFolder in_use{"test"};
    write_file(fs::path{in_use.path()} / "kept", "x");
    const fs::path left = fs::temp_directory_path() / "benchfolio-test-left-over";
    write_file(left / "a/b", "x");
    const PrivateFolder next{"test"};
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(fs::path{in_use.path()} / "kept"));
    CHECK(next.path() != in_use.path());
}
