#include "publish/secrets.hpp"

#include <map>
#include <optional>

#include "support/catch.hpp"

using benchfolio::publish::Secrets;

namespace {

Secrets none() {
    return Secrets{[](const std::string&) { return std::nullopt; }};
}

Secrets with(const std::string& key, const std::string& value) {
    Secrets secrets = none();
    secrets.add_setting(key, value);
    return secrets;
}

}  // namespace

TEST_CASE("a text without secrets stays as it is") {
    CHECK(none().hidden("fatal: https://github.com/o/r.git: mail@example.org\n") ==
          "fatal: https://github.com/o/r.git: mail@example.org\n");
}

TEST_CASE("an extra header is hidden whole, by its token, and by what the token says when it is decoded") {
    const Secrets secrets = with("http.https://github.com/.extraheader", "AUTHORIZATION: basic eDpzM2NyZXQtdG9rZW4=");
    CHECK(secrets.hidden("sent eDpzM2NyZXQtdG9rZW4= here") == "sent *** here");
    CHECK(secrets.hidden("token s3cret-token is bad") == "token *** is bad");
    CHECK(secrets.hidden("x:s3cret-token") == "***");
    CHECK(secrets.hidden("> authorization: Basic other\nnext") == "> authorization: ***\nnext");
}

TEST_CASE("an extra header that is no base 64, and one that is empty") {
    CHECK(with("http.extraheader", "X-Token: pass word!").hidden("a pass word! b") == "a *** b");
    CHECK(with("http.extraheader", "").hidden("as it is") == "as it is");
    CHECK(with("http.extraheader", "lonely-token").hidden("lonely-token") == "***");
}

TEST_CASE("name and password go from addresses, known or not, wherever they stand") {
    CHECK(none().hidden("to https://me:pw@host/x and ssh://git@host/y.") ==
          "to https://***@host/x and ssh://***@host/y.");
    CHECK(none().hidden("'https://p@ss:w@rd@host/'") == "'https://***@host/'");
    CHECK(none().hidden("https://host/a@b") == "https://host/a@b");
    CHECK(with("url.https://x:tok3n@host/.insteadof", "pages:").hidden("tok3n") == "***");
    CHECK(with("remote.origin.url", "https://lonelytok3n@host/r").hidden("lonelytok3n!") == "***!");
    CHECK(with("remote.origin.url", "https://me:p%40ss%2Fw@host/r").hidden("p@ss/w p%40ss%2Fw") == "*** ***");
    CHECK(with("remote.origin.url", "ssh://git@host/r").hidden("git push") == "git push");
}

TEST_CASE("the tokens of a job are taken from its environment") {
    const std::map<std::string, std::string> job{
        {"GITHUB_TOKEN", "ghs_abc"}, {"AWS_SECRET_ACCESS_KEY", "ghs_abcdef"}, {"AWS_REGION", "eu-west-1"}};
    const Secrets secrets{[&](const std::string& name) {
        const auto found = job.find(name);
        return found == job.end() ? std::nullopt : std::optional{found->second};
    }};
    CHECK(secrets.hidden("ghs_abcdef ghs_abc eu-west-1") == "*** *** eu-west-1");
}

TEST_CASE("a remote cannot steer the terminal") {
    CHECK(none().hidden("a\x1b[31mred\x07\tb\n") == "a [31mred \tb\n");
}
