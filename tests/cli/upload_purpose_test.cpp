#include "cli/upload_purpose.hpp"

#include "ingest/partitions.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"

using namespace benchfolio;
using cli::folders_of;

namespace {

std::string refused(const cli::UploadPurpose& purpose) {
    try {
        folders_of(purpose);
    } catch (const model::Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("upload: folders that say what a result was made for") {
    CHECK(folders_of({}).empty());
    CHECK(folders_of({"nightly", "", "", ""}) == "kind=nightly");
    CHECK(folders_of({"tag", "v1.0", "", ""}) == "kind=tag/ref=v1.0");
    CHECK(folders_of({"manual", "faster gc", "alice", ""}) == "kind=manual/owner=alice/ref=faster%20gc");
    CHECK(folders_of({"branch", "feature/x", "", "1ede0b8"}) == "kind=branch/ref=feature%2Fx/start=1ede0b8");
    CHECK(folders_of({"pull-request", "17", "", ""}) == "kind=pull-request/ref=17");
}

TEST_CASE("upload: what is said of a kind is read back as it was said") {
    const auto found = ingest::partitions_of(folders_of({"manual", "../a=b%", "Å", ""}) + "/x.json");
    CHECK(found.at("ref") == "../a=b%");
    CHECK(found.at("owner") == "Å");
}

TEST_CASE("upload: what does not belong together is refused") {
    CHECK(refused({"nigthly", "", "", ""}).find("--kind must be one of") != std::string::npos);
    CHECK(refused({"", "v1", "", ""}).find("none is given") != std::string::npos);
    CHECK(refused({"", "", "", "1ede0b8"}).find("none is given") != std::string::npos);
    CHECK(refused({"tag", "", "", ""}).find("--ref is missing") != std::string::npos);
    CHECK(refused({"nightly", "main", "", ""}).find("no --ref") != std::string::npos);
    CHECK(refused({"pull-request", "x", "", ""}).find("must be its number") != std::string::npos);
    CHECK(refused({"tag", "v1", "alice", ""}).find("no --owner") != std::string::npos);
    CHECK(refused({"tag", "v1", "", "1ede0b8"}).find("no --start") != std::string::npos);
    CHECK(refused({"branch", "x", "", "main"}).find("hexadecimal") != std::string::npos);
    CHECK(refused({"branch", "x", "", "1ede0b"}).find("hexadecimal") != std::string::npos);
    CHECK(refused({"branch", std::string(300, 'x'), "", ""}).find("too long") != std::string::npos);
}
