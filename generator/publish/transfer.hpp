// Everything that goes between the private repository and the remote. Used inside this room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/private_repository.hpp"

namespace benchfolio::publish {

// What the remote says it has.
struct Advertisement {
    std::optional<std::string> tip;             // of the pages branch
    std::optional<std::string> default_branch;  // nothing where the remote is empty
    std::size_t digits = 40;                    // of the name of an object
};

// Of `git ls-remote --symref`.
Advertisement parse_advertisement(std::string_view listing, const std::string& branch);

// Why a remote did not do what it was asked to.
enum class Trouble {
    race,            // somebody else's push came first
    declined,        // a rule or hook of the remote
    permission,      // known, but not allowed to
    authentication,  // not known
    missing,         // no such repository
    network,
    other
};

// From what `git push --porcelain` prints, and from what it or another command complains about.
Trouble trouble_of(std::string_view out, std::string_view complaint);

// "12.50 KiB" of git's last line of progress, in bytes.
std::uint64_t bytes_written(std::string_view progress);

// A conversation with one remote about one branch. Everything throws model::Error (storage) with git's reason and what
// to do about it.
class Transfer {
  public:
    Transfer(const PrivateRepository& repository, const Remote& remote, std::string branch, const Secrets& secrets);

    std::string url() const;  // where pushes go, without its secrets
    Advertisement ask() const;
    // The commit that is the branch's tip now, without what came before it; nothing where it changed just then.
    std::optional<std::string> fetch() const;
    // The bytes sent; nothing where another push came first, `reason` then says what git said. `replaced` is what the
    // branch must still be at, empty where it must not exist.
    std::optional<std::uint64_t> push(const std::string& commit, const std::string& replaced,
                                      std::string& reason) const;

  private:
    [[noreturn]] void fail(const char* doing, Trouble trouble, const std::string& why) const;
    system::Outcome run_to_the_end(std::vector<std::string> arguments) const;
    void require_done(const char* doing, const system::Outcome& outcome) const;

    const PrivateRepository& repository_;
    const Remote& remote_;
    std::string branch_;
    const Secrets& secrets_;
};

}  // namespace benchfolio::publish
