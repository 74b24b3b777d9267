// What was read of an archive before, in a folder, so that it need not be fetched and read again. Never the truth: all
// that is believed of it is what the archive lists now, in the same version, and what this very program has written.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "archive/object_store.hpp"
#include "ingest/block.hpp"
#include "ingest/block_file.hpp"
#include "ingest/options.hpp"
#include "model/error.hpp"

namespace benchfolio::ingest {

class Cache {
  public:
    // Without a folder in the options there is no cache: nothing is loaded and nothing stored.
    Cache(const Options& options, const archive::ObjectStore& store);

    // How much of each block is loaded: without its rows, it says which objects are known, in little memory.
    enum class Extent { whole, without_rows };

    // All blocks of this archive. Their sources are alive where `listed` has the same object, and in one block only.
    // Files that are no sound blocks are removed.
    std::vector<Block> load(std::span<const archive::Object> listed, Extent extent = Extent::whole);

    // Stores what is alive and has a version in a block that was not loaded. From several threads at once. Throws
    // model::Error (storage) where the disk refuses.
    void add(const Block& block);

    // The same where the cache is a convenience: a disk that refuses is a warning, and is not asked again.
    void add_if_possible(const Block& block);

    // Joins small files of those that were loaded, `blocks` being what they hold now, in their order. Removes what
    // nobody has asked for in a long time.
    void tidy(std::span<const Block> blocks);

    // What `add` has written.
    struct Written {
        std::size_t files = 0;
        std::uint64_t bytes = 0;
    };
    const Written& written() const { return written_; }

    // What the person should know: that files were damaged, or that the disk refuses.
    const std::vector<std::string>& warnings() const { return warnings_; }

  private:
    struct File {
        std::string name;
        std::uint64_t bytes = 0;
        std::uint64_t generation = 0;
    };

    const Options& options_;
    std::string folder_;  // of this archive; empty: no cache
    Label label_;
    std::vector<File> loaded_;
    std::uint64_t generation_ = 0;  // the newest so far
    std::vector<std::string> warnings_;
    std::mutex adding_;  // guards what follows, and the warnings, while threads add
    Written written_;
    bool refused_ = false;

    struct Read;
    std::vector<Read> read_files(Extent extent) const;
    std::vector<Block> accept(std::vector<Read> files);
    void compact(std::span<const Block> blocks);
    void write(const Block& block);
    void refuse(const model::Error& error);
    void remove_left_over() const;
    void remove_unused_archives() const;
    std::string path_of(const std::string& name) const { return folder_ + "/" + name; }
};

}  // namespace benchfolio::ingest
