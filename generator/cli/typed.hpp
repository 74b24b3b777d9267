// The options as they are typed. What they mean is read afterwards, so that every mistake is told in our words.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace benchfolio::cli {

struct Typed {
    std::string archive, out, config, templates, assets, jobs, now, summary, colour = "auto";
    std::string endpoint, region, profile, addressing = "auto", cache;
    std::string site = "site", repository = ".", remote = "origin", branch = "gh-pages", path, message, author, date;
    std::string largest_loss = "0.5", port = "1111", folder, failed, workflow, url, commit, at;
    std::string clone, since, format = "text", base, head_branch, testbed, comment_file, check_file;
    std::string github, key, project, pull, head_commit, body, shard;
    std::string suite, nights = "14 days", change, asked, workflow_file = "manual.yml", workflow_branch, flags;
    std::string kind, ref, owner, start, listed, benchmark;
    std::string seam;
    std::vector<std::string> files, heads, sides;
    bool strict = false, json = false, quiet = false, no_sign_request = false, no_cache = false;
    bool adopt = false, dry_run = false, open = false;
    bool triage = false, across_testbeds = false, fail_on_unknown = false, only_changes = false;
    bool first_parent = false, dispatch = false, schema = false;
};

// The commands and their options, with the help of each.
void describe(CLI::App& app, Typed& typed);

}  // namespace benchfolio::cli
