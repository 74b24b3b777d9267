// What all of the reports that `--json` and `--format json` print have in common.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace benchfolio::cli {

using Json = nlohmann::ordered_json;  // in the order in which it is written here

// A text that is not known is null, never "".
inline Json or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

inline Json or_null(const std::optional<std::string>& text) {
    return text ? Json(*text) : Json(nullptr);
}

inline Json or_null(const std::optional<double>& number) {
    return number ? Json(*number) : Json(nullptr);
}

// The whole document, with a line end. What is no UTF-8 in it becomes a replacement character.
inline std::string json_text(const Json& document, int indent = 2) {
    return document.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace benchfolio::cli
