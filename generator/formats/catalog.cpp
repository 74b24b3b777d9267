#include "formats/catalog.hpp"

#include <algorithm>

namespace benchfolio::formats {
namespace {

// Longer ones (whole inputs as a parameter) are read anew each time rather than kept.
constexpr std::size_t longest_kept = 4096;

}  // namespace

std::uint32_t Catalog::benchmark(std::string_view name) {
    if (const auto found = numbers_.find(name); found != numbers_.end()) return found->second;
    const auto number = static_cast<std::uint32_t>(names_.size());
    numbers_.emplace(names_.emplace_back(name), number);
    return number;
}

std::uint32_t Catalog::measure(const model::Measure& measure) {
    const auto found = std::ranges::find(measures_, measure);
    const auto number = static_cast<std::uint32_t>(found - measures_.begin());
    if (found == measures_.end()) measures_.push_back(measure);
    return number;
}

std::shared_ptr<const Definition> Catalog::known(std::uint32_t benchmark, std::string_view group,
                                                 std::string_view rest) const {
    if (benchmark >= known_.size()) return nullptr;
    const Known& latest = known_[benchmark];
    return latest.group == group && latest.rest == rest ? latest.definition : nullptr;
}

void Catalog::remember(std::uint32_t benchmark, std::string_view group, std::string_view rest,
                       std::shared_ptr<const Definition> definition) {
    if (group.size() + rest.size() > longest_kept) return;
    if (benchmark >= known_.size()) known_.resize(benchmark + 1);
    known_[benchmark] = {std::string{group}, std::string{rest}, std::move(definition)};
}

}  // namespace benchfolio::formats
