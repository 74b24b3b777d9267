#include "cli/reruns.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace benchfolio::cli {

using Json = nlohmann::ordered_json;

Json json_of(const Measurement& measurement) {
    return {{"kind", measurement.kind},     {"ref", measurement.ref},         {"owner", measurement.owner},
            {"commit", measurement.commit}, {"testbed", measurement.testbed}, {"label", measurement.label},
            {"host", measurement.host},     {"suite", measurement.suite},     {"reason", measurement.reason}};
}

std::string matrix_of(std::span<const Measurement> measurements, Progress& progress) {
    const auto room = measurements.first(std::min(measurements.size(), most_jobs));
    Json include = Json::array();
    for (const Measurement& measurement : room) include.push_back(json_of(measurement));
    if (room.size() < measurements.size())
        progress.note(
            fmt::format("warning: a matrix has room for {} jobs, so that {} are not in it; once these have "
                        "results, the next one has them",
                        most_jobs, counted(measurements.size() - room.size(), "measurement", "measurements")));
    return Json{{"include", include}}.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace benchfolio::cli
