// A repository on GitHub as far as results are told there: its pull requests, their comments, the checks of a commit.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forge/connection.hpp"

namespace benchfolio::forge {

struct PullRequest {
    std::uint64_t number = 0;
    std::string head;  // its newest commit
    bool open = false;
};

// A comment that is to be there once, whatever ran how often.
struct StandingComment {
    std::function<bool(std::string_view body)> is_same;  // whether an earlier text is that of this comment
    std::string text;
    bool only_if_there = false;  // no new one
};

struct Check {
    std::string name, title, summary;
    std::string conclusion;  // "success", "neutral", "failure"
};

enum class Outcome { created, updated, unchanged, left_out };

struct Told {
    Outcome outcome = Outcome::left_out;
    std::string url;  // where it can be read; empty where there is nothing
};

// A workflow started by hand: its file, the branch or tag whose file counts, and what it is given.
struct Dispatch {
    std::string workflow, ref;
    std::map<std::string, std::string> inputs;
};

class Repository {
  public:
    // `project`: "owner/name". `dry_run`: everything but writing; the outcomes are those that there would be.
    Repository(const Connection& connection, std::string project, bool dry_run = false);

    PullRequest pull(std::uint64_t number) const;
    // The open pull requests into this repository whose newest commit this is, by number; usually one. A commit that
    // lies in a fork is not always found by itself, so that all open ones are looked through.
    std::vector<PullRequest> pulls_of(const std::string& commit) const;

    // Replaces our earlier comment or adds one. Ours are those that `is_same` knows and that the token's own account
    // wrote; of a token that is an app's, as a workflow's is, the account cannot be asked for, and those of any app
    // count. A person who copies the marker is never overwritten.
    Told put(const PullRequest& pull, const StandingComment& comment) const;
    // The same for the check of that name on a commit.
    Told put(const std::string& commit, const Check& check) const;

    std::string default_branch() const;
    // Whether there is a workflow of that file name that the token may see.
    bool has_workflow(const std::string& file) const;
    // Starts a workflow; does nothing of a dry run. Is never asked twice: where the answer was lost, nobody knows
    // whether it started, and the error says so.
    void start(const Dispatch& dispatch) const;

  private:
    struct Found;
    std::optional<Found> find(const PullRequest& pull, const StandingComment& comment) const;
    std::optional<Found> find(const std::string& commit, const Check& check) const;
    std::string at(std::string_view path) const;

    const Connection& connection_;
    std::string project_;
    bool dry_run_;
};

}  // namespace benchfolio::forge
