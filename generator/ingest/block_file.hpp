// A block as the bytes of a file, and back. ARCHITECTURE.md, "The cache", describes them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "ingest/block.hpp"
#include "model/digest.hpp"

namespace benchfolio::ingest {

// What a block must be of to be believed.
struct Label {
    model::Digest archive{};  // of the store's identity and of what was asked of its files
    model::Digest reader{};   // of the sources that decide what is read
    bool operator==(const Label&) const = default;
};

std::string encoded(const Block& block, const Label& label, std::uint64_t generation);

// Why a file is no block of ours.
enum class Refusal {
    damaged,       // cut, altered, or never written by this program
    of_another,    // archive
    of_other_days  // of a program that reads otherwise
};

struct Decoded {
    Block block;
    std::uint64_t generation = 0;
};

// Believes nothing: every length and every number is checked. The columns of the block stay in `bytes`, which `file`
// keeps.
std::variant<Decoded, Refusal> decoded(std::string_view bytes, const Label& label, std::shared_ptr<const void> file);

}  // namespace benchfolio::ingest
