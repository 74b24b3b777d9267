#include "ingest/cache.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "ingest/checksum.hpp"
#include "ingest/combine.hpp"
#include "ingest/compaction.hpp"
#include "ingest/fingerprint.hpp"
#include "ingest/interpreter.hpp"
#include "model/error.hpp"
#include "system/file_tree.hpp"
#include "system/kept_files.hpp"
#include "system/parallel.hpp"

namespace benchfolio::ingest {
namespace {

constexpr std::string_view suffix = ".block";
constexpr std::size_t folder_digits = 32;
constexpr std::chrono::hours unused_for{24 * 90};
constexpr std::chrono::hours surely_left_over{1};  // no process takes so long to write one file

// Every backup program that knows the mark leaves the folder out: https://bford.info/cachedir/
constexpr std::string_view tag_name = "CACHEDIR.TAG";
constexpr std::string_view tag =
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# What benchfolio has read of result archives; it may be removed at any time.\n";

// Each rule as one text; nothing where there are none.
std::string text_of(const std::vector<formats::MeasureRule>& rules) {
    std::string text;
    for (const formats::MeasureRule& rule : rules) {
        const std::string_view direction = rule.direction ? model::name_of(*rule.direction) : "";
        text += fmt::format("measure\t{}\t{}\t{}{}\t{}\n", rule.from, rule.name, rule.unit ? "=" : "",
                            rule.unit.value_or(""), direction);
    }
    return text;
}

Label label_of(const Options& options, const archive::ObjectStore& store) {
    const formats::Wanted asked_for = wanted(options);
    const std::string asked =
        fmt::format("{}\n{}{}", fmt::join(asked_for.places, "\n"), text_of(asked_for.measures), store.identity());
    const std::string_view order = std::endian::native == std::endian::little ? "little" : "big";
    return {model::sha256(asked), model::sha256(fmt::format("{} {}", reading_fingerprint, order))};
}

bool is_block(const system::KeptFile& file) {
    return file.name.ends_with(suffix);
}

bool is_folder_name(std::string_view name) {
    return name.size() == folder_digits && name.find_first_not_of("0123456789abcdef") == name.npos;
}

Stored state_of(const Block& block, std::uint64_t bytes) {
    return {bytes, block.sources.size(), block.alive()};
}

bool is_lasting(const Source& source) {
    return source.alive && !source.object.version.empty();
}

// Marks which sources are still in the archive. Of two that are the same, that of the earlier block.
void bury_the_dead(std::vector<Block>& blocks, std::span<const archive::Object> listed) {
    std::vector<bool> claimed(listed.size());
    for (Block& block : blocks) {
        for (Source& source : block.sources) {
            const auto at = std::ranges::lower_bound(listed, source.object.key, {}, &archive::Object::key);
            const auto index = static_cast<std::size_t>(at - listed.begin());
            source.alive = at != listed.end() && at->key == source.object.key && at->bytes == source.object.bytes &&
                           at->version == source.object.version && !at->version.empty() && !claimed[index];
            if (source.alive) claimed[index] = true;
        }
    }
}

// What says which objects were read, and which of them are of no use.
void drop_rows(Block& block) {
    Block kept;
    kept.sources = std::move(block.sources);
    kept.rejections = std::move(block.rejections);
    block = std::move(kept);
}

}  // namespace

// A file of the folder, and what it turned out to be.
struct Cache::Read {
    File file;
    std::optional<Refusal> refusal;
    bool unreadable = false;  // or another process has removed it meanwhile
    Block block;
};

Cache::Cache(const Options& options, const archive::ObjectStore& store) : options_(options) {
    if (options.cache.empty()) return;
    label_ = label_of(options, store);
    folder_ = options.cache + "/" + model::hex(label_.archive, folder_digits);
}

std::vector<Cache::Read> Cache::read_files(Extent extent) const {
    std::vector<system::KeptFile> names = system::kept_files(folder_);
    std::erase_if(names, [](const system::KeptFile& file) { return !is_block(file); });
    std::vector<Read> files(names.size());
    system::parallel_for(options_.jobs, files.size(), [&](unsigned, std::size_t i) {
        Read& read = files[i];
        read.file = {names[i].name, names[i].bytes, 0};
        std::shared_ptr<const system::FileBytes> bytes;
        try {
            bytes = std::make_shared<const system::FileBytes>(path_of(read.file.name));
        } catch (const model::Error&) {
            read.unreadable = true;
            return;
        }
        auto found = decoded(bytes->view(), label_, bytes);
        if (const auto* refusal = std::get_if<Refusal>(&found)) {
            read.refusal = *refusal;
        } else {
            read.file.generation = std::get<Decoded>(found).generation;
            read.block = std::move(std::get<Decoded>(found).block);
            if (extent == Extent::without_rows) drop_rows(read.block);
        }
    });
    return files;
}

std::vector<Block> Cache::load(std::span<const archive::Object> listed, Extent extent) {
    if (folder_.empty()) return {};
    system::touch(folder_);
    // Another process joins files now and then: what it has removed stands in a new one.
    std::vector<Read> files = read_files(extent);
    for (int again = 0; again < 3 && std::ranges::count(files, true, &Read::unreadable) > 0; ++again)
        files = read_files(extent);
    std::vector<Block> blocks = accept(std::move(files));
    bury_the_dead(blocks, listed);
    return blocks;
}

// The newest first: where two hold the same object, the later was written because the earlier lacked something.
std::vector<Block> Cache::accept(std::vector<Read> files) {
    std::ranges::stable_sort(files, std::ranges::greater{}, [](const Read& read) { return read.file.generation; });
    std::vector<Block> blocks;
    std::size_t unusable = 0;
    for (Read& read : files) {
        unusable += read.unreadable ? 1 : 0;
        if (read.unreadable) continue;
        if (read.refusal) {
            unusable += *read.refusal == Refusal::of_other_days ? 0 : 1;
            system::remove_kept(path_of(read.file.name));
            continue;
        }
        generation_ = std::max(generation_, read.file.generation);
        loaded_.push_back(std::move(read.file));
        blocks.push_back(std::move(read.block));
    }
    if (unusable > 0)
        warnings_.push_back(
            fmt::format("{} of {} files of the cache damaged, unreadable or not of this archive; what "
                        "they held is read again: {}",
                        unusable, files.size(), folder_));
    return blocks;
}

void Cache::add(const Block& block) {
    if (folder_.empty()) return;
    if (std::ranges::all_of(block.sources, is_lasting)) return write(block);
    const Block* const all[] = {&block};
    write(combined(all, options_));
}

void Cache::add_if_possible(const Block& block) {
    if (refused_) return;
    try {
        add(block);
    } catch (const model::Error& error) {
        refuse(error);
    }
}

void Cache::refuse(const model::Error& error) {
    const std::lock_guard lock{adding_};
    if (!std::exchange(refused_, true))
        warnings_.push_back(fmt::format("the cache is not kept: {}: {}", error.what(), error.place()));
}

void Cache::tidy(std::span<const Block> blocks) {
    if (folder_.empty()) return;
    try {
        compact(blocks);
    } catch (const model::Error& error) {
        refuse(error);
    }
    remove_left_over();
    remove_unused_archives();
}

// What is removed stands in the new file, or is dead; so at any moment the folder holds all there is to know.
void Cache::compact(std::span<const Block> blocks) {
    std::vector<Stored> states;
    for (std::size_t i = 0; i < blocks.size(); ++i) states.push_back(state_of(blocks[i], loaded_[i].bytes));
    std::vector<const Block*> joined;
    const std::vector<std::size_t> chosen = to_be_joined(states);
    for (const std::size_t i : chosen) joined.push_back(&blocks[i]);
    if (!joined.empty()) write(combined(joined, options_));
    for (const std::size_t i : chosen) system::remove_kept(path_of(loaded_[i].name));
}

void Cache::write(const Block& block) {
    if (block.is_empty()) return;
    const std::string bytes = encoded(block, label_, generation_ + 1);
    const auto there = system::kept_files(options_.cache);
    if (!std::ranges::count(there, tag_name, &system::KeptFile::name))
        system::write_whole(fmt::format("{}/{}", options_.cache, tag_name), tag);
    system::write_whole(path_of(fmt::format("{:016x}{}", checksum(bytes), suffix)), bytes,
                        system::Lasting::unless_power_fails);
    const std::lock_guard lock{adding_};
    ++written_.files;
    written_.bytes += bytes.size();
}

void Cache::remove_left_over() const {
    for (const system::KeptFile& file : system::kept_files(folder_))
        if (file.name.ends_with(system::unfinished) && file.age > surely_left_over)
            system::remove_kept(path_of(file.name));
}

void Cache::remove_unused_archives() const {
    for (const system::KeptFile& folder : system::kept_folders(options_.cache)) {
        if (!is_folder_name(folder.name) || folder.age < unused_for) continue;
        const std::string path = options_.cache + "/" + folder.name;
        for (const system::KeptFile& file : system::kept_files(path))
            if (is_block(file) || file.name.ends_with(system::unfinished)) system::remove_kept(path + "/" + file.name);
        system::remove_kept(path);
    }
}

}  // namespace benchfolio::ingest
