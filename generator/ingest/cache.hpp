// What was read of an archive before, in a folder, so that it need not be fetched and read again. Never the truth: all
// that is believed of it is what the archive lists now, in the same version, and what this very program has written.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "archive/object_store.hpp"
#include "ingest/block.hpp"
#include "ingest/block_file.hpp"
#include "ingest/options.hpp"

namespace benchfolio::ingest {

class Cache {
  public:
    // Without a folder in the options there is no cache: nothing is loaded and nothing stored.
    Cache(const Options& options, const archive::ObjectStore& store);

    // All blocks of this archive. Their sources are alive where `listed` has the same object, and in one block only.
    // Files that are no sound blocks are removed.
    std::vector<Block> load(std::span<const archive::Object> listed);

    // Stores what is alive and has a version in the blocks that were not loaded, `blocks` being those that were, in
    // their order, then others. Then joins small files, and removes what nobody has asked for in a long time.
    void store(std::span<const Block> blocks);

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

    struct Read;
    std::vector<Read> read_files() const;
    std::vector<Block> accept(std::vector<Read> files);
    void store_new(std::span<const Block> blocks);
    void compact(std::span<const Block> blocks);
    void write(const Block& block);
    void remove_left_over() const;
    void remove_unused_archives() const;
    std::string path_of(const std::string& name) const { return folder_ + "/" + name; }
};

}  // namespace benchfolio::ingest
