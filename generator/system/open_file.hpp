// A file that is open for writing, or a folder that is open to be synced; closed when this goes.
#pragma once

#include <filesystem>
#include <string_view>

namespace benchfolio::system {

// Everything but the destructor throws std::filesystem::filesystem_error, with the path and the system's reason.
class OpenFile {
  public:
    // `flags` as of open(2); a new file has the permissions that the umask leaves.
    OpenFile(const std::filesystem::path& path, int flags);
    // Takes over what is open already; a negative number is the failure to open it that errno tells.
    static OpenFile adopted(const std::filesystem::path& path, int number) { return {path, Number{number}}; }
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    void write(std::string_view bytes) const;  // all of them
    void sync() const;                         // returns when the disk has it, where the file system knows how
    void close();                              // some file systems tell only now that the disk is full

  private:
    struct Number {
        int value;
    };
    OpenFile(const std::filesystem::path& path, Number number);

    std::filesystem::path path_;
    int number_;
};

}  // namespace benchfolio::system
