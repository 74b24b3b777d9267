// The S3 store against a server that does what services, proxies and networks do on bad days.
#include "archive/s3/s3_store.hpp"

#include <atomic>
#include <map>

#include "archive/s3/checksum.hpp"
#include "model/error.hpp"
#include "support/catch.hpp"
#include "support/loopback_server.hpp"
#include "support/scoped_variable.hpp"

using namespace benchfolio;
using archive::Object;
using archive::Put;
using archive::s3::S3Store;
using support::answer;
using support::Answer;
using support::LoopbackServer;

namespace {

const std::string secret = "a-secret-key/that+nobody=sees", token = "a-session-token/that+nobody=sees";

std::string md5_hex(const std::string& bytes) {
    static const std::map<std::string, std::string> known = {{"text", "1cb251ec0d568de6a929b520c4aed8d1"},
                                                             {"", "d41d8cd98f00b204e9800998ecf8427e"}};
    return known.at(bytes);
}

std::string etag(const std::string& value) {
    return "ETag: \"" + value + "\"\r\n";
}

Answer fault(int status, const std::string& code, const std::string& more = {}, const std::string& headers = {}) {
    return answer(status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code>" + more + "</Error>", headers);
}

Answer page(const std::vector<std::string>& keys, const std::string& next = {}) {
    std::string xml = "<ListBucketResult><IsTruncated>" + std::string{next.empty() ? "false" : "true"} +
                      "</IsTruncated><NextContinuationToken>" + next + "</NextContinuationToken>";
    for (const std::string& key : keys)
        xml += "<Contents><Key>" + key + "</Key><ETag>\"" + md5_hex("text") + "\"</ETag><Size>4</Size></Contents>";
    return answer(200, xml + "</ListBucketResult>");
}

// Answers with each of `answers` in turn, the last one for ever.
LoopbackServer::Handler in_turn(std::vector<Answer> answers) {
    return [answers, next = std::make_shared<std::atomic<std::size_t>>(0)](const std::string&) {
        return answers[std::min((*next)++, answers.size() - 1)];
    };
}

// A store that does not wait, at a server of the test's own.
class Scene {
  public:
    explicit Scene(LoopbackServer::Handler handler) : server_(std::move(handler)) {}

    archive::Access access;
    std::map<std::string, std::string> variables = {
        {"AWS_ACCESS_KEY_ID", "KEYID"}, {"AWS_SECRET_ACCESS_KEY", secret}, {"AWS_SESSION_TOKEN", token}};

    std::unique_ptr<S3Store> store(const std::string& url = "s3://bucket/folder") const {
        archive::Access asked = access;
        if (!asked.endpoint) asked.endpoint = server_.url();
        archive::s3::Pace pace;
        pace.pacing.sleep = [](std::chrono::milliseconds) {};
        pace.pacing.random = [] { return 0.0; };
        pace.timeouts.stall = std::chrono::seconds{1};
        return std::make_unique<S3Store>(url, asked, environment(), pace);
    }

    std::string url() const { return server_.url(); }
    std::vector<std::string> requests() const { return server_.requests(); }
    std::string request(std::size_t i) const { return requests().at(i); }

  private:
    LoopbackServer server_;

    system::Environment environment() const {
        return [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional{found->second};
        };
    }
};

Object listed(const std::string& version = md5_hex("text"), std::uint64_t bytes = 4) {
    return {.key = "x.json", .bytes = bytes, .version = version};
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// What a call fails with. No error tells a secret.
template <class Call>
model::Error failure_of(const Call& call) {
    try {
        call();
    } catch (const model::Error& error) {
        for (const std::string& hidden : {secret, token})
            for (const std::string& told : {std::string{error.what()}, error.place(), error.hint()})
                CHECK_FALSE(has(told, hidden));
        return error;
    }
    return {model::ExitCode::ok, "none", "no failure"};
}

std::string text_of(const S3Store& store, Object object = listed()) {
    std::string buffer;
    const bool found = store.get(object, buffer);
    REQUIRE(found);
    return buffer;
}

const Answer good = answer(200, "text", etag(md5_hex("text")));

}  // namespace

TEST_CASE("s3 store: a listing asks for the folder, page after page") {
    const Scene scene{
        in_turn({page({"folder/b.json", "folder/notes.txt"}, "to/ken+="), page({"folder/a.json.gz", "folder/"})})};
    const auto objects = scene.store()->list();
    REQUIRE(objects.size() == 2);
    CHECK(objects[0].key == "a.json.gz");
    CHECK(objects[1].key == "b.json");
    CHECK(objects[1].version == md5_hex("text"));
    CHECK(scene.request(0).starts_with(
        "GET /bucket?encoding-type=url&list-type=2&max-keys=1000&prefix=folder%2F HTTP/1.1\r\n"));
    CHECK(has(scene.request(1), "?continuation-token=to%2Fken%2B%3D&encoding-type=url&"));
}

TEST_CASE("s3 store: without credentials nothing is signed") {
    Scene scene{in_turn({page({}), fault(403, "AccessDenied")})};
    SECTION("none there") {
        scene.variables = {{"HOME", "/nowhere"}};
        scene.store()->list();
        const model::Error error = failure_of([&] { scene.store()->list(); });
        CHECK(has(error.what(), "there are none"));
        CHECK(has(error.hint(), "AWS_ACCESS_KEY_ID"));
        CHECK(has(error.hint(), "/nowhere/.aws/credentials"));
    }
    SECTION("none wanted") {
        scene.access.sign_requests = false;
        scene.store()->list();
    }
    CHECK_FALSE(has(scene.request(0), "Authorization"));
    CHECK_FALSE(has(scene.request(0), "x-amz-"));
}

TEST_CASE("s3 store: a listing that does not end is ended") {
    std::atomic<int> count = 0;
    const auto fresh = [&] { return "token" + std::to_string(++count); };
    const int kind = GENERATE(0, 1, 2);
    const Scene scene{[&](const std::string&) {
        if (kind == 0) return page({"folder/" + fresh() + ".json"}, "the same");
        if (kind == 1) return page({"folder/a.json", "folder/b.json"}, fresh());
        return page({}, fresh());
    }};
    const model::Error error = failure_of([&] { scene.store()->list(); });
    CHECK(has(error.what(), "does not end"));
    CHECK(error.exit_code() == model::ExitCode::storage);
    CHECK(scene.requests().size() <= 101);
}

TEST_CASE("s3 store: an empty page in between is none to stop at") {
    const Scene scene{in_turn({page({"folder/a.json"}, "1"), page({}, "2"), page({"folder/b.json"})})};
    CHECK(scene.store()->list().size() == 2);
}

TEST_CASE("s3 store: a listing that names others' objects is not believed") {
    const Scene scene{in_turn({page({"elsewhere/a.json"})})};
    CHECK(has(failure_of([&] { scene.store()->list(); }).what(), "outside of the folder"));
}

TEST_CASE("s3 store: what passes is waited out") {
    const std::string whole = page({"folder/a.json"}).bytes;
    const Answer passing = GENERATE_COPY(
        fault(503, "SlowDown"), fault(500, "InternalError"), fault(400, "RequestTimeout"), answer(429),
        answer(502, "<html>"), fault(200, "InternalError"), fault(200, "SlowDown"),
        Answer{whole.substr(0, whole.size() - 9), Answer::Then::reset},
        Answer{whole.substr(0, whole.size() - 9), Answer::Then::close}, Answer{"", Answer::Then::stall},
        answer(200, "<ListBucketResult><Contents>"), answer(404, "<?xml version=\"1.0\"?><Error><Code>No"));
    const Scene scene{in_turn({passing, passing, page({"folder/a.json"})})};
    CHECK(scene.store()->list().size() == 1);
    CHECK(scene.requests().size() == 3);
}

TEST_CASE("s3 store: what does not pass is an error that says what to do") {
    struct Case {
        Answer answer;
        model::ExitCode exit_code;
        std::string what;
    };
    const auto storage = model::ExitCode::storage, usage = model::ExitCode::usage;
    const Case tried =
        GENERATE_COPY(Case{fault(404, "NoSuchBucket"), usage, "no such bucket"},
                      Case{fault(403, "AccessDenied"), storage, "not allowed"},
                      Case{fault(403, "SignatureDoesNotMatch"), storage, "secret key"},
                      Case{fault(403, "InvalidAccessKeyId"), storage, "key id"},
                      Case{fault(400, "ExpiredToken", "<Message>" + token + " is old</Message>"), storage, "expired"},
                      Case{fault(403, "RequestTimeTooSkewed"), storage, "clock"},
                      Case{fault(200, "AccessDenied"), storage, "not allowed"},
                      Case{answer(301, "", "Location: http://127.0.0.1:1/\r\n"), storage, "elsewhere"},
                      Case{answer(200, "<html>Welcome</html>"), storage, "no object storage"},
                      Case{answer(200, ""), storage, "no object storage"}, Case{answer(404, "<html>"), storage, "404"});
    const Scene scene{in_turn({tried.answer})};
    const model::Error error = failure_of([&] { scene.store()->list(); });
    INFO(error.what());
    CHECK(has(error.what(), tried.what));
    CHECK(error.exit_code() == tried.exit_code);
    CHECK_FALSE(error.hint().empty());
    CHECK(error.place() == "s3://bucket/folder/");
    CHECK(scene.requests().size() == 1);
}

TEST_CASE("s3 store: a service in lasting trouble is given up with its own words") {
    const Scene scene{in_turn({fault(503, "SlowDown", "<Message>Please reduce\nyour rate</Message>")})};
    const model::Error error = failure_of([&] { scene.store()->list(); });
    CHECK(has(error.what(), "503 SlowDown: Please reduce your rate"));
    CHECK(error.exit_code() == model::ExitCode::storage);
    CHECK(scene.requests().size() == 10);
}

TEST_CASE("s3 store: a wrong region is set right once and remembered") {
    const Answer wrong = GENERATE(fault(400, "AuthorizationHeaderMalformed", "<Region>eu-north-7</Region>"),
                                  answer(301, "", "x-amz-bucket-region: eu-north-7\r\n"),
                                  fault(403, "AccessDenied", "", "x-amz-bucket-region: eu-north-7\r\n"));
    const Scene scene{[&](const std::string& request) {
        return has(request, "/eu-north-7/s3/aws4_request") ? page({"folder/a.json"}) : wrong;
    }};
    const auto store = scene.store();
    CHECK(store->list().size() == 1);
    CHECK(store->list().size() == 1);
    CHECK(scene.requests().size() == 3);
}

TEST_CASE("s3 store: a region that changes with each answer is not followed about, one that is no name never") {
    std::atomic<int> count = 0;
    const bool odd = GENERATE(true, false);
    const Scene scene{[&](const std::string&) {
        const std::string region = odd ? "evil.example/#" : "r-" + std::to_string(++count);
        return fault(400, "AuthorizationHeaderMalformed", "<Region>" + region + "</Region>");
    }};
    CHECK(has(failure_of([&] { scene.store()->list(); }).hint(), "--region"));
    CHECK(scene.requests().size() == (odd ? 1 : 2));
}

TEST_CASE("s3 store: a wrong clock is set right once, by the service's") {
    const std::string date = "Date: Fri, 20 Nov 2020 10:00:30 GMT\r\n";
    const Scene scene{[&](const std::string& request) {
        return has(request, "x-amz-date: 20201120T1000") ? page({}) : fault(403, "RequestTimeTooSkewed", "", date);
    }};
    CHECK(scene.store()->list().empty());
    CHECK(scene.requests().size() == 2);
    const Scene hopeless{in_turn({fault(403, "RequestTimeTooSkewed", "", date)})};
    CHECK(has(failure_of([&] { hopeless.store()->list(); }).what(), "clock"));
    CHECK(hopeless.requests().size() == 2);
}

TEST_CASE("s3 store: no other host is shown a signature") {
    const LoopbackServer other{in_turn({page({})})};
    const int status = GENERATE(301, 302, 307, 308);
    const Scene scene{in_turn({answer(status, "", "Location: " + other.url() + "/bucket\r\n")})};
    CHECK(failure_of([&] { scene.store()->list(); }).exit_code() == model::ExitCode::storage);
    CHECK(other.requests().empty());
}

TEST_CASE("s3 store: an object is asked for as it was listed, its checksum with it, all of it signed") {
    const Scene scene{in_turn({good})};
    CHECK(text_of(*scene.store()) == "text");
    const std::string request = scene.request(0);
    CHECK(request.starts_with("GET /bucket/folder/x.json HTTP/1.1\r\n"));
    CHECK(has(request, "If-Match: \"" + md5_hex("text") + "\"\r\n"));
    CHECK(has(request, "x-amz-checksum-mode: ENABLED\r\n"));
    CHECK(has(request, "Accept-Encoding: identity\r\n"));
    CHECK(has(request,
              "SignedHeaders=host;if-match;x-amz-checksum-mode;x-amz-content-sha256;x-amz-date;x-amz-security-token,"));
    CHECK_FALSE(has(request, secret));
}

TEST_CASE("s3 store: an object that was replaced is read as it is now") {
    const Scene scene{in_turn({fault(412, "PreconditionFailed"), good})};
    Object object = listed("an-older-one", 999);
    std::string buffer;
    CHECK(scene.store()->get(object, buffer));
    CHECK(buffer == "text");
    CHECK(object.bytes == 4);
    CHECK(object.version == md5_hex("text"));
    CHECK_FALSE(has(scene.request(1), "If-Match"));
}

TEST_CASE("s3 store: also where the service knows no conditions") {
    const Scene scene{in_turn({good})};
    Object object = listed("an-older-one", 999);
    std::string buffer;
    CHECK(scene.store()->get(object, buffer));
    CHECK(object.version == md5_hex("text"));
}

TEST_CASE("s3 store: a deleted object is none, a missing bucket or a stranger's 404 is an error") {
    std::string buffer;
    Object object = listed();
    CHECK_FALSE(Scene{in_turn({fault(404, "NoSuchKey")})}.store()->get(object, buffer));
    for (const Answer& other : {fault(404, "NoSuchBucket"), answer(404), answer(404, "<html>not here</html>")}) {
        const Scene scene{in_turn({other})};
        CHECK(failure_of([&] { scene.store()->get(object, buffer); }).code() == "storage");
    }
    const Scene frozen{in_turn({fault(403, "InvalidObjectState")})};
    const model::Error error = failure_of([&] { frozen.store()->get(object, buffer); });
    CHECK(has(error.hint(), "restore"));
    CHECK(error.place() == "s3://bucket/folder/x.json");
}

TEST_CASE("s3 store: what was damaged on its way is asked for again") {
    const std::string tag = etag(md5_hex("text"));
    const Answer damaged =
        GENERATE_COPY(answer(200, "tex", tag), answer(200, "textt", tag), answer(200, "", tag),
                      answer(200, "tex7", tag), answer(200, "text", tag + "x-amz-checksum-crc32c: AAAAAA==\r\n"),
                      fault(200, "InternalError"), fault(200, "InternalError", "", tag),
                      Answer{"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n" + tag + "\r\nte", Answer::Then::close},
                      Answer{"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n" + tag + "\r\nte", Answer::Then::reset},
                      Answer{"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n" + tag + "\r\nte", Answer::Then::stall});
    const Scene scene{in_turn({good, damaged, good})};
    const auto store = scene.store();
    CHECK(text_of(*store) == "text");
    CHECK(text_of(*store) == "text");
    CHECK(scene.requests().size() == 3);
}

TEST_CASE("s3 store: what stays damaged is an error") {
    const Scene scene{in_turn({good, answer(200, "tex7", etag(md5_hex("text")))})};
    const auto store = scene.store();
    CHECK(text_of(*store) == "text");
    const model::Error error = failure_of([&] { text_of(*store); });
    CHECK(error.exit_code() == model::ExitCode::storage);
    CHECK(error.place() == "s3://bucket/folder/x.json");
    CHECK(scene.requests().size() == 11);
}

TEST_CASE("s3 store: entity tags that look like checksums and are none are compared no more") {
    const Scene scene{in_turn({answer(200, "other", etag(md5_hex("text")))})};
    const auto store = scene.store();
    CHECK(text_of(*store, listed(md5_hex("text"), 5)) == "other");
    CHECK(scene.requests().size() == 2);
    CHECK(text_of(*store, listed(md5_hex("text"), 5)) == "other");
    CHECK(scene.requests().size() == 3);
}

TEST_CASE("s3 store: an object whose text is an error of S3 is an object") {
    const std::string text = "<Error><Code>SlowDown</Code></Error>", md5 = "699541f6536b1d77694f05f13bf63369";
    const Scene scene{in_turn({answer(200, text, etag(md5))})};
    CHECK(text_of(*scene.store(), listed(md5, text.size())) == text);
    CHECK(scene.requests().size() == 1);
}

TEST_CASE("s3 store: an object is stored on condition that there is none") {
    const Scene scene{in_turn({fault(404, "NoSuchKey"), answer(200)})};
    CHECK(scene.store()->put("a b.json.gz", "text") == Put::created);
    const std::string request = scene.request(1);
    CHECK(request.starts_with("PUT /bucket/folder/a%20b.json.gz HTTP/1.1\r\n"));
    CHECK(has(request, "If-None-Match: *\r\n"));
    CHECK(has(request, "Content-MD5: HLJR7A1WjeapKbUgxK7Y0Q==\r\n"));
    CHECK(has(request, "Content-Type: application/gzip\r\n"));
    CHECK(has(request, "x-amz-content-sha256: 982d9e3eb996f559e633f4d194def3761d909f5a3b647d1a851fead67c32c9d1\r\n"));
    CHECK(request.ends_with("\r\n\r\ntext"));
}

TEST_CASE("s3 store: what is there already is compared") {
    const Scene equal{in_turn({good})}, different{in_turn({answer(200, "other")})};
    CHECK(equal.store()->put("x.json", "text") == Put::already_there);
    const model::Error error = failure_of([&] { different.store()->put("x.json", "text"); });
    CHECK(has(error.what(), "another object"));
    CHECK(error.place() == "s3://bucket/folder/x.json");
    for (const std::string& request : different.requests()) CHECK(request.starts_with("GET "));
}

TEST_CASE("s3 store: somebody else was faster") {
    const Scene equal{in_turn(
        {fault(404, "NoSuchKey"), fault(409, "ConditionalRequestConflict"), fault(412, "PreconditionFailed"), good})};
    CHECK(equal.store()->put("x.json", "text") == Put::already_there);
    const Scene different{in_turn({fault(404, "NoSuchKey"), fault(412, "PreconditionFailed"), answer(200, "other")})};
    CHECK(has(failure_of([&] { different.store()->put("x.json", "text"); }).what(), "another object"));
}

TEST_CASE("s3 store: an upload whose answer is lost is found to be there") {
    const Scene scene{
        in_turn({fault(404, "NoSuchKey"), Answer{"", Answer::Then::reset}, fault(412, "PreconditionFailed"), good})};
    CHECK(scene.store()->put("x.json", "text") == Put::already_there);
}

TEST_CASE("s3 store: a service that knows no conditions is asked first, and only then given an object without") {
    const Answer unknown = GENERATE(fault(501, "NotImplemented"), fault(400, "NotImplemented"));
    const Scene scene{in_turn({fault(404, "NoSuchKey"), unknown, answer(200)})};
    CHECK(scene.store()->put("x.json", "text") == Put::created);
    CHECK_FALSE(has(scene.request(2), "If-None-Match"));
    const Scene blind{in_turn({fault(403, "AccessDenied"), unknown, answer(200)})};
    CHECK(failure_of([&] { blind.store()->put("x.json", "text"); }).exit_code() == model::ExitCode::storage);
    CHECK(blind.requests().size() == 2);
}

TEST_CASE("s3 store: who may store but not look can store") {
    const Scene scene{in_turn({fault(403, "AccessDenied"), answer(200)})};
    CHECK(scene.store()->put("x.json", "text") == Put::created);
    const Scene there{
        in_turn({fault(403, "AccessDenied"), fault(412, "PreconditionFailed"), fault(403, "AccessDenied")})};
    CHECK(has(failure_of([&] { there.store()->put("x.json", "text"); }).what(), "may not be read"));
}

TEST_CASE("s3 store: an upload that is called a success and is none is repeated or refused") {
    const Scene passing{in_turn({fault(404, "NoSuchKey"), fault(200, "InternalError"), answer(200)})};
    CHECK(passing.store()->put("x.json", "text") == Put::created);
    const Scene lasting{in_turn({fault(404, "NoSuchKey"), fault(200, "AccessDenied")})};
    CHECK(has(failure_of([&] { lasting.store()->put("x.json", "text"); }).what(), "not allowed"));
}

TEST_CASE("s3 store: Google's names for what AWS names otherwise; through a proxy") {
    Scene scene{in_turn({good, fault(404, "NoSuchKey"), answer(200)})};
    const support::ScopedVariable proxy{"http_proxy", scene.url()}, direct{"no_proxy", ""};
    scene.access.endpoint = "http://storage.googleapis.com";
    const auto store = scene.store();
    CHECK(text_of(*store) == "text");
    CHECK(store->put("y.json", "text") == Put::created);
    CHECK(scene.request(0).starts_with("GET http://storage.googleapis.com/bucket/folder/x.json HTTP/1.1\r\n"));
    CHECK(has(scene.request(0), "Accept-Encoding: gzip\r\n"));
    CHECK(has(scene.request(0), "/auto/s3/aws4_request"));
    CHECK_FALSE(has(scene.request(0), "x-amz-checksum-mode"));
    CHECK(has(scene.request(2), "x-goog-if-generation-match: 0\r\n"));
    CHECK(has(scene.request(2), ";x-goog-if-generation-match,"));
    CHECK_FALSE(has(scene.request(2), "If-None-Match"));
}

TEST_CASE("s3 store: a bucket in the host's name is in the signed and in the sent host") {
    Scene scene{in_turn({page({})})};
    const support::ScopedVariable proxy{"http_proxy", scene.url()}, direct{"no_proxy", ""};
    scene.access.endpoint = "http://s3.example:9000";
    scene.access.addressing = archive::Addressing::host;
    scene.store()->list();
    CHECK(scene.request(0).starts_with("GET http://bucket.s3.example:9000/?encoding-type=url&"));
    CHECK(has(scene.request(0), "Host: bucket.s3.example:9000\r\n"));
}

TEST_CASE("s3 store: a service out of reach is named, with what to check") {
    archive::Access access;
    access.endpoint = "http://127.0.0.1:1";
    access.sign_requests = false;
    archive::s3::Pace pace;
    pace.patience.attempts = 2;
    const S3Store store{"s3://bucket", access, system::process_environment(), pace};
    const model::Error error = failure_of([&] { store.list(); });
    CHECK(error.exit_code() == model::ExitCode::storage);
    CHECK(error.place() == "http://127.0.0.1:1");
    CHECK(has(error.hint(), "--endpoint"));
}

TEST_CASE("s3 store: cancelling ends what is under way") {
    Scene scene{in_turn({Answer{"", Answer::Then::stall}})};
    scene.access.cancelled = [] { return true; };
    CHECK(failure_of([&] { scene.store()->list(); }).exit_code() == model::ExitCode::interrupted);
}

TEST_CASE("s3 store: opened by its address; what nobody knows is a mistake in the command") {
    archive::Access access;
    access.sign_requests = false;
    CHECK(archive::open("s3://bucket/folder", access)->name() == "s3://bucket/folder/");
    CHECK(archive::open("s3://bucket/folder", access)->transfers() >= 16);
    const model::Error error = failure_of([] { archive::open("gs://bucket/folder"); });
    CHECK(error.exit_code() == model::ExitCode::usage);
    CHECK(has(error.hint(), "s3://"));
}
