// "Did you mean": the known word that a mistyped one was probably meant to be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::model {

// Insertions, deletions and replacements of a character, and swaps of two neighbours, that make `a` into `b`, no part
// edited twice (Damerau 1964, Levenshtein 1966: optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

// The closest of the words, the first of equals; nothing where the closest is more than a third of the word away (two
// edits are always allowed, if they leave something of the word).
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

// The same as a hint: "did you mean `X`?", or nothing to say.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace benchfolio::model
