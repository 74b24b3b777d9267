// Where results are kept. To support a new kind of store, implement this interface, add its scheme to `open`, and run
// the shared contract test over it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "archive/access.hpp"

namespace benchfolio::archive {

struct Object {
    std::string key;          // relative to the store's root, with forward slashes
    std::uint64_t bytes = 0;  // as stored
    // Differs whenever the content does: an ETag, or what a file system knows of a file. Empty where that cannot be
    // promised (a file written a moment ago): then what was read is not to be remembered.
    std::string version;
};

// Whether a key ends as a result file does. What does not is no part of the archive: not read, not counted.
bool is_result(std::string_view key);

enum class Put { created, already_there };

// What the objects of a store are.
enum class Holds {
    results,  // files as the benchmark tools wrote them
    site      // the data files of a site that benchfolio made
};

class ObjectStore {
  public:
    virtual ~ObjectStore() = default;
    virtual Holds holds() const { return Holds::results; }
    // Every object whose key ends as a result file does (.json, .json.gz), sorted by key.
    virtual std::vector<Object> list() const = 0;
    // The bytes as stored, into `buffer` (resized); `object` becomes what was read, should it have been replaced since
    // it was listed. False where it has been deleted since. Safe to call from several threads. Throws Unreadable when
    // this one object cannot be read, any other model::Error (storage) when the store cannot.
    virtual bool get(Object& object, std::string& buffer) const = 0;
    // That an object will be got in a moment. A store on a disk has the system read it meanwhile; nothing fails of it.
    virtual void announce(const Object&) const {}
    // Stores an object whole or not at all, and never in place of another: an equal one that is there already is as
    // good, a different one is a model::Error (storage).
    virtual Put put(const std::string& key, std::string_view bytes) const = 0;
    // What a person calls this store in a message.
    virtual std::string name() const = 0;
    // The same text for the same store and for no other, from wherever it is opened.
    virtual std::string identity() const = 0;
    // How many objects are best asked for at once: many where answers take their way, none beyond the threads that
    // read (0) on a disk.
    virtual unsigned transfers() const { return 0; }
};

// A store for a folder's path, "s3://bucket/prefix", or the address of a published site, "https://host/project/".
// Throws model::Error (usage) when there is no such folder or the address is none.
std::unique_ptr<ObjectStore> open(const std::string& url, const Access& access = {});

}  // namespace benchfolio::archive
