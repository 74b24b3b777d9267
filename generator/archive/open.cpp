#include "archive/directory_store.hpp"
#include "archive/object_store.hpp"
#include "archive/site_store.hpp"

namespace benchfolio::archive {

bool is_result(std::string_view key) {
    return key.ends_with(".json") || key.ends_with(".json.gz");
}

std::unique_ptr<ObjectStore> open(const std::string& url, const Access& access) {
    if (is_site_address(url)) return site_at(url, access);
    if (is_site_folder(url)) return site_in(url);
    return std::make_unique<DirectoryStore>(url);
}

}  // namespace benchfolio::archive
