// Where a bucket is and how its keys become URLs.
#pragma once

#include <string>
#include <string_view>

#include "archive/access.hpp"

namespace benchfolio::archive::s3 {

// What differs from one kind of service to the next.
enum class Service { aws, google, other };

// What the command line, the environment and the profile say together.
struct Settings {
    std::string endpoint;  // empty: AWS
    std::string region;    // empty: what the service takes for one
    Addressing addressing = Addressing::automatic;
};

class Address {
  public:
    // `url` is s3://bucket/prefix, its prefix a folder, taken literally. Throws model::Error (usage) where there is no
    // bucket in it or the endpoint is no address.
    Address(const std::string& url, const Settings& settings);

    Service service() const { return service_; }
    const std::string& bucket() const { return bucket_; }
    const std::string& prefix() const { return prefix_; }  // empty, or ends with a slash
    const std::string& region() const { return region_; }
    // The same bucket in another region; on AWS another host as well.
    void move_to(const std::string& region) { region_ = region; }

    std::string host() const;    // as the Host header has it
    std::string origin() const;  // scheme://host
    // The encoded path of an object, and of the bucket itself. `key` is whole, prefix included.
    std::string path(std::string_view key) const;
    std::string path() const;

    std::string name() const { return "s3://" + bucket_ + "/" + prefix_; }
    // Which bucket and folder, at which endpoint; of AWS without the region, which a bucket's name does not depend on.
    std::string identity() const;

  private:
    std::string bucket_, prefix_, region_;
    std::string scheme_, endpoint_host_, base_;  // of a named endpoint
    Service service_ = Service::aws;
    bool by_host_ = false;

    void take_endpoint(const std::string& endpoint);
    std::string endpoint_host() const;
};

}  // namespace benchfolio::archive::s3
