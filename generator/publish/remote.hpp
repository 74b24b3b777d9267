// Where a site is pushed to, and the settings with which the user's own checkout would reach it. Used inside this room
// only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/git.hpp"
#include "publish/secrets.hpp"

namespace benchfolio::publish {

struct Setting {
    std::string key, value;  // the key as git lists it: section and name in lower case
};

struct Remote {
    std::string name;    // what git is told: a remote's name, or an address
    std::string folder;  // where git runs, so that relative addresses mean what they mean in the checkout
    std::vector<Setting> settings;
    std::optional<std::string> checked_out;  // the branch, if there is a checkout and it is on one
};

// What `git config --null --list` prints. A key without a value is git's way to say yes.
std::vector<Setting> parse_settings(std::string_view listing);

// Whether the setting says how the remote is reached, or who commits. Everything else of a person's settings (hooks,
// mirrors, push rules, include paths) stays away.
bool is_needed(const Setting& setting, std::string_view remote);

// Reads settings and remotes of the checkout at `repository`; without a checkout, a person's own settings. `secrets`
// learns all that the settings hold. Throws model::Error (usage) when `remote` is neither a remote of the checkout nor
// an address.
Remote find_remote(const std::string& repository, const std::string& remote, const std::function<bool()>& cancelled,
                   Secrets& secrets);

}  // namespace benchfolio::publish
