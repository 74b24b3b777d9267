// What an earlier build made of the same inputs, so that it is not made again.
//
// Never the truth: a piece of the site is kept as a list of its files under a digest of exactly what it is made of
// (site/inputs.hpp), and is taken over only where the old site has all of these files with the very bytes that were
// made. With other inputs, without an old site, or where somebody has changed a file, it is made. Files that still
// carry the stamp with which an earlier build left them are known without being read.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/memo.hpp"
#include "site/site.hpp"
#include "system/file_stamp.hpp"

namespace benchfolio::site {

// A file that a piece of the site is made of.
struct MadeFile {
    std::string path;  // relative to the site's root
    std::uint64_t bytes = 0;
    analysis::MemoKey digest;  // digest_of its bytes
};

analysis::MemoKey digest_of(std::string_view bytes);

// From several threads at once.
struct Earlier {
    analysis::Memo& memo;
    // Whether the old site has all these files as they were made; then they are in the new one, too. Else none is.
    std::function<bool(std::span<const MadeFile>)> take_over;
    // Told of the files of a piece that was just made.
    std::function<void(std::span<const MadeFile>)> made;
};

// The files that are known by their stamps, to be kept with the pieces.
class KnownFiles {
  public:
    explicit KnownFiles(analysis::Memo& memo) : memo_(memo) {}
    // From several threads at once.
    bool has(const MadeFile& file, const system::FileStamp& stamp) const;
    void enter(const MadeFile& file, const system::FileStamp& stamp) const;

  private:
    analysis::Memo& memo_;
};

// Makes what the inputs with this key make: from the old site where that has it, else by `make`, which is given the
// sink for its files, and returns what is to be known of them besides; returns that.
std::string made_once(const Earlier& earlier, const analysis::MemoKey& inputs, const FileSink& sink,
                      const std::function<std::string(const FileSink&)>& make);

}  // namespace benchfolio::site
