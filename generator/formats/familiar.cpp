#include "formats/familiar.hpp"

#include <algorithm>
#include <functional>

namespace benchfolio::formats {
namespace {

// Longer texts (whole inputs as a parameter) are read anew each time rather than kept.
constexpr std::size_t longest_kept = 8192;

// By it a benchmark is looked up that does not stand where it stood in the last file. What comes before the statistics
// says which benchmark it is; that two may share a key does no harm, since the shape decides.
std::size_t key_of(std::string_view text) {
    const std::string_view first = text.substr(0, longest_kept);  // behind it there may be a whole file
    return std::hash<std::string_view>{}(first.substr(0, first.find("\"stats\"")));
}

// Slots for what is no plain number are empty: such a text would not fit itself.
bool is_plain(const Slot& slot) {
    return slot.holds == Slot::Holds::counts || !slot.text.empty();
}

std::size_t fixed_bytes(std::string_view text, std::span<const Slot> slots) {
    std::size_t fixed = text.size();
    for (const Slot& slot : slots) fixed -= slot.text.size();
    return fixed;
}

}  // namespace

const Familiar::Benchmark* Familiar::read(std::string_view& text, std::span<double> values,
                                          std::vector<double>& samples) {
    if (known_.empty()) return nullptr;
    if (const auto* as_before = read_as(known_[previous_].next, text, values, samples)) return as_before;
    const auto found = keys_.find(key_of(text));
    return found == keys_.end() ? nullptr : read_as(found->second, text, values, samples);
}

const Familiar::Benchmark* Familiar::read_as(std::uint32_t number, std::string_view& text, std::span<double> values,
                                             std::vector<double>& samples) {
    if (!known_[number].shape.read(text, values, samples)) return nullptr;
    follows(number);
    return &known_[number].benchmark;
}

void Familiar::remember(std::string_view text, std::span<const Slot> slots, Benchmark benchmark) {
    if (fixed_bytes(text, slots) > longest_kept || !std::ranges::all_of(slots, is_plain)) return;
    for (const Slot& slot : slots)
        if (slot.holds == Slot::Holds::value) values_ = std::max(values_, slot.index + 1);
    const std::uint32_t number = benchmark.number;
    if (number >= known_.size()) known_.resize(number + 1);
    Known& known = known_[number];
    keys_.erase(known.key);
    known = {std::move(benchmark), Shape{text, slots}, key_of(text), known.next};
    keys_[known.key] = number;
    follows(number);
}

void Familiar::follows(std::uint32_t number) {
    known_[previous_].next = number;
    previous_ = number;
}

}  // namespace benchfolio::formats
