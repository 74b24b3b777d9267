#include "preview/private_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include "model/error.hpp"

namespace benchfolio::preview {
namespace fs = std::filesystem;

PrivateFolder::PrivateFolder() {
    std::error_code none;
    const fs::path temporary = fs::temp_directory_path(none);
    path_ = (temporary / "benchfolio-preview-XXXXXX").string();
    if (!none && ::mkdtemp(path_.data())) return;
    throw model::Error(model::ExitCode::storage, "storage",
                       "no folder can be made for the preview: " + (none ? none.message() : std::strerror(errno)),
                       temporary.string(), "TMPDIR names another place");
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

}  // namespace benchfolio::preview
