#include "archive/s3/s3_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "archive/s3/checksum.hpp"
#include "archive/s3/credentials.hpp"
#include "model/digest.hpp"
#include "model/error.hpp"

namespace benchfolio::archive::s3 {
namespace {

model::Error failed(const std::string& what, const std::string& place, const std::string& hint) {
    return {model::ExitCode::storage, "storage", what, place, hint};
}

bool is_success(const http::Response& response, std::string_view body) {
    return response.status >= 200 && response.status < 300 && !fault_in(response, body);
}

// A page that broke off, not something else altogether.
bool begins_a_page(std::string_view body) {
    constexpr std::size_t head = 200;  // a declaration may come first
    return body.substr(0, head).find("<ListBucketResult") != std::string_view::npos;
}

// What is 404 without saying so is another server's: an object is not given up for that.
bool is_missing(const http::Response& response, std::string_view body) {
    const auto fault = fault_in(response, body);
    return response.status == 404 && fault && fault->code == "NoSuchKey";
}

bool knows_no_conditions(const http::Response& response, std::string_view body) {
    const auto fault = fault_in(response, body);
    return response.status == 501 || (response.status == 400 && fault && fault->code == "NotImplemented");
}

// Pages joined, as long as each brings something.
class Listing {
  public:
    Listing(const std::string& name, const std::string& prefix) : name_(name), prefix_(prefix) {}

    std::vector<Object> objects;  // keys below the prefix

    void add(Page page) {
        const std::size_t before = seen_.size();
        for (Object& object : page.objects) add(std::move(object));
        idle_ = seen_.size() > before ? 0 : idle_ + 1;
        if (idle_ > most_idle || (idle_ > 0 && !page.objects.empty()) || ++pages_ > most_pages) throw endless();
    }

    model::Error endless() const {
        return failed("the listing of the bucket does not end", name_,
                      "it names the same objects again and again: this is a fault of the service");
    }

  private:
    // A page may be empty, while a service passes over deleted objects.
    static constexpr std::size_t most_idle = 100;
    static constexpr std::size_t most_pages = 10'000;  // ten million objects
    const std::string &name_, &prefix_;
    std::unordered_set<std::string> seen_;
    std::size_t idle_ = 0, pages_ = 0;

    void add(Object object) {
        if (!object.key.starts_with(prefix_))
            throw failed("the listing names an object outside of the folder: " + object.key, name_,
                         "this is a fault of the service");
        object.key.erase(0, prefix_.size());
        if (seen_.insert(object.key).second && is_result(object.key)) objects.push_back(std::move(object));
    }
};

}  // namespace

S3Store::S3Store(const std::string& url, const Access& access, const system::Environment& environment,
                 const Pace& pace) {
    const Configuration configuration{access, environment};
    Address address{url, configuration.settings()};
    name_ = address.name();
    identity_ = address.identity();
    prefix_ = address.prefix();
    service_ = address.service();
    bucket_ = std::make_unique<Bucket>(std::move(address), configuration.credentials(), configuration.looked_in(), pace,
                                       access.cancelled);
}

std::vector<Object> S3Store::list() const {
    Listing listing{name_, prefix_};
    std::string token;
    do {
        Page page = page_after(token);
        if (!page.next.empty() && page.next == token) throw listing.endless();
        token = page.next;
        listing.add(std::move(page));
    } while (!token.empty());
    std::ranges::sort(listing.objects, {}, &Object::key);
    return std::move(listing.objects);
}

Page S3Store::page_after(const std::string& token) const {
    Ask ask{.query = {{"list-type", "2"}, {"encoding-type", "url"}, {"max-keys", "1000"}, {"prefix", prefix_}}};
    if (!token.empty()) ask.query.emplace_back("continuation-token", token);
    std::optional<Page> page;
    std::string body;
    const http::Response response = bucket_->send(ask, body, [&](const http::Response& answer, std::string_view text) {
        page = answer.status == 200 ? parse_page(text) : std::nullopt;
        return answer.status == 200 && !page && begins_a_page(text);
    });
    if (page) return std::move(*page);
    if (!is_success(response, body)) throw bucket_->failure(response, body, {});
    throw failed("this is no object storage: the answer is no listing", name_, "check --endpoint");
}

// Tells an object that came as it is stored from one that was damaged on its way.
//
// Where a service keeps no checksum, its entity tags are compared. Those that look like MD5 but are something else
// (there are gateways that encrypt or compress unseen) would make every object of a good archive look damaged. So as
// long as no object has matched its tag, one that comes twice alike and does not match shows that the tags are no
// checksums, and they are compared no more. Once one has matched, they are.
class S3Store::Inspection {
  public:
    Inspection(const Object& listed, std::atomic<Etags>& etags) : listed_(listed), etags_(etags) {}

    bool finds_damage(const http::Response& response, std::string_view body) {
        damaged_ = response.status == 200 && (has_wrong_length(response, body) || has_wrong_bytes(response, body));
        return damaged_;
    }
    bool damaged() const { return damaged_; }  // what came last

