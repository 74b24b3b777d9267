#include "archive/site_store.hpp"

#include <map>

#include "model/digest.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using archive::site_address;
using archive::SiteStore;
using support::TemporaryFolder;

namespace {

// A site in memory, which counts what it is asked for.
struct Site {
    std::map<std::string, std::string> files{{"data/runs.json", "runs"}, {"data/b/a-12345678.json", "a"}};
    std::map<std::string, int> asked;

    Site() { publish(); }

    void publish() {
        std::string list;
        for (const auto& [path, text] : files)
            if (path != "data/index.json")
                list += (list.empty() ? "" : ",") + entry(path, model::hex(model::sha256(text)));
        index(list);
    }
    static std::string entry(const std::string& path, const std::string& sha256) {
        return R"({"path":")" + path + R"(","bytes":1,"sha256":")" + sha256 + "\"}";
    }
    void index(const std::string& list) {
        files["data/index.json"] = R"({"schema_version":1,"testbeds":[],"files":[)" + list + "]}";
    }
    SiteStore store(const std::string& cache = "") {
        const auto fetch = [this](const std::string& path, std::string& bytes) {
            ++asked[path];
            const auto found = files.find(path);
            if (found != files.end()) bytes = found->second;
            return found != files.end();
        };
        return {"https://owner.github.io/project/", fetch, cache};
    }
};

std::string read(const SiteStore& store, const std::string& key) {
    std::string text;
    for (archive::Object& object : store.list())
        if (object.key == key && store.get(object, text)) return text;
    return "not there";
}

// The error that `work` ends with, as "exit code: what -> place".
template <typename Work>
std::string failure(Work work) {
    try {
        work();
    } catch (const model::Error& error) {
        CHECK_FALSE(error.hint().empty());
        return std::to_string(static_cast<int>(error.exit_code())) + ": " + error.what() + " -> " + error.place();
    }
    return "none";
}

}  // namespace

TEST_CASE("site: the address is that of the front page, however it is written") {
    CHECK(site_address("https://owner.github.io/project") == "https://owner.github.io/project/");
    CHECK(site_address("https://owner.github.io/project/") == "https://owner.github.io/project/");
    CHECK(site_address("HTTPS://Owner.GitHub.io/Project//index.html") == "https://owner.github.io/Project/");
    CHECK(site_address("http://127.0.0.1:8000") == "http://127.0.0.1:8000/");
    CHECK(site_address("http://[::1]:8000/index.html") == "http://[::1]:8000/");
    CHECK(archive::is_site_address("Http://x"));
    CHECK_FALSE(archive::is_site_address("s3://bucket"));
    CHECK_FALSE(archive::is_site_address("http"));
}

TEST_CASE("site: what is no plain address is refused without repeating it") {
    for (const char* address :
         {"https://user:secret@host/x/", "https://host/x/?token=secret", "https://host/x/#secret", "https:///secret"}) {
        const std::string text = failure([&] { static_cast<void>(site_address(address)); });
        CHECK(text.starts_with("2: "));
        CHECK(text.find("secret") == std::string::npos);
    }
    CHECK(site_address("https://host/@x") == "https://host/@x/");
}

TEST_CASE("site: the index and the JSON files that it names are the objects") {
    Site site;
    site.files["data/b/a-12345678.csv"] = "csv";
    site.publish();
    const SiteStore store = site.store();
    CHECK(store.holds() == archive::Holds::site);
    const auto objects = store.list();
    REQUIRE(objects.size() == 3);
    CHECK(objects[0].key == "data/b/a-12345678.json");
    CHECK(objects[1].key == "data/index.json");
    CHECK(read(store, "data/runs.json") == "runs");
    CHECK(failure([&] { store.put("x.json", ""); }).starts_with("2: results cannot be stored"));
}

TEST_CASE("site: what has not changed is not fetched again") {
    Site site;
    TemporaryFolder folder;
    const SiteStore store = site.store((folder / "cache").string());
    CHECK(read(store, "data/runs.json") == "runs");
    CHECK(read(store, "data/runs.json") == "runs");
    CHECK(read(store, "data/index.json") == site.files["data/index.json"]);
    CHECK(site.asked["data/runs.json"] == 1);
    CHECK(site.asked["data/index.json"] == 3);  // by each listing
    site.files["data/runs.json"] = "more runs";
    site.publish();
    CHECK(read(store, "data/runs.json") == "more runs");
    CHECK(site.asked["data/runs.json"] == 2);
}

