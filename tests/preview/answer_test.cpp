#include "preview/answer.hpp"

#include <filesystem>

#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;
using namespace benchfolio;
using preview::Answer;

namespace {

// A small site under /project/, with a file beside it that must never be served.
class SmallSite {
  public:
    SmallSite() {
        for (const auto* name : {"index.html", "404.html", "b/x y%.html", "data/index.html"})
            support::write_file(folder / ("site/" + std::string{name}), page(name));
        support::write_file(folder / "site/data/runs.json", "{}");
        support::write_file(folder / "secret", "secret");
        shown.folder = (folder / "site").string();
        shown.base = "/project/";
        shown.build = "1-1";
    }

    static std::string page(const std::string& text) { return "<html><body>" + text + "</body></html>"; }

    Answer get(const std::string& target, const std::string& host = "127.0.0.1:1111",
               const std::string& method = "GET") const {
        return preview::answer({method, target, host}, shown);
    }

    support::TemporaryFolder folder;
    preview::Shown shown;
};

void check_redirect(const Answer& answer, const std::string& location) {
    CHECK(answer.status == 302);
    CHECK(answer.location == location);
}

}  // namespace

TEST_CASE("files of the site are answered under its path") {
    const SmallSite site;
    CHECK_THAT(site.get("/project/").body, ContainsSubstring("index.html"));
    CHECK_THAT(site.get("/project/?a=/b").body, ContainsSubstring("index.html"));
    CHECK_THAT(site.get("/project/b/x%20y%25.html").body, ContainsSubstring("x y%.html"));
    CHECK_THAT(site.get("/project/data/").body, ContainsSubstring("data/index.html"));
    const Answer data = site.get("/project/data/runs.json", "localhost", "HEAD");
    CHECK(data.status == 200);
    CHECK(data.type == "application/json; charset=utf-8");
    CHECK(data.body == "{}");
}

TEST_CASE("addresses that lead to the site are completed") {
    const SmallSite site;
    check_redirect(site.get("/"), "/project/");
    check_redirect(site.get("/?x"), "/project/");
    check_redirect(site.get("/project"), "/project/");
    check_redirect(site.get("/project/data?x=1"), "/project/data/?x=1");
}

TEST_CASE("a site at the root of its host is served there") {
    SmallSite site;
    site.shown.base = "/";
    CHECK_THAT(site.get("/").body, ContainsSubstring("index.html"));
    CHECK(site.get("/data/runs.json").body == "{}");
    CHECK(site.get("//example.org").status == 404);  // no redirection to another host
}

TEST_CASE("what is missing is the site's own page of wrong addresses") {
    const SmallSite site;
    for (const auto* target : {"/project/none.html", "/project/b/", "/elsewhere", "/projects/",
                               "/project/data/runs.json/", "*", "http://127.0.0.1/project/"}) {
        INFO(target);
        const Answer answer = site.get(target);
        CHECK(answer.status == 404);
        CHECK_THAT(answer.body, ContainsSubstring("404.html"));
    }
    fs::remove(site.folder / "site/404.html");
    CHECK(site.get("/project/none.html").body == "No such page.\n");
}

TEST_CASE("nothing outside of the site is served") {
    const SmallSite site;
    fs::create_symlink(site.folder / "secret", site.folder / "site/link.html");
    fs::create_directory_symlink(site.folder.path(), site.folder / "site/up");
    for (const auto* target :
         {"/project/../secret", "/project/%2e%2e/secret", "/project/..%2fsecret", "/project/link.html",
          "/project/up/secret", "/project/up", "/../secret", "/project//etc/passwd"}) {
        INFO(target);
        const Answer answer = site.get(target);
        CHECK(answer.status == 404);
        CHECK_THAT(answer.body, !ContainsSubstring("secret"));
    }
}

TEST_CASE("only this computer may ask, and only read") {
    const SmallSite site;
    for (const auto* host : {"", "example.org", "project.example.org:1111"}) {
        const Answer answer = site.get("/project/", host);
        CHECK(answer.status == 403);
        CHECK_THAT(answer.body, !ContainsSubstring("index.html"));
    }
    CHECK(site.get("/project/", "localhost", "POST").status == 405);
    CHECK(site.get("/project/", "localhost", "DELETE").status == 405);
}

TEST_CASE("before the first good build there is the error alone") {
    SmallSite site;
    site.shown.build.clear();
    site.shown.failure = "error[config]: <unknown> key\n";
    for (const auto* target : {"/", "/project/", "/project/data/runs.json"}) {
        const Answer answer = site.get(target);
        CHECK(answer.status == 503);
        CHECK_THAT(answer.body, ContainsSubstring("error[config]: &lt;unknown&gt; key"));
        CHECK_THAT(answer.body, ContainsSubstring("nothing to show yet"));
    }
}

TEST_CASE("pages gain the script and the error, other files nothing") {
    SmallSite site;
    CHECK_THAT(site.get("/project/").body, ContainsSubstring("<script>"));
    CHECK_THAT(site.get("/project/").body, !ContainsSubstring("role=\"alert\""));
    site.shown.failure = "error[template]: broken";
    CHECK_THAT(site.get("/project/").body,
               ContainsSubstring("role=\"alert\"") && ContainsSubstring("error[template]: broken"));
    CHECK_THAT(site.get("/project/none").body, ContainsSubstring("role=\"alert\""));
    CHECK(site.get("/project/data/runs.json").body == "{}");
    CHECK(support::file_text(site.folder / "site/index.html") == SmallSite::page("index.html"));
}
