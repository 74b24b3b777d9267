// What an earlier analysis found, kept between builds, so that one more night does not cost what all nights did.
//
// Never the truth: an outcome is kept under a digest of exactly what it is computed from, and of the program that
// computed it, so what is found here is what would be computed; with other inputs nothing is found. An analysis asks
// before it computes and keeps what it computed:
//
//     const MemoKey key = memo_key("density", ByteWriter{}.add(values));
//     if (const auto kept = memo.find(key)) return decoded(*kept);
//     ...
//     memo.keep(key, encoded(outcome));
//
// This file knows bytes alone; where they lie on the disk is the business of cli/kept_memo.hpp.
#pragma once

#include <atomic>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/plain_bytes.hpp"

namespace benchfolio::analysis {

// XXH3, 128 bits (https://xxhash.com): two different inputs in a billion get the same with a chance below 1e-20.
struct MemoKey {
    std::uint64_t low = 0, high = 0;
    auto operator<=>(const MemoKey&) const = default;
};

// `kind` names the outcome, since several may be made of the same inputs. Of large inputs, keys may be inputs.
MemoKey memo_key(std::string_view kind, const ByteWriter& inputs);
MemoKey memo_key(std::string_view kind, std::string_view inputs);

class Memo {
  public:
    Memo() = default;
    // What `bytes` holds; nothing, where there are none, or they are cut, altered or of another program.
    explicit Memo(std::string bytes);
    // What the bytes hold that this gives, which is called when something is looked for.
    explicit Memo(std::function<std::string()> bytes) : source_{std::move(bytes)} {}

    // What was kept under the key, by an earlier build or by this one; valid as long as the memo. From any thread.
    std::optional<std::string_view> find(const MemoKey& key) const;
    // The first outcome of a key stays. From any thread.
    void keep(const MemoKey& key, std::string outcome);

    // Whether it was made of bytes that nobody wrote like that. Those of another program are sound, and not believed.
    // What was not looked at is neither damaged nor changed.
    bool damaged() const { return damaged_; }
    // Whether `bytes` would differ from those it was made of.
    bool changed() const;
    // What was found or kept since it was made, for the next build. What nobody asked for is left out, so that the memo
    // does not grow. The same outcomes are the same bytes.
    std::string bytes() const;

  private:
    struct Entry {
        MemoKey key;
        std::size_t first = 0, last = 0;  // of loaded_
    };

    std::function<std::string()> source_;
    mutable std::once_flag is_loaded_;
    mutable std::string loaded_;
    mutable bool damaged_ = false;
    mutable std::vector<Entry> entries_;                         // by key
    mutable std::unique_ptr<std::atomic<std::uint8_t>[]> used_;  // by entry: 1 where it was found
    mutable std::mutex mutex_;                                   // of kept_
    std::map<MemoKey, std::string> kept_;

    void load(std::string bytes) const;
    std::string_view outcome(const Entry& entry) const {
        return std::string_view{loaded_}.substr(entry.first, entry.last - entry.first);
    }
    std::vector<Entry> loaded_entries() const;
};

}  // namespace benchfolio::analysis
