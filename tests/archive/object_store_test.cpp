#include "archive/object_store.hpp"

#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using support::TemporaryFolder;
using support::write_file;

TEST_CASE("archive: result files alone are listed, sorted by key") {
    TemporaryFolder folder;
    for (const char* name : {"b.json", "a/x.json.gz", "a/x.json", "README.txt", "x.gz", "json", "a/x.JSON"})
        write_file(folder / name, "12");
    const auto objects = archive::open(folder.path().string())->list();
    REQUIRE(objects.size() == 3);
    CHECK(objects[0].key == "a/x.json");
    CHECK(objects[1].key == "a/x.json.gz");
    CHECK(objects[2].key == "b.json");
    CHECK(objects[2].bytes == 2);
}

TEST_CASE("archive: the bytes of an object as stored") {
    TemporaryFolder folder;
    write_file(folder / "a/x.json", std::string("{\0}", 3));
    std::string buffer = "something longer";
    archive::Object object{.key = "a/x.json", .bytes = 3, .version = {}};
    CHECK(archive::open(folder.path().string())->get(object, buffer));
    CHECK(buffer == std::string("{\0}", 3));
}

TEST_CASE("archive: an empty folder is an empty archive, named as it was given") {
    TemporaryFolder folder;
    const auto store = archive::open(folder.path().string());
    CHECK(store->list().empty());
    CHECK(store->name() == folder.path().string());
}

TEST_CASE("archive: a folder that is not there is a mistake in the command") {
    TemporaryFolder folder;
    write_file(folder / "file", "");
    for (const char* name : {"none", "file"}) {
        try {
            archive::open((folder / name).string());
            FAIL("opened what is no folder");
        } catch (const model::Error& error) {
            CHECK(error.exit_code() == model::ExitCode::usage);
            CHECK(error.place() == (folder / name).string());
        }
    }
}
