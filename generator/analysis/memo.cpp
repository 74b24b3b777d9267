#include "analysis/memo.hpp"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <numeric>

#include "analysis/fingerprint.hpp"

namespace benchfolio::analysis {
namespace {

using Checksum = std::uint64_t;

constexpr std::string_view first_line = "benchfolio memo 1\n";

// The compiler and the byte order decide about the bits of a number as the sources do.
MemoKey program() {
    const bool is_little = std::endian::native == std::endian::little;
    return memo_key("program",
                    ByteWriter{}.add(analysing_fingerprint).add(std::string_view{__VERSION__}).add(is_little));
}

Checksum checksum(std::string_view bytes) {
    return XXH3_64bits(bytes.data(), bytes.size());
}

// The bytes before the checksum, where it is theirs.
std::string_view checked(std::string_view bytes) {
    if (!bytes.starts_with(first_line) || bytes.size() < first_line.size() + sizeof(Checksum))
        throw std::out_of_range{"this is no memo"};
    const std::string_view body = bytes.substr(0, bytes.size() - sizeof(Checksum));
    if (ByteReader{bytes.substr(body.size())}.take<Checksum>() != checksum(body))
        throw std::out_of_range{"the checksum is not that of the bytes"};
    return body;
}

using Outcomes = std::vector<std::pair<MemoKey, std::string_view>>;

// The first `loaded` and the others are each by key. Of two with one key the first counts, as `keep` has it.
Outcomes united(Outcomes all, std::size_t loaded) {
    const auto by_key = [](const auto& a, const auto& b) { return a.first < b.first; };
    const auto same_key = [](const auto& a, const auto& b) { return a.first == b.first; };
    std::inplace_merge(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(loaded), all.end(), by_key);
    all.erase(std::unique(all.begin(), all.end(), same_key), all.end());
    return all;
}

// Tens of megabytes: they are put together in one piece of memory.
std::string text_of(const Outcomes& outcomes) {
    std::vector<MemoKey> keys;
    std::vector<std::uint64_t> sizes;
    for (const auto& [key, outcome] : outcomes) {
        keys.push_back(key);
        sizes.push_back(outcome.size());
    }
    const std::string head = std::move(ByteWriter{}.add(program()).add(keys).add(sizes)).taken();
    std::string bytes;
    bytes.reserve(std::reduce(sizes.begin(), sizes.end(), first_line.size() + head.size() + sizeof(Checksum)));
    bytes.append(first_line).append(head);
    for (const auto& [key, outcome] : outcomes) bytes += outcome;
    const Checksum end = checksum(bytes);
    return bytes += ByteWriter{}.add(end).bytes();
}

}  // namespace

MemoKey memo_key(std::string_view kind, const ByteWriter& inputs) {
    return memo_key(kind, inputs.bytes());
}

MemoKey memo_key(std::string_view kind, std::string_view inputs) {
    const XXH128_hash_t hash = XXH3_128bits_withSeed(inputs.data(), inputs.size(), checksum(kind));
    return {hash.low64, hash.high64};
}

Memo::Memo(std::string bytes) {
    load(std::move(bytes));
}

void Memo::load(std::string bytes) const {
    loaded_ = std::move(bytes);
    if (loaded_.empty()) return;
    try {
        entries_ = loaded_entries();
    } catch (const std::out_of_range&) {
        damaged_ = true;
    }
    used_ = std::make_unique<std::atomic<std::uint8_t>[]>(entries_.size());
}

// The first line, the program; the keys and the sizes of their outcomes; the outcomes one after another; the checksum.
std::vector<Memo::Entry> Memo::loaded_entries() const {
    ByteReader reader{checked(loaded_).substr(first_line.size())};
    if (reader.take<MemoKey>() != program()) return {};
    const auto keys = reader.take_all<MemoKey>();
    const auto sizes = reader.take_all<std::uint64_t>();
    const std::string_view outcomes = reader.rest();
    std::vector<Entry> entries;
    entries.reserve(keys.size());
    auto at = static_cast<std::size_t>(outcomes.data() - loaded_.data());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto size = static_cast<std::size_t>(sizes.at(i));
        if (size > loaded_.size() - at) throw std::out_of_range{"an outcome beyond the end"};
        entries.push_back({keys[i], at, at + size});
        at += size;
    }
    return entries;
}

std::optional<std::string_view> Memo::find(const MemoKey& key) const {
    if (source_) std::call_once(is_loaded_, [&] { load(source_()); });
    const auto found = std::ranges::lower_bound(entries_, key, {}, &Entry::key);
    if (found != entries_.end() && found->key == key) {
        used_[static_cast<std::size_t>(found - entries_.begin())].store(1, std::memory_order_relaxed);
        return outcome(*found);
    }
    const std::lock_guard lock{mutex_};
    const auto kept = kept_.find(key);
    return kept == kept_.end() ? std::nullopt : std::optional<std::string_view>{kept->second};
}

void Memo::keep(const MemoKey& key, std::string outcome) {
    const std::lock_guard lock{mutex_};
    kept_.try_emplace(key, std::move(outcome));
}

bool Memo::changed() const {
    const bool all_used =
        std::all_of(used_.get(), used_.get() + entries_.size(), [](const auto& used) { return used == 1; });
    return !kept_.empty() || !all_used;
}

std::string Memo::bytes() const {
    Outcomes all;
    all.reserve(entries_.size() + kept_.size());
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (used_[i] == 1) all.emplace_back(entries_[i].key, outcome(entries_[i]));
    const std::size_t loaded = all.size();
    all.insert(all.end(), kept_.begin(), kept_.end());
    return text_of(united(std::move(all), loaded));
}

}  // namespace benchfolio::analysis
