#include "archive/directory_store.hpp"

#include <utility>

#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::archive {

DirectoryStore::DirectoryStore(std::string root) : root_(std::move(root)) {
    if (system::is_folder(root_)) return;
    throw model::Error{model::ExitCode::usage, "archive", "there is no such folder", root_,
                       "name the folder that holds the result files with --archive"};
}

std::vector<Object> DirectoryStore::list() const {
    std::vector<Object> objects;
    for (system::FileEntry& file : system::files_below(root_))
        if (is_result(file.path)) objects.push_back({std::move(file.path), file.bytes});
    return objects;
}

void DirectoryStore::get(const std::string& key, std::string& buffer) const {
    system::read_file(root_ + "/" + key, buffer);
}

}  // namespace benchfolio::archive
