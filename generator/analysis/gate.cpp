#include "analysis/gate.hpp"

#include <algorithm>

namespace benchfolio::analysis {

std::string_view name_of(Light light) {
    switch (light) {
        case Light::green: return "green";
        case Light::amber: return "amber";
        case Light::red: return "red";
        case Light::unknown: return "cannot_tell";
    }
    return "";
}

Light GateReport::light() const {
    const auto any = [&](Light light) { return std::ranges::count(shifts, light, &RunShift::light) > 0; };
    if (red > 0 || any(Light::red)) return Light::red;
    if (amber > 0 || any(Light::amber)) return Light::amber;
    return green > 0 ? Light::green : Light::unknown;
}

}  // namespace benchfolio::analysis
