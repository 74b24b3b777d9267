// What the text of one option means. `option` is its name, "--since", for the message; an empty text is an option that
// was not given. All throw model::Error (usage) with what was typed and what would do.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "archive/access.hpp"
#include "cli/arguments.hpp"
#include "ingest/shard.hpp"
#include "model/run.hpp"
#include "model/time.hpp"

namespace benchfolio::cli {

[[noreturn]] void fail_usage(const std::string& what, const std::string& hint);

// `what`: what the option names.
std::string required(const std::string& text, const char* option, const char* what);
std::optional<std::string> optional(const std::string& text);

unsigned jobs_of(const std::string& text);  // else one for each processor
Colour colour_of(const std::string& text);
archive::Addressing addressing_of(const std::string& text);
unsigned short port_of(const std::string& text);
double share_of(const std::string& text);  // 0 to 1, of --largest-loss
ingest::Shard shard_of(const std::string& text);

std::optional<model::Time> time_of(const char* option, const std::string& text);
std::optional<model::Time> day_or_time_of(const char* option, const std::string& text);  // a day is its beginning, UTC
std::chrono::days nights_of(const std::string& text);

std::optional<model::Kind> kind_of(const std::string& word);
std::string folder_of(std::string folder);                        // below the archive, without a slash at the end
std::optional<std::string> log_of(const std::string& url);        // it becomes a link on the pages
std::optional<std::string> commit_of(const std::string& commit);  // 4 to 64 digits

// Of GitHub. A commit is whole, as GitHub gives it: a part may be that of another one.
std::optional<std::uint64_t> pull_of(const std::string& text);
std::string project_of(const std::string& text);  // "owner/name"
std::optional<std::string> whole_commit_of(const std::string& text);

// A name of a branch, a tag or a commit that git takes for nothing else.
bool is_ref(std::string_view text);
// One part of an address: slashes would lead elsewhere on GitHub.
bool is_file_name(std::string_view text);

}  // namespace benchfolio::cli
