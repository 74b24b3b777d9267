// The members of a JSON object, written one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/history.hpp"
#include "site/downloads/columns.hpp"
#include "site/downloads/documents.hpp"

namespace benchfolio::site::downloads {

// Appends `"name":` and what follows it, a comma between two. A name is ours, so it stands as it is.
class Members {
  public:
    explicit Members(std::string& text) : text_(text) {}

    Members& json(std::string_view name, std::string_view value) {
        if (text_.back() != '{') text_ += ',';
        text_.append("\"").append(name).append("\":").append(value);
        return *this;
    }
    Members& text(std::string_view name, std::string_view value) { return json(name, json_text(value)); }
    Members& text_or_null(std::string_view name, const std::optional<std::string>& value) {
        return value ? text(name, *value) : json(name, "null");
    }
    Members& flag(std::string_view name, bool value) { return json(name, value ? "true" : "false"); }
    Members& number(std::string_view name, double value) {
        json(name, {});
        append_cell(text_, value);
        return *this;
    }
    Members& number(std::string_view name, const std::optional<double>& value) {
        return number(name, value.value_or(model::absent));
    }
    Members& count(std::string_view name, std::uint32_t value) { return json(name, std::to_string(value)); }
    Members& count(std::string_view name, const std::optional<std::uint32_t>& value) {
        return value ? count(name, *value) : json(name, "null");
    }

  private:
    std::string& text_;
};

}  // namespace benchfolio::site::downloads
