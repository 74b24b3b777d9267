#include "archive/s3/credentials.hpp"

#include <map>

#include "archive/s3/profiles.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

using namespace benchfolio;
using archive::Addressing;
using archive::s3::Configuration;
using archive::s3::parse_sections;
using support::write_file;

namespace {

using Variables = std::map<std::string, std::string>;

// A person's home and environment.
class Person {
  public:
    Variables variables;
    archive::Access access;

    Person() { variables["HOME"] = home_.path().string(); }
    Person(Variables more, archive::Access asked = {}) : variables(std::move(more)), access(std::move(asked)) {
        variables.emplace("HOME", home_.path().string());
    }

    void write(const std::string& name, const std::string& text) const { write_file(home_ / name, text); }
    std::string path(const std::string& name) const { return (home_ / name).string(); }

    Configuration configuration() const {
        return Configuration{access, [this](const std::string& name) -> std::optional<std::string> {
                                 const auto found = variables.find(name);
                                 return found == variables.end() ? std::nullopt : std::optional{found->second};
                             }};
    }

    // "id secret token", or "none".
    std::string keys() const {
        const auto found = configuration().credentials();
        return found ? found->key_id + " " + found->secret + " " + found->token : "none";
    }

    model::Error error() const {
        try {
            static_cast<void>(configuration().credentials());
            static_cast<void>(configuration().settings());
        } catch (const model::Error& error) {
            return error;
        }
        FAIL("no error");
        throw 0;
    }

