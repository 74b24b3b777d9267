#include "archive/s3/address.hpp"

#include <algorithm>

#include "archive/s3/encoding.hpp"
#include "model/error.hpp"

namespace benchfolio::archive::s3 {
namespace {

constexpr std::string_view url_scheme = "s3://";

model::Error wrong(const std::string& what, const std::string& place, const std::string& hint) {
    return {model::ExitCode::usage, "archive", what, place, hint};
}

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Generous, for the services differ: a colon parts a tenant from its bucket on Ceph.
bool may_name_a_bucket(std::string_view name) {
    const auto fits = [](char c) {
        return is_alphanumeric(c) || std::string_view{".-_:"}.find(c) != std::string_view::npos;
    };
    return !name.empty() && is_alphanumeric(name.front()) && std::ranges::all_of(name, fits);
}

// A dot would leave the wildcard of the service's certificate.
bool is_host_label(std::string_view name) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return name.size() >= 3 && name.size() <= 63 && name.front() != '-' && name.back() != '-' &&
           std::ranges::all_of(name, fits);
}

Service service_at(std::string_view host) {
    const std::string_view name = host.substr(0, host.find(':'));
    if (name == "storage.googleapis.com") return Service::google;
    if (name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn")) return Service::aws;
    return Service::other;
}

// The region that a service takes where nobody names one: these two have none.
std::string usual_region(std::string_view host) {
    const bool regionless = service_at(host) == Service::google || host.ends_with(".r2.cloudflarestorage.com");
    return regionless ? "auto" : "us-east-1";
}

// China's regions are an AWS of their own.
std::string aws_domain(std::string_view region) {
    return region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}

bool decide_by_host(Addressing addressing, const std::string& bucket, bool at_named_endpoint) {
    if (addressing != Addressing::automatic) return addressing == Addressing::host;
    return !at_named_endpoint && is_host_label(bucket);
}

// Curl leaves the usual port out of the Host header, and so must the signature.
std::string without_usual_port(std::string host, const std::string& scheme) {
    const std::string usual = scheme == "https" ? ":443" : ":80";
    if (host.ends_with(usual)) host.resize(host.size() - usual.size());
    return host;
}

}  // namespace

Address::Address(const std::string& url, const Settings& settings) {
    const std::string rest = url.starts_with(url_scheme) ? url.substr(url_scheme.size()) : std::string{};
    const std::size_t slash = rest.find('/');
    bucket_ = rest.substr(0, slash);
    // Not shown: a secret may stand before it.
    if (bucket_.find('@') != std::string::npos)
        throw wrong("an archive's address has no keys in it", {}, "credentials come from the environment or a profile");
    if (slash != std::string::npos) prefix_ = rest.substr(slash + 1);
    if (!prefix_.empty() && prefix_.back() != '/') prefix_ += '/';
    if (!may_name_a_bucket(bucket_))
        throw wrong("this names no bucket", url, "an archive in object storage is s3://BUCKET/FOLDER");
    if (!settings.endpoint.empty()) take_endpoint(settings.endpoint);
    region_ = settings.region.empty() ? usual_region(endpoint_host_) : settings.region;
    by_host_ = decide_by_host(settings.addressing, bucket_, !settings.endpoint.empty());
}

void Address::take_endpoint(const std::string& endpoint) {
    const std::size_t mark = endpoint.find("://");
    scheme_ = mark == std::string::npos ? "https" : endpoint.substr(0, mark);
    std::string rest = mark == std::string::npos ? endpoint : endpoint.substr(mark + 3);
    constexpr const char* hint = "an endpoint is https://HOST or http://HOST:PORT";
    // Not shown: a password may stand before it.
    if (rest.find('@') != std::string::npos)
        throw wrong("an endpoint has no user or password in it", {},
                    "credentials come from the environment or a profile");
    while (rest.ends_with('/')) rest.pop_back();
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    endpoint_host_ = without_usual_port(rest.substr(0, slash), scheme_);
    base_ = rest.substr(slash);
    const bool odd = rest.find_first_of("?# \t\r\n") != std::string::npos;
    if ((scheme_ != "https" && scheme_ != "http") || endpoint_host_.empty() || odd)
        throw wrong("this endpoint is no address", endpoint, hint);
    service_ = service_at(endpoint_host_);
}

std::string Address::endpoint_host() const {
    return endpoint_host_.empty() ? "s3." + region_ + "." + aws_domain(region_) : endpoint_host_;
}

std::string Address::host() const {
    return by_host_ ? bucket_ + "." + endpoint_host() : endpoint_host();
}

std::string Address::origin() const {
    return (scheme_.empty() ? "https" : scheme_) + "://" + host();
}

std::string Address::path(std::string_view key) const {
    return path() + (by_host_ ? "" : "/") + encoded_path(key);
}

std::string Address::path() const {
    return by_host_ ? base_ + "/" : base_ + "/" + encoded(bucket_);
}

std::string Address::identity() const {
    const std::string endpoint =
        endpoint_host_.empty() ? "https://s3." + aws_domain(region_) : scheme_ + "://" + endpoint_host_ + base_;
    return "s3+" + endpoint + "/" + bucket_ + "/" + prefix_;
}

}  // namespace benchfolio::archive::s3
