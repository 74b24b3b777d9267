// Where results are comparable: one CPU, unless further dimensions are declared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/time.hpp"

namespace benchfolio::model {

struct Dimension {
    std::string name;   // "cpu", "os", or a name that the configuration declares
    std::string value;  // the raw value; empty where not recorded
    bool operator==(const Dimension&) const = default;
    auto operator<=>(const Dimension&) const = default;
};

// Runs of two testbeds are never compared, joined or averaged.
struct Testbed {
    std::string slug;
    std::string label;                 // short: "Xeon 8272CL", "EPYC 7763, clang"
    std::optional<std::string> brand;  // the raw CPU string; nothing where not recorded
    std::vector<Dimension> dimensions;
    bool hidden = false;        // by configuration: out of the plots, never out of the counts
    std::optional<int> colour;  // 1 to 6: its CPU's colour on every page; nothing: the hollow grey "other"
    int variant = 0;            // which of its CPU's testbeds, in their order: its form
    std::uint32_t runs = 0;
    Time first_seen{}, last_seen{};

    // Without a CPU model several CPUs may hide behind the name: drawn, but no steps, no aggregates, no verdicts.
    bool comparable() const { return brand.has_value(); }
};

// A CPU's brand string as people say it: without vendor marks, clock and filler words.
// "Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz" is "Xeon 8272CL", "AMD EPYC 7763 64-Core Processor" is "EPYC 7763".
std::string short_cpu_label(std::string_view brand);

}  // namespace benchfolio::model
