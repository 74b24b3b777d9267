#include "archive/directory_store.hpp"

#include <utility>

#include "archive/unreadable.hpp"
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
        if (is_result(file.path)) objects.push_back({std::move(file.path), file.bytes, {}});
    return objects;
}

bool DirectoryStore::get(Object& object, std::string& buffer) const {
    try {
        system::read_file(root_ + "/" + object.key, buffer);
    } catch (const model::Error& error) {
        throw Unreadable(error.what(), error.place());
    }
    return true;
}

Put DirectoryStore::put(const std::string& key, std::string_view) const {
    throw model::Error{model::ExitCode::storage, "storage", "cannot store", root_ + "/" + key};
}

std::string DirectoryStore::identity() const {
    return root_;
}

}  // namespace benchfolio::archive
