#include "publish/delta_packs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "publish/delta.hpp"
#include "publish/digest.hpp"
#include "publish/disk.hpp"
#include "publish/git.hpp"
#include "publish/object_names.hpp"
#include "publish/pack.hpp"
#include "system/file_tree.hpp"
#include "system/parallel.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

using system::Write;

// How much of the site a thread has in hand at once.
constexpr std::uint64_t batch_bytes = std::uint64_t{8} << 20U;

// The bytes of objects, one after the other, in the order of their names.
class Contents {
  public:
    Contents(const PrivateRepository& repository, const std::string& names)
        : text_(repository.answer({"cat-file", "--batch", "--buffer"}, [&](const Write& write) { write(names); })) {}

    // What git prints is "0a1b... blob 12", the bytes, and a line end; that of an object which is not there has no
    // size.
    std::string_view next() {
        const std::string_view rest = std::string_view{text_}.substr(at_);
        const std::size_t end = std::min(rest.find('\n'), rest.size()), space = rest.substr(0, end).rfind(' ');
        std::size_t size = 0;
        const bool told =
            space != rest.npos && std::from_chars(rest.data() + space + 1, rest.data() + end, size).ec == std::errc{};
        if (!told || rest.size() < end + 1 + size)
            throw model::Error(model::ExitCode::storage, "git",
                               fmt::format("what was fetched is not whole: {}", rest.substr(0, end)));
        at_ += end + 1 + size + 1;
        return rest.substr(end + 1, size);
    }

  private:
    std::string text_;
    std::size_t at_ = 0;
};

// The deltas behind all that was fetched: a pack on a disk must hold what they are against. Git would write such a
// pack, too (`index-pack --fix-thin`), but only after it has made every file of its delta and named it, which takes ten
// times as long as finding the deltas; the remote does so all the same, and refuses what it cannot make.
void store(const PrivateRepository& repository, std::span<const PackedObject> objects, std::size_t digits) {
    const fs::path fetched = repository.fetched_pack();
    Pack pack;
    system::read_file(fetched.string(), pack.bytes);
    system::read_file(fs::path{fetched}.replace_extension(".idx").string(), pack.index);
    pack = extended(pack, objects, digits);
    const std::string name = "pack-" + hex(std::string_view{pack.bytes}.substr(pack.bytes.size() - digits / 2));
    create_file(fetched.parent_path() / (name + ".pack"), pack.bytes);
    create_file(fetched.parent_path() / (name + ".idx"), pack.index);
}

std::vector<PackedObject> deltas_of(const PrivateRepository& repository, const CompleteSite& site,
                                    std::span<const Successor> batch) {
    std::string names, bytes;
    for (const Successor& file : batch) names += file.base + "\n";
    Contents bases{repository, names};
    const std::size_t digits = batch.front().object.size();
    std::vector<PackedObject> objects;
    for (const Successor& file : batch) {
        site.read(file.path, bytes);
        if (object_name(bytes, digits) != file.object) site.fail_changed(file.path);
        objects.push_back(packed_delta(file.object, file.base, delta(bases.next(), bytes)));
    }
    return objects;
}

std::vector<std::span<const Successor>> batches(const CompleteSite& site, std::span<const Successor> all) {
    std::vector<std::span<const Successor>> found;
    for (std::size_t first = 0, last = 0; first < all.size(); first = last) {
        for (std::uint64_t bytes = 0; last < all.size() && bytes < batch_bytes; ++last)
            bytes += site.files().at(all[last].path);
        found.push_back(all.subspan(first, last - first));
    }
    return found;
}

}  // namespace

void write_bitmap(const PrivateRepository& repository) {
    repository.forget_boundary();
    repository.answer({"repack", "-a", "-d", "-q", "--write-bitmap-index"});
}

void store_as_deltas(const PrivateRepository& repository, const CompleteSite& site,
                     std::span<const Successor> successors) {
    if (successors.empty()) return;
    const auto all = batches(site, successors);
    std::vector<std::vector<PackedObject>> found(all.size());
    system::parallel_for(std::thread::hardware_concurrency(), all.size(),
                         [&](unsigned, std::size_t i) { found[i] = deltas_of(repository, site, all[i]); });
    std::vector<PackedObject> objects;
    for (std::vector<PackedObject>& batch : found) std::ranges::move(batch, std::back_inserter(objects));
    store(repository, objects, successors.front().object.size());
}

void store_as_deltas(const PrivateRepository& repository, std::span<const Replaced> replaced) {
    if (replaced.empty()) return;
    std::string names;
    for (const Replaced& item : replaced) names += item.before + "\n" + item.after + "\n";
    Contents contents{repository, names};
    std::vector<PackedObject> objects;
    for (const Replaced& item : replaced) {
        const std::string_view base = contents.next();
        objects.push_back(packed_delta(item.after, item.before, delta(base, contents.next())));
    }
    store(repository, objects, replaced.front().after.size());
}

}  // namespace benchfolio::publish
