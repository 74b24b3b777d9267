// File names for things with arbitrary names.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::model {

// Lower-case ASCII letters and digits of the name, every other run of characters one `-`, at most 80, then `-` and the
// first 8 hex digits of SHA-256(name). Depends on nothing but the name, so a link to it lasts; two names differ in the
// last 8 characters, by which git finds the previous version of a file to send only the difference.
std::string slug(std::string_view name);

}  // namespace benchfolio::model
