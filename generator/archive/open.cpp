#include "archive/directory_store.hpp"
#include "archive/object_store.hpp"

namespace benchfolio::archive {

bool is_result(std::string_view key) {
    return key.ends_with(".json") || key.ends_with(".json.gz");
}

std::unique_ptr<ObjectStore> open(const std::string& url, const Access&) {
    return std::make_unique<DirectoryStore>(url);
}

}  // namespace benchfolio::archive
