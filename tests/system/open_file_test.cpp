#include "system/open_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <string>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using benchfolio::support::TemporaryFolder;
using benchfolio::system::OpenFile;
namespace fs = std::filesystem;

TEST_CASE("open file: all the bytes arrive, and a folder can be synced") {
    TemporaryFolder folder;
    const fs::path path = folder / "a";
    const std::string bytes(3 << 20, 'x');
    OpenFile file{path, O_WRONLY | O_CREAT | O_EXCL};
    file.write(bytes);
    file.sync();
    file.close();
    CHECK(fs::file_size(path) == bytes.size());
    CHECK_NOTHROW(OpenFile(folder.path(), O_RDONLY | O_DIRECTORY).sync());
}

TEST_CASE("open file: what the system refuses names the path and the reason") {
    TemporaryFolder folder;
    try {
        OpenFile file{folder / "none/a", O_WRONLY | O_CREAT};
        FAIL("opened a file in a folder that is not there");
    } catch (const fs::filesystem_error& error) {
        CHECK(error.path1() == folder / "none/a");
        CHECK(error.code() == std::errc::no_such_file_or_directory);
    }
    OpenFile full{"/dev/full", O_WRONLY};
    CHECK_THROWS_AS(full.write("x"), fs::filesystem_error);
    errno = ENOENT;
    CHECK_THROWS_AS(OpenFile::adopted(folder / "a", -1), fs::filesystem_error);
}