  private:
    const Object& listed_;
    std::atomic<Etags>& etags_;
    std::optional<model::Digest> last_;  // of the bytes that came before and did not match
    bool damaged_ = false;

    bool has_wrong_length(const http::Response& response, std::string_view body) const {
        const std::string_view etag = without_quotes(response.header("etag"));
        const bool same = !listed_.version.empty() && (etag.empty() || etag == listed_.version);
        return same && body.size() != listed_.bytes;
    }

    bool has_wrong_bytes(const http::Response& response, std::string_view body) {
        const Verdict checked = by_checksum(response, body);
        if (checked != Verdict::unknown) return checked == Verdict::wrong;
        if (etags_ == Etags::something_else) return false;
        const Verdict verdict = by_etag(response, body);
        if (verdict == Verdict::right) etags_ = Etags::md5;
        return verdict == Verdict::wrong && !came_alike(body);
    }

    bool came_alike(std::string_view body) {
        const auto last = std::exchange(last_, model::sha256(body));
        Etags untried = Etags::untried;
        return last == last_ &&
               (etags_.compare_exchange_strong(untried, Etags::something_else) || untried == Etags::something_else);
    }
};

bool S3Store::get(Object& object, std::string& buffer) const {
    const http::Response response = fetch(object, buffer);
    if (is_success(response, buffer)) return true;
    if (is_missing(response, buffer)) return false;
    throw bucket_->failure(response, buffer, whole(object.key));
}

// Asks for what was listed, and for whatever is there now where that has been replaced.
http::Response S3Store::fetch(Object& object, std::string& buffer) const {
    Ask ask{.key = whole(object.key)};
    if (!object.version.empty()) ask.headers.push_back({"If-Match", "\"" + object.version + "\""});
    // Google has checksums of its own, and takes no headers of AWS that it does not know.
    if (service_ != Service::google) ask.headers.push_back({"x-amz-checksum-mode", "ENABLED"});
    Inspection inspection{object, etags_};
    const http::Response response = bucket_->send(
        ask, buffer,
        [&](const http::Response& answer, std::string_view body) { return inspection.finds_damage(answer, body); });
    if (response.status == 412 && !object.version.empty()) {
        object.version.clear();
        return fetch(object, buffer);
    }
    if (!is_success(response, buffer)) return response;
    if (inspection.damaged())
        throw failed("what is sent of this object is not what its length and checksum say", bucket_->name(*ask.key),
                     "it is damaged, or something between here and the service changes it");
    object.bytes = buffer.size();
    object.version = without_quotes(response.header("etag"));
    return response;
}

// It is looked first and stored on condition then: not every service heeds the condition, and not every one may look.
Put S3Store::put(const std::string& key, std::string_view bytes) const {
    std::string answer;
    const Sight sight = look(key, answer);
    if (sight == Sight::there) return compare(key, bytes);
    http::Response response = send(key, bytes, true, answer);
    if (knows_no_conditions(response, answer) && sight == Sight::missing) response = send(key, bytes, false, answer);
    if (is_success(response, answer)) return Put::created;
    if (response.status == 412) return compare(key, bytes);
    throw bucket_->failure(response, answer, whole(key));
}

S3Store::Sight S3Store::look(const std::string& key, std::string& buffer) const {
    Object object{.key = key, .bytes = 0, .version = {}};
    const http::Response response = fetch(object, buffer);
    if (is_success(response, buffer)) return Sight::there;
    if (is_missing(response, buffer)) return Sight::missing;
    // Who may not list a bucket is not told what is missing from it.
    if (response.status == 403) return Sight::forbidden;
    throw bucket_->failure(response, buffer, whole(key));
}

// Object Lock asks for Content-MD5; every service checks it.
http::Response S3Store::send(const std::string& key, std::string_view bytes, bool only_new, std::string& answer) const {
    Ask ask{.method = "PUT",
            .key = whole(key),
            .headers = {{"Content-Type", key.ends_with(".gz") ? "application/gzip" : "application/json"},
                        {"Content-MD5", md5_base64(bytes)}},
            .body = bytes};
    if (only_new && service_ == Service::google) ask.headers.push_back({"x-goog-if-generation-match", "0"});
    if (only_new && service_ != Service::google) ask.headers.push_back({"If-None-Match", "*"});
    // 409: others are storing under the same name; who was first will show.
    return bucket_->send(ask, answer,
                         [](const http::Response& response, std::string_view) { return response.status == 409; });
}

Put S3Store::compare(const std::string& key, std::string_view bytes) const {
    std::string there;
    const Sight sight = look(key, there);
    if (sight == Sight::there && there == bytes) return Put::already_there;
    constexpr const char* hint = "nothing was replaced; remove the other object first if this one is right";
    const std::string what = sight == Sight::forbidden
                                 ? "an object of this name is in the archive, and may not be read to compare it"
                                 : "another object of this name is in the archive";
    throw failed(what, bucket_->name(whole(key)), hint);
}

}  // namespace benchfolio::archive::s3
