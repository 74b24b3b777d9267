// Where results are kept. To support a new kind of store, implement this interface, add its scheme to `open`, and run
// the shared contract test over it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::archive {

struct Object {
    std::string key;          // relative to the store's root, with forward slashes
    std::uint64_t bytes = 0;  // as stored
};

// Whether a key ends as a result file does. What does not is no part of the archive: not read, not counted.
bool is_result(std::string_view key);

class ObjectStore {
  public:
    virtual ~ObjectStore() = default;
    // Every object whose key ends as a result file does (.json, .json.gz), sorted by key.
    virtual std::vector<Object> list() const = 0;
    // The bytes as stored, into `buffer` (resized). Safe to call from several threads. Throws model::Error when the
    // object cannot be read.
    virtual void get(const std::string& key, std::string& buffer) const = 0;
    // What a person calls this store in a message.
    virtual std::string name() const = 0;
};

// A store for a folder's path. Throws model::Error (usage) when there is no such folder.
std::unique_ptr<ObjectStore> open(const std::string& url);

}  // namespace benchfolio::archive
