// Points in time as the archive records them: UTC, to the microsecond.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace benchfolio::model {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

// Reads ISO 8601 as benchmark tools write it: `2022-09-11T18:20:31.123456+02:00`, with a space for the `T`, with `Z`,
// without seconds' fraction, without an offset (then it is UTC). Years 1970 to 2262. Anything else is nothing.
std::optional<Time> parse_time(std::string_view text);

std::string iso8601(Time time);        // 2026-11-20T02:14:00Z, fraction cut off
std::string compact_stamp(Time time);  // 20261120T021400Z, the start of a run's id
std::string iso_date(Time time);       // 2026-11-20

}  // namespace benchfolio::model
