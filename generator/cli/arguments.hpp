// What was asked for on the command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "archive/access.hpp"
#include "ingest/shard.hpp"
#include "model/run.hpp"
#include "model/time.hpp"
#include "publish/branch.hpp"

namespace benchfolio::cli {

enum class Colour { automatic, always, never };

// How to talk to the person, of every command.
struct Appearance {
    Colour colour = Colour::automatic;
    bool quiet = false;  // no progress; results and errors still come
};

// The archive and how it is read, of every command that reads one.
struct Source {
    std::string archive;
    archive::Access access;
    std::optional<std::string> config;
    std::optional<std::string> clone;  // of the measured project: counts commits, knows tags and branches
    std::optional<std::string> cache;  // the folder; nothing: the user's cache, empty: none
    unsigned jobs = 1;
};

// What pages are made with, besides the archive.
struct Look {
    std::optional<std::string> templates, assets;
    std::optional<model::Time> now;  // nothing: the clock's
};

struct Build {
    Source source;
    Look look;
    std::string out;
    std::optional<std::string> summary;  // a file that gets a Markdown account of this night appended
    bool strict = false;
};

// Part of an archive read into a cache, for builds to come.
struct Ingest {
    Source source;
    ingest::Shard shard;
};

struct Check {
    Source source;
    bool json = false;
};

struct Init {
    std::string config = "benchfolio.toml";  // the file to write
    bool triage = false;                     // instead, triage.toml beside it
};

// What could not be measured, for `upload --failed`.
struct FailedNight {
    std::string outcome;  // "failure", "cancelled", "timed_out"
    std::optional<std::string> workflow, url, commit;
    std::optional<model::Time> time;  // nothing: the clock's
};

struct Upload {
    std::vector<std::string> files;
    std::string archive;
    archive::Access access;
    std::optional<std::string> config;  // where the measured commit stands
    std::string folder;                 // below the archive, where the files belong, with the folders that say
                                        // their kind; empty: its root
    std::optional<FailedNight> failed;
    bool dry_run = false;
};

struct Publish {
    publish::BranchOptions options;
};

struct Serve {
    Source source;
    Look look;
    unsigned short port = 1111;
    bool open = false;
};

// --help, --version: the text is the result.
struct Answer {
    std::string text;
};

enum class Format { text, markdown, json, html, matrix };

struct Changes {
    Source source;
    std::optional<model::Time> now, since;
    Format format = Format::text;
};

enum class ExportFormat { csv, json_lines, sqlite };

struct Export {
    Source source;
    std::optional<model::Time> now;
    ExportFormat format = ExportFormat::sqlite;
    std::string out;  // a file for SQLite, else a folder
};

struct Compare {
    Source source;  // its archive may be empty where both sides are files
    std::string base, head;
    std::optional<std::string> testbed;  // a pattern: only these
    bool across_testbeds = false;
    Format format = Format::text;
};

struct Gate {
    Source source;
    std::vector<std::string> head;      // the new result files
    std::string folder;                 // below the archive, where they would belong
    std::optional<std::string> base;    // a run, commit, tag or branch; nothing: chosen from the archive
    std::optional<std::string> branch;  // of the head
    std::optional<model::Time> now;
    Format format = Format::text;
    std::optional<std::string> comment, check;  // files that get the Markdown of a comment, the JSON of a check
    std::string key;  // tells this comment and check from others of a pull request; empty: the site's title
    bool fail_on_unknown = false;
};

struct Backtest {
    Source source;
    std::optional<model::Time> since;
    Format format = Format::text;
};

// What `benchfolio gate` wrote, brought to a pull request on GitHub.
struct Comment {
    std::string repository;                  // "owner/project"
    std::optional<std::string> api;          // nothing: that of the environment, else "https://api.github.com"
    std::optional<std::uint64_t> pull;       // the pull request; nothing: that of `head_commit`
    std::optional<std::string> head_commit;  // whole
    std::optional<std::string> body;         // the file of the comment
    std::optional<std::string> check;        // the file of the check
    bool only_changes = false;               // no new comment where nothing changed
    bool dry_run = false;
};

// What is to be measured again with a new version of the suite.
struct Plan {
    Source source;
    std::optional<std::string> suite;  // nothing: the newest that runs record
    std::chrono::days nights{14};
    std::optional<std::string> testbed;  // a pattern: only these
    Format format = Format::text;
};

// The commits that a change lies between.
struct Bisect {
    Source source;
    std::string change;  // its id, or the beginning of it
    bool first_parent = false;
    Format format = Format::text;
};

// A measurement asked for by hand.
struct Request {
    std::string owner, repository, ref;  // what to measure: OWNER/REPOSITORY@REF
    std::optional<std::string> config, archive;
    std::optional<std::string> project, branch;  // whose workflow; nothing: as configured, its default branch
    std::string workflow = "manual.yml";
    std::optional<std::string> suite, flags, testbed;
    std::optional<std::string> api;  // as of Comment
    bool dispatch = false;
    Format format = Format::text;
};

enum class Listed { runs, branches, benchmarks, testbeds };

// What the archive holds, row by row.
struct List {
    Source source;
    Listed what = Listed::runs;
    std::optional<model::Kind> kind;
    std::optional<std::string> branch, testbed, benchmark;  // patterns
    std::optional<model::Time> since;
    bool json = false;
};

// The history of another tool's archive, into one that benchfolio reads.
struct Import {
    std::string folder;  // what mypyc's results repository holds
    std::string archive;
    archive::Access access;
    bool dry_run = false;
};

struct Continuity {
    Source source;
    std::optional<std::string> commit;  // that changes nothing: does it show an abrupt change?
    bool json = false;
};

using Command = std::variant<Answer, List, Build, Ingest, Check, Init, Upload, Publish, Serve, Changes, Compare, Gate,
                             Backtest, Comment, Plan, Bisect, Request, Continuity, Export, Import>;

// Throws model::Error (usage) with the nearest known word as a hint. `appearance` is set as far as the arguments could
// be read even then, so that the error looks as asked for.
Command parse(int argc, const char* const* argv, Appearance& appearance);

}  // namespace benchfolio::cli