TEST_CASE("site: what the site has no more leaves the cache, what is being written stays") {
    Site site;
    TemporaryFolder folder;
    const SiteStore store = site.store((folder / "cache").string());
    CHECK(read(store, "data/b/a-12345678.json") == "a");
    support::write_file(folder / "cache/data/b/x.json-123456.unfinished", "half");
    site.files.erase("data/b/a-12345678.json");
    site.publish();
    CHECK(read(store, "data/runs.json") == "runs");
    CHECK_FALSE(std::filesystem::exists(folder / "cache/data/b/a-12345678.json"));
    CHECK(std::filesystem::exists(folder / "cache/data/b/x.json-123456.unfinished"));
    CHECK(std::filesystem::exists(folder / "cache/data/runs.json"));
}

TEST_CASE("site: a damaged cache is not believed, one that cannot be written only costs time") {
    Site site;
    TemporaryFolder folder;
    support::write_file(folder / "cache/data/runs.json", "ruins");
    CHECK(read(site.store((folder / "cache").string()), "data/runs.json") == "runs");
    CHECK(support::file_text(folder / "cache/data/runs.json") == "runs");
    support::write_file(folder / "file", "");
    CHECK(read(site.store((folder / "file").string()), "data/runs.json") == "runs");
}

TEST_CASE("site: a file that is not the one of the index is no file of this site") {
    Site site;
    SiteStore store = site.store();
    site.files["data/runs.json"] = "those of another night";
    CHECK_THROWS_AS(read(store, "data/runs.json"), archive::SiteChanged);
    site.files.erase("data/runs.json");
    CHECK_THROWS_AS(read(store, "data/runs.json"), archive::SiteChanged);
}

TEST_CASE("site: what is no site of this benchfolio is told apart") {
    Site site;
    const SiteStore store = site.store();
    const auto listing = [&](const char* index) {
        site.files["data/index.json"] = index;
        return failure([&] { static_cast<void>(store.list()); });
    };
    CHECK(listing("<!doctype html>")
              .starts_with("2: this is no benchfolio site: its data/index.json is no JSON -> "
                           "https://owner.github.io/project/data/index.json"));
    for (const char* other :
         {"[]", "3", "null", "{}", R"({"schema_version":"1","testbeds":[]})", R"({"schema_version":1})"})
        CHECK(listing(other).starts_with("2: this is no benchfolio site: its data/index.json is another kind"));
    CHECK(listing(R"({"schema_version":2,"testbeds":[]})").starts_with("2: this site was made by a newer benchfolio"));
    CHECK(listing(R"({"schema_version":1,"testbeds":[]})").find("no checksums") != std::string::npos);
    site.files.clear();
    CHECK(failure([&] { static_cast<void>(store.list()); }).starts_with("2: there is no benchfolio site"));
}

TEST_CASE("site: paths that lead elsewhere are no paths of data files") {
    Site site;
    const SiteStore store = site.store();
    const std::string digest(64, 'a');
    for (const char* path :
         {"../secret.json", "data/../../x.json", "/etc/passwd.json", "https://host/x.json", "data//host/x.json",
          "data/%2e%2e/x.json", "data/b/x?y.json", "data/b/x y.json", "data/b/..", "data/./x.json", ""}) {
        site.index(Site::entry(path, digest));
        CHECK(failure([&] { static_cast<void>(store.list()); }) ==
              "4: the site's data are damaged: this is no path of a data file -> "
              "https://owner.github.io/project/data/index.json: files[0]");
    }
    site.index(Site::entry("data/compare/before..after.json", digest));
    CHECK_NOTHROW(store.list());
    for (const char* list :
         {"3", "{}", R"({"path":1,"bytes":1,"sha256":""})", R"({"path":"data/x.json","bytes":"1"})"}) {
        site.index(list);
        CHECK(failure([&] { static_cast<void>(store.list()); }).starts_with("4: the site's data are damaged"));
    }
}

TEST_CASE("site: a folder is one where it has index and manifest") {
    TemporaryFolder folder;
    Site site;
    for (const auto& [path, text] : site.files) support::write_file(folder / path, text);
    CHECK_FALSE(archive::is_site_folder(folder.path().string()));
    support::write_file(folder / ".benchfolio.json", "{}");
    REQUIRE(archive::is_site_folder(folder.path().string()));
    const auto store = archive::open(folder.path().string());
    CHECK(store->holds() == archive::Holds::site);
    CHECK(read(dynamic_cast<const SiteStore&>(*store), "data/runs.json") == "runs");
}
