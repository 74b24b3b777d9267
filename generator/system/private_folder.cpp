#include "system/private_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "model/error.hpp"

namespace benchfolio::system {
namespace fs = boost::filesystem;
namespace {

fs::path place_for_temporaries() {
    boost::system::error_code error;
    fs::path place = fs::temp_directory_path(error);
    if (error)
        throw model::Error(model::ExitCode::storage, "storage", "there is no folder for temporary files", {},
                           "set TMPDIR to a folder that you may write to");
    return place;
}

// In each of our folders, so that nobody else's is taken for one, whatever its name.
constexpr const char* marker = ".benchfolio-private";

// Opens a folder of ours that nobody uses, with its lock taken; -1 where it is anything else.
int claim(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0) return -1;
    struct stat status {};
    const bool ours = ::fstat(file, &status) == 0 && status.st_uid == ::geteuid() &&
                      ::faccessat(file, marker, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    if (ours && ::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
    ::close(file);
    return -1;
}

// Last of all, so that a folder that is being made is not taken for one that was left.
bool mark(int folder) {
    const int file = ::openat(folder, marker, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) ::close(file);
    return file >= 0;
}

void clear_leftovers(const fs::path& place, const std::string& beginning) {
    std::vector<fs::path> found;
    boost::system::error_code error;
    for (fs::directory_iterator entry{place, error}; !error && entry != fs::directory_iterator{};
         entry.increment(error))
        if (entry->path().filename().string().starts_with(beginning)) found.push_back(entry->path());
    for (const fs::path& folder : found) {
        const int file = claim(folder);
        if (file < 0) continue;
        fs::remove_all(folder, error);
        ::close(file);
    }
}

}  // namespace

PrivateFolder::PrivateFolder(std::string_view purpose) {
    const fs::path place = place_for_temporaries();
    const std::string beginning = "benchfolio-" + std::string{purpose} + "-";
    clear_leftovers(place, beginning);
    std::string name = (place / (beginning + "XXXXXX")).string();
    // Not closed on exec: a program that outlives us keeps the lock, and with it the folder.
    if (::mkdtemp(name.data())) lock_ = ::open(name.c_str(), O_RDONLY | O_DIRECTORY);
    if (lock_ >= 0) ::flock(lock_, LOCK_EX | LOCK_NB);
    if (lock_ < 0 || !mark(lock_))
        throw model::Error(model::ExitCode::storage, "storage",
                           std::string{"cannot make a temporary folder: "} + std::strerror(errno), place.string(),
                           "TMPDIR names another place");
    path_ = name;
}

PrivateFolder::~PrivateFolder() {
    boost::system::error_code ignored;
    fs::remove_all(path_, ignored);
    ::close(lock_);
}

}  // namespace benchfolio::system
