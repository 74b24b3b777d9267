#include "archive/directory_store.hpp"
#include "archive/object_store.hpp"
#include "archive/s3/s3_store.hpp"
#include "archive/site_store.hpp"
#include "model/error.hpp"

namespace benchfolio::archive {

bool is_result(std::string_view key) {
    return key.ends_with(".json") || key.ends_with(".json.gz");
}

std::unique_ptr<ObjectStore> open(const std::string& url, const Access& access) {
    if (url.starts_with("s3://")) return std::make_unique<s3::S3Store>(url, access);
    if (is_site_address(url)) return site_at(url, access);
    if (url.find("://") != std::string::npos)
        throw model::Error{model::ExitCode::usage, "archive", "an archive of this kind is not known", url,
                           "an archive is a folder, s3://BUCKET/FOLDER or the https:// address of a published site"};
    if (is_site_folder(url)) return site_in(url);
    return std::make_unique<DirectoryStore>(url);
}

}  // namespace benchfolio::archive
