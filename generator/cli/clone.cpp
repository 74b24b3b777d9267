#include "cli/clone.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>
#include <utility>

#include "cli/interrupt.hpp"
#include "model/error.hpp"
#include "system/file_tree.hpp"

namespace benchfolio::cli {
namespace {

using model::Error;
using model::ExitCode;

constexpr const char* clone_hint = "--repo names a folder with a clone of the measured project";

std::string without_line_end(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

// Not even a partial clone asks anybody for what it lacks.
system::Variables surroundings() {
    system::Variables variables = system::plain_surroundings();
    variables["GIT_ALLOW_PROTOCOL"] = "none";
    variables["GIT_OPTIONAL_LOCKS"] = "0";
    return variables;
}

system::Outcome first_answer(const system::Git& git) {
    try {
        return git.run({"rev-parse", "--is-shallow-repository"});
    } catch (const Error& error) {
        if (error.exit_code() == ExitCode::interrupted) throw;
        throw Error(ExitCode::storage, "git", fmt::format("--repo needs the git program: {}", error.what()),
                    error.place(), "install git");
    }
}

// A tag as `for-each-ref` prints it: type and time of what it points to, twice, since an annotated tag is an object of
// its own; a tag of a tag points to no commit here.
struct Listed {
    std::int64_t time = 0;
    analysis::Tag tag;
};

std::vector<std::string_view> fields_of(std::string_view line) {
    std::vector<std::string_view> fields;
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find(' ', at), line.size());
        fields.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    return fields;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

constexpr const char* tag_fields =
    "--format=%(refname:strip=2) %(objecttype) %(objectname) %(committerdate:unix) "
    "%(*objecttype) %(*objectname) %(*committerdate:unix)";

std::optional<Listed> listed_of(std::string_view line) {
    const auto fields = fields_of(line);
    if (fields.size() != 7) return std::nullopt;
    const std::size_t at = fields[1] == "commit" ? 1 : 4;
    if (fields[at] != "commit") return std::nullopt;
    Listed listed{0, {std::string{fields[0]}, std::string{fields[at + 1]}}};
    const std::string_view time = fields[at + 2];
    std::from_chars(time.data(), time.data() + time.size(), listed.time);
    return listed;
}

// A commit as `rev-list` prints it, after a line of its own that begins with "commit". The subject comes last, since it
// may hold anything.
constexpr const char* commit_fields = "--format=%H%x1f%P%x1f%ct%x1f%an%x1f%s";

struct Printed {
    analysis::KnownCommit commit;
    std::vector<std::string_view> parents;
};

std::optional<Printed> printed_of(std::string_view line) {
    std::vector<std::string_view> fields;
    for (std::size_t end = 0; fields.size() < 4 && (end = line.find('\x1f')) != line.npos; line.remove_prefix(end + 1))
        fields.push_back(line.substr(0, end));
    if (fields.size() < 4) return std::nullopt;
    std::int64_t seconds = 0;
    std::from_chars(fields[2].data(), fields[2].data() + fields[2].size(), seconds);
    Printed printed{{.id = std::string{fields[0]},
                     .author = std::string{fields[3]},
                     .subject = std::string{line},
                     .time = model::Time{std::chrono::seconds{seconds}},
                     .parents = {}},
                    {}};
    if (!fields[1].empty()) printed.parents = fields_of(fields[1]);
    return printed;
}

std::vector<analysis::KnownCommit> commits_printed(const std::string& text, bool first_parent) {
    const auto lines = lines_of(text);
    std::vector<Printed> all;
    std::map<std::string_view, std::uint32_t> places;
    all.reserve(lines.size());
    for (const std::string& line : lines) {
        auto printed = printed_of(line);
        if (!printed) continue;
        places[std::string_view{line}.substr(0, printed->commit.id.size())] = static_cast<std::uint32_t>(all.size());
        all.push_back(std::move(*printed));
    }
    std::vector<analysis::KnownCommit> commits;
    for (Printed& printed : all) {
        if (first_parent && printed.parents.size() > 1) printed.parents.resize(1);
        for (const std::string_view parent : printed.parents)
            if (const auto place = places.find(parent); place != places.end())
                printed.commit.parents.push_back(place->second);
        commits.push_back(std::move(printed.commit));
    }
    return commits;
}

}  // namespace

bool is_commit_id(std::string_view text) {
    return text.size() >= 4 && text.size() <= 64 &&
           text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Clone::Clone(const std::string& folder) : git_{folder, surroundings(), was_interrupted} {
    if (!system::is_folder(folder)) throw Error(ExitCode::usage, "repo", "there is no such folder", folder, clone_hint);
    const system::Outcome outcome = first_answer(git_);
    if (outcome.status != 0)
        throw Error(
            ExitCode::usage, "repo",
            fmt::format("git reads no clone here: {}", without_line_end(outcome.err.substr(0, outcome.err.find('\n')))),
            folder, clone_hint);
    shallow_ = without_line_end(outcome.out) == "true";
}

std::optional<std::string> Clone::answer(std::vector<std::string> arguments) const {
    system::Outcome outcome = git_.run(std::move(arguments));
    if (outcome.status != 0) return std::nullopt;
    return without_line_end(std::move(outcome.out));
}

std::optional<std::string> Clone::commit(const std::string& name) const {
    if (name.empty() || name.starts_with('-')) return std::nullopt;
    for (const std::string& reference : {name, "refs/remotes/origin/" + name})
        if (auto id = answer({"rev-parse", "--verify", "--quiet", "--end-of-options", reference + "^{commit}"}))
            return id;
    return std::nullopt;
}

std::optional<std::string> Clone::merge_base(const std::string& a, const std::string& b) const {
    if (!is_commit_id(a) || !is_commit_id(b)) return std::nullopt;
    const auto base = answer({"merge-base", a, b});
    return base && !base->empty() ? base : std::nullopt;
}

std::optional<std::uint32_t> Clone::count(const std::string& from, const std::string& to) const {
    if (shallow_ || !is_commit_id(from) || !is_commit_id(to)) return std::nullopt;
    const auto text = answer({"rev-list", "--count", from + ".." + to});
    std::uint32_t number = 0;
    if (!text || std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc{})
        return std::nullopt;
    if (number == 0 && !from.starts_with(to) && !to.starts_with(from)) return std::nullopt;
    return number;
}

std::optional<std::vector<analysis::KnownCommit>> Clone::between(const std::string& from, const std::string& to,
                                                                 bool first_parent) const {
    if (!is_commit_id(from) || !is_commit_id(to)) return std::nullopt;
    std::vector<std::string> arguments{"rev-list", "--topo-order", "--encoding=UTF-8", commit_fields};
    if (first_parent) arguments.emplace_back("--first-parent");
    arguments.push_back(from + ".." + to);
    const auto text = answer(std::move(arguments));
    return text ? std::optional{commits_printed(*text, first_parent)} : std::nullopt;
}

bool Clone::is_branch(const std::string& name) const {
    if (name.empty() || name.starts_with('-')) return false;
    for (const char* folder : {"refs/heads/", "refs/remotes/origin/"})
        if (answer({"show-ref", "--verify", "--quiet", folder + name})) return true;
    return false;
}

std::vector<std::string> Clone::commits_of(const std::string& id) const {
    std::vector<std::string> ids;
    if (is_commit_id(id)) ids = lines_of(answer({"rev-list", id}).value_or(""));
    std::ranges::sort(ids);
    return ids;
}

std::vector<analysis::Tag> Clone::tags() const {
    std::vector<Listed> all;
    for (const std::string& line : lines_of(answer({"for-each-ref", tag_fields, "refs/tags"}).value_or("")))
        if (auto listed = listed_of(line)) all.push_back(std::move(*listed));
    std::ranges::sort(all, {}, [](const Listed& listed) { return std::tie(listed.time, listed.tag.name); });
    std::vector<analysis::Tag> tags;
    for (Listed& listed : all) tags.push_back(std::move(listed.tag));
    return tags;
}

}  // namespace benchfolio::cli
