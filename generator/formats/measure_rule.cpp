#include "formats/measure_rule.hpp"

#include <algorithm>
#include <array>

#include "model/ascii.hpp"
#include "model/glob.hpp"

namespace benchfolio::formats {
namespace {

using model::Direction;

// ---- units

struct Scale {
    std::string_view written, base;
    double factor;
};

constexpr double kibi = 1024;
constexpr std::array scales{
    Scale{"s", "s", 1},
    Scale{"ms", "s", 1e-3},
    Scale{"us", "s", 1e-6},
    Scale{"µs", "s", 1e-6},
    Scale{"ns", "s", 1e-9},
    Scale{"min", "s", 60},
    Scale{"B", "B", 1},
    Scale{"kB", "B", 1e3},
    Scale{"KB", "B", 1e3},
    Scale{"MB", "B", 1e6},
    Scale{"GB", "B", 1e9},
    Scale{"TB", "B", 1e12},
    Scale{"KiB", "B", kibi},
    Scale{"MiB", "B", kibi* kibi},
    Scale{"GiB", "B", kibi* kibi* kibi},
    Scale{"TiB", "B", kibi* kibi* kibi* kibi},
};

constexpr std::string_view per_second = "/s";

// ---- names

struct Usual {
    std::string_view name;  // a pattern of the name in small letters, with _ for -, dot and space
    std::string_view unit;
    Direction direction = Direction::lower_is_better;
};

// The first that matches counts. `config/reference.cpp` tells people the same.
constexpr std::array usual_names{
    Usual{"bytes_per_second", "B/s", Direction::higher_is_better},
    Usual{"items_per_second", "items/s", Direction::higher_is_better},
    Usual{"*_per_second", "/s", Direction::higher_is_better},
    Usual{"*_per_sec", "/s", Direction::higher_is_better},
    Usual{"*throughput*", "/s", Direction::higher_is_better},
    Usual{"ipc", "", Direction::higher_is_better},
    Usual{"instructions_per_cycle", "", Direction::higher_is_better},
    Usual{"*hit_rate", "", Direction::higher_is_better},
    Usual{"*hit_ratio", "", Direction::higher_is_better},
    Usual{"*allocations_to_*", "allocations"},
    Usual{"*cache*miss*", "misses"},
    Usual{"*tlb*miss*", "misses"},
    Usual{"*branch*miss*", "misses"},
    Usual{"*page_faults", "faults"},
    Usual{"*instructions*", "instructions"},
    Usual{"*execution_count", "instructions"},
    Usual{"*cycles", "cycles"},
    Usual{"*context_switches", "switches"},
    Usual{"allocs_per_iter", "allocations"},
    Usual{"*allocation_count", "allocations"},
    Usual{"*_allocations", "allocations"},
    Usual{"allocations", "allocations"},
    Usual{"*num_allocs", "allocations"},
    Usual{"*objects", "objects"},
    Usual{"*object_count", "objects"},
    Usual{"*_kib", "KiB"},
    Usual{"*_kb", "kB"},
    Usual{"*_mib", "MiB"},
    Usual{"*_mb", "MB"},
    Usual{"*_gib", "GiB"},
    Usual{"*_gb", "GB"},
    Usual{"*rss", "B"},
    Usual{"*bytes*", "B"},
    Usual{"*_memory", "B"},
    Usual{"memory*", "B"},
    Usual{"*heap_growth", "B"},
    Usual{"*_ns", "ns"},
    Usual{"*_us", "us"},
    Usual{"*_ms", "ms"},
    Usual{"*seconds", "s"},
    Usual{"duration", "s"},
};

std::string in_small_letters(std::string_view name) {
    std::string text = model::lower_case(name);
    for (char& c : text)
        if (c == '-' || c == ' ' || c == '.') c = '_';
    return text;
}

std::string_view without_prefix(std::string_view place) {
    for (const std::string_view prefix : {extra_info_prefix, counter_prefix, metadata_prefix, pystats_prefix})
        if (place.starts_with(prefix)) return place.substr(prefix.size());
    return place;
}

// A measure of that name would be taken for the one that every format has.
bool is_taken(std::string_view name) {
    return name == "time" || name.empty();
}

std::string name_by(const MeasureRule& rule, std::string_view place, const std::vector<std::string>& captures) {
    std::string name = rule.name.empty() ? std::string{without_prefix(place)} : model::glob_fill(rule.name, captures);
    return is_taken(name) ? std::string{place} : name;
}

// Numbers that a pattern gives one name are added up, so that name says what they are.
bool adds_up(const MeasureRule& rule) {
    return rule.from.find_first_of("*?") != std::string::npos && !rule.name.empty() &&
           rule.name.find('*') == std::string::npos;
}

std::string_view literal_beginning(std::string_view pattern) {
    return pattern.substr(0, pattern.find_first_of("*?"));
}

}  // namespace

BaseUnit base_unit(std::string_view written) {
    const bool rate = written.ends_with(per_second) && written.size() > per_second.size();
    const std::string_view amount = rate ? written.substr(0, written.size() - per_second.size()) : written;
    const auto known = std::ranges::find(scales, amount, &Scale::written);
    if (known == scales.end()) return {std::string{written}, 1};
    return {std::string{known->base} + std::string{rate ? per_second : ""}, known->factor};
}

ReadAs usual(std::string_view place) {
    ReadAs read;
    const std::string_view name = without_prefix(place);
    read.measure.name = is_taken(name) ? place : name;
    const std::string plain = in_small_letters(name);
    for (const Usual& known : usual_names) {
        if (!model::glob_matches(known.name, plain)) continue;
        BaseUnit base = base_unit(known.unit);
        read.measure.unit = std::move(base.unit);
        read.measure.direction = known.direction;
        read.factor = base.factor;
        break;
    }
    return read;
}

std::optional<ReadAs> MeasureRules::declared(std::string_view place) const {
    for (const MeasureRule& rule : rules_) {
        const auto captures = model::glob_capture(rule.from, place);
        if (!captures) continue;
        ReadAs read = usual(adds_up(rule) ? std::string_view{rule.name} : place);
        read.measure.name = name_by(rule, place, *captures);
        if (rule.direction) read.measure.direction = *rule.direction;
        if (!rule.unit) return read;
        BaseUnit base = base_unit(*rule.unit);
        read.measure.unit = std::move(base.unit);
        read.factor = base.factor;
        return read;
    }
    return std::nullopt;
}

bool MeasureRules::names(std::string_view place) const {
    return std::ranges::find(rules_, place, &MeasureRule::from) != rules_.end();
}

bool MeasureRules::any_below(std::string_view prefix) const {
    return std::ranges::any_of(rules_, [&](const MeasureRule& rule) {
        const std::string_view beginning = literal_beginning(rule.from);
        return beginning.starts_with(prefix) || prefix.starts_with(beginning);
    });
}

}  // namespace benchfolio::formats
