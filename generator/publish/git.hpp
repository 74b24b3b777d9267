// What publishing needs of the git program. Used inside this room only.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/error.hpp"
#include "publish/secrets.hpp"
#include "system/git.hpp"

namespace benchfolio::publish {

using system::Git;
using system::Variables;

// Throws model::Error (storage) where git is missing or older than 2.32, which brought what is used here.
void require_git(const Git& git);

// Why git failed: its messages without progress and advice, in one line.
std::string reason(const system::Outcome& outcome, const Secrets& secrets);

// The standard output of a command that cannot fail as long as disk and program are sound; throws model::Error
// (storage) with git's reason where it does all the same.
std::string answer(const Git& git, const Secrets& secrets, std::vector<std::string> arguments,
                   std::function<void(const system::Write&)> input = {});

// Splits what git separates by NUL or line end; the last piece is ended by one, too.
std::vector<std::string_view> pieces(std::string_view text, char end);

}  // namespace benchfolio::publish
