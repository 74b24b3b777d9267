// A folder of a bucket in object storage: AWS, or a service that speaks its protocol.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/object_store.hpp"
#include "archive/s3/bucket.hpp"
#include "system/environment.hpp"

namespace benchfolio::archive::s3 {

class S3Store final : public ObjectStore {
  public:
    // `url` is s3://bucket/prefix. Nothing is asked of the network yet. Throws model::Error (usage) for an address that
    // is none, and for settings and credentials that contradict themselves.
    explicit S3Store(const std::string& url, const Access& access,
                     const system::Environment& environment = system::process_environment(), const Pace& pace = {});

    std::vector<Object> list() const override;
    bool get(Object& object, std::string& buffer) const override;
    Put put(const std::string& key, std::string_view bytes) const override;
    std::string name() const override { return name_; }
    std::string identity() const override { return identity_; }
    unsigned transfers() const override { return 32; }

  private:
    // What this service's entity tags are. It shows with the first object that has no other checksum.
    enum class Etags { untried, md5, something_else };

    std::string name_, identity_, prefix_;
    Service service_;
    std::unique_ptr<Bucket> bucket_;
    mutable std::atomic<Etags> etags_ = Etags::untried;

    class Inspection;
    enum class Sight { there, missing, forbidden };

    std::string whole(const std::string& key) const { return prefix_ + key; }
    Page page_after(const std::string& token) const;
    http::Response fetch(Object& object, std::string& buffer) const;
    Sight look(const std::string& key, std::string& buffer) const;
    http::Response send(const std::string& key, std::string_view bytes, bool only_new, std::string& answer) const;
    Put compare(const std::string& key, std::string_view bytes) const;
};

}  // namespace benchfolio::archive::s3
