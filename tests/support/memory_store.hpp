// An archive in memory. Its objects' versions are the digests of their bytes.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>

#include "archive/object_store.hpp"
#include "archive/unreadable.hpp"
#include "model/digest.hpp"

namespace benchfolio::support {

class MemoryStore final : public archive::ObjectStore {
  public:
    std::map<std::string, std::string> objects;
    std::string unreadable;  // the key of one that is listed but cannot be read
    std::string identity_text = "memory";
    unsigned transfers_wanted = 0;
    bool knows_versions = true;
    std::function<void(const std::string& key)> before_get;  // may change the objects, or throw
    std::function<void(const std::string& key)> on_announcement;
    mutable std::atomic<std::size_t> gets{0};

    MemoryStore() = default;
    MemoryStore(const MemoryStore& other) : objects(other.objects), unreadable(other.unreadable) {}

    std::vector<archive::Object> list() const override {
        std::vector<archive::Object> found;
        for (const auto& [key, bytes] : objects) found.push_back({key, bytes.size(), version(bytes)});
        return found;
    }
    bool get(archive::Object& object, std::string& buffer) const override {
        ++gets;
        if (before_get) before_get(object.key);
        if (object.key == unreadable) throw archive::Unreadable("cannot read: no such file", object.key);
        const auto found = objects.find(object.key);
        if (found == objects.end()) return false;
        buffer = found->second;
        object.bytes = buffer.size();
        object.version = version(buffer);
        return true;
    }
    void announce(const archive::Object& object) const override {
        if (on_announcement) on_announcement(object.key);
    }
    archive::Put put(const std::string&, std::string_view) const override {
        throw model::Error{model::ExitCode::storage, "storage", "this archive is only read"};
    }
    std::string name() const override { return "memory"; }
    std::string identity() const override { return identity_text; }
    unsigned transfers() const override { return transfers_wanted; }

  private:
    std::string version(const std::string& bytes) const {
        return knows_versions ? model::hex(model::sha256(bytes), 32) : "";
    }
};

}  // namespace benchfolio::support
