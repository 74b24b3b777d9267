// What `changes` prints for a terminal.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/console.hpp"
#include "model/time.hpp"
#include "site/site.hpp"

namespace benchfolio::cli {

// By event, the newest first; columns are aligned within an event. `since` as of summary::changes_since.
std::string changes_text(const site::Content& content, std::span<const std::uint32_t> changes,
                         std::optional<model::Time> since, const Screen& screen);

// A name that anybody may have written, as a terminal can show it: without what moves the cursor, turns the direction
// of writing or is no text, and of at most `longest` characters.
std::string printable(std::string_view anything, std::size_t longest = 120);

}  // namespace benchfolio::cli