  private:
    support::TemporaryFolder home_;
};

const Variables both = {{"AWS_ACCESS_KEY_ID", "ENVID"}, {"AWS_SECRET_ACCESS_KEY", "ENVSECRET"}};

bool has(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("s3 profiles: comments, blanks, quotes, nesting and Windows' line ends") {
    const auto sections = parse_sections(
        "\xEF\xBB\xBF# a comment\r\n"
        "; another\n"
        "ignored = before any section\n"
        "[default]\r\n"
        "AWS_Access_Key_Id=ID#1;x\r\n"
        "region =  eu-west-1   # why\n"
        "[ profile   \"two words\" ] # comment\n"
        "s3 =\n"
        "    addressing_style = path\n"
        "  max_queue_size=1\n"
        "output = json\n"
        "  stray = 1\n"
        "no setting\n"
        "[services x]\n"
        "s3 =\n"
        "\tendpoint_url = https://a=b\n"
        "[default]\n"
        "later = 1");
    CHECK(sections.at("default") ==
          archive::s3::Section{{"aws_access_key_id", "ID#1;x"}, {"region", "eu-west-1"}, {"later", "1"}});
    CHECK(sections.at("profile two words").at("s3.addressing_style") == "path");
    CHECK(sections.at("profile two words").at("s3.max_queue_size") == "1");
    CHECK(sections.at("profile two words").at("output") == "json");
    CHECK(sections.at("services x").at("s3.endpoint_url") == "https://a=b");
    CHECK(parse_sections("").empty());
    CHECK(parse_sections("[").size() == 1);
}

TEST_CASE("s3 credentials: the environment, with its session's token") {
    Person person{both};
    CHECK(person.keys() == "ENVID ENVSECRET ");
    person.variables["AWS_SESSION_TOKEN"] = "TOKEN";
    person.write(".aws/credentials", "[default]\naws_access_key_id = FILEID\naws_secret_access_key = FILESECRET\n");
    CHECK(person.keys() == "ENVID ENVSECRET TOKEN");
}

TEST_CASE("s3 credentials: nobody's, where there are none or none are to be used") {
    CHECK(Person{}.keys() == "none");
    Person person{both};
    person.access.sign_requests = false;
    CHECK(person.keys() == "none");
}

TEST_CASE("s3 credentials: profiles of both files") {
    Person person;
    person.write(".aws/credentials",
                 "[default]\naws_access_key_id = D\naws_secret_access_key = DS\naws_session_token = DT\n"
                 "[ci]\naws_access_key_id = C\naws_secret_access_key = CS\n");
    person.write(".aws/config",
                 "[profile ci]\naws_access_key_id = not\naws_secret_access_key = these\n"
                 "[profile config]\naws_access_key_id = F\naws_secret_access_key = FS\n");
    CHECK(person.keys() == "D DS DT");
    person.variables["AWS_PROFILE"] = "ci";
    CHECK(person.keys() == "C CS ");
    person.access.profile = "config";
    CHECK(person.keys() == "F FS ");
}

TEST_CASE("s3 credentials: a profile on the command line goes before the environment, AWS_PROFILE after it") {
    Person person{both};
    person.write(".aws/credentials", "[ci]\naws_access_key_id = C\naws_secret_access_key = CS\n");
    person.variables["AWS_PROFILE"] = "ci";
    CHECK(person.keys() == "ENVID ENVSECRET ");
    person.access.profile = "ci";
    CHECK(person.keys() == "C CS ");
}

TEST_CASE("s3 credentials: files elsewhere") {
    Person person;
    person.write("elsewhere/keys", "[default]\naws_access_key_id = E\naws_secret_access_key = ES\n");
    person.write("elsewhere/settings", "[default]\nregion = r-1\n");
    person.variables["AWS_SHARED_CREDENTIALS_FILE"] = person.path("elsewhere/keys");
    person.variables["AWS_CONFIG_FILE"] = "~/elsewhere/settings";
    CHECK(person.keys() == "E ES ");
    CHECK(person.configuration().settings().region == "r-1");
}

TEST_CASE("s3 credentials: half of them is a mistake that says which half") {
    Person person;
    SECTION("in the environment") {
        person.variables["AWS_SECRET_ACCESS_KEY"] = "half-a-secret";
        CHECK(has(person.error().what(), "AWS_ACCESS_KEY_ID is not"));
        CHECK(person.error().place() == "the environment");
    }
    SECTION("in a file") {
        person.write(".aws/credentials", "[default]\naws_access_key_id = half-a-secret\n");
        CHECK(has(person.error().what(), "aws_secret_access_key is not"));
        CHECK(person.error().place() == person.path(".aws/credentials"));
    }
    CHECK_FALSE(has(person.error().what() + person.error().hint(), "half-a-secret"));
    CHECK(person.error().exit_code() == model::ExitCode::usage);
}

TEST_CASE("s3 credentials: kinds that ask somebody else are named, with the way around") {
    const char* setting = GENERATE("sso_session = s", "sso_start_url = u", "role_arn = arn:x",
                                   "credential_process = /bin/x", "web_identity_token_file = /x");
    Person person;
    person.write(".aws/config", "[profile x]\n" + std::string{setting} + "\n");
    person.access.profile = "x";
    CHECK(has(person.error().what(), std::string{setting}.substr(0, std::string{setting}.find(' '))));
    CHECK(has(person.error().hint(), "aws configure export-credentials --format env"));
    CHECK(person.error().place() == person.path(".aws/config"));
    person.access.sign_requests = false;
    CHECK(person.keys() == "none");
}

TEST_CASE("s3 credentials: keys at hand go before a program to ask, and before a role of the surroundings") {
    Person person;
    person.write(".aws/config", "[default]\ncredential_process = /bin/x\n");
    person.write(".aws/credentials", "[default]\naws_access_key_id = D\naws_secret_access_key = DS\n");
    CHECK(person.keys() == "D DS ");
    Person in_a_container{{{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://x"}}};
    CHECK(has(in_a_container.error().what(), "AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    in_a_container.variables.insert(both.begin(), both.end());
    CHECK(in_a_container.keys() == "ENVID ENVSECRET ");
}

TEST_CASE("s3 credentials: a profile that is not there") {
    Person person;
    person.access.profile = "nobody";
    CHECK(has(person.error().what(), "nobody"));
    CHECK(person.error().exit_code() == model::ExitCode::usage);
    person.access.profile = "default";
    CHECK(person.keys() == "none");
}

TEST_CASE("s3 credentials: a person is told where they were looked for") {
    Person person;
    CHECK(person.configuration().looked_in() ==
          "credentials were looked for in AWS_ACCESS_KEY_ID, profile default of " + person.path(".aws/credentials") +
              ", profile default of " + person.path(".aws/config"));
}

TEST_CASE("s3 settings: the command line, then the environment, then the profile") {
    Person person;
    person.write(".aws/config",
                 "[default]\nregion = profile-1\nendpoint_url = http://profile\nservices = local\ns3 =\n"
                 "  addressing_style = virtual\n[services local]\ns3 =\n  endpoint_url = http://services\n");
    const auto settings = [&] { return person.configuration().settings(); };
    CHECK(settings().region == "profile-1");
    CHECK(settings().endpoint == "http://services");
    CHECK(settings().addressing == Addressing::host);
    person.variables["AWS_DEFAULT_REGION"] = "default-1";
    person.variables["AWS_ENDPOINT_URL"] = "http://any";
    CHECK(settings().region == "default-1");
    CHECK(settings().endpoint == "http://any");
    person.variables["AWS_REGION"] = "region-1";
    person.variables["AWS_ENDPOINT_URL_S3"] = "http://s3";
    CHECK(settings().region == "region-1");
    CHECK(settings().endpoint == "http://s3");
    person.access.region = "asked-1";
    person.access.endpoint = "http://asked";
    person.access.addressing = Addressing::path;
    CHECK(settings().region == "asked-1");
    CHECK(settings().endpoint == "http://asked");
    CHECK(settings().addressing == Addressing::path);
}

TEST_CASE("s3 settings: a style of addressing that does not exist") {
    Person person;
    person.write(".aws/config", "[default]\ns3 =\n  addressing_style = pth\n");
    CHECK(has(person.error().what(), "pth"));
    CHECK(has(person.error().hint(), "path"));
}
